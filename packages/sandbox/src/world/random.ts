/**
 * Randomness by address, not by turn: every value is a hash of (seed, kind, id, field). Adding a field,
 * a device or a whole kind therefore changes nothing that was there before, and nothing needs an order.
 */

const textHashes = new Map<string, number>()

function hashText(text: string): number {
  const known = textHashes.get(text)
  if (known !== undefined) return known
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  textHashes.set(text, hash)
  return hash
}

/** A bijection on 32 bits, so that different ids of one kind never meet in the same value. */
function scramble(value: number): number {
  let mixed = value | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

/** Undoes `scramble`. */
function unscramble(value: number): number {
  let mixed = value | 0
  mixed ^= mixed >>> 16
  mixed = Math.imul(mixed, 0x7ed1b41d)
  mixed ^= (mixed >>> 13) ^ (mixed >>> 26)
  mixed = Math.imul(mixed, 0xa5cb9243)
  return mixed ^ (mixed >>> 16)
}

/** Undoes the multiplication of an id. */
const idFactorInverse = 0x0e8b2f51

const hashSeed = (seed: number) => scramble(seed) ^ scramble(Math.floor(seed / 0x1_0000_0000) + 0x9e3779b9)

/**
 * The id whose entity has this uuid, if any has: the first eight digits are the id itself, scrambled by steps that can
 * be undone. So nothing has to be kept to find an entity by its uid. The caller compares the rest by drawing it.
 */
export function idOfUuid(seed: number, kind: string, uuid: string, field = 'uid'): number | undefined {
  if (!/^[0-9a-f]{8}-/i.test(uuid)) return undefined
  const base = unscramble(unscramble(Number.parseInt(uuid.slice(0, 8), 16))) ^ hashText(field)
  const id = Math.imul(unscramble(base) - (hashSeed(seed) ^ hashText(kind)), idFactorInverse) >>> 0
  return new Draw(seed, kind, id).uuid(field) === uuid.toLowerCase() ? id : undefined
}

const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const pair = (bits: number) => pairs[bits & 255] ?? ''

/** Draws for one entity. Ask by field name; asking twice gives the same answer. */
export class Draw {
  readonly #base: number

  constructor(seed: number, kind: string, id: number) {
    // A seed may use all 53 bits of a safe integer; both halves count.
    this.#base = scramble((hashSeed(seed) ^ hashText(kind)) + Math.imul(id, 0x9e3779b1))
  }

  #bits(field: string, turn = 0): number {
    return scramble(scramble(this.#base ^ hashText(field)) + Math.imul(turn, 0x6d2b79f5)) >>> 0
  }

  /** From 0 up to, not including, 1. */
  fraction(field: string): number {
    return this.#bits(field) / 0x1_0000_0000
  }

  /** A whole number from `from` to `to`, both included. */
  whole(field: string, from: number, to: number): number {
    return from + Math.floor(this.fraction(field) * (to - from + 1))
  }

  chance(field: string, probability: number): boolean {
    return this.fraction(field) < probability
  }

  pick<const Item>(field: string, items: readonly Item[]): Item {
    const item = items[Math.floor(this.fraction(field) * items.length)]
    if (item === undefined) throw new Error(`nothing to pick for ${field}`)
    return item
  }

  /** Picks by weight; weights need not sum to one. */
  weighted<const Item>(field: string, entries: readonly (readonly [Item, number])[]): Item {
    const total = entries.reduce((sum, [, weight]) => sum + weight, 0)
    let rest = this.fraction(field) * total
    for (const [item, weight] of entries) {
      rest -= weight
      if (rest < 0) return item
    }
    const last = entries.at(-1)
    if (last === undefined) throw new Error(`nothing to pick for ${field}`)
    return last[0]
  }

  hex(field: string, digits: number): string {
    let text = ''
    for (let turn = 0; text.length < digits; turn++) {
      const bits = this.#bits(field, turn)
      text += `${pair(bits >>> 24)}${pair(bits >>> 16)}${pair(bits >>> 8)}${pair(bits)}`
    }
    return text.length === digits ? text : text.slice(0, digits)
  }

  /** Looks like a version 4 uuid; different ids of one kind never share one. */
  uuid(field = 'uid'): string {
    const hex = this.hex(field, 32)
    const variant = '89ab'.charAt(this.#bits(field, 4) & 3)
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
  }
}
