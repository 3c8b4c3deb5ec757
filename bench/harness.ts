/** A figure counts only if what measured it also finds a planted fault. So that is tried first, in every run. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LoadPlan } from './support/http-loop.ts'
import { startLoadGenerator } from './support/load.ts'
import { removeFolder, startOwn, temporaryFolder, withServers } from './support/processes.ts'

/** Delay that the slow server adds; its timer may be a millisecond early. */
const slowMs = 5
const slowAnswers = 40
const connections = 2

/** @throws when a fault that was planted is not found. */
export async function checkHarness(): Promise<string> {
  const folder = temporaryFolder()
  const file = join(folder, 'body.json')
  writeFileSync(file, JSON.stringify({ mark: 'harness' }))
  const start = (mode: string) => startOwn(new URL('./servers/bare.ts', import.meta.url), [mode, file])
  try {
    return await withServers(async (keep) => {
      const load = await keep(startLoadGenerator())
      const planFor = (url: string, more: Partial<LoadPlan> = {}): LoadPlan => ({
        url,
        method: 'GET',
        paths: ['/'],
        connections,
        // Counted, not timed: a starved machine must see the fault in one of 50 answers too.
        durationMs: 0,
        answersMin: 200,
        mark: '"harness"',
        bytesMin: 10,
        ...more,
      })
      const refuses = async (fault: string, plan: LoadPlan) => {
        const found = await load.run(plan).then(
          () => false,
          () => true,
        )
        if (!found) throw new Error(`The harness did not find a planted fault: ${fault}`)
      }
      const good = (await keep(start('constant'))).ready.url
      await load.run(planFor(good))
      await refuses('answers that are too short', planFor(good, { bytesMin: 1000 }))
      await refuses('a 200 where a 204 is due', planFor(good, { status: 204 }))
      await refuses('one answer in 50 is a 500', planFor((await keep(start('broken-status'))).ready.url))
      await refuses('one body in 50 is another one', planFor((await keep(start('broken-body'))).ready.url))
      const slowPlan = planFor((await keep(start('slow'))).ready.url, { answersMin: slowAnswers })
      const { p50Ms, perSecond } = await load.run(slowPlan)
      const leastMs = slowMs - 1
      // No median is more than twice the mean, however late the machine is.
      const mostMs = (2 * 1000 * connections) / perSecond
      if (p50Ms < leastMs || p50Ms > mostMs || perSecond > (1000 * connections) / leastMs) {
        throw new Error(`The harness saw ${p50Ms} ms where ${slowMs} ms were planted`)
      }
      return 'Harness: found a wrong status, a wrong body, a short body and an added delay that were planted.'
    })
  } finally {
    removeFolder(folder)
  }
}
