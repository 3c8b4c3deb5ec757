/**
 * The tenant's time: the clock it was given, at the pace of its mode, plus what was advanced by hand.
 * - `live`: as fast as the clock it was given.
 * - `fast`: sixty times as fast.
 * - `frozen`: stands, whatever is asked of it.
 * - `step`: stands, and moves when it is told to.
 */
import type { Clock } from '@kunai/api/clock'
import { ControlError } from './control-error.ts'

export const clockModes = ['live', 'fast', 'frozen', 'step'] as const
export type ClockMode = (typeof clockModes)[number]

const paces: Readonly<Record<ClockMode, number>> = { live: 1, fast: 60, frozen: 0, step: 0 }

export class TenantClock implements Clock {
  readonly #given: Clock
  readonly #modeAtStart: ClockMode
  #mode: ClockMode
  /** At this moment of the given clock … */
  #sinceMs: number
  /** … it was this late here. */
  #thenMs: number
  #jumpedMs = 0

  constructor(given: Clock, mode: ClockMode = 'live') {
    this.#given = given
    this.#modeAtStart = mode
    this.#mode = mode
    this.#sinceMs = given.now()
    this.#thenMs = this.#sinceMs
  }

  get mode(): ClockMode {
    return this.#mode
  }

  /** How far it was moved by hand since it was made, all told. A wait that was spared by a jump is in it. */
  get jumpedMs(): number {
    return this.#jumpedMs
  }

  get offsetMs(): number {
    return this.now() - this.#given.now()
  }

  now(): number {
    return this.#thenMs + (this.#given.now() - this.#sinceMs) * paces[this.#mode]
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return this.#given.sleep(milliseconds, signal)
  }

  /** Time goes on from where it is, at another pace. */
  setMode(mode: ClockMode): void {
    this.#hold(this.now())
    this.#mode = mode
  }

  /** Forward only: time that has been seen cannot be taken back. */
  advance(milliseconds: number): void {
    if (!Number.isSafeInteger(milliseconds) || milliseconds < 0) {
      throw new ControlError('invalid', `Time moves forward by whole milliseconds, not by ${milliseconds}`)
    }
    if (this.#mode === 'frozen') {
      throw new ControlError('conflict', 'Time is frozen. Choose the mode step, live or fast to move it.')
    }
    this.#jumpedMs += milliseconds
    this.#hold(this.now() + milliseconds)
  }

  /** To the time of a snapshot, which may lie behind: the world goes there too. */
  moveTo(nowMs: number): void {
    this.#hold(nowMs)
  }

  reset(): void {
    this.#mode = this.#modeAtStart
    this.#hold(this.#given.now())
  }

  #hold(nowMs: number): void {
    this.#thenMs = nowMs
    this.#sinceMs = this.#given.now()
  }
}
