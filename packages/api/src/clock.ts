/**
 * Time as a dependency. Everything that waits or looks at the time takes a `Clock`,
 * so that tests move time by hand and never sleep.
 */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number
  /** Resolves after `milliseconds`; rejects with the signal's reason when aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }, milliseconds)
      const onAbort = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', onAbort, { once: true })
    }),
}

/** A clock that stands still until `advance` is called; sleepers wake in order of their time. */
export function manualClock(startMs = Date.parse('2026-01-05T09:00:00Z')): Clock & {
  advance(milliseconds: number): Promise<void>
} {
  let time = startMs
  let sleepers: { at: number; wake: () => void }[] = []
  return {
    now: () => time,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const leave = () => {
          sleepers = sleepers.filter((other) => other !== sleeper)
          reject(signal?.reason)
        }
        const wake = () => {
          signal?.removeEventListener('abort', leave)
          resolve()
        }
        const sleeper = { at: time + milliseconds, wake }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', leave, { once: true })
      }),
    async advance(milliseconds) {
      const end = time + milliseconds
      for (;;) {
        const next = sleepers.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        time = Math.max(time, next.at)
        sleepers = sleepers.filter((one) => one !== next)
        next.wake()
        // Let whoever woke run, so that a sleep it starts now is seen by this loop.
        await new Promise((resolve) => setImmediate(resolve))
      }
      time = end
    },
  }
}
