/** A whole gateway in the test's own process: real store, real HTTP, real sandbox, a clock moved by hand. */
import { manualClock } from '@kunai/api/clock'
import { type Sandbox, type SandboxOptions, startSandbox } from '@kunai/sandbox'
import type { ApprovalRow } from '../src/approvals/index.ts'
import type { Call, Connection, Outcome } from '../src/call/index.ts'
import { newId } from '../src/call/index.ts'
import { type Gateway, type GatewayOptions, startGateway } from '../src/gateway.ts'
import { type Home, openHome } from '../src/home/index.ts'
import { createTestDatabase, type TestDatabase } from './store.ts'

export interface TestGateway {
  readonly gateway: Gateway
  readonly sandbox: Sandbox
  readonly home: Home
  readonly clock: ReturnType<typeof manualClock>
  readonly faults: { message: string; error: unknown }[]
  /** Asks for an operation as an agent does. */
  ask(operation: string, input: Record<string, unknown>, changes?: Partial<Call>): Promise<Outcome>
  /** Ends the gateway and starts it again on the same store and home. */
  restart(changes?: Partial<GatewayOptions>): Promise<Gateway>
  /** A replica: another gateway on the same store, which must be PostgreSQL. */
  startReplica(): Promise<Gateway>
  close(): Promise<void>
}

export const agent = { kind: 'agent', id: 'mcp:test', name: 'test', onBehalfOf: 'owner' } as const
export const alice = { id: 'person_alice', name: 'Alice' }

/** Orgs and devices are few, so that a test starts quickly; seed and names are those of every sandbox. */
export async function startTestGateway(
  changes: Partial<GatewayOptions> = {},
  others: { readonly sandbox?: Partial<SandboxOptions>; readonly connection?: Partial<Connection> } = {},
): Promise<TestGateway> {
  const database: TestDatabase = await createTestDatabase()
  const clock = manualClock()
  const sandbox = await startSandbox({ orgs: 3, devices: 60, clock, ...others.sandbox })
  const home = openHome(database.folder)
  const faults: TestGateway['faults'] = []
  const connection: Connection = {
    name: 'sandbox',
    kind: 'sandbox',
    label: 'SANDBOX · seed 42',
    baseUrl: sandbox.url,
    isDefault: true,
    ...others.connection,
  }
  const start = (more: Partial<GatewayOptions>) =>
    startGateway({
      home,
      databaseUrl: database.databaseUrl,
      port: 0,
      connections: [{ connection, client: { baseUrl: sandbox.url, machine: sandbox.machine, user: sandbox.user } }],
      clock,
      runBackground: false,
      logFault: (message, error) => faults.push({ message, error }),
      ...changes,
      ...more,
    })
  let gateway = await start({})
  const replicas: Gateway[] = []
  return {
    get gateway() {
      return gateway
    },
    sandbox,
    home,
    clock,
    faults,
    ask: (operation, input, more = {}) =>
      gateway.parts.corridor.invoke({
        id: newId('call'),
        operation,
        input,
        actor: agent,
        connection: 'sandbox',
        door: 'mcp',
        ...more,
      }),
    async restart(more = {}) {
      await gateway.close()
      gateway = await start(more)
      return gateway
    },
    async startReplica() {
      const replica = await start({})
      replicas.push(replica)
      return replica
    },
    async close() {
      await Promise.all(replicas.map((replica) => replica.close()))
      await gateway.close()
      await sandbox.close()
      await database.remove()
    },
  }
}

/** The print server that every seed has. */
export async function printServer({ ask }: TestGateway): Promise<number> {
  const found = await ask('devices.search', { q: 'PRINT01', limit: 5 })
  if (found.status !== 'done') throw new Error(`search ended ${found.status}`)
  const { devices } = found.data as { devices: { id: number }[] }
  const [device] = devices
  if (device === undefined) throw new Error('the sandbox has no print server')
  return device.id
}

type Waiting = Extract<Outcome, { status: 'waiting' }>

/** The outcome as one that waits; anything else fails the test. */
export function waiting(outcome: Outcome): Waiting {
  if (outcome.status !== 'waiting') throw new Error(`expected waiting, got ${JSON.stringify(outcome)}`)
  return outcome
}

/** The approval's row. */
export async function approvalOf({ gateway }: TestGateway, approvalId: string): Promise<ApprovalRow> {
  const row = await gateway.parts.approvals.find(approvalId)
  if (row === undefined) throw new Error(`no approval ${approvalId}`)
  return row
}

/** Alice looks at it and says yes. */
export async function approve(test: TestGateway, approvalId: string): Promise<void> {
  const { digest } = await approvalOf(test, approvalId)
  const moved = await test.gateway.parts.approvals.decide(approvalId, { type: 'approve', by: alice, digest })
  if (moved === undefined || !('state' in moved)) throw new Error(`not approved: ${JSON.stringify(moved)}`)
}

/** How many commands NinjaOne really carried out. */
export function executions({ sandbox }: TestGateway): number {
  return sandbox.control.ledger().length
}
