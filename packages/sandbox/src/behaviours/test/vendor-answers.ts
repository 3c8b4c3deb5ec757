/** Holds answers of the sandbox against the vendor's spec, where it lies beside the checkout: exactly its fields. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Operation } from '@kunai/api/operation'
import { parse } from 'yaml'

interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
}
interface Spec {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Responses } | undefined>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}
type Responses = Readonly<
  Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Schema } | undefined>> } | undefined>
>

const specFile = fileURLToPath(new URL('../../../../../../shared/ninjaone-openapi.yaml', import.meta.url))
export const hasSpec = existsSync(specFile)
let known: Spec | undefined

function readSpec(): Spec {
  known ??= parse(readFileSync(specFile, 'utf8')) as Spec
  return known
}

const withoutNames = (path: string) => path.replace(/\{[^}]+\}/g, '{}')

function schemaOf({ http }: Operation): Schema | undefined {
  const entry = Object.entries(readSpec().paths).find(([path]) => withoutNames(path) === withoutNames(http.path))
  const responses = entry?.[1][http.method.toLowerCase()]?.responses ?? {}
  const answer = responses['200'] ?? responses.default
  return Object.values(answer?.content ?? {})[0]?.schema
}

/** What the answer has that the spec does not know, or knows otherwise. */
export function differencesFromSpec(operation: Operation, answer: unknown): string[] {
  const schema = schemaOf(operation)
  return schema ? compare(schema, answer, operation.id) : []
}

const typeOf = (value: unknown) =>
  Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : value === null ? 'null' : typeof value

function compare(given: Schema, value: unknown, where: string): string[] {
  const schema = given.$ref ? readSpec().components.schemas[given.$ref.split('/').at(-1) ?? ''] : given
  if (!schema) return [`${where}: the spec has no ${given.$ref}`]
  const type = typeOf(value)
  const fits = schema.type === undefined || schema.type === type || (schema.type === 'number' && type === 'integer')
  // `object` is what the spec calls a value of any kind.
  if (!fits && !(schema.type === 'object' && !schema.properties)) return [`${where}: ${type} instead of ${schema.type}`]
  if (schema.enum && !schema.enum.includes(value)) return [`${where}: ${String(value)} is none of its words`]
  const { items, properties } = schema
  if (items && Array.isArray(value)) return value.flatMap((one) => compare(items, one, `${where}[]`))
  if (!properties || type !== 'object') return []
  return Object.entries(value as object).flatMap(([name, inner]) => {
    const property = properties[name]
    return property ? compare(property, inner, `${where}.${name}`) : [`${where}.${name}: not in the spec`]
  })
}
