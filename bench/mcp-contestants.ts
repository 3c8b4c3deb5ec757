/** Who answers the same `tools/call`: our gateway on each store, the SDK alone, and JSON-RPC by hand. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sandbox } from '@kunai/sandbox'
import { sandboxVariables } from '../e2e/support/environment.ts'
import { openHome } from '../packages/gateway/src/home/index.ts'
import { createTestDatabase } from '../packages/gateway/test/store.ts'
import { connectSandbox, type SandboxReady } from './sandbox.ts'
import type { LoadPlan, LoadResult } from './support/http-loop.ts'
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
      environment: {
        ...sandboxVariables(sandbox as Sandbox),
        KUNAI_HOME: home,
        KUNAI_DATABASE_URL: database?.databaseUrl,
      },
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

/**
 * The SDK's server, with the tool's call to the sandbox and nothing around it, in both ways that it can be run:
 * a server for each request, as our door does it, and one session for all, which spares making servers.
 */
export async function startSdk(sandbox: SandboxReady, ids: readonly number[]) {
  const { clientId, clientSecret } = sandbox.machine
  const file = new URL('./servers/mcp-sdk.ts', import.meta.url)
  const { ready, pid, stop } = await startOwn(file, [sandbox.url, clientId, clientSecret])
  const perRequest: McpContestant = {
    label: 'peer: MCP SDK alone, same read',
    pid,
    plan: planFor(`${ready.url}/mcp`, ids),
    stop,
  }
  const session: McpContestant = {
    label: 'peer: the same, one 2025-11-25 session',
    pid,
    plan: { ...planFor(`${ready.url}/session`, ids), headers: await openSession(`${ready.url}/session`) },
    stop,
  }
  return { perRequest, session, stop }
}

/** @returns the headers that go with each request from now on. */
async function openSession(url: string): Promise<Record<string, string>> {
  const common = { 'Content-Type': headers['Content-Type'], Accept: headers.Accept }
  const params = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'kunai-bench', version: '1.0.0' },
  }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params })
  const response = await fetch(url, { method: 'POST', headers: common, body })
  await response.text()
  const id = response.headers.get('mcp-session-id')
  if (id === null) throw new Error(`${url} opened no session (${response.status})`)
  return { ...common, 'MCP-Protocol-Version': '2025-11-25', 'Mcp-Session-Id': id }
}

/** Our client in a loop, no server: what the read itself costs. */
export async function startDirect({ url, machine }: SandboxReady): Promise<Direct> {
  const file = new URL('./servers/direct.ts', import.meta.url)
  const { ready, stop } = await startOwn(file, [url, machine.clientId, machine.clientSecret])
  return {
    label: 'bound: our client alone, same read, no server',
    async run(connections, durationMs) {
      const response = await fetch(`${ready.url}/run?connections=${connections}&ms=${durationMs}`)
      return (await response.json()) as DirectResult
    },
    stop,
  }
}

export type DirectResult = Pick<LoadResult, 'answers' | 'perSecond' | 'p50Ms' | 'p99Ms'>

export interface Direct {
  readonly label: string
  run(connections: number, durationMs: number): Promise<DirectResult>
  stop(): Promise<void>
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
