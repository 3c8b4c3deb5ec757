/** What goes on without anybody asking: each work again and again, with its own rest in between, until it is stopped. */
import type { Clock } from '@kunai/api/clock'

export interface Background {
  /** No work begins any more. */
  stop(): void
  /** Resolves after the stop, when what was under way has ended. Never rejects. */
  readonly ended: Promise<unknown>
}

/** @param works rest in milliseconds, and the work. One that fails is logged, and tried again after its rest. */
export function startBackground(
  clock: Clock,
  logFault: (message: string, error: unknown) => void,
  works: readonly (readonly [rest: number, work: () => Promise<unknown>])[],
): Background {
  const stop = new AbortController()
  async function every(rest: number, work: () => Promise<unknown>): Promise<void> {
    while (!stop.signal.aborted) {
      await work().catch((error) => logFault('background work', error))
      await clock.sleep(rest, stop.signal).catch(() => undefined)
    }
  }
  const ended = Promise.allSettled(works.map(([rest, work]) => every(rest, work)))
  return { stop: () => stop.abort(), ended }
}
