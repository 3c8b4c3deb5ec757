/** Finds a table's entities by something else than their id: what the seed says is read once, what has changed is kept up. */
import type { Identified, IndexOf, Key, Kind } from './kind.ts'
import { addTo, removeFrom } from './source.ts'

type Entries<Entity> = ReadonlyMap<number, Entity | null>

export class Indexes<Entity extends Identified, Index extends string> {
  readonly #kind: Kind<Entity, Index>
  readonly #ofSeed = new Map<Index, Map<Key, number[]>>()
  /** Ids ascend. */
  readonly #ofChanges = new Map<Index, Map<Key, number[]>>()

  constructor(kind: Kind<Entity, Index>) {
    this.#kind = kind
  }

  /** Those that are as in the seed, and those that are not; both ascend. The second is the index itself. */
  listsOf(index: Index, key: Key, entries: Entries<Entity>): [number[], readonly number[]] {
    const ids: number[] = []
    for (const id of this.#definition(index).seedIds?.(key) ?? this.#seedIndex(index).get(key) ?? []) {
      if (!entries.has(id)) ids.push(id)
    }
    return [ids, this.#changedIndex(index, entries).get(key) ?? []]
  }

  /** What has changed, as it is now. */
  enter(id: number, entity: Entity): void {
    for (const [name, keys] of this.#ofChanges) addUnder(keys, this.#definition(name).keyOf(entity), id)
  }

  leave(id: number, entity: Entity): void {
    for (const [name, keys] of this.#ofChanges) {
      const ids = keys.get(this.#definition(name).keyOf(entity))
      if (ids) removeFrom(ids, id)
    }
  }

  forgetChanges(): void {
    this.#ofChanges.clear()
  }

  #definition(index: Index): IndexOf<Entity> {
    const definition = this.#kind.indexes?.[index]
    if (!definition) throw new Error(`${this.#kind.name} has no index ${index}`)
    return definition
  }

  #seedIndex(index: Index): Map<Key, number[]> {
    const known = this.#ofSeed.get(index)
    if (known) return known
    const { keyOf } = this.#definition(index)
    const { source } = this.#kind
    const keys = new Map<Key, number[]>()
    for (let turn = 0; turn < source.count; turn++) {
      const id = source.idAt(turn)
      const entity = source.draw(id)
      addUnder(keys, entity && keyOf(entity), id)
    }
    this.#ofSeed.set(index, keys)
    return keys
  }

  /** Only over what has changed, so that going back to a snapshot costs no more than what it holds. */
  #changedIndex(index: Index, entries: Entries<Entity>): Map<Key, number[]> {
    const known = this.#ofChanges.get(index)
    if (known) return known
    const { keyOf } = this.#definition(index)
    const keys = new Map<Key, number[]>()
    for (const [id, entity] of entries) if (entity) addUnder(keys, keyOf(entity), id)
    this.#ofChanges.set(index, keys)
    return keys
  }
}

function addUnder(keys: Map<Key, number[]>, key: Key, id: number): void {
  const ids = keys.get(key)
  if (ids) addTo(ids, id)
  else keys.set(key, [id])
}
