/**
 * zod's issues in our words: which field, which rule it breaks, and what to write instead.
 * Values are never repeated: they may be secrets, and they may be somebody's text.
 */
import type { z } from 'zod'

/** One thing wrong with an input. */
export interface InputIssue {
  /** Dotted path of the field; empty when the input as a whole is meant. */
  readonly field: string
  readonly rule: string
  readonly cure: string
}

type ZodIssue = z.core.$ZodIssue

/** One zod issue can name several fields (all unknown ones), so this gives a list. */
export function explainIssue(issue: ZodIssue, knownFields: readonly string[]): InputIssue[] {
  const field = issue.path.map(String).join('.')
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => explainUnknownField(issue.path.map(String), key, knownFields))
    case 'invalid_type':
      return [{ field, rule: isMissing(issue) ? 'is missing' : 'has the wrong type', cure: typeCure(issue.expected) }]
    case 'invalid_value':
      return [
        {
          field,
          rule: isMissing(issue) ? 'is missing' : 'is not one of the allowed words',
          cure: `use ${issue.values.map(String).join(', ')}`,
        },
      ]
    case 'too_small':
      return [explainBound(field, issue.origin, 'least', Number(issue.minimum), issue.inclusive !== false)]
    case 'too_big':
      return [explainBound(field, issue.origin, 'most', Number(issue.maximum), issue.inclusive !== false)]
    case 'invalid_format':
      return [
        { field, ...(formats[issue.format] ?? { rule: 'has the wrong form', cure: `give a valid ${issue.format}` }) },
      ]
    case 'not_multiple_of':
      return [{ field, rule: 'is not a multiple', cure: `use a multiple of ${issue.divisor}` }]
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
      return [{ field, rule: 'has the wrong form', cure: "see the field's description" }]
    case 'custom':
      return [{ field, rule: 'breaks a rule of the operation', cure: issue.message, ...ownWords(issue.params) }]
    default:
      return neverHappens(issue)
  }
}

/** `field rule: cure.` as one line. */
export function formatIssue({ field, rule, cure }: InputIssue): string {
  return `${field === '' ? 'The input' : field} ${rule}: ${cure}${cure.endsWith('?') ? '' : '.'}`
}

/** A schema with a grammar of its own says rule and cure itself. */
function ownWords(params: Readonly<Record<string, unknown>> | undefined): { rule?: string; cure?: string } {
  const { rule, cure } = params ?? {}
  return typeof rule === 'string' && typeof cure === 'string' ? { rule, cure } : {}
}

const formats: Record<string, { rule: string; cure: string } | undefined> = {
  datetime: { rule: 'is not a moment with a time zone', cure: 'write ISO 8601 such as 2026-03-01T22:00:00Z' },
  uuid: { rule: 'is not a UUID', cure: 'write it as xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx' },
}

const typeNames: Record<string, string | undefined> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text in quotes',
  boolean: 'true or false',
  array: 'a list in square brackets',
  object: 'an object in braces',
  record: 'an object in braces',
}

const isMissing = (issue: ZodIssue) => issue.path.length > 0 && issue.input === undefined

const typeCure = (expected: string) => `give ${typeNames[expected] ?? expected}`

const countedThings: Record<string, readonly [string, string] | undefined> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
}

function explainBound(
  field: string,
  origin: string,
  side: 'least' | 'most',
  bound: number,
  inclusive: boolean,
): InputIssue {
  const things = countedThings[origin]
  const rule = `is too ${side === 'least' ? (things ? 'short' : 'small') : things ? 'long' : 'large'}`
  if (inclusive)
    return { field, rule, cure: `use at ${side} ${bound}${things ? ` ${things[bound === 1 ? 0 : 1]}` : ''}` }
  return { field, rule, cure: `use a number ${side === 'least' ? 'above' : 'below'} ${bound}` }
}

export function explainUnknownField(path: readonly string[], key: string, knownFields: readonly string[]): InputIssue {
  // A key comes from the caller and may be long or hostile: only a name-like one is repeated.
  const shown = /^[\w.-]{1,64}$/.test(key) ? key : '(a field)'
  const nearest = path.length === 0 ? nearestName(key, knownFields) : undefined
  const known = knownFields.length === 0 ? 'this operation takes no fields' : `known are ${knownFields.join(', ')}`
  return {
    field: [...path, shown].join('.'),
    rule: 'is not a field of this operation',
    cure: nearest ? `did you mean ${nearest}?` : path.length === 0 ? known : 'remove it',
  }
}

/** The known name that a slip of the keyboard or another spelling would turn into `name`, if one is near enough. */
export function nearestName(name: string, knownNames: readonly string[]): string | undefined {
  if (name.length > 64) return undefined
  const normal = normalize(name)
  let best: { name: string; distance: number } | undefined
  for (const known of knownNames) {
    const distance = editDistance(normal, normalize(known))
    if (best === undefined || distance < best.distance) best = { name: known, distance }
  }
  return best && best.distance <= Math.max(1, Math.floor(best.name.length / 3)) ? best.name : undefined
}

const normalize = (name: string) => name.toLowerCase().replace(/[_-]/g, '')

function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const swap = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}

function neverHappens(issue: never): never {
  throw new TypeError(`Unhandled zod issue: ${(issue as { code: string }).code}`)
}
