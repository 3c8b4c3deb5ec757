/**
 * NinjaOne's own description as a referee: a real validator of JSON Schema judges each answer. It lies beside the
 * checkout or is absent; then nothing is judged, and the tests say so.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Operation } from '@kunai/api/operation'
import { Ajv, type ErrorObject } from 'ajv'
import { parse } from 'yaml'

interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly allOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly [keyword: string]: unknown
}

interface Spec {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses?: Responses } | undefined>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema | undefined>> }
}
type Responses = Readonly<
  Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> } | undefined>
>

export const vendorSpecFile = fileURLToPath(new URL('../../../../../../shared/ninjaone-openapi.yaml', import.meta.url))
export const hasVendorSpec = existsSync(vendorSpecFile)

/** The names in braces never travel, so they differ. */
const placeOf = (template: string) => template.replaceAll(/\{[^}]+\}/g, '{}')

export class VendorSchemas {
  readonly #spec = parse(readFileSync(vendorSpecFile, 'utf8'), { maxAliasCount: -1 }) as Spec
  readonly #ajv = new Ajv({ strict: false, allErrors: true, verbose: true })
  readonly #definitions = new Map<string, Schema>()

  constructor() {
    for (const [name, least, most] of [
      ['int32', -(2 ** 31), 2 ** 31 - 1],
      ['int64', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    ] as const) {
      this.#ajv.addFormat(name, { type: 'number', validate: (value) => value >= least && value <= most })
    }
    this.#ajv.addFormat('uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
    for (const name of ['double', 'float', 'binary', 'date-time', 'date']) this.#ajv.addFormat(name, true)
  }

  /** What the vendor would not send, one line each; undefined where it does not say what it sends. */
  differences(operation: Operation, answer: unknown): readonly string[] | undefined {
    const responses = this.#responsesOf(operation)
    const good = responses['200'] ?? responses['201'] ?? responses.default
    const schema = Object.values(good?.content ?? {})[0]?.schema
    if (!schema) return undefined
    const key = operation.id
    if (!this.#ajv.getSchema(key)) {
      const strict = this.#strictly(schema)
      this.#ajv.addSchema({ ...strict, definitions: Object.fromEntries(this.#definitions) }, key)
    }
    const validate = this.#ajv.getSchema(key)
    if (!validate || validate(answer)) return []
    return [...new Set((validate.errors ?? []).map(describe))]
  }

  /** Good statuses that the vendor names; none where it names no status at all. */
  statuses(operation: Operation): readonly number[] {
    return Object.keys(this.#responsesOf(operation))
      .map(Number)
      .filter((status) => status >= 200 && status < 300)
  }

  #responsesOf({ http }: Operation): Responses {
    const path = Object.keys(this.#spec.paths).find((one) => placeOf(one) === placeOf(http.path))
    return this.#spec.paths[path ?? '']?.[http.method.toLowerCase()]?.responses ?? {}
  }

  /** The same, but a field that is not described is a difference, and an object without fields a value of any kind. */
  #strictly(schema: Schema): Schema {
    if (schema.$ref) {
      const name = schema.$ref.split('/').at(-1) ?? ''
      if (!this.#definitions.has(name)) {
        // First, because schemas refer to themselves.
        this.#definitions.set(name, {})
        this.#definitions.set(name, this.#strictly(this.#spec.components.schemas[name] ?? {}))
      }
      return { $ref: `#/definitions/${name}` }
    }
    if (schema.allOf) return this.#strictly(this.#merge(schema))
    const { properties, items, nullable: _nullable, discriminator: _discriminator, ...others } = schema
    const { additionalProperties: more } = others
    const rest = isSchema(more) ? { ...others, additionalProperties: this.#strictly(more) } : others
    if (properties) {
      const strict = Object.entries(properties).map(([name, one]) => [name, this.#strictly(one)])
      return { additionalProperties: false, ...rest, properties: Object.fromEntries(strict) }
    }
    if (schema.type === 'object' && schema.additionalProperties === undefined) return {}
    return items ? { ...rest, items: this.#strictly(items) } : rest
  }

  #merge({ allOf = [], ...own }: Schema): Schema {
    const parts = allOf.map((part) => this.#merge(part.$ref ? this.#named(part.$ref) : part))
    const properties = Object.assign({}, ...parts.map((part) => part.properties), own.properties)
    return { ...Object.assign({}, ...parts), ...own, ...(Object.keys(properties).length > 0 && { properties }) }
  }

  #named(reference: string): Schema {
    return this.#spec.components.schemas[reference.split('/').at(-1) ?? ''] ?? {}
  }
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null

/** `/0/data: "code" is not described`; rows of a list are one place. */
function describe({ instancePath, keyword, params, message, data }: ErrorObject): string {
  const place = instancePath.replaceAll(/\/\d+/g, '/*')
  if (keyword === 'additionalProperties') return `${place}/${params.additionalProperty} is not described`
  return `${place} ${message}: ${JSON.stringify(data)?.slice(0, 60)}`
}
