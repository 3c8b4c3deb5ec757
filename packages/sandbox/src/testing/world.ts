/** A world without a server, on a clock that only the test moves. */
import { manualClock } from '@kunai/api/clock'
import { TenantClock } from '../clock.ts'
import type { WorldSize } from '../world/origin.ts'
import { Skeleton } from '../world/skeleton.ts'
import { World, type WorldSettings } from '../world/world.ts'

export const sizeOf = (changes: Partial<WorldSize> = {}): WorldSize => ({
  seed: 42,
  orgs: 24,
  devices: 200,
  profile: 'msp-typical',
  ...changes,
})

/** Nothing happens in it by itself unless `alive` is said. */
export function createWorld(
  size: Partial<WorldSize> = {},
  startMs = Date.parse('2026-01-05T09:00:00Z'),
  settings: WorldSettings = { alive: false },
): World & { readonly clock: TenantClock } {
  const clock = new TenantClock(manualClock(startMs))
  return Object.assign(new World(new Skeleton(sizeOf(size)), clock, settings), { clock })
}
