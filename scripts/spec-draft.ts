/** What the vendor's spec says of one operation, as the parts of a draft. */
import { pagingFields } from '../packages/api/src/operation.ts'
import { pathParameters } from '../packages/api/src/request/index.ts'
import { inputField, keyOf, outputSource, quoted, type Source } from './schema-source.ts'
import { type FoundOperation, resolve, type Schema, type Spec } from './vendor-spec.ts'

export interface DraftField {
  readonly name: string
  readonly required: boolean
  readonly source: Source
}

/** What a draft says, beside what follows from id, method and path. */
export interface DraftParts {
  readonly fields: readonly DraftField[]
  /** Properties of `http` beside method and path, as source. */
  readonly http: readonly string[]
  readonly paging: string
  readonly output: Source
  /** What the draft could not say, as comments for the author. */
  readonly notes: readonly string[]
}

export function partsFromSpec(
  spec: Spec,
  operation: FoundOperation,
  method: string,
  path: string,
  pathField: (name: string, schema?: Schema) => DraftField,
): DraftParts {
  const theirNames = pathParameters(operation.template)
  const fields = pathParameters(path).map((name, at) => {
    const theirs = operation.parameters?.find((one) => one.in === 'path' && one.name === theirNames[at])
    return pathField(name, theirs?.schema)
  })
  const query = (operation.parameters ?? [])
    .filter((one) => one.in === 'query')
    .map(({ name, required = false, schema = {} }) => fieldFrom(spec, name, schema, required))
  const body = bodyOf(spec, operation, new Set([...fields, ...query].map(({ name }) => name)))
  const all = [...fields, ...query, ...body.fields]
  const names = new Set(all.map(({ name }) => name))
  const paging = Object.entries(pagingFields).find(([, field]) => names.has(field) && names.has('pageSize'))
  const inBody = !['GET', 'DELETE'].includes(method)
  return {
    fields: all,
    http: [...(inBody && query.length > 0 ? [`query: ${listOf(query.map(({ name }) => name))}`] : []), ...body.http],
    paging: paging?.[0] ?? 'none',
    output: outputOf(spec, operation, method),
    notes: body.notes,
  }
}

function fieldFrom(spec: Spec, name: string, schema: Schema, required: boolean): DraftField {
  return { name, required, source: inputField(spec, name, schema, required) }
}

function listOf(names: readonly string[]): string {
  return `[${names.map(quoted).join(', ')}]`
}

type BodyParts = Pick<DraftParts, 'fields' | 'http' | 'notes'>

function bodyOf(spec: Spec, { requestBody }: FoundOperation, taken: ReadonlySet<string>): BodyParts {
  const [[type, content] = []] = Object.entries(requestBody?.content ?? {})
  if (type === undefined || content?.schema === undefined) return { fields: [], http: [], notes: [] }
  const schema = resolve(spec, content.schema)
  if (!schema.properties) return wholeBody(spec, schema, taken)

  const properties = Object.entries(schema.properties)
  const files = properties.filter(([, property]) => isFile(spec, property)).map(([name]) => name)
  const fields = properties
    .filter(([name]) => !files.includes(name))
    .map(([name, property]) => {
      const required = schema.required?.includes(name) === true
      return { wireName: name, ...fieldFrom(spec, name, property, required), name: freeName(name, taken) }
    })
  const renamed = fields.filter(({ name, wireName }) => name !== wireName)
  const wireNames = renamed.map(({ name, wireName }) => `${keyOf(name)}: ${quoted(wireName)}`).join(', ')
  const multipart = `multipart: { ${fields.map(({ name }) => `${keyOf(name)}: 'json'`).join(', ')} }`
  return {
    fields,
    http: [
      ...(renamed.length > 0 ? [`wireNames: { ${wireNames} }`] : []),
      ...(type === 'multipart/form-data' ? [multipart] : []),
    ],
    notes:
      files.length > 0
        ? [`Left out of the draft, because these are files (see fields/files.ts): ${files.join(', ')}.`]
        : [],
  }
}

/** A list, or a map whose keys are the caller's: one field is the whole body. */
function wholeBody(spec: Spec, schema: Schema, taken: ReadonlySet<string>): BodyParts {
  const name = freeName(schema.type === 'array' ? 'items' : 'values', taken)
  return { fields: [fieldFrom(spec, name, schema, true)], http: [`body: ${quoted(name)}`], notes: [] }
}

/** The body may use a name that the path or the query took: `id` becomes `bodyId`. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? `body${name.charAt(0).toUpperCase()}${name.slice(1)}` : name
}

function isFile(spec: Spec, schema: Schema): boolean {
  if (schema.$ref?.endsWith('/FormDataBodyPart')) return true
  const { format, items } = resolve(spec, schema)
  return format === 'binary' || (items !== undefined && isFile(spec, items))
}

/** 118 of the vendor's operations name no status (ninjaone-api §1), so `default` is as good as 200. */
function outputOf(spec: Spec, { responses = {} }: FoundOperation, method: string): Source {
  const answer = ['200', '201', '202', 'default'].map((status) => responses[status]).find((one) => one !== undefined)
  const schema = Object.values(answer?.content ?? {})[0]?.schema
  return schema ? outputSource(spec, schema) : outputUnknown(method)
}

/** What is drafted where nobody says what comes back. */
export function outputUnknown(method: string): Source {
  return method === 'GET'
    ? { text: 'z.looseObject({})', sample: '{}', shared: [] }
    : { text: 'NoContent', sample: 'undefined', shared: ['NoContent'] }
}
