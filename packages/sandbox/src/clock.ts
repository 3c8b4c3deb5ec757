/** The tenant's time: the clock it was given, plus what was advanced by hand. */
import type { Clock } from '@kunai/api/clock'

export class TenantClock implements Clock {
  readonly #given: Clock
  #offsetMs = 0

  constructor(given: Clock) {
    this.#given = given
  }

  get offsetMs(): number {
    return this.#offsetMs
  }

  now(): number {
    return this.#given.now() + this.#offsetMs
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return this.#given.sleep(milliseconds, signal)
  }

  /** Forward only: time that has been seen cannot be taken back. */
  advance(milliseconds: number): void {
    if (!Number.isSafeInteger(milliseconds) || milliseconds < 0) {
      throw new Error(`Time moves forward by whole milliseconds, not by ${milliseconds}`)
    }
    this.#offsetMs += milliseconds
  }

  reset(): void {
    this.#offsetMs = 0
  }
}
