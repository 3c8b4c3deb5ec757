/** The load generator as seen by a task: one process of its own, asked again and again. */
import { fork } from 'node:child_process'
import type { LoadPlan, LoadResult } from './http-loop.ts'

export interface LoadGenerator {
  readonly pid: number
  run(plan: LoadPlan): Promise<LoadResult>
  /** The same plan by autocannon: an independent count, to check ours. GET only. */
  runAutocannon(plan: LoadPlan): Promise<{ readonly perSecond: number }>
  stop(): Promise<void>
}

export async function startLoadGenerator(): Promise<LoadGenerator> {
  const child = fork(new URL('./load-process.ts', import.meta.url), {
    execArgv: ['--conditions=@kunai/source', '--disable-warning=ExperimentalWarning'],
  })
  const ask = <Answer>(kind: 'own' | 'autocannon', plan: LoadPlan) =>
    new Promise<Answer>((resolve, reject) => {
      const lost = (code: number | null) => reject(new Error(`the load generator ended with ${code}`))
      child.once('exit', lost)
      child.once('message', ({ result, error }: { result?: Answer; error?: string }) => {
        child.off('exit', lost)
        if (error === undefined) resolve(result as Answer)
        else reject(new Error(error))
      })
      child.send({ kind, plan })
    })
  return {
    pid: child.pid ?? 0,
    run: (plan) => ask('own', plan),
    runAutocannon: (plan) => ask('autocannon', plan),
    async stop() {
      if (child.exitCode !== null) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.disconnect()
      await ended
    },
  }
}
