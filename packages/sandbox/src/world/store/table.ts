/**
 * All entities of one kind: what the seed says, and over it what has changed since. Only changes are stored. A table
 * hands out values: to change one, say so with `update`, never by assigning to it.
 */
import { Indexes } from './indexes.ts'
import type { Change, Identified, Key, Kind, Overlay } from './kind.ts'
import { addTo, firstAfter, removeFrom } from './source.ts'

/** How often anything in any table of a world has changed. What was made of tables alone is as it was while this is. */
export interface Changes {
  count: number
}

export class Table<Entity extends Identified, Index extends string = never> {
  readonly kind: Kind<Entity, Index>
  #entries = new Map<number, Entity | null>()
  /** True while a snapshot holds the same map; the next write copies it first. */
  #shared = false
  #nextId: number | undefined
  /** Ids the seed does not have, ascending. */
  #created: number[] = []
  #deletedCount = 0
  #version = 0
  readonly #drawn = new Map<number, Entity>()
  readonly #changes: Changes
  readonly #indexes: Indexes<Entity, Index>

  constructor(kind: Kind<Entity, Index>, changes: Changes = { count: 0 }) {
    this.kind = kind
    this.#indexes = new Indexes(kind)
    this.#changes = changes
  }

  get count(): number {
    return this.kind.source.count + this.#created.length - this.#deletedCount
  }

  /** Grows with every change, so that whoever cached a list knows. */
  get version(): number {
    return this.#version
  }

  get(id: number): Entity | undefined {
    const changed = this.#entries.get(id)
    if (changed !== undefined) return changed ?? undefined
    return this.#seedEntity(id)
  }

  has(id: number): boolean {
    return this.get(id) !== undefined
  }

  /** The largest id there is, or was while nobody made another. */
  get lastId(): number | undefined {
    const { source } = this.kind
    return this.#created.at(-1) ?? (source.count > 0 ? source.idAt(source.count - 1) : undefined)
  }

  /** Like `get`, where a missing one is a mistake of the sandbox. */
  expect(id: number): Entity {
    const entity = this.get(id)
    if (!entity) throw new Error(`there is no ${this.kind.name} ${id}`)
    return entity
  }

  /** Ids in ascending order, beginning after `after`. */
  *ids(after = Number.NEGATIVE_INFINITY): Generator<number> {
    const { source } = this.kind
    let index = after === Number.NEGATIVE_INFINITY ? 0 : source.indexAfter(after)
    let turn = after === Number.NEGATIVE_INFINITY ? 0 : firstAfter(this.#created, after)
    const { count } = source
    while (index < count || turn < this.#created.length) {
      const seedId = index < count ? source.idAt(index) : Number.POSITIVE_INFINITY
      const createdId = this.#created[turn] ?? Number.POSITIVE_INFINITY
      if (createdId < seedId) {
        turn++
        yield createdId
      } else {
        index++
        if (this.#entries.get(seedId) !== null) yield seedId
      }
    }
  }

  /** Ids in descending order, beginning below `before`. */
  *idsDescending(before = Number.POSITIVE_INFINITY): Generator<number> {
    const { source } = this.kind
    const largest = Math.ceil(before) - 1
    let index = source.indexAfter(largest) - 1
    let turn = firstAfter(this.#created, largest) - 1
    while (index >= 0 || turn >= 0) {
      const seedId = index >= 0 ? source.idAt(index) : Number.NEGATIVE_INFINITY
      const createdId = this.#created[turn] ?? Number.NEGATIVE_INFINITY
      if (createdId > seedId) {
        turn--
        yield createdId
      } else {
        index--
        if (this.#entries.get(seedId) !== null) yield seedId
      }
    }
  }

  /** Entities in ascending id, one at a time; nothing is held that the caller does not hold. */
  *from(after?: number): Generator<Entity> {
    for (const id of this.ids(after)) {
      const entity = this.get(id)
      if (entity) yield entity
    }
  }

  [Symbol.iterator](): Generator<Entity> {
    return this.from()
  }

  /** One page in ascending id. */
  list(page: { after?: number | undefined; limit?: number | undefined; test?: (entity: Entity) => boolean } = {}) {
    const limit = page.limit ?? Number.POSITIVE_INFINITY
    const rows: Entity[] = []
    if (limit <= 0) return rows
    for (const entity of this.from(page.after)) {
      if (page.test && !page.test(entity)) continue
      rows.push(entity)
      if (rows.length >= limit) break
    }
    return rows
  }

  find(test: (entity: Entity) => boolean): Entity | undefined {
    for (const entity of this) if (test(entity)) return entity
    return undefined
  }

  /** Ids of what has this key, ascending. */
  idsWhose(index: Index, key: Key): number[] {
    const [ids, changed] = this.#indexes.listsOf(index, key, this.#entries)
    if (changed.length === 0) return ids
    // What is made gets ids above the seed's: mostly one list simply goes on after the other.
    const isSorted = (ids.at(-1) ?? Number.NEGATIVE_INFINITY) < (changed[0] ?? 0)
    const all = ids.concat(changed)
    return isSorted ? all : all.sort((one, other) => one - other)
  }

  /** The same in descending order, one at a time: who looks at the newest few does not pay for the rest. */
  *idsWhoseDescending(index: Index, key: Key): Generator<number> {
    const [ids, changed] = this.#indexes.listsOf(index, key, this.#entries)
    let [seedTurn, changedTurn] = [ids.length - 1, changed.length - 1]
    while (seedTurn >= 0 || changedTurn >= 0) {
      const seedId = ids[seedTurn] ?? Number.NEGATIVE_INFINITY
      const changedId = changed[changedTurn] ?? Number.NEGATIVE_INFINITY
      if (changedId > seedId) changedTurn--
      else seedTurn--
      yield Math.max(seedId, changedId)
    }
  }

  /** Entities with this key, in ascending id. */
  whose(index: Index, key: Key): Entity[] {
    return this.idsWhose(index, key).flatMap((id) => this.get(id) ?? [])
  }

  /** Gives it the next free id; the same inserts in the same order get the same ids. */
  insert(data: Omit<Entity, 'id'>): Entity {
    const id = this.#next()
    this.#nextId = id + 1
    return this.#write(id, clean({ ...data, id }) as unknown as Entity)
  }

  /** Under an id that is known already: a device's parts have the id of their device. Replaces what was there. */
  put(id: number, data: Omit<Entity, 'id'>): Entity {
    this.#nextId = Math.max(this.#next(), id + 1)
    return this.#write(id, clean({ ...data, id }) as unknown as Entity)
  }

  /** Throws when there is none: whoever updates has looked. */
  update(id: number, change: Change<Entity>): Entity {
    return this.#write(id, clean({ ...this.expect(id), ...change, id }) as Entity)
  }

  /** False when there was none. */
  delete(id: number): boolean {
    const before = this.get(id)
    if (!before) return false
    this.#own()
    this.#unindex(id)
    if (this.#inSeed(id)) {
      this.#entries.set(id, null)
      this.#deletedCount++
    } else {
      this.#entries.delete(id)
      removeFrom(this.#created, id)
    }
    this.#noteChange()
    return true
  }

  /** What has changed, as a value that later changes leave alone. Costs the same however much that is. */
  freeze(): Overlay {
    this.#shared = true
    return { entries: this.#entries, nextId: this.#nextId }
  }

  /** Goes back to a frozen value; without one, to the seed. */
  thaw(overlay?: Overlay): void {
    this.#entries = (overlay?.entries ?? new Map()) as Map<number, Entity | null>
    this.#shared = overlay !== undefined
    this.#nextId = overlay?.nextId
    this.#created = []
    this.#deletedCount = 0
    for (const [id, entry] of this.#entries) {
      if (entry === null) this.#deletedCount++
      else if (!this.#inSeed(id)) this.#created.push(id)
    }
    this.#created.sort((one, other) => one - other)
    this.#indexes.forgetChanges()
    this.#noteChange()
  }

  /** The entity as the seed has it, whatever happened since. */
  original(id: number): Entity | undefined {
    return this.#seedEntity(id)
  }

  #seedEntity(id: number): Entity | undefined {
    const { kept = 0, source } = this.kind
    // A fleet that does not fit is drawn anew each time: to keep a part of it is to throw it away on every crawl.
    if (kept === 0 || source.count > kept) return source.draw(id)
    const known = this.#drawn.get(id)
    if (known) return known
    const entity = source.draw(id)
    if (entity) this.#drawn.set(id, entity)
    return entity
  }

  #inSeed(id: number): boolean {
    const { source, firstNewId } = this.kind
    return (firstNewId === undefined || id < firstNewId) && source.has(id)
  }

  #next(): number {
    const { source, firstNewId } = this.kind
    this.#nextId ??= firstNewId ?? (source.count === 0 ? 1 : source.idAt(source.count - 1) + 1)
    return this.#nextId
  }

  #own(): void {
    if (!this.#shared) return
    this.#entries = new Map(this.#entries)
    this.#shared = false
  }

  #write(id: number, entity: Entity): Entity {
    this.#own()
    const before = this.#entries.get(id)
    this.#unindex(id)
    if (before === null) this.#deletedCount--
    else if (before === undefined && !this.#inSeed(id)) addTo(this.#created, id)
    this.#entries.set(id, entity)
    this.#indexes.enter(id, entity)
    this.#noteChange()
    return entity
  }

  #noteChange(): void {
    this.#version++
    this.#changes.count++
  }

  #unindex(id: number): void {
    const before = this.#entries.get(id)
    if (before) this.#indexes.leave(id, before)
  }
}

/** Absent and undefined are the same thing in a tenant: the vendor omits what has no value. */
function clean(entity: object): object {
  return Object.fromEntries(Object.entries(entity).filter(([, value]) => value !== undefined))
}
