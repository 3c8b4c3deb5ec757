/** What the vendor's own description says of an answer, where it lies beside the checkout. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Operation } from '@kunai/api/operation'
import { parse } from 'yaml'

interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly enum?: readonly unknown[]
}

interface Spec {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses?: Readonly<Record<string, Answer>> }>>>
  >
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

interface Answer {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
}

const file = fileURLToPath(new URL('../../../../../../shared/ninjaone-openapi.yaml', import.meta.url))
export const hasVendorSpec = existsSync(file)

/** Words of enumerations stand on lines of their own. */
export const vendorWords = () => new Set(readFileSync(file, 'utf8').match(/(?<=^\s+- )\w+$/gm))

let known: Spec | undefined
const spec = () => {
  known ??= parse(readFileSync(file, 'utf8'), { maxAliasCount: -1 }) as Spec
  return known
}

/** Parameters are named differently on either side. */
const placeOf = (path: string) => path.replaceAll(/\{[^}]+\}/g, '{}')

function answerSchema({ http }: Operation): Schema | undefined {
  const { paths } = spec()
  const path = Object.keys(paths).find((one) => placeOf(one) === placeOf(http.path))
  const responses = path === undefined ? undefined : paths[path]?.[http.method.toLowerCase()]?.responses
  const answer = responses?.['200'] ?? responses?.default
  return Object.values(answer?.content ?? {})[0]?.schema
}

/** One line for everything that the vendor would not send; undefined when it does not say what it sends. */
export function differences(operation: Operation, answer: unknown): string[] | undefined {
  const schema = answerSchema(operation)
  return schema && [...compare(schema, answer, operation.id)]
}

function* compare(given: Schema, value: unknown, where: string): Generator<string> {
  const schema = given.$ref ? (spec().components.schemas[given.$ref.split('/').at(-1) ?? ''] ?? {}) : given
  if (value === null) return yield `${where} is null`
  if (schema.enum && !schema.enum.includes(value)) yield `${where} is ${value}`
  if (schema.type !== undefined && !fits(schema.type, value)) return yield `${where} is no ${schema.type}`
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) yield* compare(schema.items ?? {}, one, `${where}.${index}`)
  } else if (typeof value === 'object' && schema.properties) {
    for (const [name, one] of Object.entries(value)) {
      const property = schema.properties[name]
      if (property) yield* compare(property, one, `${where}.${name}`)
      else yield `${where}.${name} is not in the spec`
    }
  }
}

function fits(type: string, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'array') return Array.isArray(value)
  // The spec types values of any kind as objects.
  return type === 'object' || typeof value === type
}
