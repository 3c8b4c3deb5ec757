/** Pages of `GET /v2/devices`, kept as bytes until a device in the fleet changes or the next one checks in. */
import { parseDeviceFilter } from '../world/device-filter.ts'
import type { World } from '../world/world.ts'
import { concatenateRows, pageAfter } from './paging.ts'

interface Query {
  readonly df?: string | undefined
  readonly pageSize?: number | undefined
  readonly after?: number | undefined
}

interface Page {
  readonly bytes: Buffer
  readonly version: number
  readonly goodUntilMs: number
}

/** A crawl over ten thousand devices in pages of a thousand fits; the rest is thrown away, oldest first. */
const pagesKept = 32

class DevicePages {
  readonly #world: World
  readonly #pages = new Map<string, Page>()

  constructor(world: World) {
    this.#world = world
  }

  read(query: Query, nowMs: number): Buffer {
    const { fleet } = this.#world
    const key = `${query.pageSize ?? ''} ${query.after ?? ''} ${query.df ?? ''}`
    const known = this.#pages.get(key)
    if (known && known.version === fleet.version && nowMs < known.goodUntilMs) return known.bytes
    const devices = pageAfter(fleet.devices, ({ seed }) => seed.id, query, parseDeviceFilter(query.df, fleet))
    const bytes = concatenateRows(devices.map((device) => fleet.rowBytes(device, nowMs)))
    const goodUntilMs = devices.reduce(
      (soonest, device) => Math.min(soonest, device.rowGoodUntilMs),
      Number.POSITIVE_INFINITY,
    )
    this.#pages.delete(key)
    this.#pages.set(key, { bytes, version: fleet.version, goodUntilMs })
    const [oldest] = this.#pages.keys()
    if (this.#pages.size > pagesKept && oldest !== undefined) this.#pages.delete(oldest)
    return bytes
  }
}

const pagesOfWorld = new WeakMap<World, DevicePages>()

export function devicePages(world: World): DevicePages {
  const known = pagesOfWorld.get(world)
  if (known) return known
  const pages = new DevicePages(world)
  pagesOfWorld.set(world, pages)
  return pages
}
