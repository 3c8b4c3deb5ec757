/** The vendor's OpenAPI text as far as a draft needs it. It lies beside the checkout or is absent; it is never ours. */
import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { placeOfTemplate } from '../packages/api/witness/test/read-vendor.ts'

export interface Schema {
  readonly $ref?: string
  readonly allOf?: readonly Schema[]
  readonly type?: string
  readonly format?: string
  readonly description?: string
  readonly enum?: readonly string[]
  readonly nullable?: boolean
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
}

export interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema?: Schema
}

type Content = Readonly<Record<string, { readonly schema?: Schema } | undefined>>

export interface VendorOperation {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content?: Content }
  readonly responses?: Readonly<Record<string, { readonly content?: Content }>>
}

export interface Spec {
  readonly paths: Readonly<Record<string, Readonly<Record<string, VendorOperation | undefined>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema | undefined>> }
}

export function readSpec(file: string): Spec | undefined {
  return existsSync(file) ? (parse(readFileSync(file, 'utf8')) as Spec) : undefined
}

export interface FoundOperation extends VendorOperation {
  /** The vendor's template: the names in braces may differ, since ours are not always the vendor's. */
  readonly template: string
}

export function findOperation(spec: Spec, method: string, path: string): FoundOperation | undefined {
  const place = placeOfTemplate(method, path)
  for (const [template, methods] of Object.entries(spec.paths)) {
    const operation = methods[method.toLowerCase()]
    if (operation && placeOfTemplate(method, template) === place) return { ...operation, template }
  }
  return undefined
}

/** The schema itself, with what it refers to and is composed of put into one. */
export function resolve(spec: Spec, schema: Schema): Schema {
  if (schema.$ref) {
    const target = spec.components.schemas[schema.$ref.split('/').at(-1) ?? '']
    return target ? resolve(spec, target) : {}
  }
  if (!schema.allOf) return schema
  const parts = schema.allOf.map((part) => resolve(spec, part))
  return {
    type: 'object',
    properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
    required: parts.flatMap(({ required = [] }) => required),
  }
}
