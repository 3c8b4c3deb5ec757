/** Makes the world a file tells of: of its size, begun when it began, changed as it says, at its time. */
import type { TenantClock } from '../clock.ts'
import type { WorldSize } from './origin.ts'
import { profiles } from './profile.ts'
import { Skeleton } from './skeleton.ts'
import { readWorldFileHead, WorldFileError } from './store/file.ts'
import { World, type WorldSettings } from './world.ts'

/** Sets the clock to the file's time. Throws with line and field, and has then changed nothing. */
export function openWorldFile(text: string, clock: TenantClock, settings: WorldSettings = {}) {
  const { size, startMs } = readWorldFileHead(text)
  const skeleton = new Skeleton(checkSize(size))
  const world = new World(skeleton, clock, settings, startMs)
  world.import(text)
  return { world, skeleton }
}

function checkSize(size: Readonly<Record<string, unknown>>): WorldSize {
  const { seed, orgs, devices, profile } = size
  const isWhole = (value: unknown, least: number, most: number) =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most
  if (
    !isWhole(seed, 0, Number.MAX_SAFE_INTEGER) ||
    !isWhole(orgs, 1, 10_000) ||
    !isWhole(devices, 1, 1_000_000) ||
    typeof profile !== 'string' ||
    !Object.hasOwn(profiles, profile)
  ) {
    throw new WorldFileError(`size must hold seed, orgs, devices and profile, not ${JSON.stringify(size)}`)
  }
  return { seed, orgs, devices, profile } as WorldSize
}
