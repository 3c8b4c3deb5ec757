/**
 * Makes happen what has become due, in order of its time. Nothing runs by itself: whoever looks at the world first
 * settles it, so a fleet of a million devices costs nothing while nobody looks. What is due stands in a table; here is
 * only the order of it, which is forgotten and found again when the table goes back to another state.
 */
import type { Deed } from './kinds/devices.ts'
import type { Effect } from './kinds/effects.ts'
import type { Table } from './store/table.ts'

type Place = readonly [atMs: number, id: number]

export class Schedule {
  readonly #effects: Table<Effect>
  /** A binary heap: the next one first, of equal times the one that was planned first. */
  #heap: Place[] | undefined

  constructor(effects: Table<Effect>) {
    this.#effects = effects
  }

  get size(): number {
    return this.#effects.count
  }

  plan(atMs: number, { name, data }: Deed): void {
    const heap = this.#order()
    const { id } = this.#effects.insert({ atMs, name, data })
    push(heap, [atMs, id])
  }

  /** Does everything due at `nowMs`, each at its own moment, including what those plan in turn. */
  settle(nowMs: number, run: (deed: Deed, atMs: number) => void): void {
    for (let next = this.#order()[0]; next && next[0] <= nowMs; next = this.#order()[0]) {
      pop(this.#order())
      const effect = this.#effects.get(next[1])
      if (!effect) continue
      this.#effects.delete(effect.id)
      run(effect, effect.atMs)
    }
  }

  /** To be called when the table was put into another state. */
  forgetOrder(): void {
    this.#heap = undefined
  }

  #order(): Place[] {
    if (this.#heap) return this.#heap
    this.#heap = []
    for (const { atMs, id } of this.#effects) push(this.#heap, [atMs, id])
    return this.#heap
  }
}

const before = (one: Place, other: Place) => one[0] < other[0] || (one[0] === other[0] && one[1] < other[1])

function push(heap: Place[], place: Place): void {
  let index = heap.length
  heap.push(place)
  while (index > 0) {
    const parent = (index - 1) >> 1
    const above = heap[parent]
    if (!above || !before(place, above)) break
    heap[index] = above
    index = parent
  }
  heap[index] = place
}

function pop(heap: Place[]): void {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  let index = 0
  for (;;) {
    const left = heap[2 * index + 1]
    const right = heap[2 * index + 2]
    if (!left) break
    const rightIsNext = right !== undefined && before(right, left)
    const next = rightIsNext ? right : left
    if (!before(next, last)) break
    heap[index] = next
    index = 2 * index + (rightIsNext ? 2 : 1)
  }
  heap[index] = last
}
