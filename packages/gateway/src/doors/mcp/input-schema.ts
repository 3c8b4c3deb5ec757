/** An operation's input as the JSON Schema a model is given: what helps to write a call, without what only checks it. */
import { findInRegistry, type Operation, resources } from '@kunai/api/operation'
import { z } from 'zod'
import { takesName } from '../../corridor/index.ts'

export interface ObjectSchema {
  readonly type: 'object'
  readonly properties: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean
}
type JsonSchema = Readonly<Record<string, unknown>>

/** The longest reason we take; who decides reads it in full. */
export const reasonLengthMax = 2000

const reasonField: JsonSchema = {
  type: 'string',
  maxLength: reasonLengthMax,
  description: 'Why; shown to the person who decides',
}

/** True when the door itself takes `reason` out of the arguments: operations that know such a field keep theirs. */
export function doorTakesReason(operation: Operation): boolean {
  return operation.risk !== 'read' && !('reason' in operation.input.shape)
}

export function inputSchemaOf(operation: Operation): ObjectSchema {
  const { properties, required } = plain(z.toJSONSchema(operation.input, { io: 'input' })) as unknown as ObjectSchema
  return {
    type: 'object',
    properties: { ...withNames(operation, properties), ...(doorTakesReason(operation) && { reason: reasonField }) },
    ...(required && { required }),
    additionalProperties: false,
  }
}

/** Identifiers that the corridor also takes by name say so. */
function withNames(operation: Operation, properties: ObjectSchema['properties']): ObjectSchema['properties'] {
  return Object.fromEntries(
    Object.entries(properties).map(([field, schema]) => {
      const fieldSchema = operation.input.shape[field]
      const kind = fieldSchema && findInRegistry(resources, fieldSchema)?.resource
      // Names are resolved one at a time: a list of identifiers stays a list of numbers.
      if (kind === undefined || !takesName(kind) || schema.type === 'array') return [field, schema]
      return [field, { type: ['integer', 'string'], description: `${schema.description}, or its exact name` }]
    }),
  )
}

/**
 * Without bounds that say no more than "an integer" (zod writes ±2^53 for each), and without the pattern behind a
 * named format, which is long and says the same. The corridor checks both all the same.
 */
function plain(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword, value]) => {
        if (keyword === 'maximum') return value !== Number.MAX_SAFE_INTEGER
        if (keyword === 'minimum') return value !== Number.MIN_SAFE_INTEGER
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
