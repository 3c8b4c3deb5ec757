/**
 * How a person connects: the address they are sent to, what comes back, and the end of it. What `authorizationUrl`
 * returns as `pending` belongs into that person's session on the server and nowhere else; it is used once.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Clock, systemClock } from '../clock.ts'
import { apiError, KunaiApiError } from './errors.ts'
import type { ClientOptions } from './options.ts'
import { isLoopback, resolveBaseUrl } from './regions.ts'
import { guardStore, toToken } from './token.ts'
import { requestRevocation, requestToken, type TokenContext } from './token-request.ts'
import type { TokenStore } from './token-store.ts'
import { createTransport, defaultTimeouts } from './transport.ts'

export interface AuthorizationOptions {
  readonly baseUrl: ClientOptions['baseUrl']
  readonly clientId: string
  /** As registered with the application, to the letter. https, or http on this machine. */
  readonly redirectUri: string
  /** Default: all that there is, and `offline_access`, without which nothing lasts longer than an hour. */
  readonly scopes?: readonly string[] | undefined
  readonly clock?: Clock | undefined
}

/** What has to be remembered until the person comes back. JSON, and secret. */
export interface PendingAuthorization {
  readonly origin: string
  readonly clientId: string
  readonly redirectUri: string
  readonly state: string
  readonly codeVerifier: string
  readonly startedAtMs: number
}

export interface ExchangeOptions {
  readonly pending: PendingAuthorization
  /** The whole address at which the person came back. */
  readonly callbackUrl: string
  readonly clientSecret?: string | undefined
  /** Where the tokens go. */
  readonly tokenStore: TokenStore
  readonly clock?: Clock | undefined
}

export interface RevokeOptions {
  readonly baseUrl: ClientOptions['baseUrl']
  readonly clientId: string
  readonly clientSecret?: string | undefined
  readonly tokenStore: TokenStore
  readonly clock?: Clock | undefined
}

export const scopesDefault = ['monitoring', 'management', 'control', 'offline_access']
const pendingLifeMs = 600_000
const answerBytesMax = 1024 * 1024

/** The address to send the person to, and what to keep until they are back. Nothing is sent. */
export function authorizationUrl(options: AuthorizationOptions): { url: string; pending: PendingAuthorization } {
  const { clientId, redirectUri, scopes = scopesDefault, clock = systemClock } = options
  const origin = resolveBaseUrl(options.baseUrl)
  checkRedirectUri(redirectUri)
  const state = randomBytes(32).toString('base64url')
  const codeVerifier = randomBytes(32).toString('base64url')
  const url = new URL('/ws/oauth/authorize', origin)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state,
    code_challenge: challengeOf(codeVerifier),
    code_challenge_method: 'S256',
  }).toString()
  return { url: url.href, pending: { origin, clientId, redirectUri, state, codeVerifier, startedAtMs: clock.now() } }
}

/** RFC 7636, S256. */
export const challengeOf = (codeVerifier: string) => createHash('sha256').update(codeVerifier).digest('base64url')

/**
 * Trades the code that came back for tokens and stores them; they replace whatever the store held. What was granted is
 * undefined when NinjaOne does not say.
 */
export async function exchangeCode(options: ExchangeOptions): Promise<{ scopes: readonly string[] | undefined }> {
  const { pending, callbackUrl, clientSecret, tokenStore, clock = systemClock } = options
  const code = readCallback(pending, callbackUrl, clock)
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: pending.redirectUri,
    code_verifier: pending.codeVerifier,
    ...application(pending.clientId, clientSecret),
  }
  // Only ever to the host that the person was sent to: no answer of theirs can name another.
  const issued = await withContext(pending.origin, clock, (context) => requestToken(context, form, 1)).catch(
    (error: unknown) => {
      const isCode = error instanceof KunaiApiError && error.code === 'reconnect_needed'
      throw isCode ? refuse('code_refused', 'NinjaOne refused the code: it is used, too old, or not ours.') : error
    },
  )
  const { refreshToken } = issued
  if (refreshToken === undefined) {
    throw refuse(
      'refresh_token_missing',
      'NinjaOne gave no refresh token: ask for the scope offline_access, and allow it and the grant type Refresh Token in the application.',
    )
  }
  const { accessToken, renewAtMs } = toToken(issued, clock)
  const tokens = { refreshToken, accessToken: accessToken.reveal(), renewAtMs }
  await guardStore(() => tokenStore.exclusively(() => tokenStore.save(tokens)))
  return { scopes: issued.scopes }
}

/** Ends the consent at NinjaOne, then in the store. Whoever comes later is told to connect again. */
export async function revoke({ baseUrl, clientId, clientSecret, tokenStore, clock }: RevokeOptions): Promise<void> {
  const origin = resolveBaseUrl(baseUrl)
  await guardStore(() =>
    tokenStore.exclusively(async () => {
      const stored = await tokenStore.load()
      if (!stored) return
      const { refreshToken } = stored
      const form = { token: refreshToken, token_type_hint: 'refresh_token', ...application(clientId, clientSecret) }
      await withContext(origin, clock ?? systemClock, (context) => requestRevocation(context, form))
      await tokenStore.save({ refreshToken, reconnectNeeded: true })
    }),
  )
}

function readCallback(pending: PendingAuthorization, callbackUrl: string, clock: Clock): string {
  const url = URL.canParse(callbackUrl) ? new URL(callbackUrl) : undefined
  const expected = new URL(pending.redirectUri)
  if (!url || url.origin !== expected.origin || url.pathname !== expected.pathname) {
    throw refuse('callback_invalid', 'This is not the address that the person was to come back to.')
  }
  const one = (name: string) => {
    const values = url.searchParams.getAll(name)
    // Twice is a sign of somebody adding theirs to ours.
    if (values.length > 1) throw refuse('callback_invalid', `The answer from NinjaOne names ${name} twice.`)
    return values[0]
  }
  // The state comes first: until it fits, nothing here is known to be an answer to us.
  if (!sameText(one('state') ?? '', pending.state)) {
    throw refuse('state_mismatch', 'The answer does not belong to this attempt to connect: start again.')
  }
  if (clock.now() - pending.startedAtMs > pendingLifeMs) {
    throw refuse('authorization_expired', 'This attempt to connect is more than ten minutes old: start again.')
  }
  const issuer = one('iss')
  if (issuer !== undefined && !(URL.canParse(issuer) && new URL(issuer).origin === pending.origin)) {
    throw refuse('issuer_mismatch', 'The answer comes from another server than the one that was asked.')
  }
  const error = one('error')
  if (error === 'access_denied') throw refuse('access_denied', 'The person did not allow the access.')
  if (error === 'invalid_scope') throw refuse('scope_refused', 'The application lacks a scope that was asked for.')
  const code = one('code')
  if (error !== undefined || !code) throw refuse('authorization_refused', 'NinjaOne did not allow to connect.')
  return code
}

function checkRedirectUri(redirectUri: string): void {
  const url = URL.canParse(redirectUri) ? new URL(redirectUri) : undefined
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
  if (url && safe && url.username === '' && url.password === '' && !redirectUri.includes('#')) return
  throw apiError({
    kind: 'configuration',
    execution: 'not_sent',
    code: 'redirect_uri_invalid',
    message: 'The redirect address is not usable: use https, or http on this machine, without password and fragment.',
  })
}

const application = (clientId: string, clientSecret: string | undefined) => ({
  client_id: clientId,
  ...(clientSecret !== undefined && { client_secret: clientSecret }),
})

/** For a request or two outside of any client. */
export async function withContext<Value>(
  origin: string,
  clock: Clock,
  use: (context: TokenContext) => Promise<Value>,
): Promise<Value> {
  const transport = createTransport({ origin, clock, timeouts: defaultTimeouts, connectionsMax: 1, answerBytesMax })
  const context = { identity: 'user', origin, transport, clock, hooks: {}, userAgent: 'kunai', answerBytesMax } as const
  try {
    return await use(context)
  } finally {
    await transport.close()
  }
}

function sameText(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

function refuse(code: string, message: string): KunaiApiError {
  return apiError({ kind: 'unauthorized', execution: 'not_sent', code, message })
}
