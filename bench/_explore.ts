import { startSandboxServer } from './sandbox.ts'
import { deviceIds, startSdk, startGateway, startByHand, callOnce } from './mcp-contestants.ts'
import { startLoadGenerator } from './support/load.ts'
import { temporaryFolder, withServers } from './support/processes.ts'
await withServers(async (keep) => {
  const sandbox = await keep(startSandboxServer(1800, 24))
  const ids = await deviceIds(sandbox.ready)
  const sdk = await keep(startSdk(sandbox.ready, ids))
  const load = await keep(startLoadGenerator())
  const init = await fetch(sdk.plan.url.replace('/mcp', '/session'), { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }, body: JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '0' } } }) })
  console.log(init.status, await init.text(), init.headers.get('mcp-session-id'))
  const { ['Mcp-Method']: _a, ['Mcp-Name']: _b, ...h } = sdk.plan.headers as Record<string, string>
  const session = { ...sdk.plan, url: sdk.plan.url.replace('/mcp', '/session'), paths: ['/session'], headers: { ...h, 'MCP-Protocol-Version': '2025-11-25', 'Mcp-Session-Id': 'bench' } }
  const legacy = { ...sdk.plan, headers: { ...h, 'MCP-Protocol-Version': '2025-11-25' } }
  for (let i = 0; i < 3; i++) for (const [n, p] of Object.entries({ modern: sdk.plan, session, legacy })) {
    const a = await load.run({ ...p, connections: 20, durationMs: 1500 }); const b = await load.run({ ...p, connections: 1, durationMs: 700 })
    console.log(n, Math.round(a.perSecond), b.p50Ms.toFixed(3), b.p99Ms.toFixed(3))
  }
})
process.exit()
