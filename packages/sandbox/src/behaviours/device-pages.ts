/** Pages of `GET /v2/devices`, kept as bytes until a device in the fleet changes or the next one checks in. */
import { factsOf, parseDeviceFilter } from '../world/device-filter.ts'
import { deviceBytes } from '../world/device-rows.ts'
import type { World } from '../world/world.ts'
import { concatenateRows } from './paging.ts'

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
    const { devices, groups } = this.#world
    const version = devices.version + groups.version
    const key = `${query.pageSize ?? ''} ${query.after ?? ''} ${query.df ?? ''}`
    const known = this.#pages.get(key)
    if (known && known.version === version && nowMs < known.goodUntilMs) return known.bytes
    const test = parseDeviceFilter(query.df, factsOf(this.#world))
    const kept = deviceBytes(this.#world)
    const rows: Buffer[] = []
    let goodUntilMs = Number.POSITIVE_INFINITY
    for (const device of devices.list({ after: query.after, limit: query.pageSize, test })) {
      const row = kept.row(device, nowMs)
      rows.push(row.bytes)
      goodUntilMs = Math.min(goodUntilMs, row.goodUntilMs)
    }
    const bytes = concatenateRows(rows)
    this.#pages.delete(key)
    this.#pages.set(key, { bytes, version, goodUntilMs })
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
