/**
 * Where the entities of a kind come from before anybody changes them. A source holds no entities: it knows which ids
 * there are and draws one when it is asked for, so a fleet of a million devices weighs nothing until it is looked at.
 */
export interface Source<Entity> {
  readonly count: number
  /** Ascending. */
  idAt(index: number): number
  /** Index of the first id that is larger. */
  indexAfter(id: number): number
  /** Without listing all ids, where that takes long. */
  has(id: number): boolean
  /** Undefined when the tenant never had it. */
  draw(id: number): Entity | undefined
}

/** Ids without gaps, from `first` on. */
export function rangeSource<Entity>(first: number, count: number, draw: (id: number) => Entity): Source<Entity> {
  const has = (id: number) => Number.isInteger(id) && id >= first && id < first + count
  return {
    count,
    idAt: (index) => first + index,
    indexAfter: (id) => Math.min(Math.max(Math.floor(id) - first + 1, 0), count),
    has,
    draw: (id) => (has(id) ? draw(id) : undefined),
  }
}

/** Ids with gaps. They are worked out when they are first needed, and kept: numbers are small, entities are not. */
export function sparseSource<Entity>(
  findIds: () => ArrayLike<number>,
  draw: (id: number) => Entity | undefined,
): Source<Entity> {
  let found: ArrayLike<number> | undefined
  const ids = () => {
    found ??= findIds()
    return found
  }
  return {
    get count() {
      return ids().length
    },
    idAt: (index) => ids()[index] ?? Number.NaN,
    indexAfter: (id) => firstAfter(ids(), id),
    has: (id) => draw(id) !== undefined,
    draw,
  }
}

/** A short list, drawn as a whole when it is first needed. */
export function listSource<Entity extends { readonly id: number }>(drawAll: () => readonly Entity[]): Source<Entity> {
  let byId: Map<number, Entity> | undefined
  const rows = () => {
    byId ??= new Map(drawAll().map((row) => [row.id, row]))
    return byId
  }
  return sparseSource(
    () => [...rows().keys()].sort((one, other) => one - other),
    (id) => rows().get(id),
  )
}

/** Nothing at first; for kinds that only callers make. */
export const emptySource = <Entity>(): Source<Entity> => ({
  count: 0,
  idAt: () => Number.NaN,
  indexAfter: () => 0,
  has: () => false,
  draw: () => undefined,
})

/** Position of the first id larger than `id` in an ascending list. */
export function firstAfter(ids: ArrayLike<number>, id: number): number {
  let low = 0
  let high = ids.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ids[middle] ?? 0) <= id) low = middle + 1
    else high = middle
  }
  return low
}

/** Into an ascending list; mostly at its end. */
export function addTo(ids: number[], id: number): void {
  const last = ids.at(-1)
  if (last === undefined || last < id) ids.push(id)
  else ids.splice(firstAfter(ids, id), 0, id)
}

export function removeFrom(ids: number[], id: number): void {
  const index = firstAfter(ids, id) - 1
  if (ids[index] === id) ids.splice(index, 1)
}
