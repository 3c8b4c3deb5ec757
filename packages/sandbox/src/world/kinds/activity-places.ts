/**
 * Which id an activity of the past has. Ids ascend with time over the whole tenant, so giving them out takes the moments
 * of all devices; for a million that is many seconds, which nobody who wants one page should wait for. A large fleet
 * therefore has the newest ids, in strict order of time, for some of its devices, evenly spread; the others have theirs
 * below, device by device, each in order of its own time, and found without looking at any other device.
 */
import { dayMs } from '../origin.ts'

const firstIdEver = 100_001
/** No device had more than this happen to it before the sandbox started; the flapping alert comes on top. */
const pastPerDevice = 16
/** The past of so many devices is put into one order. */
const orderedDevicesMax = 10_000
/** The print server and the device whose alert flaps are always among them. */
const alwaysOrdered = 2

/** Longer than anything in the past lasts. */
const horizonMs = 400 * dayMs
/** Moments and positions share the 53 bits of a number; moments this close keep the order of their devices. */
const grainMs = 64
const positionLimit = 2 ** 23

interface Order {
  /** Rank → position in the order of devices. */
  readonly positions: Uint32Array
  /** Where the positions of each device begin. */
  readonly starts: Uint32Array
  /** Ranks, grouped by device. */
  readonly ranks: Uint32Array
}

/** Whose activity it is, and which of those it had. */
export interface Place {
  readonly index: number
  readonly turn: number
}

export class ActivityPlaces {
  /** The first id of what happens after the start. Counted without looking, so that writing needs no order. */
  readonly endId: number
  readonly #devices: number
  readonly #startMs: number
  readonly #momentsOf: (index: number) => readonly number[]
  readonly #stride: number
  #known: Order | undefined

  constructor(devices: number, startMs: number, surplus: number, momentsOf: (index: number) => readonly number[]) {
    this.#devices = devices
    this.#startMs = startMs
    this.#momentsOf = momentsOf
    this.#stride = Math.ceil(devices / orderedDevicesMax)
    const ordered = this.#isLarge ? orderedDevicesMax + alwaysOrdered : 0
    this.endId = firstIdEver + (devices + ordered) * pastPerDevice + surplus
  }

  get #isLarge(): boolean {
    return this.#stride > 1
  }

  /** Of a large fleet, places that nothing stands at are counted too. */
  get count(): number {
    return this.endId - this.firstId
  }

  get firstId(): number {
    return this.#isLarge ? firstIdEver : this.#firstOrderedId
  }

  find(id: number): Place | undefined {
    if (id < this.firstId || id >= this.endId) return undefined
    if (id >= this.#firstOrderedId) {
      const { positions, starts } = this.#order
      const position = positions[id - this.#firstOrderedId] ?? 0
      const index = deviceAt(starts, position)
      return { index, turn: position - (starts[index] ?? 0) }
    }
    const index = Math.floor((id - firstIdEver) / pastPerDevice)
    if (index >= this.#devices || this.#isOrdered(index)) return undefined
    const turn = byTime(this.#momentsOf(index))[(id - firstIdEver) % pastPerDevice]
    return turn === undefined ? undefined : { index, turn }
  }

  /** Ascending. */
  idsOf(index: number): readonly number[] {
    if (!Number.isInteger(index) || index < 0 || index >= this.#devices) return []
    if (!this.#isOrdered(index)) {
      return this.#momentsOf(index).map((_, rank) => firstIdEver + index * pastPerDevice + rank)
    }
    const { starts, ranks } = this.#order
    return Array.from(ranks.subarray(starts[index], starts[index + 1]), (rank) => this.#firstOrderedId + rank)
  }

  get #firstOrderedId(): number {
    return this.endId - this.#order.positions.length
  }

  #isOrdered(index: number): boolean {
    return index < alwaysOrdered || index % this.#stride === 0
  }

  get #order(): Order {
    this.#known ??= this.#findOrder()
    return this.#known
  }

  #findOrder(): Order {
    const starts = new Uint32Array(this.#devices + 1)
    const keys: number[] = []
    for (let index = 0; index < this.#devices; index++) {
      starts[index] = keys.length
      if (!this.#isOrdered(index)) continue
      for (const atMs of this.#momentsOf(index)) {
        const sinceHorizonMs = atMs - this.#startMs + horizonMs
        keys.push(Math.floor(sinceHorizonMs / grainMs) * positionLimit + keys.length)
      }
    }
    starts[this.#devices] = keys.length
    const positions = Uint32Array.from(Float64Array.from(keys).sort(), (key) => key % positionLimit)
    const ranks = new Uint32Array(positions.length)
    for (let rank = 0; rank < positions.length; rank++) ranks[positions[rank] ?? 0] = rank
    for (let index = 0; index < this.#devices; index++) {
      if (this.#isOrdered(index)) ranks.subarray(starts[index], starts[index + 1]).sort()
    }
    return { positions, starts, ranks }
  }
}

/** Turns in the order of their moments. */
const byTime = (moments: readonly number[]): number[] =>
  moments.map((_, turn) => turn).sort((one, other) => (moments[one] ?? 0) - (moments[other] ?? 0) || one - other)

function deviceAt(starts: Uint32Array, position: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((starts[middle + 1] ?? 0) <= position) low = middle + 1
    else high = middle
  }
  return low
}
