/**
 * What an operation is: one call of NinjaOne's API as data.
 * Everything else (client methods, tools, commands, forms, docs) is derived from a list of these.
 * This file decides the vocabulary; what each operation says of itself is in `operations/`.
 */
import { z } from 'zod'

/** How much harm a call can do. Order matters: later is worse. */
export const risks = ['read', 'write', 'disruptive', 'destructive'] as const
export type Risk = (typeof risks)[number]

/** OAuth scopes of NinjaOne. */
export type Scope = 'monitoring' | 'management' | 'control'

/** Which of a connection's two applications must carry the call. Never exchanged silently. */
export type Identity = 'machine' | 'user'

/**
 * How a list continues.
 * - `none`: one answer, whole.
 * - `after`: bare array in ascending id; `after` = the last id seen.
 * - `activities`: `{ activities }`, newest first; `olderThan` = the smallest id seen.
 * - `cursor`: `{ cursor, results }`; `cursor` = `cursor.name`, which stays the same while `cursor.offset` advances.
 * - `board`: `{ data, metadata }`; `lastCursorId` = `metadata.lastCursorId`, which behaves like an offset from 0.
 * - `anchor`: bare array; `anchorId` = the last id seen.
 * - `anchorNaturalId`: bare array; `anchorNaturalId` = the last `naturalId` seen, from 0.
 * - `cursorName`: `{ page, pageSize, count, results }`; where the next `cursorName` stands is unverified.
 */
export const pagingFields = {
  after: 'after',
  activities: 'olderThan',
  cursor: 'cursor',
  board: 'lastCursorId',
  anchor: 'anchorId',
  anchorNaturalId: 'anchorNaturalId',
  cursorName: 'cursorName',
} as const
export type Paging = 'none' | keyof typeof pagingFields

/** A file as a JSON value, so that a request that carries one can be shown, kept and bound like any other. */
export interface FileContent {
  readonly name: string
  readonly contentType: string
  /** Its bytes in base64. */
  readonly base64: string
}

/**
 * How a body field becomes a part of a form.
 * - `json`: its value as JSON.
 * - `text`: one text, number or true/false, as it is.
 * - `file`: the bytes of a `FileContent`; a list of them becomes one part each, all under the field's name.
 */
export const partForms = ['json', 'text', 'file'] as const
export type PartForm = (typeof partForms)[number]

export interface Http {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /**
   * Template, e.g. `/v2/device/{id}`. Its words are the vendor's; the names in braces are ours, because they never
   * travel: the vendor's `location_id` is our `locationId`.
   */
  readonly path: `/v2/${string}`
  /** Input fields that go into the query although the method has a body. GET and DELETE put all there. */
  readonly query?: readonly string[]
  /** Input field → name on the wire, where the body reuses a name that the path already took. */
  readonly wireNames?: Readonly<Record<string, string>>
  /** Input field whose value is the whole body: a list, or a map with keys of the caller's. It is required. */
  readonly body?: string
  /** The vendor wants multipart/form-data: body field → form of its part, in the order in which parts are sent. */
  readonly multipart?: Readonly<Record<string, PartForm>>
  /** A good answer is a file, whatever its bytes look like; the output is `FileAnswer` of `fields/`. Absent: JSON. */
  readonly answer?: 'file'
}

export interface Example<Input extends z.ZodType, Output extends z.ZodType> {
  /** What a caller writes. */
  readonly input: z.input<Input>
  /** What the vendor answers, as it stands on the wire (epoch seconds, nulls omitted). */
  readonly output: z.input<Output>
}

/** One API operation as data. Every field is required, so that forgetting one does not compile. */
export interface Operation<
  Id extends string = string,
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodType = z.ZodType,
> {
  /** `<folder>.<fileInCamelCase>`; every other name follows from it by rule. */
  readonly id: Id
  /** Imperative, under 60 characters; shown to people and to models. */
  readonly summary: string
  /**
   * One call in plain words for approvals and audit, with `{field}` for values: identifiers become names,
   * `RESTART` becomes "Restart", absent fields vanish. `{action} service {serviceId} on {id}`.
   */
  readonly phrase: string
  readonly http: Http
  readonly scope: Scope
  readonly risk: Risk
  /** True when sending it twice leaves the same state as sending it once. */
  readonly idempotent: boolean
  readonly identity: Identity
  readonly paging: Paging
  /** Strict: an unknown field is an error. */
  readonly input: Input
  /** Loose: unknown fields pass. Decodes the wire's form into ours (timestamps become ISO 8601). */
  readonly output: Output
  readonly examples: readonly [Example<Input, Output>, ...Example<Input, Output>[]]
}

/** Returns its argument; it exists so that types are inferred from the data. */
export function defineOperation<const Id extends string, Input extends z.ZodObject, Output extends z.ZodType>(
  operation: Operation<Id, Input, Output>,
): Operation<Id, Input, Output> {
  return operation
}

/** Kinds of things an input field can point at; policy and approvals resolve them before anyone is asked. */
export type Resource = 'organization' | 'device' | 'script' | 'alert'

/** Marks a schema as an identifier: `DeviceId` is registered as `{ resource: 'device' }`. */
export const resources = z.registry<{ resource: Resource }>()

/**
 * Marks a schema whose value is a secret: it is sent as it is, and whoever shows it hides it. `visiblePart` is what of it
 * may be shown, for a value that is a secret only in part.
 */
export const secrets = z.registry<{ whatItOpens: string; visiblePart?: (text: string) => string }>()

/**
 * Marks an identifier of something that a list of NinjaOne's names, and that is no resource of its own: a policy, a form,
 * a status. `word` is for messages, `id` the row's field that identifies it; `asText` where the operation wants text.
 */
export const listedIn = z.registry<{ word: string; list: string; id: string; asText?: boolean }>()

/**
 * Marks a schema whose wire form differs from ours, e.g. ISO 8601 here and epoch seconds there. `decode` turns back what
 * `encode` made and leaves everything else as it is, for the schema to refuse.
 */
export const wireForms = z.registry<{ encode: (value: never) => unknown; decode: (wire: unknown) => unknown }>()

/**
 * Marks a schema that is stricter than the vendor, who silently passes over what it refuses. Whoever plays the vendor
 * must take any text there.
 */
export const ignoredByVendor = z.registry<{ whatIsIgnored: string }>()

/** Looks `schema` up in `registry`, through optional, nullable and array wrappers. */
export function findInRegistry<Meta>(
  registry: { get(schema: z.ZodType): Meta | undefined },
  schema: z.ZodType,
): Meta | undefined {
  const own = registry.get(schema)
  if (own !== undefined) return own
  const { innerType, element } = schema.def as { innerType?: z.ZodType; element?: z.ZodType }
  const inner = innerType ?? element
  return inner && findInRegistry(registry, inner)
}
