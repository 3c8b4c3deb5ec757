/** Reading and comparing what a client shows of itself. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { refuseAuth } from '../answer.ts'

/** RFC 6749 §3.1, §3.2: no parameter twice. */
export function repeatedName(parameters: URLSearchParams): string | undefined {
  const names = [...parameters.keys()]
  return names.find((name, index) => names.indexOf(name) !== index)
}

/** Without `scope` all of the application's scopes come (ninjaone-api §3). */
export function narrow(granted: readonly string[], asked: string | null): readonly string[] {
  if (!asked?.trim()) return granted
  const wanted = [...new Set(asked.split(/[\s+]+/).filter(Boolean))]
  if (!wanted.every((scope) => granted.includes(scope))) throw refuseAuth(400, 'invalid_scope')
  return wanted
}

export function readBasic(authorization: string | undefined): [string, string] | undefined {
  const encoded = /^Basic (\S+)$/i.exec(authorization ?? '')?.[1]
  if (!encoded) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 0) return undefined
  try {
    // RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
    return [decodeForm(text.slice(0, colon)), decodeForm(text.slice(colon + 1))]
  } catch {
    return undefined
  }
}

const decodeForm = (text: string) => decodeURIComponent(text.replaceAll('+', ' '))

export const randomToken = () => randomBytes(32).toString('base64url')

/** Compares without telling by its time how much was right. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
