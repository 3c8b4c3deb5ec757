/**
 * The vendor's own description of an answer, held against one that the sandbox gave: types, words of enums, and fields
 * that it does not know. Only where the spec lies beside the checkout; elsewhere nothing is said.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: unknown
}

interface Answer {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
}

interface Spec {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses?: Readonly<Record<string, Answer>> }>>>
  >
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

const file = fileURLToPath(new URL('../../../../../../shared/ninjaone-openapi.yaml', import.meta.url))

let known: Spec | undefined
function readSpec(): Spec | undefined {
  if (!known && existsSync(file)) known = parse(readFileSync(file, 'utf8')) as Spec
  return known
}

const shapeOf = (template: string) => template.replaceAll(/\{\w+\}/g, '{}')

/** Empty when all is well, or when the spec says nothing. Places read like `[0].data.code`. */
export function differencesFromSpec(method: string, template: string, answer: unknown): string[] {
  const spec = readSpec()
  if (!spec || answer === undefined) return []
  const path = Object.keys(spec.paths).find((one) => shapeOf(one) === shapeOf(template))
  const { responses } = spec.paths[path ?? '']?.[method.toLowerCase()] ?? {}
  const content = Object.values((responses?.['200'] ?? responses?.default)?.content ?? {})
  const schema = content[0]?.schema
  return schema ? [...compare(spec, schema, answer, '')] : []
}

function* compare(spec: Spec, schema: Schema, value: unknown, place: string): Generator<string> {
  if (schema.$ref) {
    const target = spec.components.schemas[schema.$ref.split('/').at(-1) ?? '']
    if (target) yield* compare(spec, target, value, place)
    return
  }
  const type = Array.isArray(value) ? 'array' : typeof value
  const fits =
    schema.type === undefined || type === schema.type || (schema.type === 'integer' && Number.isInteger(value))
  if (!fits) yield `${place} is ${type}, not ${schema.type}`
  else if (schema.enum && !schema.enum.includes(value)) yield `${place} is ${String(value)}, which is no word of it`
  else if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) yield* compare(spec, schema.items ?? {}, one, `${place}[${index}]`)
  } else if (schema.properties) {
    for (const [name, one] of Object.entries(value as object)) {
      const property = schema.properties[name]
      if (property) yield* compare(spec, property, one, `${place}.${name}`)
      else yield `${place}.${name} is not in the spec`
    }
  }
}
