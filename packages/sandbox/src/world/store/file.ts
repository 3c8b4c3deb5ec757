/**
 * A world as one JSON file: what it was made from, its time, and one line for every entity that differs from the seed.
 * Who reads one trusts nothing: a file that cannot be used is refused with the line and the field.
 */
import { ControlError } from '../../control-error.ts'
import { sizeRanges, type WorldSize } from '../origin.ts'
import { profiles } from '../profile.ts'
import { canonicalJson } from './canonical.ts'
import { lineOf, lineOfMistake } from './json-lines.ts'
import type { Identified, Overlay } from './kind.ts'
import type { WorldState } from './state.ts'
import type { Table } from './table.ts'

const format = 'kunai-sandbox-world'
const version = 1

interface Whose {
  readonly size: object
  readonly startMs: number
  readonly tables: Readonly<Record<string, unknown>>
}

type AnyTable = Table<Identified, never>
type Json = Readonly<Record<string, unknown>>

/** A file that cannot be used; `message` is for people. */
class WorldFileError extends ControlError {
  constructor(message: string, options?: ErrorOptions) {
    super('invalid', message, options)
  }
}

export function writeWorldFile({ size, startMs, tables }: Whose, state: WorldState): string {
  const changes: string[] = []
  const nextIds: Record<string, number> = {}
  for (const [name, table] of Object.entries(tables) as [string, AnyTable][]) {
    const overlay = state.overlays[name]
    if (overlay?.nextId !== undefined) nextIds[table.kind.name] = overlay.nextId
    const entries = [...(overlay?.entries ?? [])].sort(([one], [other]) => one - other)
    for (const [id, entity] of entries) {
      const without = entity && fieldsTakenAway(table.original(id), entity)
      changes.push(canonicalJson({ kind: table.kind.name, id, entity, ...(without?.length && { without }) }))
    }
  }
  const head = { format, version, size, startMs, nowMs: state.nowMs, nextIds }
  const fields = Object.entries(head).map(([name, value]) => `${JSON.stringify(name)}: ${canonicalJson(value)}`)
  return `{\n${fields.join(',\n')},\n"changes": [\n${changes.join(',\n')}\n]\n}\n`
}

/** Fields that the seed's entity has and this one has no more; a file says so, to tell it from damage. */
const fieldsTakenAway = (original: Identified | undefined, entity: Identified): string[] =>
  Object.keys(original ?? {}).filter((name) => (entity as unknown as Json)[name] === undefined)

/** What a file was made from, so that a world like it can be made before the changes are read. */
export function readWorldFileHead(text: string): {
  readonly size: WorldSize
  readonly startMs: number
  readonly nowMs: number
} {
  const file = new FileReader(text)
  const { root } = file
  if (root.format !== format) file.refuse(['format'], `must be "${format}"`)
  if (root.version !== version) file.refuse(['version'], `must be ${version}`)
  const size = checkSize(file, file.object(['size'], root.size))
  return { size, startMs: file.whole(['startMs'], root.startMs), nowMs: file.whole(['nowMs'], root.nowMs) }
}

function checkSize(file: FileReader, size: Json): WorldSize {
  for (const name of ['seed', 'orgs', 'devices'] as const) {
    const [least, most] = sizeRanges[name]
    const value = file.whole(['size', name], size[name])
    if (value < least || value > most) file.refuse(['size', name], `must be from ${least} to ${most}, not ${value}`)
  }
  if (typeof size.profile !== 'string' || !Object.hasOwn(profiles, size.profile)) {
    file.refuse(['size', 'profile'], `must be one of ${Object.keys(profiles).join(', ')}`)
  }
  return size as unknown as WorldSize
}

export function readWorldFile({ size, startMs, tables }: Whose, text: string): { readonly state: WorldState } {
  const file = new FileReader(text)
  const head = readWorldFileHead(text)
  for (const [name, value] of Object.entries(size)) {
    const given: unknown = head.size[name as keyof WorldSize]
    if (given !== value) {
      file.refuse(['size', name], `is ${JSON.stringify(given)}, but this world was made with ${value}`)
    }
  }
  if (head.startMs !== startMs) file.refuse(['startMs'], `is ${head.startMs}, but this world began at ${startMs}`)
  const places = new Map(
    (Object.entries(tables) as [string, AnyTable][]).map(([name, table]) => [table.kind.name, { name, table }]),
  )
  const nextIds = file.object(['nextIds'], file.root.nextIds)
  const entries = new Map<string, Map<number, Identified | null>>()
  const { changes } = file.root
  if (!Array.isArray(changes)) return file.refuse(['changes'], 'must be a list')
  for (const [index, change] of changes.entries()) {
    const path = ['changes', index]
    const { kind, id, entity, without = [] } = file.object(path, change)
    const place = places.get(String(kind))
    if (!place) return file.refuse([...path, 'kind'], `names no kind of entity: ${JSON.stringify(kind)}`)
    const whole = file.whole([...path, 'id'], id)
    const list = entries.get(place.name) ?? new Map<number, Identified | null>()
    entries.set(place.name, list)
    if (list.has(whole)) file.refuse([...path, 'id'], `${whole} of ${kind} is there twice`)
    if (!isTexts(without)) return file.refuse([...path, 'without'], 'must be a list of names')
    list.set(whole, entity === null ? null : checkEntity(file, path, entity, place.table, { id: whole, without }))
  }
  const overlays: Record<string, Overlay> = {}
  for (const [kind, { name }] of places) {
    const nextId = nextIds[kind] === undefined ? undefined : file.whole(['nextIds', kind], nextIds[kind])
    overlays[name] = { entries: entries.get(name) ?? new Map(), nextId }
  }
  return { state: { nowMs: head.nowMs, overlays } }
}

/** There is no schema of every kind; the seed's own entity, or the first of its kind, says what type a field has. */
function checkEntity(
  file: FileReader,
  change: Path,
  given: unknown,
  table: AnyTable,
  { id, without }: { readonly id: number; readonly without: readonly string[] },
): Identified {
  const path = [...change, 'entity']
  const entity = file.object(path, given)
  if (entity.id !== id) file.refuse([...path, 'id'], `must be ${id}, like the id of its line`)
  const { source } = table.kind
  const own = table.original(id)
  const model = own ?? (source.count > 0 ? source.draw(source.idAt(0)) : undefined)
  for (const [name, value] of Object.entries((model ?? {}) as unknown as Json)) {
    if (entity[name] === undefined) {
      // What the seed's entity has, this one has too, unless the file says that it was taken away.
      if (own && !without.includes(name)) file.refuse([...path, name], 'is missing')
      continue
    }
    const [wanted, found] = [typeOf(value), typeOf(entity[name])]
    if (wanted !== found && value !== null) file.refuse([...path, name], `must be ${wanted}, not ${found}`)
  }
  return entity as unknown as Identified
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

const typeOf = (value: unknown) =>
  Array.isArray(value)
    ? 'a list'
    : value === null
      ? 'null'
      : ({ object: 'an object' }[typeof value as 'object'] ?? `a ${typeof value}`)

type Path = readonly (string | number)[]

class FileReader {
  readonly text: string
  readonly root: Json

  constructor(text: string) {
    this.text = text
    try {
      this.root = this.object([], JSON.parse(text))
    } catch (error) {
      if (error instanceof WorldFileError) throw error
      throw new WorldFileError(`Line ${lineOfMistake(text, error)}: this is not JSON`, { cause: error })
    }
  }

  refuse(path: Path, rule: string): never {
    const field = path.length > 0 ? path.join('.') : 'the file'
    throw new WorldFileError(`Line ${lineOf(this.text, path)}: ${field} ${rule}`)
  }

  object(path: Path, value: unknown): Json {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) this.refuse(path, 'must be an object')
    return value as Json
  }

  whole(path: Path, value: unknown): number {
    if (!Number.isSafeInteger(value)) this.refuse(path, 'must be a whole number')
    return value as number
  }
}
