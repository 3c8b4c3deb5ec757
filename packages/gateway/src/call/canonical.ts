/** Canonical JSON (RFC 8785) and digests over it: equal meaning, equal bytes. */
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** @throws when the value holds something JSON has no form for (NaN, a function, a cycle). */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('value has no JSON form')
  return text
}

/** SHA-256 in lower-case hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
