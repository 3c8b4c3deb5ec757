/** HTML escaping as MarkupSafe does it. */
import type { Runtime } from '../runtime.ts'
import { textOfValue } from './print.ts'
import { Markup, type Value } from './types.ts'

const special = /[&<>"']/
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
}

/** What was escaped before stays as it is. */
export function escapeText(runtime: Runtime, value: Value): string {
  if (value instanceof Markup) return value.text
  return escapeString(runtime, typeof value === 'string' ? value : textOfValue(runtime, value))
}

export function escapeString(runtime: Runtime, text: string): string {
  if (!special.test(text)) return text
  let escaped = ''
  for (const character of text) escaped += entities[character] ?? character
  runtime.allocate(escaped.length)
  return escaped
}
