/** Makes the world a file tells of: of its size, begun when it began, changed as it says, at its time. */
import type { TenantClock } from '../clock.ts'
import { Skeleton } from './skeleton.ts'
import { readWorldFileHead } from './store/file.ts'
import { World, type WorldSettings } from './world.ts'

/** Sets the clock to the file's time. Throws with line and field, and has then changed nothing. */
export function openWorldFile(text: string, clock: TenantClock, settings: WorldSettings = {}) {
  const { size, startMs } = readWorldFileHead(text)
  const skeleton = new Skeleton(size)
  const world = new World(skeleton, clock, settings, startMs)
  world.import(text)
  return { world, skeleton }
}
