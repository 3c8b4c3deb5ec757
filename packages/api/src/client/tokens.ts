/**
 * Access tokens, one source per identity. A source keeps one request under way at most, however many callers wait,
 * and knows nothing of the other identity, so that falling back to it is not expressible.
 */
import { KunaiApiError } from './errors.ts'
import type { MachineIdentity, UserIdentity } from './options.ts'
import { nextTokenStep, pause, type RetryPolicy } from './retry.ts'
import { storedTokens } from './stored-tokens.ts'
import { guardStore, type Token, toToken } from './token.ts'
import { type IssuedToken, requestToken, type TokenContext } from './token-request.ts'

export interface TokenSource {
  /** A token that is good for now. */
  get(): Promise<Token>
  /** A token other than `used`, which NinjaOne has refused. */
  renew(used: Token): Promise<Token>
}

export function machineTokens(context: TokenContext, policy: RetryPolicy, identity: MachineIdentity): TokenSource {
  const { clientId, clientSecret, scope } = identity
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
  const whole = scope === undefined ? form : { ...form, scope }
  return singleFlight(context, async () =>
    toToken(await requestPatiently(context, policy, whole, 'repeatable'), context.clock),
  )
}

export function userTokens(context: TokenContext, policy: RetryPolicy, identity: UserIdentity): TokenSource {
  const { clientId, clientSecret } = identity
  const refresh = (refreshToken: string) => {
    const form = { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken }
    const whole = clientSecret === undefined ? form : { ...form, client_secret: clientSecret }
    return requestPatiently(context, policy, whole, 'only-if-unsent')
  }
  if (identity.tokenStore) return singleFlight(context, storedTokens(identity.tokenStore, context.clock, refresh))
  const { refreshToken, onRefreshToken } = identity
  /** `stored` had been read when `next` was issued: as long as it is still what is read, `next` is the good one. */
  let rotation: { readonly stored: string; readonly next: string } | undefined
  let dead: { readonly refreshToken: string; readonly error: KunaiApiError } | undefined

  return singleFlight(context, async () => {
    const stored = typeof refreshToken === 'string' ? refreshToken : await guardStore(refreshToken)
    const used = rotation?.stored === stored ? rotation.next : stored
    // A refused refresh token is not shown again: servers answer repetition by revoking the whole family.
    if (dead?.refreshToken === used) throw dead.error
    try {
      const issued = await refresh(used)
      const next = issued.refreshToken
      if (next !== undefined && next !== used) {
        rotation = { stored, next }
        // Stored before first use: a crash after this loses nothing.
        await guardStore(() => onRefreshToken?.(next))
      }
      return toToken(issued, context.clock)
    } catch (error) {
      if (error instanceof KunaiApiError && error.code === 'reconnect_needed') dead = { refreshToken: used, error }
      throw error
    }
  })
}

/** `issue` gives a token other than `refused`. */
function singleFlight({ clock }: TokenContext, issue: (refused: Token | undefined) => Promise<Token>): TokenSource {
  let token: Token | undefined
  let refused: Token | undefined
  let flight: Promise<Token> | undefined

  const start = () => {
    flight ??= (async () => {
      try {
        token = await issue(refused)
        return token
      } finally {
        flight = undefined
      }
    })()
    return flight
  }

  const get = async () => (token && clock.now() < token.renewAtMs ? token : start())

  return {
    get,
    renew: (used) => {
      // Another caller may have renewed it already; then that one is good.
      if (token === used) token = undefined
      refused = used
      return get()
    },
  }
}

async function requestPatiently(
  context: TokenContext,
  policy: RetryPolicy,
  form: Readonly<Record<string, string>>,
  repeat: 'repeatable' | 'only-if-unsent',
): Promise<IssuedToken> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await requestToken(context, form, attempt)
    } catch (error) {
      if (!(error instanceof KunaiApiError)) throw error
      const next = nextTokenStep(error, attempt, repeat, policy)
      if (next.step !== 'repeat') throw error
      await pause(context.clock, next.delayMs, { operationId: 'oauth.token', execution: 'not_sent', signal: undefined })
    }
  }
}
