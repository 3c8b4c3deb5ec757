/**
 * The tenant as it is now: a table for every kind of entity (`tables.ts`), time, and a schedule that moves them. What may
 * be asked of it is in `commands/` and in the behaviours; what it does by itself is in `life/`.
 */
import type { Clock } from '@kunai/api/clock'
import type { Effects } from './commands/effect.ts'
import type { JobMode } from './commands/job-mode.ts'
import { effects } from './effects.ts'
import type { Deed } from './kinds/devices.ts'
import { counterIds } from './kinds/effects.ts'
import { beginLife } from './life/pulse.ts'
import { Mess } from './mess.ts'
import { createOrigin, type Origin, type WorldSize } from './origin.ts'
import type { Draw } from './random.ts'
import { Schedule } from './schedule.ts'
import type { Skeleton } from './skeleton.ts'
import { type Difference, diffStates } from './store/diff.ts'
import { dumpTables } from './store/dump.ts'
import { readWorldFile, writeWorldFile } from './store/file.ts'
import type { WorldState } from './store/state.ts'
import type { Changes } from './store/table.ts'
import { createTables, type Tables } from './tables.ts'

export interface WorldSettings {
  /** How script runs and other jobs come to their end. Default: after the time they take. */
  readonly jobs?: JobMode
  /** Whether things happen that nobody asked for. Default true. */
  readonly alive?: boolean
  /** Which telling of its story this is, see `World.era`. */
  readonly era?: number
  /** Whether shell scripts of Linux devices wait for somebody who really runs them. Default false. */
  readonly runScripts?: boolean
}

/** A clock that a snapshot can be set back to; on any other, restoring leaves the time as it is. */
type WorldClock = Clock & { moveTo?(nowMs: number): void }

/** All tables by name, as properties of the world: `world.tickets.get(7)`. */
const TableHolder = class {
  constructor(tables: Tables) {
    Object.assign(this, tables)
  }
} as new (
  tables: Tables,
) => Tables

export class World extends TableHolder {
  readonly size: WorldSize
  readonly origin: Origin
  readonly startMs: number
  readonly settings: WorldSettings
  readonly tables: Tables
  /** Grows with every change of any table, so that whoever kept an answer knows. */
  readonly changes: Readonly<Changes>
  readonly mess: Mess
  readonly #clock: WorldClock
  readonly #schedule: Schedule
  readonly #snapshots = new Map<string, WorldState>()
  #settlingToMs: number
  #era: number

  constructor(skeleton: Skeleton, clock: WorldClock, settings: WorldSettings = {}, startMs = clock.now()) {
    const origin = createOrigin(skeleton.size, skeleton, startMs)
    const changes = { count: 0 }
    const tables = createTables(origin, changes)
    super(tables)
    this.changes = changes
    this.tables = tables
    this.size = skeleton.size
    this.origin = origin
    this.startMs = startMs
    this.settings = settings
    this.#clock = clock
    this.#settlingToMs = startMs
    this.#era = settings.era ?? 0
    this.#schedule = new Schedule(this.effects)
    this.mess = new Mess(this)
    if (settings.alive ?? true) beginLife(this)
  }

  nowMs(): number {
    return this.#clock.now()
  }

  /** The time, after everything due by then has happened. Read it once per request, before looking at anything. */
  settle(): number {
    const nowMs = this.nowMs()
    this.#settlingToMs = nowMs
    this.#schedule.settle(nowMs, (deed, atMs) => this.run(deed, atMs))
    return nowMs
  }

  /** The moment that is being caught up with; what happens by itself happens less densely over a long way. */
  get settlingToMs(): number {
    return this.#settlingToMs
  }

  /** Grows whenever the world goes back: what was begun before is no longer known to anybody. */
  get era(): number {
    return this.#era
  }

  plan(atMs: number, deed: Deed): void {
    this.#schedule.plan(atMs, deed)
  }

  run({ name, data }: Deed, atMs: number): void {
    const effect = (effects as Effects)[name]
    if (!effect) throw new Error(`nothing is known of the effect ${name}`)
    effect(this, atMs, data as never)
  }

  /** How many effects are still to come. */
  get planned(): number {
    return this.#schedule.size
  }

  /** A number for the next command: the same commands in the same order draw the same. */
  nextCommand(): number {
    const value = this.counters.expect(counterIds.commands).value + 1
    this.counters.update(counterIds.commands, { value })
    return value
  }

  drawOfCommand(command: number): Draw {
    return this.origin.draw('command', command)
  }

  /** `SIM-429` as the name of an organization asks for that status on whatever touches it. */
  simulatedStatusOf(organizationId: number): number | undefined {
    const status = /^SIM-([45]\d\d)$/.exec(this.organizations.get(organizationId)?.name ?? '')?.[1]
    return status === undefined ? undefined : Number(status)
  }

  /** Under the name given, replacing one of the same name; costs the same however large the world is. */
  snapshot(name: string): WorldState {
    const state = this.freeze()
    this.#snapshots.set(name, state)
    return state
  }

  get snapshots(): readonly string[] {
    return [...this.#snapshots.keys()]
  }

  /** False when there is no such snapshot. Time goes back to it too. */
  restore(name: string): boolean {
    const state = this.#snapshots.get(name)
    if (!state) return false
    this.thaw(state)
    return true
  }

  /** What differs, one entry per field; each side is the name of a snapshot, or absent for now. */
  diff(before?: string, after?: string): Iterable<Difference> {
    return diffStates(this.tables, this.#stateOf(before), this.#stateOf(after))
  }

  freeze(): WorldState {
    return {
      nowMs: this.nowMs(),
      overlays: Object.fromEntries(Object.entries(this.tables).map(([name, table]) => [name, table.freeze()])),
    }
  }

  thaw(state: WorldState): void {
    for (const [name, table] of Object.entries(this.tables)) table.thaw(state.overlays[name])
    this.#schedule.forgetOrder()
    this.#era++
    this.#clock.moveTo?.(state.nowMs)
  }

  /** One JSON file: size, time, and whatever has changed since the seed. */
  export(name?: string): string {
    return writeWorldFile(this, this.#stateOf(name))
  }

  /** Takes over what a file says; the world must have been made with its size and start. Throws with line and field. */
  import(text: string): void {
    this.thaw(readWorldFile(this, text).state)
  }

  /** Every entity, one JSON line each, in a fixed order. */
  dump(): Generator<string> {
    return dumpTables(this.size, this.tables)
  }

  #stateOf(name: string | undefined): WorldState {
    if (name === undefined) return this.freeze()
    const state = this.#snapshots.get(name)
    if (!state) throw new Error(`There is no snapshot "${name}"`)
    return state
  }
}
