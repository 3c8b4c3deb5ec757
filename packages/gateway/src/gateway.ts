/**
 * Wiring: builds every room and plugs them together. Nothing is decided here.
 * `main.ts` starts it for the command line, tests start it in their own process.
 */
import { type Clock, systemClock } from '@kunai/api/clock'
import { createAccounts, ownerName } from './accounts/index.ts'
import { createAgentBatches, type Parts } from './actions/index.ts'
import {
  type ApprovalTimes,
  createApprovals,
  createDispatches,
  createStepLedger,
  defaultTimes,
  gatewayActor,
  openFingerprint,
} from './approvals/index.ts'
import { createAudit } from './audit/index.ts'
import { startBackground } from './background.ts'
import { type Actor, GatewayError, newId, planOperation } from './call/index.ts'
import { createConnections } from './connections/index.ts'
import { builtInFrom, type ConnectionSettings } from './connections.ts'
import {
  createCorridor,
  createExecutor,
  createReceiptWatcher,
  deviceReader,
  type Executor,
  lookupMessage,
  type Recovered,
  receiptTimes,
  recover,
  type Step,
} from './corridor/index.ts'
import { createHooksDoor } from './doors/hooks/index.ts'
import { createHttpDoor, readPages } from './doors/http/index.ts'
import { createMcpDoor, toolNames } from './doors/mcp/index.ts'
import { createHealth } from './health.ts'
import type { Home } from './home/index.ts'
import { createJobs, createJournal } from './jobs/index.ts'
import { hostsOf, listen } from './listen.ts'
import { recogniseMcpClients } from './mcp-clients.ts'
import { ninjaOne } from './ninja-one.ts'
import { fixedSource, type Policy } from './policy/index.ts'
import { createRulebook } from './rulebook/index.ts'
import { openStore, type Store } from './store/index.ts'
import { version } from './version.ts'
import { createWebhooks, sweepLooksEveryMs } from './webhooks/index.ts'

export interface GatewayOptions {
  readonly home: Home
  /** PostgreSQL address; the embedded database in the home folder when absent. */
  readonly databaseUrl?: string | undefined
  readonly host?: string
  /** 0 = any free port. */
  readonly port: number
  readonly connections: readonly ConnectionSettings[]
  /** Instead of what people set; for tests. */
  readonly policy?: () => Policy
  readonly clock?: Clock
  readonly times?: ApprovalTimes
  readonly onStep?: (step: Step) => void
  readonly logFault: (message: string, error: unknown) => void
  /** False in tests that turn the wheel by hand. */
  readonly runBackground?: boolean
}

export interface Gateway {
  readonly url: string
  readonly parts: Parts
  readonly store: Store
  readonly executor: Executor
  readonly recovered: Recovered
  /** A one-time link for the owner. */
  createOwnerSignInUrl(): Promise<string>
  /** One turn of what runs in the background: expiry, calls in doubt, receipts. */
  turn(): Promise<void>
  close(): Promise<void>
}

/** How often the background looks for approvals that ran out and instances that died. */
const sweepEvery = 5_000
/** How late a connection that another process has added or removed may be seen here. */
const connectionsReadEvery = 1_000

const ownerTerminal: Actor = { kind: 'person', id: 'owner-terminal', name: "the owner's terminal" }

export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { home, clock = systemClock, host = '127.0.0.1', logFault } = options
  const store = await openStore(options.databaseUrl ? { url: options.databaseUrl } : { folder: home.dataFolder })
  try {
    return await build(store)
  } catch (error) {
    await store.close()
    throw error
  }

  async function build(store: Store): Promise<Gateway> {
    let url = ''
    const audit = createAudit(store, clock)
    const rulebook = createRulebook(store, audit, clock)
    const policy = options.policy ? fixedSource(options.policy) : rulebook.source
    const known = await createConnections({
      store,
      audit,
      clock,
      vendor: ninjaOne(clock),
      keyFile: home.secretKeys,
      builtIn: options.connections.map((settings) => builtInFrom(settings, clock)),
      origin: () => url,
      logFault,
    })
    const connections = known.list
    const executor = createExecutor(known.clients, clock, known.guard)
    const approvals = createApprovals(store, audit, clock, options.times ?? defaultTimes)
    const fingerprint = await openFingerprint(store)
    const dispatches = createDispatches(store, audit, clock)
    const accounts = createAccounts(store, audit, clock)
    const approvalUrl = (id: string) => `${url}/approvals/${id}`
    const corridor = createCorridor({
      policy,
      connections,
      approvals,
      dispatches,
      audit,
      executor,
      clock,
      approvalUrl,
      logFault,
      ...(options.onStep && { onStep: options.onStep }),
    })
    const watcher = createReceiptWatcher(
      dispatches,
      clock,
      deviceReader((connection) => corridor.readFor(gatewayActor, connection), known.guard),
    )

    const webhooks = createWebhooks(
      store,
      audit,
      clock,
      (connection) => corridor.readFor(gatewayActor, connection),
      explainFailedRead,
    )
    const jobs = createJobs({
      journal: createJournal(store),
      corridor,
      approvals,
      dispatches,
      ledger: createStepLedger(store, audit, clock),
      connections,
      clock,
      instanceId: store.instanceId,
      isInstanceAlive: (id) => store.isInstanceAlive(id),
      logFault,
    })

    async function carryOut(approvalId: string): Promise<void> {
      const approval = await approvals.find(approvalId)
      await (approval?.operation === planOperation ? jobs.sweep() : corridor.carryOut(approvalId))
    }

    const underWay = new Set<Promise<unknown>>()
    const parts: Parts = {
      corridor,
      approvals,
      dispatches,
      audit,
      accounts,
      webhooks,
      connections,
      connectionKeeper: known.keeper,
      policy,
      rulebook,
      fingerprint,
      clock,
      version,
      jobs,
      tools: toolNames,
      signInUrl: (token) => `${url}/sign-in#${token}`,
      approvalUrl,
      carryOutSoon(approvalId) {
        const work: Promise<unknown> = carryOut(approvalId)
          .catch((error) => logFault(`carrying out ${approvalId}`, error))
          .finally(() => underWay.delete(work))
        underWay.add(work)
      },
    }

    for (const kind of ['owner', 'cli'] as const) await accounts.addKey(kind, kind, home.key(kind))
    const authenticate = await recogniseMcpClients(home, accounts, clock)

    const defaultName = () => connections.find(({ isDefault }) => isDefault)?.name ?? ''
    const mcp = createMcpDoor({
      corridor,
      connections,
      batches: createAgentBatches(jobs, (callId) => corridor.outcomeOf(callId)),
      clock,
      version,
      logFault,
      newCallId: () => newId('call'),
      allowedHosts: () => hostsOf(host, url),
      authenticate,
      async isOwnCall(callId, actor) {
        const approval = await approvals.findByCall(callId)
        if (approval) return (JSON.parse(approval.actor) as Actor).id === actor.id
        const dispatch = await dispatches.find(callId)
        return dispatch !== undefined && (JSON.parse(dispatch.proposal) as { actor: Actor }).actor.id === actor.id
      },
    })

    function explainFailedRead(error: unknown): string {
      if (error instanceof GatewayError) return error.message
      try {
        return lookupMessage(error)
      } catch {
        logFault('looking at a fleet', error)
        return 'The gateway could not look. Its log says why.'
      }
    }

    const findFaults = createHealth(clock, {
      store: () => store.check(),
      connection: () => corridor.readFor(gatewayActor, defaultName())('organizations.list', { pageSize: 1 }),
    })

    const recovered = await recover({ approvals, dispatches, clock }, corridor)

    const hooks = createHooksDoor({
      webhooks,
      onNews: webhooks.confirmSoon,
      logFault,
    })
    const app = createHttpDoor({
      ...parts,
      origin: () => url,
      allowedHosts: () => hostsOf(host, url),
      pages: await readPages(new URL('../../dashboard/dist/', import.meta.url).pathname),
      mounts: { '/mcp': mcp.fetch },
      openMounts: { '/hooks/*': hooks },
      findFaults,
      logFault,
    })
    const server = await listen(app.fetch, host, options.port)
    url = server.url

    async function turn(): Promise<void> {
      await known.refresh()
      await approvals.expireDue()
      await recover({ approvals, dispatches, clock }, corridor)
      await jobs.sweep()
      await watcher.look()
      await webhooks.sweep()
    }

    const background = startBackground(
      clock,
      logFault,
      options.runBackground === false
        ? []
        : [
            [
              sweepEvery,
              async () => {
                await recover({ approvals, dispatches, clock }, corridor)
                await jobs.sweep()
              },
            ],
            [receiptTimes.lookEvery, () => watcher.look()],
            [sweepLooksEveryMs, () => webhooks.sweep()],
            [connectionsReadEvery, () => known.refresh()],
          ],
    )

    return {
      url,
      parts,
      store,
      executor,
      recovered,
      createOwnerSignInUrl: async () => parts.signInUrl(await accounts.createSignInToken(ownerName, ownerTerminal)),
      turn,
      async close() {
        background.stop()
        await mcp.close()
        await server.close()
        await jobs.close()
        await Promise.allSettled([...underWay, background.ended, webhooks.settled()])
        await known.close()
        await store.close()
      },
    }
  }
}
