/** A thousand calls at once on a client that has no token yet: one token request, and how long until all are answered. */
import { runReader } from './client-read.ts'
import { startSandboxServer } from './sandbox.ts'
import { withServers } from './support/processes.ts'
import { atMost, spread } from './support/report.ts'
import { summarize } from './support/statistics.ts'
import { inTurns, type Task } from './support/task.ts'

export const clientFirstCalls: Task = {
  name: 'client-first-calls',
  run: ({ runs }) =>
    withServers(async (keep) => {
      const { ready } = await keep(startSandboxServer(10_000, 100))
      const { ours } = await inTurns(runs, { ours: () => runReader('first', ready) })
      const tokenRequests = summarize(ours.map((one) => one.tokenRequests))
      return {
        title: 'client-first-calls: 1,000 devices.get at once, no token yet',
        table: {
          head: ['contestant', 'ms', 'token requests', 'MB more'],
          rows: [
            [
              'ours',
              spread(summarize(ours.map(({ tookMs }) => tookMs))),
              spread(tokenRequests),
              spread(summarize(ours.map(({ megabytes }) => megabytes))),
            ],
          ],
        },
        targets: [atMost('token requests', tokenRequests, 1)],
        notes: ['The sandbox answers over 16 connections, the client’s default.'],
      }
    }),
}
