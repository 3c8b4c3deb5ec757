/** Numbers of several runs as what is published: median and spread, never a best run. */

export interface Summary {
  readonly median: number
  readonly min: number
  readonly max: number
}

export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((left, right) => left - right)
  return { median: percentile(sorted, 50), min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN }
}

/** @param sorted ascending; the nearest rank, but the mean of the two middle values for an even median. */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  if (sorted.length === 0) return Number.NaN
  if (percent === 50 && sorted.length % 2 === 0) {
    return ((sorted[sorted.length / 2 - 1] ?? 0) + (sorted[sorted.length / 2] ?? 0)) / 2
  }
  const rank = Math.ceil((percent / 100) * sorted.length) - 1
  return sorted[Math.max(0, Math.min(rank, sorted.length - 1))] ?? Number.NaN
}

/** Ratio of each run to its neighbour in the same round, so that noise which hit both cancels out. */
export function ratios(ours: readonly number[], theirs: readonly number[]): Summary {
  return summarize(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)))
}
