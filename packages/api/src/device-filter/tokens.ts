/** From text to tokens. Every character ends up in a token or in an issue, so nothing is passed over. */
import type { DeviceFilterIssue } from './vocabulary.ts'

export interface Token {
  readonly text: string
  readonly position: number
  /** Where the next character stands. */
  readonly end: number
}

/** `!in` is one operator only where no longer word begins with it. */
const token = /!in(?![\w-])|&&|\|\||!=|<>|[=<>(),&|!]|[\w.:+-]+/y

export function readTokens(text: string): { tokens: Token[]; issues: DeviceFilterIssue[] } {
  const tokens: Token[] = []
  const issues: DeviceFilterIssue[] = []
  for (let position = 0; position < text.length; ) {
    if (text[position] === ' ') {
      position++
      continue
    }
    token.lastIndex = position
    const found = token.exec(text)?.[0]
    if (found === undefined) issues.push(explainCharacter(text, position))
    else tokens.push({ text: found, position, end: position + found.length })
    position += found?.length ?? issues.at(-1)?.offending.length ?? 1
  }
  return { tokens, issues }
}

function explainCharacter(text: string, position: number): DeviceFilterIssue {
  // A whole code point, so that half a surrogate pair is never shown.
  const offending = String.fromCodePoint(text.codePointAt(position) ?? 0)
  if (/\s/.test(offending)) {
    return { position, offending, rule: 'is white space other than a space', cure: 'use plain spaces' }
  }
  if (/["'`]/.test(offending)) return { position, offending, rule: 'is a quote', cure: 'write values without quotes' }
  return { position, offending, rule: 'is not a character of a filter', cure: 'remove it' }
}
