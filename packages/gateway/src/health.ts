/** Whether the parts that everything needs answer; asked by whoever watches the gateway, so answered at most so often. */
import type { Clock } from '@kunai/api/clock'

/** How long an answer counts. */
const lastsMs = 5_000

/** @param checks by part; one that rejects does not answer. Gives the names of the parts that do not. */
export function createHealth(
  clock: Clock,
  checks: Readonly<Record<string, () => Promise<unknown>>>,
): () => Promise<string[]> {
  let last = { until: 0, faults: [] as string[] }
  return async () => {
    if (clock.now() < last.until) return last.faults
    const parts = Object.keys(checks)
    const results = await Promise.allSettled(Object.values(checks).map((check) => check()))
    const faults = parts.filter((_, index) => results[index]?.status === 'rejected')
    last = { until: clock.now() + lastsMs, faults }
    return faults
  }
}
