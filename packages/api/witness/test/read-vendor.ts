/**
 * The vendor's operations as lines of text: method, path, and every parameter with a `*` when it is required.
 * `vendor-operations.txt` holds them, so that the catalogue is held against them also where the spec is absent.
 * `body:()` says that the body is a list or a map whose keys are the caller's.
 */
export interface VendorOperation {
  readonly method: string
  readonly path: string
  /** `query:df`, `body:name` … without the path's own, which stand in the path. */
  readonly parameters: readonly string[]
  readonly required: readonly string[]
}

export interface Spec {
  readonly paths: Readonly<Record<string, Readonly<Record<string, SpecOperation | undefined>>>>
  readonly components: { readonly schemas: Readonly<Record<string, SpecSchema | undefined>> }
}
interface SpecOperation {
  readonly parameters?: readonly { name: string; in: string; required?: boolean }[]
  readonly requestBody?: { readonly content?: Readonly<Record<string, { schema?: SpecSchema } | undefined>> }
}
interface SpecSchema {
  readonly $ref?: string
  readonly properties?: Readonly<Record<string, unknown>>
  readonly required?: readonly string[]
}

/** The operations that a third hand added to the spec as untyped stubs; they are no witness (ninjaone-api §1). */
const stubs = [
  /^\w+ \/v2\/billing\//,
  /^\w+ \/v2\/itam\/asset-relationship(\/|$)/,
  /^\w+ \/v2\/software-license\/(licenses|\{\w+\}\/assignments|assignments\/last-usage)$/,
  /^\w+ \/v2\/tab\/(summary\/global|global\/order)$/,
  /^PATCH \/v2\/user\/end-user\/\{id\}\/device-access$/,
  /^PATCH \/v2\/user\/role\/\{roleId\}\/permissions\/organizations$/,
]

/** One line per operation, in order of path and method. */
export function linesOfSpec(spec: Spec): string[] {
  return Object.entries(spec.paths)
    .flatMap(([path, methods]) =>
      ['get', 'post', 'put', 'patch', 'delete'].flatMap((method) => {
        const operation = methods[method]
        const name = `${method.toUpperCase()} ${path}`
        if (!operation || stubs.some((stub) => stub.test(name))) return []
        return [[name, ...parametersOf(operation, spec)].join(' ')]
      }),
    )
    .sort()
}

function parametersOf(operation: SpecOperation, spec: Spec): string[] {
  const written = (place: string, name: string, required: boolean) => `${place}:${name}${required ? '*' : ''}`
  const query = (operation.parameters ?? [])
    .filter((one) => one.in === 'query')
    .map((one) => written('query', one.name, one.required === true))
  const [content] = Object.values(operation.requestBody?.content ?? {})
  if (content === undefined) return query
  const schema = content.schema?.$ref
    ? spec.components.schemas[content.schema.$ref.split('/').at(-1) ?? '']
    : content.schema
  const names = Object.keys(schema?.properties ?? {})
  if (names.length === 0) return [...query, 'body:()']
  return [...query, ...names.map((name) => written('body', name, schema?.required?.includes(name) === true))]
}

/** Back from the lines; a line that begins with `#` is for readers. */
export function readLines(text: string): VendorOperation[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [method = '', path = '', ...written] = line.split(' ')
      return {
        method,
        path,
        parameters: written.map((one) => one.replace('*', '')),
        required: written.filter((one) => one.endsWith('*')).map((one) => one.replace('*', '')),
      }
    })
}

/** The names in braces never travel, so two templates are one place when the rest is. */
export function placeOfTemplate(method: string, path: string): string {
  return `${method} ${path.replaceAll(/\{[^}]+\}/g, '{}')}`
}
