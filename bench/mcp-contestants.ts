/** Who answers the same `tools/call`: our gateway on each store, the SDK alone, and JSON-RPC by hand. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sandboxVariables } from '../e2e/support/environment.ts'
import { openHome } from '../packages/gateway/src/home/index.ts'
import { createTestDatabase } from '../packages/gateway/test/store.ts'
import { connectSandbox, type SandboxReady } from './sandbox.ts'
import type { LoadPlan } from './support/http-loop.ts'
import { kunaiProgram, type Server, startOwn, startServer } from './support/processes.ts'

export interface McpContestant {
  readonly label: string
  readonly pid: number
  /** What it is asked, but for how long and by how many. */
  readonly plan: Omit<LoadPlan, 'connections' | 'durationMs'>
  /** Events in its audit so far, where it has one. */
  countEvents?(): Promise<number>
  stop(): Promise<void>
}

const protocolVersion = '2026-07-28'
const tool = 'ninja-get-device'

/** As a client of 2026-07-28 writes it: each request stands alone. Ids differ among those in flight. */
function callOf(deviceId: number, id: number): string {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': protocolVersion,
    'io.modelcontextprotocol/clientInfo': { name: 'kunai-bench', version: '1.0.0' },
    'io.modelcontextprotocol/clientCapabilities': {},
  }
  const params = { name: tool, arguments: { id: deviceId }, _meta: meta }
  return JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params })
}

const headers = {
  'Content-Type': 'application/json',
  Accept: 'application/json, text/event-stream',
  'MCP-Protocol-Version': protocolVersion,
  'Mcp-Method': 'tools/call',
  'Mcp-Name': tool,
}

export async function deviceIds(sandbox: SandboxReady): Promise<number[]> {
  const { get } = await connectSandbox(sandbox)
  return (JSON.parse(await get('/v2/devices?pageSize=200')) as { id: number }[]).map(({ id }) => id)
}

function planFor(url: string, ids: readonly number[], more: Record<string, string> = {}): McpContestant['plan'] {
  return {
    url,
    method: 'POST',
    paths: [new URL(url).pathname],
    bodies: ids.map(callOf),
    headers: { ...headers, ...more },
    mark: '"status":"done"',
    bytesMin: 500,
  }
}

export interface GatewayOptions {
  readonly sandbox: SandboxReady
  readonly ids: readonly number[]
  readonly store: 'embedded' | 'PostgreSQL'
  /** KUNAI_HOME of this gateway. */
  readonly home: string
  /** Flags of Node.js, to look inside. */
  readonly nodeArgs?: readonly string[]
}

/** The program as people start it, on a sandbox in another process. */
export async function startGateway({
  sandbox,
  ids,
  store,
  home,
  nodeArgs = [],
}: GatewayOptions): Promise<McpContestant> {
  mkdirSync(home, { recursive: true })
  const database = store === 'PostgreSQL' ? await createDatabase() : undefined
  let gateway: Server<{ url: string; mcpUrl: string }>
  try {
    gateway = await startServer([kunaiProgram, 'up', '--json', '--port', '0', '--no-sandbox', '--no-sign-in-link'], {
      nodeArgs: ['--disable-warning=ExperimentalWarning', ...nodeArgs],
      environment: { ...sandboxVariables(sandbox), KUNAI_HOME: home, KUNAI_DATABASE_URL: database?.databaseUrl },
    })
  } catch (error) {
    await database?.remove()
    throw error
  }
  const { key } = openHome(home)
  const { url, mcpUrl } = gateway.ready
  return {
    label: `Kunai gateway, ${store} store`,
    pid: gateway.pid,
    plan: planFor(mcpUrl, ids, { Authorization: `Bearer ${key('mcp')}` }),
    async countEvents() {
      const response = await fetch(`${url}/api/audit?limit=1`, { headers: { authorization: `Bearer ${key('cli')}` } })
      const { events } = (await response.json()) as { events: { seq: number }[] }
      return events[0]?.seq ?? 0
    },
    async stop() {
      await gateway.stop()
      await database?.remove()
    },
  }
}

/** A database of its own on the server that KUNAI_BENCH_DATABASE_URL names, as a test makes one. */
async function createDatabase() {
  const kept = { ...process.env }
  try {
    process.env.KUNAI_TEST_STORE = 'postgres'
    process.env.KUNAI_TEST_DATABASE_URL = process.env.KUNAI_BENCH_DATABASE_URL
    return await createTestDatabase()
  } finally {
    process.env = kept
  }
}

/** The SDK's server, with the tool's call to the sandbox and nothing around it. */
export async function startSdk(sandbox: SandboxReady, ids: readonly number[]): Promise<McpContestant> {
  const { clientId, clientSecret } = sandbox.machine
  const file = new URL('./servers/mcp-sdk.ts', import.meta.url)
  const { ready, pid, stop } = await startOwn(file, [sandbox.url, clientId, clientSecret])
  return { label: 'peer: MCP SDK alone, same read', pid, plan: planFor(`${ready.url}/mcp`, ids), stop }
}

/** @param result what a contestant answered, to be answered by hand ever after. */
export async function startByHand(folder: string, result: unknown, ids: readonly number[]): Promise<McpContestant> {
  const path = join(folder, 'result.json')
  writeFileSync(path, JSON.stringify(result))
  const { ready, pid, stop } = await startOwn(new URL('./servers/json-rpc.ts', import.meta.url), [path])
  return { label: 'limit: JSON-RPC by hand, constant', pid, plan: planFor(`${ready.url}/mcp`, ids), stop }
}

/** One call, as an object, without what differs from call to call. */
export async function callOnce({ plan }: McpContestant): Promise<{ result: Record<string, unknown>; data: unknown }> {
  const body = plan.bodies?.[0] ?? ''
  const response = await fetch(plan.url, { method: 'POST', headers: { ...plan.headers }, body })
  const text = await response.text()
  const { result } = JSON.parse(text) as {
    result?: Record<string, unknown> & { structuredContent?: { data?: unknown } }
  }
  if (result?.structuredContent?.data === undefined) throw new Error(`${plan.url} answered ${response.status}: ${text}`)
  return { result, data: result.structuredContent.data }
}
