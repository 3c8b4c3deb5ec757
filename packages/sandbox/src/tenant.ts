/**
 * Which world there is, and how another takes its place: by a reset, another seed, a snapshot, a file. Whoever works
 * with the world asks for it each time.
 */
import { createHash } from 'node:crypto'
import type { TenantClock } from './clock.ts'
import { ControlError } from './control-error.ts'
import type { JobMode } from './world/commands/job-mode.ts'
import { openWorldFile } from './world/open-file.ts'
import type { WorldSize } from './world/origin.ts'
import { hashSeed, hashSeedInSlices } from './world/seed.ts'
import { Skeleton } from './world/skeleton.ts'
import { diffStates } from './world/store/diff.ts'
import { writeWorldFile } from './world/store/file.ts'
import type { WorldState } from './world/store/state.ts'
import { type DifferenceReport, summarise } from './world/store/summary.ts'
import { World, type WorldSettings } from './world/world.ts'

export interface ListedSnapshot {
  readonly name: string
  /** SHA-256 of what it holds: equal hashes are equal states, whatever their names and times. */
  readonly hash: string
  /** When it was taken, by the sandbox's clock; ISO 8601. */
  readonly at: string
  /** Entities that differ from the seed. */
  readonly changes: number
}

interface Kept {
  readonly listed: ListedSnapshot
  readonly skeleton: Skeleton
  readonly startMs: number
  readonly state: WorldState
}

const snapshotsMax = 100
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

export class Tenant {
  readonly #clock: TenantClock
  readonly #settings: WorldSettings
  readonly #snapshots = new Map<string, Kept>()
  #skeleton: Skeleton
  #world: World
  #hash: string | undefined
  /** How jobs come to their end; those that have begun keep to what was said then. */
  jobMode: JobMode | undefined

  constructor(
    size: WorldSize,
    clock: TenantClock,
    { alive, jobs, runScripts }: Pick<WorldSettings, 'alive' | 'jobs' | 'runScripts'>,
  ) {
    const tenant = this
    this.#clock = clock
    this.jobMode = jobs
    this.#settings = {
      ...(alive !== undefined && { alive }),
      ...(runScripts !== undefined && { runScripts }),
      get jobs() {
        return tenant.jobMode ?? { kind: 'seconds' }
      },
      get era() {
        return tenant.#nextEra
      },
    }
    this.#skeleton = new Skeleton(size)
    this.#world = new World(this.#skeleton, clock, this.#settings)
  }

  get world(): World {
    return this.#world
  }

  get size(): WorldSize {
    return this.#skeleton.size
  }

  /** Hashing reads the whole seed, and most who run a sandbox never look. */
  get worldHash(): string {
    this.#hash ??= hashSeed(this.#skeleton)
    return this.#hash
  }

  /** The same, letting others work in between. Rejects when `signal` is aborted. */
  async hashInSlices(signal: AbortSignal): Promise<string> {
    const skeleton = this.#skeleton
    const hash = this.#hash ?? (await hashSeedInSlices(skeleton, signal))
    if (skeleton === this.#skeleton) this.#hash = hash
    return hash
  }

  /** As at the start. Snapshots stay. */
  reset(): void {
    this.#clock.reset()
    this.#world = new World(this.#skeleton, this.#clock, this.#settings)
  }

  seed(size: WorldSize): void {
    this.#use(new Skeleton(size))
    this.reset()
  }

  snapshots(): readonly ListedSnapshot[] {
    return [...this.#snapshots.values()].map(({ listed }) => listed)
  }

  /** Replaces one of the same name. */
  takeSnapshot(name: string): ListedSnapshot {
    if (!namePattern.test(name)) {
      throw new ControlError(
        'invalid',
        `A snapshot's name is 1 to 64 letters, digits, dots, dashes and underscores, not "${name}"`,
      )
    }
    if (!this.#snapshots.has(name) && this.#snapshots.size >= snapshotsMax) {
      throw new ControlError('conflict', `There are ${snapshotsMax} snapshots, which is the most. Delete one first.`)
    }
    const world = this.#world
    world.settle()
    const state = world.freeze()
    const listed: ListedSnapshot = {
      name,
      hash: createHash('sha256')
        .update(writeWorldFile(world, { ...state, nowMs: 0 }))
        .digest('hex'),
      at: new Date(state.nowMs).toISOString(),
      changes: Object.values(state.overlays).reduce((sum, { entries }) => sum + entries.size, 0),
    }
    this.#snapshots.set(name, { listed, skeleton: this.#skeleton, startMs: world.startMs, state })
    return listed
  }

  /** World and time go back to it. Reports that clients are reading are forgotten, as if they had expired. */
  restore(name: string): ListedSnapshot {
    const kept = this.#kept(name)
    this.#use(kept.skeleton)
    if (!this.#isOf(kept)) this.#world = this.#worldOf(kept)
    this.#world.thaw(kept.state)
    return kept.listed
  }

  removeSnapshot(name: string): void {
    this.#kept(name)
    this.#snapshots.delete(name)
  }

  /** What differs between a snapshot and another, or now. */
  diff(from: string, to: string | undefined, limit: number): DifferenceReport {
    const before = this.#kept(from)
    const after = to === undefined ? this.#now() : this.#kept(to)
    if (before.skeleton !== after.skeleton || before.startMs !== after.startMs) {
      throw new ControlError(
        'conflict',
        `"${from}" and ${to === undefined ? 'the world as it is now' : `"${to}"`} were not made from the same start: a reset, another seed or a file lies between them`,
      )
    }
    const { tables } = this.#isOf(before) ? this.#world : this.#worldOf(before)
    return summarise(diffStates(tables, before.state, after.state), limit)
  }

  /** One JSON file: size, time, and whatever has changed since the seed. */
  export(): string {
    this.#world.settle()
    return this.#world.export()
  }

  /** Throws with line and field, and has then changed nothing. */
  import(text: string): void {
    const { world, skeleton } = openWorldFile(text, this.#clock, this.#settings)
    this.#use(skeleton)
    this.#world = world
  }

  /** Read while a world is made, which is when the one before is still there. */
  get #nextEra(): number {
    return (this.#world?.era ?? -1) + 1
  }

  #use(skeleton: Skeleton): void {
    if (skeleton !== this.#skeleton) this.#hash = undefined
    this.#skeleton = skeleton
  }

  #now(): Pick<Kept, 'skeleton' | 'startMs' | 'state'> {
    this.#world.settle()
    return { skeleton: this.#skeleton, startMs: this.#world.startMs, state: this.#world.freeze() }
  }

  #isOf({ skeleton, startMs }: Pick<Kept, 'skeleton' | 'startMs'>): boolean {
    return this.#world.origin.skeleton === skeleton && this.#world.startMs === startMs
  }

  #worldOf({ skeleton, startMs }: Kept): World {
    return new World(skeleton, this.#clock, this.#settings, startMs)
  }

  #kept(name: string): Kept {
    const kept = this.#snapshots.get(name)
    if (kept) return kept
    const names = [...this.#snapshots.keys()].join(', ') || 'none'
    throw new ControlError('missing', `There is no snapshot "${name}". There are: ${names}`)
  }
}
