/** An operation's input as the JSON Schema a model is given: what helps to write a call, without what only checks it. */
import type { Operation } from '@kunai/api/operation'
import { z } from 'zod'
import { takesName } from '../../corridor/index.ts'
import { listFieldsOf } from './lists.ts'

export interface ObjectSchema {
  readonly type: 'object'
  readonly properties: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean
}
type JsonSchema = Readonly<Record<string, unknown>>

/** The longest reason we take; who decides reads it in full. */
export const reasonLengthMax = 2000

/** Beside the operation's own fields, wherever something is changed: shown to the person who decides. */
export const reasonField = { type: 'string', description: 'Why' }

/** True when the door itself takes `reason` out of the arguments: operations that know such a field keep theirs. */
export function doorTakesReason(operation: Operation): boolean {
  return operation.risk !== 'read' && !('reason' in operation.input.shape)
}

export function inputSchemaOf(operation: Operation): ObjectSchema {
  const { properties, required } = plain(z.toJSONSchema(operation.input, { io: 'input' })) as unknown as ObjectSchema
  return {
    type: 'object',
    properties: {
      // Where an operation has a field of such a name, that field's own words stand.
      ...listFieldsOf(operation),
      ...withNames(operation, properties),
      ...(doorTakesReason(operation) && { reason: reasonField }),
    },
    ...(required && { required }),
    additionalProperties: false,
  }
}

/** In which language and zone texts come; they are taken, and no model needs to be told of them each time. */
const unshown = new Set(['lang', 'tz'])

/**
 * The same without the fields `hidden`, with what is optional and has fields of its own left closed, and without what only a check needs: for the
 * short list, where ticket tools would otherwise take a third of the room. `find-operation` shows the whole.
 */
export function shortForm(
  { type, properties, required = [] }: ObjectSchema,
  hidden: readonly string[] = [],
): ObjectSchema {
  const open = Object.entries(properties).filter(([field]) => !hidden.includes(field))
  const closed = open.map(([field, schema]) => {
    if (required.includes(field)) return [field, schema]
    const { properties: _properties, required: _required, items, description, ...rest } = schema
    const parts = typeof items !== 'object' || items === null || 'properties' in items ? {} : { items: bare(items) }
    return [field, { ...rest, ...parts, ...(!isShort(description) && { description }) }]
  })
  return { type, properties: Object.fromEntries(closed), ...(required.length > 0 && { required }) }
}

function bare(schema: object): JsonSchema {
  const { description: _description, ...rest } = schema as JsonSchema
  return rest
}

/** A few words say little more than the field's name. */
const isShort = (description: unknown) => String(description ?? '').split(' ').length < 5

const filterExample = 'Device filter, e.g. class = MAC AND online'

/** Identifiers that the corridor also takes by name say so. */
function withNames(operation: Operation, properties: ObjectSchema['properties']): ObjectSchema['properties'] {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([field]) => !unshown.has(field))
      .map(([field, schema]) => {
        if (field === 'df') return [field, { ...schema, description: filterExample }]
        if (!takesName(operation.input.shape[field] as z.ZodType | undefined)) return [field, schema]
        if (schema.type === 'array') return [field, { ...schema, items: { type: ['integer', 'string'] } }]
        if (schema.type === 'string') return [field, schema]
        return [
          field,
          {
            type: ['integer', 'string', ...(operation.input.shape[field]?.safeParse(null).success ? ['null'] : [])],
            description: `${String(schema.description).replace(/, from .*/, '')} or name`,
          },
        ]
      }),
  )
}

/**
 * Without bounds that nobody would break on purpose (zod writes ±2^53 for each integer; not empty, above zero), and
 * without the pattern behind a named format, which is long and says the same. The corridor checks all of it.
 */
export function plain(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword, value]) => {
        if (keyword === 'maximum') return value !== Number.MAX_SAFE_INTEGER
        if (keyword === 'minimum') return value !== Number.MIN_SAFE_INTEGER && value !== 0
        if (keyword === 'exclusiveMinimum' || keyword === 'minLength' || keyword === 'maxLength') return false
        // The whole says it once.
        if (keyword === 'additionalProperties' && value === false) return false
        return !(keyword === 'pattern' && 'format' in schema)
      })
      .map(([keyword, value]) => [keyword, keyword === 'properties' ? plainProperties(value) : plainValue(value)]),
  )
}

/** Names of fields are not keywords: a field called `pattern` stays. */
function plainProperties(properties: unknown): JsonSchema {
  return Object.fromEntries(
    Object.entries(properties as JsonSchema).map(([name, schema]) => [name, plainValue(schema)]),
  )
}

function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue)
  return typeof value === 'object' && value !== null ? plain(value as JsonSchema) : value
}
