/** A whole fleet through the client, 20 ms away: beside a loop over the same server, and beside the limiter's bound. */
import { type SandboxReady, startSandboxServer } from './sandbox.ts'
import { startOwn, withServers } from './support/processes.ts'
import { atLeast, atMost, figure, spread } from './support/report.ts'
import { ratios, summarize } from './support/statistics.ts'
import { inTurns, type Task, type TaskReport } from './support/task.ts'

const latencyMs = 20
const pageSize = 1_000
const rate = { requestsPerSecond: 20, burst: 5 }
const fleets = [10_000, 100_000]

interface Figures {
  readonly rows: number
  readonly tookMs: number
  readonly megabytes: number
  readonly requests: number
  readonly tokenRequests: number
}

/** Runs one reader from start to end. */
export async function runReader(mode: string, { url, machine }: SandboxReady, ...more: number[]): Promise<Figures> {
  const args = [mode, url, machine.clientId, machine.clientSecret, ...more.map(String)]
  const reader = await startOwn<Figures>(new URL('./servers/client.ts', import.meta.url), args, {
    nodeArgs: ['--expose-gc'],
  })
  await reader.stop()
  return reader.ready
}

export const clientRead: Task = {
  name: 'client-read',
  run: ({ runs }) =>
    withServers(async (keep) => {
      const tables: TaskReport[] = []
      for (const devices of fleets) {
        const { ready } = await keep(startSandboxServer(devices, 100, latencyMs))
        const figures = await inTurns(runs, {
          ours: () => runReader('ours', ready),
          loop: () => runReader('loop', ready),
          paced: () => runReader('ours', ready, rate.requestsPerSecond, rate.burst),
        })
        const counts = new Set(Object.values(figures).flatMap((all) => all.map(({ rows }) => rows)))
        // A few per cent wait for approval, and a list without a filter leaves those out.
        if (counts.size > 1 || Math.max(...counts) < devices * 0.9) {
          throw new Error(`of ${devices} devices came ${[...counts].join(', ')}`)
        }
        tables.push(reportOf(devices, figures))
      }
      return {
        title: `client-read: all devices in pages of ${pageSize}, each answer ${latencyMs} ms later`,
        table: { head: tables[0]?.table.head ?? [], rows: tables.flatMap(({ table }) => table.rows) },
        targets: tables.flatMap(({ targets }) => targets),
        notes: [
          'The loop is fetch and JSON.parse alone: no schema, no time-out, no retry, no order checked.',
          `The bound is (requests − burst) ÷ rate for the fewest requests that reach the end, at ${rate.requestsPerSecond}/s, burst ${rate.burst}.`,
          'No target was set for either; the first holds us to the loop, the second to a quarter above the bound.',
          'Each reader is a fresh process, so its first pages are read by code that is not compiled yet.',
          'Memory is the most in use while reading, over what was in use before.',
        ],
      }
    }),
}

function reportOf(devices: number, figures: Record<'ours' | 'loop' | 'paced', Figures[]>): TaskReport {
  const times = (name: keyof typeof figures) => figures[name].map(({ tookMs }) => tookMs)
  const boundMs = ((devices / pageSize + 1 - rate.burst) / rate.requestsPerSecond) * 1000
  const label = `${devices.toLocaleString('en-US')} devices`
  const row = (name: string, ours: keyof typeof figures) => [
    `${label}: ${name}`,
    spread(summarize(times(ours))),
    figure(summarize(figures[ours].map(({ requests }) => requests)).median),
    spread(summarize(figures[ours].map(({ megabytes }) => megabytes))),
    ours === 'ours' ? '1' : spread(ratios(times('ours'), times(ours))),
  ]
  const paced = summarize(times('paced').map((tookMs) => tookMs / boundMs))
  return {
    title: label,
    table: {
      head: ['contestant', 'ms', 'requests', 'MB more', 'ours ÷ it'],
      rows: [
        row('ours', 'ours'),
        row('peer: loop, page after page', 'loop'),
        row('ours, paced', 'paced'),
        [`${label}: limit, the pace's bound`, figure(boundMs), figure(devices / pageSize + 1), '–', '–'],
      ],
    },
    targets: [
      atLeast(`${label}: loop ÷ ours`, ratios(times('loop'), times('ours')), 1),
      atMost(`${label}: ours, paced ÷ bound`, paced, 1.25),
    ],
    notes: [],
  }
}
