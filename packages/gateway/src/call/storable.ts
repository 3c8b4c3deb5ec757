/**
 * Text as a database can keep it: PostgreSQL's `text` has no NUL, and half a surrogate pair is no character.
 * Callers choose their texts; what they choose must not be able to break what is written together with it.
 */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\u2400')
}
