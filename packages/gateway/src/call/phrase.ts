/** A call in plain words, from the operation's phrase: "Restart service Spooler on CEDAR-PRINT01". */
import { findInRegistry, type Operation, resources, secrets } from '@kunai/api/operation'
import type { Target } from './types.ts'

/** The longest value in a title; the page shows all of it further down. */
const valueLengthMax = 80

/**
 * Text of a caller or of the fleet inside a line of ours: short, on one line, and with nothing in it that could make
 * the line look like another.
 */
function plainText(text: string): string {
  const visible = text.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu, '\ufffd')
  return visible.length > valueLengthMax ? `${visible.slice(0, valueLengthMax).toWellFormed()}…` : visible
}

/** A thing that is written out, such as a file or a new checklist, is called by its name, or else by its id. */
function labelOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value)
  const found = entries.find(([key]) => /(?:^n|N)ame$/.test(key)) ?? entries.find(([key]) => /(?:^i|I)d$/.test(key))
  return String(found?.[1] ?? '')
}

/** A word in capitals is the vendor's enum: people read it in lower case. */
function plainValue(value: unknown): string {
  if (value === undefined) return ''
  const text = [value].flat().map(labelOf).join(', ')
  return /^[A-Z][A-Z_]*$/.test(text) ? text.toLowerCase().replaceAll('_', ' ') : plainText(text)
}

/** `input` is parsed; `targets` give names to identifiers. */
export function phraseOf(
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
  targets: readonly Target[],
): string {
  const text = operation.phrase
    .replace(/\{(\w+)\}/g, (_, field: string) => {
      const value = input[field]
      const schema = operation.input.shape[field]
      const secret = schema && findInRegistry(secrets, schema)
      if (secret && value !== undefined) return plainText(secret.visiblePart?.(String(value)) ?? '[hidden]')
      const kind = schema && findInRegistry(resources, schema)?.resource
      const target = kind && targets.find((one) => one.resource === kind && one.id === value)
      return target ? plainText(target.name) : plainValue(value)
    })
    .replace(/\s+/g, ' ')
    .trim()
  return text.charAt(0).toUpperCase() + text.slice(1)
}
