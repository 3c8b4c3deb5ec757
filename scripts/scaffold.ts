/**
 * The first draft of an operation's file, from its id, its request and the vendor's spec where that is there. Pure: it
 * names the file, it writes none. How the lines are broken is the formatter's business.
 */
import { inputField, keyOf, labelOf, type Source, sharedField } from './schema-source.ts'
import { type DraftField, type DraftParts, outputUnknown, partsFromSpec } from './spec-draft.ts'
import { findOperation, type Schema, type Spec } from './vendor-spec.ts'

export interface Draft {
  /** Below packages/api/src/operations. */
  readonly file: string
  readonly content: string
  /** False when there is no spec, or none that knows the request. */
  readonly fromSpec: boolean
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** `devices.listActivities` → `devices/list-activities.ts`: the rule that generate-catalogue.ts reads backwards. */
export function fileOfId(id: string): string {
  return `${id.split('.').map(kebab).join('/')}.ts`
}

function kebab(word: string): string {
  return word.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** Throws a sentence for the author when an argument cannot be right. */
export function draftOperation(id: string, method: string, path: string, spec?: Spec): Draft {
  if (!/^[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*$/.test(id)) {
    throw new Error(`"${id}" is not an operation id: write <resource>.<verb> in camelCase, e.g. devices.decommission`)
  }
  if (!methods.includes(method)) throw new Error(`"${method}" is not a method: write one of ${methods.join(', ')}`)
  const segments = path.split('/').slice(1)
  const wellFormed = segments.every(
    (part) => /^([A-Za-z0-9._-]+|\{[a-z][A-Za-z0-9]*\})$/.test(part) && !/^\.+$/.test(part),
  )
  if (!path.startsWith('/v2/') || !wellFormed) {
    throw new Error(`"${path}" is not a path: write it as the vendor does, e.g. /v2/device/{id}/decommission`)
  }
  const names = segments.filter((part) => part.startsWith('{')).map((part) => part.slice(1, -1))
  if (new Set(names).size < names.length) throw new Error(`"${path}" names a parameter twice`)

  const pathField = (name: string, schema?: Schema): DraftField => {
    const before = segments[segments.indexOf(`{${name}}`) - 1] ?? ''
    return { name, required: true, source: pathSource(name, before, spec, schema) }
  }
  const operation = spec && findOperation(spec, method, path)
  const parts: DraftParts =
    spec && operation
      ? partsFromSpec(spec, operation, method, path, pathField)
      : {
          fields: names.map((name) => pathField(name)),
          http: [],
          paging: 'none',
          output: outputUnknown(method),
          notes: [],
        }
  return { file: fileOfId(id), content: contentOf(id, method, path, names, parts), fromSpec: operation !== undefined }
}

/** `id` says what it identifies only together with the segment before it. */
function pathSource(name: string, before: string, spec?: Spec, schema?: Schema): Source {
  const ending = /^u?id$/.exec(name)?.[0]
  const resource = before.replace(/s$/, '')
  const shared = sharedField(ending ? `${resource}${ending.charAt(0).toUpperCase()}${ending.slice(1)}` : name)
  if (shared) return shared
  if (spec && schema) {
    const label = ending ? labelOf(`${resource}-${ending}`) : labelOf(name)
    return inputField(spec, name, schema, true, label)
  }
  return /(^i|I)d$/.test(name)
    ? { text: `z.int().positive().describe('${labelOf(name)}')`, sample: '1', shared: [] }
    : { text: `z.string().min(1).describe('${labelOf(name)}')`, sample: "'example'", shared: [] }
}

/**
 * Where the truth is in neither the arguments nor the spec the draft takes the careful side (`destructive`, not
 * idempotent) and says so in a line that the author removes.
 */
function contentOf(id: string, method: string, path: string, pathNames: readonly string[], parts: DraftParts): string {
  const { fields, output } = parts
  const isRead = method === 'GET'
  const summary = labelOf(id.split('.')[1] ?? '')
  const shared = [...new Set([...fields.map(({ source }) => source), output].flatMap((source) => source.shared))].sort()
  const input = fields.map(({ name, source }) => `${keyOf(name)}: ${source.text}`)
  const sample = fields.filter(({ required }) => required).map(({ name, source }) => `${keyOf(name)}: ${source.sample}`)
  const object = (inside: readonly string[]) => (inside.length === 0 ? '{}' : `{ ${inside.join(', ')} }`)
  const lines = [
    "import { z } from 'zod'",
    ...(shared.length > 0 ? [`import { ${shared.join(', ')} } from '../../fields/index.ts'`] : []),
    "import { defineOperation } from '../../operation.ts'",
    '',
    'export default defineOperation({',
    `  id: '${id}',`,
    `  summary: '${summary}',`,
    `  phrase: '${[summary, ...pathNames.map((name) => `{${name}}`)].join(' ')}',`,
    `  http: { ${[`method: '${method}'`, `path: '${path}'`, ...parts.http].join(', ')} },`,
    '  // DRAFT: compare every line below with the vendor’s text, then remove this line.',
    ...parts.notes.map((note) => `  // ${note}`),
    `  scope: '${isRead ? 'monitoring' : 'management'}',`,
    `  risk: '${isRead ? 'read' : 'destructive'}',`,
    `  idempotent: ${isRead},`,
    "  identity: 'machine',",
    `  paging: '${parts.paging}',`,
    // A line break after the brace is what tells the formatter to keep one field a line.
    `  input: z.strictObject(${input.length > 2 ? `{\n${input.join(',\n')} }` : object(input)}),`,
    `  output: ${output.text},`,
    `  examples: [{ input: ${object(sample)}, output: ${output.sample} }],`,
    '})',
  ]
  return `${lines.join('\n')}\n`
}
