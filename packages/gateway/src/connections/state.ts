/** How a connection is, from facts alone: what is stored of it, and how the last tokens came. */
import type { Finding } from './vendor.ts'

/**
 * - `saved`: credentials are stored, but nobody has authorized it yet, or no token was ever asked for.
 * - `connected`: every token that was asked for last has come.
 * - `degraded`: a token did not come, for a reason that may pass by itself.
 * - `reconnect needed`: a person has to do something before it works again.
 */
export type ConnectionState = 'saved' | 'connected' | 'degraded' | 'reconnect needed'

export interface StateFacts {
  /** Its secrets cannot be read. */
  readonly problem: Finding | undefined
  readonly hasUser: boolean
  /** Undefined before anybody has consented. */
  readonly tokens: { readonly reconnectNeeded: boolean } | undefined
  /** One for each identity that a token was asked for; `code` undefined when it came. */
  readonly lastTokens: readonly { readonly code: string | undefined }[]
}

/** Codes that only a person can mend: another secret, another application, a new consent. */
const needPerson = new Set([
  ...['client_not_found', 'client_refused', 'grant_refused', 'scope_refused', 'token_refused'],
  ...['reconnect_needed', 'token_invalid'],
])

export interface Judgement {
  readonly state: ConnectionState
  /** Why it is not simply connected. */
  readonly why: Finding | undefined
}

export function judge({ problem, hasUser, tokens, lastTokens }: StateFacts): Judgement {
  const finding = (code: string): Finding => ({ code, message: `The last token did not come (${code}).` })
  if (problem) return { state: 'reconnect needed', why: problem }
  if (hasUser && tokens?.reconnectNeeded) return { state: 'reconnect needed', why: finding('reconnect_needed') }
  const failures = lastTokens.flatMap(({ code }) => (code === undefined ? [] : [code]))
  const forPerson = failures.find((code) => needPerson.has(code))
  if (forPerson !== undefined) return { state: 'reconnect needed', why: finding(forPerson) }
  if (hasUser && tokens === undefined) return { state: 'saved', why: finding('not_connected') }
  const [failure] = failures
  if (failure !== undefined) return { state: 'degraded', why: finding(failure) }
  return { state: lastTokens.length === 0 && !tokens ? 'saved' : 'connected', why: undefined }
}
