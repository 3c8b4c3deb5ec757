/**
 * The tenant as it is now. It owns the fleet, the alerts and the activities, and one schedule that moves them;
 * what may be asked of it is in `commands/`.
 */
import type { Clock } from '@kunai/api/clock'
import { ActivityLog } from './activities.ts'
import { Fleet } from './fleet.ts'
import type { SeedAlert } from './history.ts'
import { Draw } from './random.ts'
import { Schedule } from './schedule.ts'
import type { Seed } from './seed.ts'

export class World {
  readonly seed: Seed
  readonly startMs: number
  readonly fleet: Fleet
  readonly activities: ActivityLog
  readonly schedule = new Schedule()
  /** Active alerts by uid, oldest first. */
  readonly alerts: Map<string, SeedAlert>
  readonly #clock: Clock
  #commands = 0

  constructor(seed: Seed, clock: Clock) {
    this.seed = seed
    this.#clock = clock
    this.startMs = clock.now()
    this.fleet = new Fleet(seed, this.startMs)
    this.activities = new ActivityLog(seed.activities, this.startMs)
    const oldestFirst = [...seed.alerts].sort((one, other) => one.createdOffsetMs - other.createdOffsetMs)
    this.alerts = new Map(oldestFirst.map((alert) => [alert.uid, alert]))
  }

  /** The time, after everything due by then has happened. Read it once per request, before looking at anything. */
  settle(): number {
    const nowMs = this.#clock.now()
    this.schedule.settle(nowMs)
    return nowMs
  }

  /** Draws for the next command: the same commands in the same order take the same time on every run. */
  nextCommand(): Draw {
    this.#commands++
    return new Draw(this.seed.size.seed, 'command', this.#commands)
  }

  toWireAlert(alert: SeedAlert) {
    const { createdOffsetMs, data, ...rest } = alert
    const createTime = (this.startMs + createdOffsetMs) / 1000
    return { ...rest, createTime, updateTime: createTime, data: { ...data } }
  }
}
