/**
 * The vendor's schemas as zod source. Descriptions are made of the field's name: the vendor's sentences are not ours to
 * copy, and the author writes better ones.
 */
import { resolve, type Schema, type Spec } from './vendor-spec.ts'

export interface Source {
  /** A zod expression. */
  readonly text: string
  /** A value that it takes, as source. */
  readonly sample: string
  /** Names in `fields/index.ts` that it uses. */
  readonly shared: readonly string[]
}

/** Input is strict and described; output is loose, its lists of words are open, and nearly all of it may be absent. */
type Side = 'input' | 'output'

/** Deeper than this, a draft helps nobody: the author looks at the spec. */
const depthMax: Readonly<Record<Side, number>> = { input: 4, output: 2 }
const wordsMax = 40

/** Fields that have a schema of their own, by name. */
const sharedFields: Readonly<Record<string, { schema: string; sample: string }>> = {
  deviceId: { schema: 'DeviceId', sample: '1001' },
  organizationId: { schema: 'OrganizationId', sample: '1' },
  orgId: { schema: 'OrganizationId', sample: '1' },
  locationId: { schema: 'LocationId', sample: '11' },
  scriptId: { schema: 'ScriptId', sample: '7' },
  policyId: { schema: 'PolicyId', sample: '51' },
  nodeRoleId: { schema: 'NodeRoleId', sample: '3' },
  alertUid: { schema: 'AlertUid', sample: "'7d3cbf5e-5d0a-4c67-8a44-1f1f2f3f4f5f'" },
  df: { schema: 'DeviceFilter', sample: "'org = 1'" },
}

export function sharedField(name: string): Source | undefined {
  const known = sharedFields[name]
  return known && { text: known.schema, sample: known.sample, shared: [known.schema] }
}

/** `notifyOnReset` → `Notify on reset`. */
export function labelOf(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/[-_]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** One field of an input, described, and optional unless it is required. */
export function inputField(
  spec: Spec,
  name: string,
  schema: Schema,
  required: boolean,
  label: string = labelOf(name),
): Source {
  return fieldOf(spec, name, schema, required, 'input', 0, label)
}

/** What an answer is made of. */
export function outputSource(spec: Spec, schema: Schema): Source {
  return sourceOf(spec, '', schema, 'output', 0)
}

function fieldOf(
  spec: Spec,
  name: string,
  schema: Schema,
  required: boolean,
  side: Side,
  depth: number,
  label: string = labelOf(name),
): Source {
  const shared = side === 'input' ? sharedField(name) : undefined
  const { text, ...rest } = shared ?? sourceOf(spec, name, schema, side, depth)
  const described = side === 'output' || shared ? text : `${text}.describe(${quoted(label)})`
  const nullable = resolve(spec, schema).nullable ? '.nullable()' : ''
  return { ...rest, text: `${described}${nullable}${required ? '' : '.optional()'}` }
}

function sourceOf(spec: Spec, name: string, given: Schema, side: Side, depth: number): Source {
  const schema = resolve(spec, given)
  if (schema.enum) return wordsOf(schema.enum, side)
  if (isMoment(name, schema)) {
    return side === 'input'
      ? { text: 'MomentInput', sample: "'2026-01-05T08:00:00Z'", shared: ['MomentInput'] }
      : { text: 'Timestamp', sample: '1_767_600_000', shared: ['Timestamp'] }
  }
  switch (schema.type) {
    case 'boolean':
      return plain('z.boolean()', 'true')
    case 'integer':
    case 'number':
      return numberOf(name, schema, side)
    case 'string':
      return textOf(schema, side)
    case 'array':
      return listOf(spec, name, schema, side, depth)
    case 'object':
      return objectOf(spec, schema, side, depth)
    default:
      return plain('z.unknown()', "'example'")
  }
}

function plain(text: string, sample: string): Source {
  return { text, sample, shared: [] }
}

/** A text as source. */
export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function wordsOf(words: readonly string[], side: Side): Source {
  if (words.includes('WINDOWS_SERVER')) return { text: 'NodeClass', sample: "'WINDOWS_SERVER'", shared: ['NodeClass'] }
  const list = `[${words.map(quoted).join(', ')}]`
  const sample = quoted(words[0] ?? '')
  if (side === 'input') return plain(`z.enum(${list})`, sample)
  return words.length > wordsMax
    ? plain('z.string()', sample)
    : { text: `openEnum(${list})`, sample, shared: ['openEnum'] }
}

/** The vendor writes moments as doubles and says so in the name or the description at best (ninjaone-api §9.2). */
function isMoment(name: string, { type, format, description = '' }: Schema): boolean {
  if (type !== 'number' || format !== 'double') return false
  return /time|date|created|updated|start|end$|expire|contact|On$/i.test(name) || /epoch|timestamp/i.test(description)
}

function numberOf(name: string, { type, minimum, maximum }: Schema, side: Side): Source {
  const kind = type === 'integer' ? 'z.int()' : 'z.number()'
  if (side === 'output') return plain(kind, '1')
  if (type === 'integer' && minimum === undefined && /(^i|I)d$/.test(name)) return plain('z.int().positive()', '1')
  return plain(`${kind}${bounds({ min: minimum, max: maximum })}`, String(Math.max(1, minimum ?? 1)))
}

function textOf({ format, minLength, maxLength }: Schema, side: Side): Source {
  if (side === 'output') return plain('z.string()', "'example'")
  if (format === 'uuid') return plain('z.uuid()', "'7d3cbf5e-5d0a-4c67-8a44-1f1f2f3f4f5f'")
  const sample = 'example'.padEnd(minLength ?? 0, 's').slice(0, maxLength)
  return plain(`z.string()${bounds({ min: minLength || undefined, max: maxLength })}`, quoted(sample))
}

function listOf(spec: Spec, name: string, schema: Schema, side: Side, depth: number): Source {
  const one = name.replace(/s$/, '')
  const { text, sample, shared } =
    (side === 'input' ? sharedField(one) : undefined) ?? sourceOf(spec, one, schema.items ?? {}, side, depth)
  const limits = side === 'input' ? bounds({ min: schema.minItems || undefined, max: schema.maxItems }) : ''
  return { text: `z.array(${text})${limits}`, sample: side === 'input' ? `[${sample}]` : '[]', shared }
}

function objectOf(spec: Spec, { properties, required = [] }: Schema, side: Side, depth: number): Source {
  if (!properties || depth >= depthMax[side]) return plain('z.record(z.string(), z.unknown())', '{}')
  const fields = Object.entries(properties).map(([name, schema]) => {
    const isRequired = required.includes(name)
    return { key: keyOf(name), isRequired, source: fieldOf(spec, name, schema, isRequired, side, depth + 1) }
  })
  const kind = side === 'input' ? 'z.strictObject' : 'z.looseObject'
  return {
    text: `${kind}({ ${fields.map(({ key, source }) => `${key}: ${source.text}`).join(', ')} })`,
    sample: `{ ${fields.flatMap(({ key, isRequired, source }) => (isRequired ? [`${key}: ${source.sample}`] : [])).join(', ')} }`,
    shared: fields.flatMap(({ source }) => source.shared),
  }
}

/** A name as it stands in an object literal. */
export function keyOf(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)
}

function bounds(limits: Readonly<Record<'min' | 'max', number | undefined>>): string {
  return Object.entries(limits)
    .map(([name, limit]) => (limit === undefined ? '' : `.${name}(${limit})`))
    .join('')
}
