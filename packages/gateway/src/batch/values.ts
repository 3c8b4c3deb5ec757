/** From what a template gave to a value of an input field. `absent` is not sent, `null` clears. */
import type { BatchField } from './action.ts'
import { jsonErrorPosition } from './json-position.ts'

export const absent = Symbol('absent')

/** A part of what is wrong with a row, beside the field that it is about. */
export interface FieldIssue {
  readonly label: string
  /** Without the label. */
  readonly message: string
}

/** What is wrong with one row; `message` may be shown, and repeats no value. */
export class RowError extends Error {
  readonly code: string
  readonly issues: readonly FieldIssue[]
  constructor(code: string, issues: readonly FieldIssue[]) {
    super(issues.map(({ label, message }) => `${label}: ${message}`).join(' '))
    this.name = 'RowError'
    this.code = code
    this.issues = issues
  }
}

/** The usual case: one field is to blame. */
export const fieldError = ({ label }: Pick<BatchField, 'label'>, code: string, message: string) =>
  new RowError(code, [{ label, message }])

/** @param rendered text, or the value of a template that is one expression. */
export function toValue(field: BatchField, rendered: unknown): unknown {
  if (rendered === null) return null
  // An `if` without its `else` gives nothing, as text would be empty.
  if (rendered === undefined) return absent
  if (typeof rendered !== 'string') return ofValue(field, rendered)
  const trimmed = rendered.trim()
  if (trimmed === '') return absent
  if (trimmed === 'null') return null
  switch (field.kind) {
    case 'number': {
      const number = /^[+-]?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : undefined
      // Text that is no number may be a name, which the corridor looks up; what it cannot be, the schema says.
      return number === undefined || !Number.isSafeInteger(Math.trunc(number)) ? trimmed : number
    }
    case 'boolean': {
      const word = trimmed.toLowerCase()
      return word === 'true' ? true : word === 'false' ? false : trimmed
    }
    case 'json':
      return parseJson(field, rendered)
    case 'moment':
      return momentOf(field, trimmed)
    case 'text':
      return rendered
    default: {
      const impossible: never = field.kind
      throw new TypeError(`unknown kind ${impossible}`)
    }
  }
}

/** A number in a text field is meant as text: CSV knows no types, JSON rows and expressions do. */
function ofValue(field: BatchField, value: unknown): unknown {
  if (field.kind === 'text' && (typeof value === 'number' || typeof value === 'bigint')) return String(value)
  if (field.kind === 'text' && typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'bigint' ? String(value) : value
}

function parseJson(field: BatchField, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const at = jsonErrorPosition(text)
    const before = text.slice(0, at).split('\n')
    const line = before.length > 1 ? `line ${before.length}, ` : ''
    const what = at >= text.length ? 'the text ends too early' : `${nameOf(text[at])} cannot stand there`
    throw fieldError(
      field,
      'invalid_json',
      `is not JSON after rendering, ${line}character ${(before.at(-1)?.length ?? 0) + 1}: ${what}.`,
    )
  }
}

const nameOf = (character: string | undefined) =>
  character !== undefined && /[[\]{},:"'\w]/.test(character) ? `"${character}"` : 'a character'

const momentPattern = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?\s*(Z|[+-]\d{1,2}:?\d{2})?$/i

/** ISO 8601; without a zone it is UTC, and a zone may be written `-4:00` as that page does. */
function momentOf(field: BatchField, text: string): string {
  const [, date, minutes, seconds = ':00', zone = 'Z'] = momentPattern.exec(text) ?? []
  const [, sign, hours, rest] = /^([+-])(\d{1,2}):?(\d{2})$/.exec(zone) ?? []
  const iso = `${date}T${minutes}${seconds}${sign ? `${sign}${hours?.padStart(2, '0')}:${rest}` : 'Z'}`
  if (date === undefined || Number.isNaN(Date.parse(iso))) {
    throw fieldError(
      field,
      'invalid_moment',
      `is no ISO 8601 moment such as 2026-03-01T22:00:00 (UTC) or 2026-03-01T22:00:00-04:00.`,
    )
  }
  return iso
}
