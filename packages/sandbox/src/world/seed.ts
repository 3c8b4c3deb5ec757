/** The world before anything moves, and the hash that proves two of them equal. */
import type { Clock } from '@kunai/api/clock'
import type { Skeleton } from './skeleton.ts'
import { hashLines, hashLinesInSlices } from './store/dump.ts'
import { World } from './world.ts'

/** Moments are relative to a start; for a hash that holds on every day, this is it. */
const noTime: Clock = { now: () => 0, sleep: () => Promise.resolve() }

/** The seed alone: what every sandbox of these sizes begins with. */
export const seedWorld = (skeleton: Skeleton) => new World(skeleton, noTime, { alive: false })

/** SHA-256 of the dump of the seed: equal hashes are equal worlds, on every machine and day. */
export const hashSeed = (skeleton: Skeleton): string => hashLines(seedWorld(skeleton).dump())

/** The same, letting others work in between. Rejects when `signal` is aborted. */
export const hashSeedInSlices = (skeleton: Skeleton, signal: AbortSignal): Promise<string> =>
  hashLinesInSlices(seedWorld(skeleton).dump(), signal)
