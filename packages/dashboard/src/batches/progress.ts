/** How far a batch has come, how fast it goes, and how long that leaves. */
import type { Counts, RowState } from './contract.ts'

const ended: readonly RowState[] = ['ok', 'failed', 'unknown', 'skipped', 'cancelled']

export function countEnded(counts: Counts): number {
  return ended.reduce((sum, state) => sum + (counts[state] ?? 0), 0)
}

/** Rows that had ended at a moment, in milliseconds. */
export interface Sample {
  at: number
  ended: number
}

/** Older samples say how fast it was, not how fast it is. */
const windowMs = 30_000

export function addSample(samples: readonly Sample[], sample: Sample): Sample[] {
  return [...samples.filter(({ at }) => sample.at - at <= windowMs), sample]
}

export interface Pace {
  /** Rows in a second; null while too little was seen. */
  rate: number | null
  leftMs: number | null
}

export function paceOf(samples: readonly Sample[], rows: number): Pace {
  const first = samples[0]
  const last = samples.at(-1)
  if (first === undefined || last === undefined || last.at <= first.at) return { rate: null, leftMs: null }
  const rate = ((last.ended - first.ended) * 1000) / (last.at - first.at)
  return { rate, leftMs: rate > 0 ? ((rows - last.ended) * 1000) / rate : null }
}

/** "about 40 s", "about 3 min", "about 2.5 h". */
export function writeDuration(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 90) return `about ${Math.max(1, Math.ceil(seconds))} s`
  return seconds < 5400 ? `about ${Math.round(seconds / 60)} min` : `about ${(seconds / 3600).toFixed(1)} h`
}
