/** A figure counts only if what measured it also finds a planted fault. So that is tried first, in every run. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LoadPlan } from './support/http-loop.ts'
import { startLoadGenerator } from './support/load.ts'
import { removeFolder, startOwn, temporaryFolder, withServers } from './support/processes.ts'

/** Delay that the slow server adds, and what a timer may be late. */
const slow = { leastMs: 5, mostMs: 50 }

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
        connections: 2,
        durationMs: 200,
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
      const { p50Ms, perSecond } = await load.run(planFor((await keep(start('slow'))).ready.url))
      if (p50Ms < slow.leastMs - 1 || p50Ms > slow.mostMs || perSecond > 2000 / (slow.leastMs - 1)) {
        throw new Error(`The harness saw ${p50Ms} ms where ${slow.leastMs} ms were planted`)
      }
      return 'Harness: found a wrong status, a wrong body, a short body and an added delay that were planted.'
    })
  } finally {
    removeFolder(folder)
  }
}
