/**
 * Carries a job out: rows in input order, a few at a time, no faster than the connection's own limiter lets them. It
 * stops by itself when too much goes wrong, and at once when it is paused: a row is claimed only while its job runs.
 */
import { catalogue } from '@kunai/api/catalogue'
import type { JobRow, JobStepRow, StepState } from '../store/index.ts'
import { createFacts } from './facts.ts'
import { actorOfJob, findJob, isoOf, type JobParts, optionsOf } from './parts.ts'
import { errorsAllowed } from './start.ts'
import { runStep } from './step.ts'

/**
 * Rows under way when nobody says otherwise. Commands leave one at a time anyway: the second is made ready meanwhile,
 * and a third would only be one more in doubt after a crash.
 */
const atOnce = { read: 8, write: 2 }
/** Rows fetched from the journal at a time. */
const fetched = 100
/** Milliseconds to stand still when NinjaOne asks for more patience than the client has: longer each time in a row. */
const patience = { first: 5_000, most: 60_000 }
/** Milliseconds between two signs of life. */
const signEvery = 2_000

const reads = new Set(catalogue.filter(({ risk }) => risk === 'read').map(({ id }) => id))

export interface Runner {
  /** Runs a job that is marked as running here; resolves when it has stopped, for whatever reason. */
  run(jobId: string): Promise<void>
  isRunning(jobId: string): boolean
  /** Lets rows under way end, and starts no others. */
  close(): Promise<void>
}

export function createRunner(parts: JobParts): Runner {
  const runs = new Map<string, Promise<void>>()
  const stop = new AbortController()

  async function stand(job: JobRow, note: string): Promise<void> {
    await parts.journal.moveJob(job.id, ['running'], { state: 'paused', note, seen_at: isoOf(parts.clock.now()) })
  }

  async function carryOut(job: JobRow): Promise<void> {
    const { journal, clock } = parts
    const options = optionsOf(job)
    const read = createFacts(parts.corridor.readFor(actorOfJob(job), job.connection), clock, job.row_count)
    const limit = options.concurrency ?? (reads.has(job.operation) ? atOnce.read : atOnce.write)
    const intervalMs = options.intervalMs ?? 0
    const allowed = errorsAllowed(job)
    const underWay = new Map<number, Promise<void>>()
    let queue: JobStepRow[] = []
    let bad = await badRows(job.id)
    let nextAt = 0
    let patienceMs = patience.first
    let seenAt = 0
    let begun = 0
    let ended: 'stopped' | undefined
    let nextGate = options.canary || options.wave || Number.POSITIVE_INFINITY

    const stopBecause = async (note: string) => {
      if (ended) return
      ended = 'stopped'
      await stand(job, note)
    }
    const note = async (state: StepState | undefined) => {
      if (state === undefined) {
        const now = await journal.findJob(job.id)
        if (now?.state === 'running') await stopBecause('A row could not be claimed; look at the log, then resume')
        ended = 'stopped'
        return
      }
      if (state === 'unknown' && options.stopOnUnknown) {
        await stopBecause('The outcome of a row is unknown: look at its device before going on')
      }
      if (state !== 'failed' && state !== 'unknown') return
      bad++
      if (allowed !== undefined && bad > allowed) await stopBecause(`${bad} rows failed, and at most ${allowed} may`)
    }

    async function gate(): Promise<void> {
      if (begun < nextGate) return
      await Promise.all(underWay.values())
      const isCanary = begun === options.canary
      if (isCanary && bad > 0) await stopBecause('Not all of the first rows went well: look at them before going on')
      if (!ended && options.waveRestMs && (!isCanary || options.wave !== undefined)) {
        await clock.sleep(options.waveRestMs, stop.signal).catch(() => undefined)
      }
      nextGate = options.wave === undefined ? Number.POSITIVE_INFINITY : begun + options.wave
    }

    while (!ended && !stop.signal.aborted) {
      if (queue.length === 0 || clock.now() - seenAt > signEvery) {
        const now = await journal.findJob(job.id)
        if (now?.state !== 'running' || now.instance_id !== parts.instanceId) break
        seenAt = clock.now()
        await journal.moveJob(job.id, ['running'], { seen_at: isoOf(seenAt) })
        if (queue.length === 0) queue = await journal.nextReady(job.id, fetched, [...underWay.keys()])
      }
      if (queue.length === 0 || underWay.size >= limit) {
        if (underWay.size === 0) break
        await Promise.race(underWay.values())
        continue
      }
      await gate()
      const waitMs = nextAt - clock.now()
      if (!ended && waitMs > 0) await clock.sleep(waitMs, stop.signal).catch(() => undefined)
      if (ended || stop.signal.aborted) break
      const step = queue.shift()
      if (step === undefined) continue
      nextAt = clock.now() + intervalMs
      begun++
      const work = runStep(parts, job, step, read)
        .then(({ state, heldBy }) => {
          // The whole connection is asked to wait, so the job does.
          if (heldBy === 'patience') {
            nextAt = clock.now() + patienceMs
            patienceMs = Math.min(patience.most, patienceMs * 2)
          } else if (state === 'ok') patienceMs = patience.first
          if (heldBy === 'connection') {
            return stopBecause('NinjaOne takes no token of this connection any more: reconnect it, then resume')
          }
          return note(state)
        })
        .catch((error) => {
          parts.logFault(`batch ${job.id}, row ${step.seq}`, error)
          return stopBecause('The gateway could not record a row; its log says why').catch(() => undefined)
        })
        .finally(() => underWay.delete(step.seq))
      underWay.set(step.seq, work)
    }
    await Promise.all(underWay.values())
    if (!ended && !stop.signal.aborted) await finish(parts, job.id)
  }

  async function badRows(jobId: string): Promise<number> {
    const { failed = 0, unknown = 0 } = await parts.journal.counts(jobId)
    return failed + unknown
  }

  return {
    isRunning: (jobId) => runs.has(jobId),
    run(jobId) {
      const known = runs.get(jobId)
      if (known !== undefined) return known
      const work = findJob(parts, jobId)
        .then(carryOut)
        .catch((error) => parts.logFault(`batch ${jobId}`, error))
        .finally(() => runs.delete(jobId))
      runs.set(jobId, work)
      return work
    },
    async close() {
      stop.abort()
      await Promise.all(runs.values())
    },
  }
}

/** A job is done when none of its rows can change any more. */
export async function finish(parts: JobParts, jobId: string): Promise<void> {
  const { rendered = 0, sent = 0, awaiting_approval: awaiting = 0 } = await parts.journal.counts(jobId)
  if (rendered + sent + awaiting > 0) return
  const now = isoOf(parts.clock.now())
  await parts.journal.moveJob(jobId, ['running'], { state: 'done', ended_at: now, seen_at: now, note: null })
}
