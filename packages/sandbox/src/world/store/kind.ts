/** What a kind of entity is: its name, where it comes from, and how its entities are found. */
import type { Source } from './source.ts'

export interface Identified {
  readonly id: number
}

export type Key = string | number | undefined

/** Finds entities by something else than their id. */
export interface IndexOf<Entity> {
  readonly keyOf: (entity: Entity) => Key
  /** Ids of the seed's entities with this key, ascending. Absent: the seed is read once as a whole. */
  readonly seedIds?: (key: Key) => Iterable<number>
}

export interface Kind<Entity extends Identified, Index extends string = never> {
  /** As it stands in dumps, differences and exports. */
  readonly name: string
  readonly source: Source<Entity>
  readonly indexes?: Readonly<Record<Index, IndexOf<Entity>>>
  /** No id of the seed is as large. Where it takes long to list those, this spares it when something is made. */
  readonly firstNewId?: number
  /** Drawn entities are kept when the seed has no more than this; for kinds that every list looks at. */
  readonly kept?: number
}

/** What may change: everything but the id; undefined takes a field away. */
export type Change<Entity> = { readonly [Field in Exclude<keyof Entity, 'id'>]?: Entity[Field] | undefined }

/** What has changed since the seed, as a value. Null stands for something deleted. */
export interface Overlay {
  readonly entries: ReadonlyMap<number, Identified | null>
  /** Undefined while nothing was made; then the seed says. */
  readonly nextId: number | undefined
}
