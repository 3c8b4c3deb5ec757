/** The first draft of an operation's file, from its id and its request. Pure: it names the file, it writes none. */

export interface Draft {
  /** Below packages/api/src/operations. */
  readonly file: string
  readonly content: string
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Identifiers that have a schema of their own, by the path segment before them. */
const identifiers: Readonly<Record<string, { schema: string; sample: string }>> = {
  device: { schema: 'DeviceId', sample: '1001' },
  organization: { schema: 'OrganizationId', sample: '1' },
  script: { schema: 'ScriptId', sample: '7' },
  alert: { schema: 'AlertUid', sample: "'7d3cbf5e-5d0a-4c67-8a44-1f1f2f3f4f5f'" },
}

/** `devices.listActivities` → `devices/list-activities.ts`: the rule that generate-catalogue.ts reads backwards. */
export function fileOfId(id: string): string {
  return `${id.split('.').map(kebab).join('/')}.ts`
}

function kebab(word: string): string {
  return word.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** Throws a sentence for the author when an argument cannot be right. */
export function draftOperation(id: string, method: string, path: string): Draft {
  if (!/^[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*$/.test(id)) {
    throw new Error(`"${id}" is not an operation id: write <resource>.<verb> in camelCase, e.g. devices.decommission`)
  }
  if (!methods.includes(method)) throw new Error(`"${method}" is not a method: write one of ${methods.join(', ')}`)
  const parts = path.split('/').slice(1)
  const wellFormed = parts.every(
    (part) => /^([A-Za-z0-9._-]+|\{[a-z][A-Za-z0-9]*\})$/.test(part) && !/^\.+$/.test(part),
  )
  if (!path.startsWith('/v2/') || !wellFormed) {
    throw new Error(`"${path}" is not a path: write it as the vendor does, e.g. /v2/device/{id}/decommission`)
  }
  const fields = parts.flatMap((part, at) =>
    part.startsWith('{') ? [fieldOf(part.slice(1, -1), parts[at - 1] ?? '')] : [],
  )
  if (new Set(fields.map(({ name }) => name)).size < fields.length) throw new Error(`"${path}" names a parameter twice`)
  return { file: fileOfId(id), content: contentOf(id, method, path, fields) }
}

interface Field {
  readonly name: string
  readonly schema: string
  readonly sample: string
  readonly shared: boolean
}

function fieldOf(name: string, before: string): Field {
  const known = /^u?id$/.test(name) ? identifiers[before.replace(/s$/, '')] : identifiers[name.replace(/U?[iI]d$/, '')]
  if (known) return { name, ...known, shared: true }
  const words = kebab(name).replaceAll('-', ' ')
  const label = words.charAt(0).toUpperCase() + words.slice(1)
  return /(^i|I)d$/.test(name)
    ? { name, schema: `z.int().positive().describe('${label}')`, sample: '1', shared: false }
    : { name, schema: `z.string().min(1).describe('${label}')`, sample: "'example'", shared: false }
}

/**
 * Where the truth is not in the arguments the draft takes the careful side (`destructive`, not idempotent) and says
 * so in a line that the author removes.
 */
function contentOf(id: string, method: string, path: string, fields: readonly Field[]): string {
  const isRead = method === 'GET'
  const [, verb = ''] = id.split('.')
  const words = kebab(verb).replaceAll('-', ' ')
  const summary = words.charAt(0).toUpperCase() + words.slice(1)
  const phrase = [summary, ...fields.map(({ name }) => `{${name}}`)].join(' ')
  const shared = [
    ...new Set([
      ...fields.filter((field) => field.shared).map(({ schema }) => schema),
      ...(isRead ? [] : ['NoContent']),
    ]),
  ]
  const input = fields.map(({ name, schema }) => `${name}: ${schema}`)
  const sample = fields.map(({ name, sample }) => `${name}: ${sample}`).join(', ')
  const object = (body: string) => (body === '' ? '{}' : `{ ${body} }`)
  return `${[
    "import { z } from 'zod'",
    ...(shared.length > 0 ? [`import { ${shared.sort().join(', ')} } from '../../fields/index.ts'`] : []),
    "import { defineOperation } from '../../operation.ts'",
    '',
    'export default defineOperation({',
    `  id: '${id}',`,
    `  summary: '${summary}',`,
    `  phrase: '${phrase}',`,
    `  http: { method: '${method}', path: '${path}' },`,
    '  // DRAFT: compare every line below with the vendor’s text, then remove this line.',
    `  scope: '${isRead ? 'monitoring' : 'management'}',`,
    `  risk: '${isRead ? 'read' : 'destructive'}',`,
    `  idempotent: ${isRead},`,
    "  identity: 'machine',",
    "  paging: 'none',",
    // One field a line where one line for all would be too long for the formatter.
    input.join(', ').length > 90
      ? `  input: z.strictObject({\n${input.map((field) => `    ${field},\n`).join('')}  }),`
      : `  input: z.strictObject(${object(input.join(', '))}),`,
    `  output: ${isRead ? 'z.looseObject({})' : 'NoContent'},`,
    `  examples: [{ input: ${object(sample)}, output: ${isRead ? '{}' : 'undefined'} }],`,
    '})',
  ].join('\n')}\n`
}
