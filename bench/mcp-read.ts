/** What the gateway adds to a read over MCP: against the SDK alone, and against JSON-RPC by hand. */

import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { explain } from './mcp-causes.ts'
import {
  callOnce,
  type Direct,
  type DirectResult,
  deviceIds,
  type GatewayOptions,
  type McpContestant,
  startByHand,
  startDirect,
  startGateway,
  startSdk,
} from './mcp-contestants.ts'
import { type SandboxReady, startSandboxServer } from './sandbox.ts'
import { measureFlush } from './support/flush.ts'
import { startLoadGenerator } from './support/load.ts'
import { liesInMemory } from './support/machine.ts'
import { removeFolder, type Server, temporaryFolder, withServers } from './support/processes.ts'
import { atLeast, atMost, figure, spread } from './support/report.ts'
import { ratios, summarize } from './support/statistics.ts'
import { inTurns, type Task, type TaskOptions, type TaskReport } from './support/task.ts'
import { type Busy, watchThreads } from './support/threads.ts'

/** At first calls are slow everywhere; what is warm after this stays as it is. */
const warmUpMs = 1500
const inFlight = 20
/** What policy and audit may add to a read's median, beside the flush that durability costs. */
const addedMsMax = 0.3
const callsPerSecondMin = 5000

interface Turn {
  readonly many: DirectResult
  readonly one: DirectResult
  /** Shares of a core while there were many. */
  readonly busy: Record<'contestant' | 'sandbox' | 'load', Busy>
}

export const mcpRead: Task = {
  name: 'mcp-read',
  async run(options) {
    const folder = temporaryFolder()
    try {
      return await withServers(async (keep) => {
        const sandbox = await keep(startSandboxServer(1800, 24))
        const ids = await deviceIds(sandbox.ready)
        const common: Omit<GatewayOptions, 'store' | 'home'> = { sandbox: sandbox.ready, ids }
        const gateways = [
          await keep(startGateway({ ...common, store: 'embedded', home: join(folder, 'embedded') })),
          ...(process.env.KUNAI_BENCH_DATABASE_URL
            ? [await keep(startGateway({ ...common, store: 'PostgreSQL', home: join(folder, 'postgresql') }))]
            : []),
        ]
        const { perRequest, session } = await keep(startSdk(sandbox.ready, ids))
        const sdk = [perRequest, session]
        const [gateway] = gateways
        if (gateway === undefined) throw new TypeError('there is always an embedded store')
        const { result } = await callOnce(gateway)
        const limit = await keep(startByHand(folder, result, ids))
        await expectSameAnswers([...gateways, ...sdk, limit])
        const direct = await keep(startDirect(sandbox.ready))
        return await measure({ folder, sandbox, gateways, sdk, limit, direct }, options)
      })
    } finally {
      removeFolder(folder)
    }
  },
}

interface Field {
  readonly folder: string
  readonly sandbox: Server<SandboxReady>
  readonly gateways: readonly McpContestant[]
  readonly sdk: readonly McpContestant[]
  readonly limit: McpContestant
  readonly direct: Direct
}

async function expectSameAnswers(contestants: readonly McpContestant[]): Promise<void> {
  const answers = await Promise.all(contestants.map(callOnce))
  if (!answers.every(({ data }) => isDeepStrictEqual(data, answers[0]?.data))) {
    throw new Error('the contestants answer different things')
  }
}

async function measure(field: Field, { runs, seconds }: TaskOptions): Promise<TaskReport> {
  const { folder, sandbox, gateways, sdk, limit, direct } = field
  const contestants = [...gateways, ...sdk, limit]
  return withServers(async (keep) => {
    const load = await keep(startLoadGenerator())
    const turn = async ({ plan, pid, countEvents }: McpContestant): Promise<Turn> => {
      const eventsBefore = (await countEvents?.()) ?? 0
      const watches = {
        contestant: watchThreads(pid),
        sandbox: watchThreads(sandbox.pid),
        load: watchThreads(load.pid),
      }
      const many = await load.run({ ...plan, connections: inFlight, durationMs: seconds * 1000 })
      const busy = { contestant: watches.contestant(), sandbox: watches.sandbox(), load: watches.load() }
      const one = await load.run({ ...plan, connections: 1, durationMs: seconds * 500 })
      // What was answered and is not in the audit would make us fast and worthless.
      const events = ((await countEvents?.()) ?? 0) - eventsBefore
      if (countEvents && events < many.answers + one.answers) {
        throw new Error(`${many.answers + one.answers} calls were answered, the audit holds ${events} of them`)
      }
      return { many, one, busy }
    }
    for (const { plan } of contestants) await load.run({ ...plan, connections: inFlight, durationMs: warmUpMs })
    await direct.run(inFlight, warmUpMs)
    const flushes: { p50Ms: number; p99Ms: number }[] = []
    const turns = await inTurns(runs, {
      ...Object.fromEntries(contestants.map((contestant) => [contestant.label, () => turn(contestant)])),
      [direct.label]: async (): Promise<Pick<Turn, 'many' | 'one'>> => ({
        many: await direct.run(inFlight, seconds * 1000),
        one: await direct.run(1, seconds * 500),
      }),
      // Nothing else writes now, as when a call is alone with its flush.
      flush: async () => void flushes.push(measureFlush(folder, seconds * 250)),
    })
    const turnsOf = ({ label }: { label: string }) => turns[label] as Turn[]
    const causes = await explain({ ...field, load, seconds })
    return report({ field, turnsOf, flushes, causes })
  })
}

interface Findings {
  readonly field: Field
  readonly turnsOf: (contestant: { readonly label: string }) => Turn[]
  readonly flushes: readonly { p50Ms: number; p99Ms: number }[]
  readonly causes: readonly string[]
}

function report({ field: { gateways, sdk, limit, direct }, turnsOf, flushes, causes }: Findings): TaskReport {
  const rates = (contestant: { readonly label: string }) => turnsOf(contestant).map(({ many }) => many.perSecond)
  const medians = (contestant: { readonly label: string }) => turnsOf(contestant).map(({ one }) => one.p50Ms)
  const [first = limit] = gateways
  /** Each round against its own round's flush and the faster way of the SDK. */
  const added = (gateway: McpContestant) =>
    summarize(
      medians(gateway).map(
        (own, round) => own - Math.min(...sdk.map((way) => medians(way)[round] ?? 0)) - (flushes[round]?.p50Ms ?? 0),
      ),
    )
  const row = (contestant: { readonly label: string }) => [
    contestant.label,
    spread(summarize(rates(contestant))),
    contestant === first ? '1' : spread(ratios(rates(first), rates(contestant))),
    spread(summarize(medians(contestant))),
    spread(summarize(turnsOf(contestant).map(({ one }) => one.p99Ms))),
    gateways.some((gateway) => gateway === contestant) ? spread(added(contestant as McpContestant)) : '',
  ]
  return {
    title: 'mcp-read: tools/call ninja-get-device over HTTP (2026-07-28), through policy and durable audit',
    table: {
      head: [
        'contestant',
        `calls/s, ${inFlight} in flight`,
        'first ÷ it',
        'p50 ms, 1 in flight',
        'p99 ms',
        'added p50 ms',
      ],
      rows: [
        ...[...gateways, ...sdk, direct, limit].map(row),
        [
          'one flush: 8 kB appended, fdatasync',
          '',
          '',
          spread(summarize(flushes.map(({ p50Ms }) => p50Ms))),
          spread(summarize(flushes.map(({ p99Ms }) => p99Ms))),
          '',
        ],
      ],
    },
    targets: gateways.flatMap((gateway) => [
      atMost(`${gateway.label}: p50 added beside one flush`, added(gateway), addedMsMax, ' ms'),
      atLeast(`${gateway.label}: with durable audit`, summarize(rates(gateway)), callsPerSecondMin, ' calls/s'),
    ]),
    notes: [
      'Added = p50 of the gateway, less p50 of the SDK alone in its faster way, less p50 of one flush, of the same round.',
      'After each turn the audit is asked how many events it holds; every answered call is among them.',
      ...(liesInMemory() ? ['KUNAI_HOME LIES IN MEMORY: flushes cost nothing here. Set TMPDIR to a disk.'] : []),
      ...[...gateways, ...sdk].map((contestant) => busyLine(contestant, turnsOf(contestant))),
      ...causes,
    ],
  }
}

function busyLine({ label }: McpContestant, turns: readonly Turn[]): string {
  const percent = (value: (busy: Turn['busy']) => number) =>
    `${figure(summarize(turns.map(({ busy }) => value(busy))).median * 100)} %`
  return (
    `${label}, ${inFlight} in flight, of one core: main thread ${percent(({ contestant }) => contestant.main)}, ` +
    `busiest other thread ${percent(({ contestant }) => contestant.second)}, ` +
    `whole process ${percent(({ contestant }) => contestant.all)}; sandbox ${percent(({ sandbox }) => sandbox.all)}, ` +
    `load ${percent(({ load }) => load.all)}.`
  )
}
