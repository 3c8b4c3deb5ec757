/**
 * Runs the scripts that the tenant has accepted and that are to be run for real, a few at a time, in the order in which
 * they came. What waits stands in the table of jobs, so a snapshot holds it; here is only what is under way.
 */
import type { Ledger } from '../server/ledger.ts'
import { executionEnded } from '../world/commands/run-job.ts'
import type { Job } from '../world/kinds/records.ts'
import type { World } from '../world/world.ts'
import { type Confinement, runConfined } from './run-confined.ts'

export interface RunnerParts extends Confinement {
  /** Asked each time, because a reset replaces it. */
  readonly world: () => World
  readonly parallel: number
  readonly ledger: Ledger
  /** Called when one has ended, for what its activities set off. */
  readonly afterwards: () => void
  readonly closing: AbortSignal
}

interface Run {
  readonly world: World
  readonly boots: number
  readonly abort: AbortController
  readonly done: Promise<void>
}

/** How many run at the same time; the others wait. */
export const scriptsAtOnce = 2

export class ScriptRunner {
  readonly #parts: RunnerParts
  /** By the uid of the job. */
  readonly #runs = new Map<string, Run>()

  constructor(parts: RunnerParts) {
    this.#parts = parts
  }

  /** Begins what waits, as far as there is room, and ends what nobody waits for any more. Returns at once. */
  notice(): void {
    const { closing, parallel } = this.#parts
    if (closing.aborted) return
    const world = this.#parts.world()
    world.settle()
    for (const [uid, run] of this.#runs) if (isForgotten(run, world, uid)) run.abort.abort()
    for (const job of world.jobs.list({ test: ({ execution }) => execution !== undefined })) {
      if (this.#runs.size >= parallel) break
      if (!this.#runs.has(job.uid)) this.#begin(world, job)
    }
  }

  /** Resolves when nothing waits and nothing runs. */
  async settle(): Promise<void> {
    this.notice()
    while (this.#runs.size > 0) {
      await Promise.all([...this.#runs.values()].map(({ done }) => done))
      this.notice()
    }
  }

  /** To be called once the sandbox is closing: resolves when the last of them is gone. */
  async gone(): Promise<void> {
    await Promise.all([...this.#runs.values()].map(({ done }) => done))
  }

  #begin(world: World, job: Job): void {
    const { execution, uid, deviceId, sourceName } = job
    if (execution === undefined) return
    const { ledger, closing, afterwards } = this.#parts
    const abort = new AbortController()
    const startedMs = world.nowMs()
    const done = runConfined(this.#parts, execution, AbortSignal.any([closing, abort.signal])).then((outcome) => {
      this.#runs.delete(uid)
      if (outcome.kind === 'not-started') process.emitWarning(`A script could not be started: ${outcome.output}`)
      // The sandbox closes, or the world it belonged to is no more.
      if (closing.aborted || this.#parts.world() !== world) return
      const { kind, exitCode, truncated } = outcome
      const endedMs = world.settle()
      ledger.recordExecution({
        device: deviceId,
        script: sourceName,
        seriesUid: uid,
        startedAt: new Date(startedMs).toISOString(),
        endedAt: new Date(endedMs).toISOString(),
        outcome: kind,
        ...(exitCode !== undefined && { exitCode }),
        outputTruncated: truncated,
      })
      executionEnded(world, endedMs, uid, outcome)
      afterwards()
      this.notice()
    })
    this.#runs.set(uid, { world, boots: world.devices.expect(deviceId).boots, abort, done })
  }
}

/** The device restarted or went away, or time was set back to before the run. */
function isForgotten({ world, boots }: Run, current: World, uid: string): boolean {
  if (world !== current) return true
  const [job] = current.jobs.whose('uid', uid)
  return job === undefined || current.devices.get(job.deviceId)?.boots !== boots
}
