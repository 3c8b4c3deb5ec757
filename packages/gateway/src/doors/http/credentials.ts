/**
 * Who is at the door. A cookie is a person, a bearer key a terminal; both at once is refused, because then
 * nobody can say whose request it is.
 */
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Accounts, Session } from '../../accounts/index.ts'
import type { Principal } from '../../actions/index.ts'
import { GatewayError } from '../../call/index.ts'

/** `__Host-`: only this host, only the whole site, never without Secure (browsers count loopback as secure). */
export const cookieName = '__Host-kunai'

export function sessionCookie(context: Context): string | undefined {
  return getCookie(context, cookieName)
}

export async function recognise(context: Context, accounts: Accounts): Promise<Principal> {
  const authorization = context.req.header('authorization')
  const cookie = sessionCookie(context)
  if (authorization !== undefined && cookie !== undefined) {
    throw new GatewayError('unauthenticated', 'Send a session cookie or a bearer key, not both.')
  }
  if (authorization !== undefined) {
    const key = /^Bearer ([\w-]{20,100})$/.exec(authorization)?.[1]
    if (key !== undefined) {
      if ((await accounts.findKey('cli', key)) !== undefined) return { kind: 'cli' }
      if ((await accounts.findKey('owner', key)) !== undefined) return { kind: 'owner' }
      // A valid key at the wrong door: say so, but let it open nothing.
      if ((await accounts.findKey('mcp', key)) !== undefined) {
        throw new GatewayError('forbidden', 'The key of an MCP client opens /mcp and nothing else.')
      }
    }
    throw new GatewayError('unauthenticated', 'The key is not known here.')
  }
  const session = cookie === undefined ? undefined : await accounts.findSession(cookie)
  if (session === undefined) {
    throw new GatewayError('unauthenticated', 'Sign in first, with the link that the owner of this gateway gives you.')
  }
  return { kind: 'person', session }
}

/** A state-changing request from the browser must come from our own page and carry the session's token. */
export function checkSameOrigin(context: Context, origin: string): void {
  const site = context.req.header('sec-fetch-site')
  if (context.req.header('origin') !== origin || (site !== undefined && site !== 'same-origin')) {
    throw new GatewayError('origin_refused', `This request must come from ${origin}.`)
  }
}

export function checkCsrf(context: Context, session: Session, origin: string): void {
  checkSameOrigin(context, origin)
  if (context.req.header('x-csrf-token') !== session.csrfToken) {
    throw new GatewayError('csrf_refused', 'The page is out of date. Reload it and try again.')
  }
}
