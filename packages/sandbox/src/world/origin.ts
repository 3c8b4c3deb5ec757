/**
 * What every generator is told: seed, sizes, and when the sandbox started. Moments are drawn relative to that start,
 * so that the same seed is the same world on every day; entities carry them in milliseconds since 1970.
 */
import { type Profile, type ProfileName, profiles } from './profile.ts'
import { Draw, idOfUuid } from './random.ts'
import type { Skeleton } from './skeleton.ts'

export interface WorldSize {
  readonly seed: number
  readonly orgs: number
  readonly devices: number
  readonly profile: ProfileName
}

/** Least and most. */
export const sizeRanges = {
  seed: [0, Number.MAX_SAFE_INTEGER],
  orgs: [1, 10_000],
  devices: [1, 1_000_000],
} as const satisfies Partial<Record<keyof WorldSize, readonly [number, number]>>

export interface Origin {
  readonly size: WorldSize
  readonly profile: Profile
  readonly startMs: number
  readonly skeleton: Skeleton
  /** Draws of one entity; kinds never share any. */
  draw(kind: string, id: number): Draw
  /** The id a uid was drawn from, if it was. */
  idOfUuid(kind: string, uuid: string): number | undefined
}

export function createOrigin(size: WorldSize, skeleton: Skeleton, startMs: number): Origin {
  const { seed } = size
  return {
    size,
    profile: profiles[size.profile],
    startMs,
    skeleton,
    draw: (kind, id) => new Draw(seed, kind, id),
    idOfUuid: (kind, uuid) => idOfUuid(seed, kind, uuid),
  }
}

export const hourMs = 3_600_000
export const dayMs = 86_400_000
