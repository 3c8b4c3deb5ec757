/** What behaviours of stored things share: finding them, checking references, and writing down what was done. */
import type { Scene } from './behaviour.ts'

interface Finder<Entity> {
  get(id: number): Entity | undefined
}

export const toSeconds = (milliseconds: number) => milliseconds / 1000

const codeOf = (what: string) => what.toLowerCase().replaceAll(' ', '_')

/** What a call is about: 404 with the code of its kind when it is not there (ninjaone-api §4). */
export function find<Entity>(table: Finder<Entity>, id: number, what: string, { refuse }: Scene): Entity {
  const entity = table.get(id)
  if (entity === undefined) throw refuse(404, `${codeOf(what)}_not_found`, `There is no ${what} ${id}`)
  return entity
}

/** All of them before anything is done: a list with one that is missing changes nothing. */
export const findAll = <Entity>(table: Finder<Entity>, ids: readonly number[], what: string, scene: Scene): Entity[] =>
  [...new Set(ids)].map((id) => find(table, id, what, scene))

/** What a call merely refers to: 400, as `invalid_node_role` is (ninjaone-api §4, "validation"). */
export function checkReference(table: Finder<unknown>, id: number | undefined, what: string, { refuse }: Scene): void {
  if (id !== undefined && table.get(id) === undefined) {
    throw refuse(400, `invalid_${codeOf(what)}`, `There is no ${what} ${id}`)
  }
}

/** Ids in a query: `1,2`. */
export function readIds(text: string | undefined, field: string, { refuse }: Scene): ReadonlySet<number> | undefined {
  if (text === undefined) return undefined
  const ids = text.split(',').map((word) => word.trim())
  const wrong = ids.find((word) => !/^\d+$/.test(word))
  if (wrong !== undefined) throw refuse(400, `invalid_${codeOf(field)}`, `${wrong} is no id`)
  return new Set(ids.map(Number))
}

type Given<Value> = { [Key in keyof Value]?: Exclude<Value[Key], undefined> }

/** Without what was not given, so that it can be laid over what there is. */
export const given = <Value extends object>(value: Value) =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Given<Value>

/** No two of one call may take the same name. */
export function checkDistinct(names: readonly (string | undefined)[], code: string, { refuse }: Scene): void {
  const twice = names.find((name, index) => name !== undefined && names.indexOf(name) !== index)
  if (twice !== undefined) throw refuse(400, code, `${twice} is there twice`)
}

/** What archiving changes, and what restoring takes back. */
export const archivedOf = (archived: boolean, scene: Scene) =>
  archived
    ? { archived, archivedMs: scene.nowMs, archivedById: authorOf(scene) }
    : { archived, archivedMs: undefined, archivedById: undefined }

/** Who did it, where a person did: an application has no user id. */
export const authorOf = ({ requester }: Scene) => requester.userId

/** A user as checklists show them: technicians and end users share one sequence of ids. */
export function personOf(id: number | undefined, { world }: Scene) {
  // 0 stands for an application, behind which there is no person.
  if (!id) return undefined
  const person = world.technicians.get(id) ?? world.endUsers.get(id)
  return person ? { id, firstName: person.firstName, lastName: person.lastName, deleted: false } : { id, deleted: true }
}

export function checkUser(id: number | undefined, scene: Scene): void {
  const { technicians, endUsers } = scene.world
  checkReference({ get: (one) => technicians.get(one) ?? endUsers.get(one) }, id, 'user', scene)
}

const titleOf = (code: string) =>
  code
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join(' ')

export interface Done {
  /** One of the vendor's activity types (ninjaone-api §8). */
  readonly activityType: string
  /** One of the vendor's status codes of that type. */
  readonly statusCode: string
  /** Name of what it happened to. */
  readonly subject: string
  readonly id: number
  readonly deviceId?: number | undefined
}

/** Writes the activity of something that was done to a record. */
export function note({ world, nowMs, requester }: Scene, { activityType, statusCode, subject, id, deviceId }: Done) {
  const status = titleOf(statusCode)
  world.activities.insert({
    atMs: nowMs,
    ...(deviceId !== undefined && { deviceId }),
    activityType,
    statusCode,
    status,
    type: titleOf(activityType),
    subject,
    ...(requester.userId !== undefined && { userId: requester.userId }),
    message: `${status}: ${subject}`,
    data: {
      message: { code: statusCode.toLowerCase(), params: { id: String(id), requestedBy: requester.clientId } },
    },
  })
}
