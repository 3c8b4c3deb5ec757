/**
 * Where a user may be sent back to. An address is compared as text and to the slash, because whatever reads it
 * generously reads an attacker's too.
 */
import type { Application, PlatformName } from './applications.ts'

/** http on this machine, split at the port. After the port only a path, a query or nothing may come: never `@`. */
const loopback = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost))(?::\d{1,5})?([/?].*)?$/

export function isRegistrable(uri: string, platform: PlatformName): boolean {
  if (!URL.canParse(uri) || uri.includes('#') || /[\s\\]/.test(uri)) return false
  const { protocol, username, password } = new URL(uri)
  if (username !== '' || password !== '') return false
  if (protocol === 'https:') return true
  if (protocol === 'http:') return loopback.test(uri)
  // RFC 8252 §7.1: a scheme of one's own is a domain turned round, which also keeps javascript: and data: out.
  return platform === 'native' && protocol.includes('.')
}

/** A native client listens on whichever port is free (RFC 8252 §7.3); everything else is the same byte for byte. */
export function isRegistered({ redirectUris, platform }: Application, uri: string): boolean {
  if (redirectUris.includes(uri)) return true
  if (platform !== 'native' || !URL.canParse(uri)) return false
  const asked = withoutPort(uri)
  return asked !== undefined && redirectUris.some((one) => withoutPort(one) === asked)
}

function withoutPort(uri: string): string | undefined {
  const parts = loopback.exec(uri)
  return parts ? `${parts[1]}${parts[2] ?? ''}` : undefined
}

/** What a policy of content must name, so that a browser follows the way back from a form. */
export function formTarget(uri: string): string {
  const { protocol, origin } = new URL(uri)
  return origin === 'null' ? protocol : origin
}
