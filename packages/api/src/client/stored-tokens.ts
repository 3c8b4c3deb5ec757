/**
 * The user's tokens in a store that several processes share. A refresh token works once, and showing it a second time
 * makes the server revoke everything that came from it, so:
 *
 * - whoever needs a token looks into the store first: another may have left one there;
 * - one refresh runs at a time, inside the store's `exclusively`;
 * - a mark is stored before the refresh token leaves, and goes when the answer is stored. Who holds the store and
 *   finds a mark knows that its writer has died or got no answer: the token may be used up, and nobody can tell. That
 *   window cannot be closed; it ends as `reconnect_needed`.
 */
import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { apiError, KunaiApiError } from './errors.ts'
import { Secret } from './secret.ts'
import { guardStore, type Token, toToken } from './token.ts'
import type { IssuedToken } from './token-request.ts'
import type { StoredTokens, TokenStore } from './token-store.ts'

type Refresh = (refreshToken: string) => Promise<IssuedToken>

/** After these the refresh token is as good as before: it never left, or the server itself said no to something else. */
const sparing = new Set([
  ...['connection_failed', 'client_closed', 'stopped_before_sending'],
  ...['client_not_found', 'client_refused', 'grant_refused', 'scope_refused', 'token_refused', 'rate_limited'],
])

/** Gives a function that finds or makes a token other than `refused`. */
export function storedTokens(
  store: TokenStore,
  clock: Clock,
  refresh: Refresh,
): (refused: Token | undefined) => Promise<Token> {
  /** What came as the answer to the refresh under `mark` and could not be stored yet. */
  let unsaved: { readonly mark: string; readonly tokens: StoredTokens } | undefined

  const save = (tokens: StoredTokens) => guardStore(() => store.save(tokens))

  const load = async (): Promise<StoredTokens> => {
    const stored = await guardStore(() => store.load())
    if (stored) return stored
    throw apiError({
      kind: 'unauthorized',
      execution: 'not_sent',
      code: 'not_connected',
      message: 'The user identity is not connected yet: its token store is empty.',
    })
  }

  const live = (stored: StoredTokens, refused: Token | undefined): Token | undefined => {
    const { accessToken, renewAtMs, reconnectNeeded } = stored
    if (reconnectNeeded || accessToken === undefined || renewAtMs === undefined) return undefined
    if (clock.now() >= renewAtMs || accessToken === refused?.accessToken.reveal()) return undefined
    return { accessToken: new Secret(accessToken), renewAtMs }
  }

  const giveUp = async (stored: StoredTokens): Promise<never> => {
    if (!stored.reconnectNeeded) await save({ refreshToken: stored.refreshToken, reconnectNeeded: true })
    throw reconnectNeeded()
  }

  const refreshStored = async (stored: StoredTokens): Promise<Token> => {
    const { refreshToken } = stored
    const mark = randomUUID()
    await save({ ...stored, refreshing: mark })
    let issued: IssuedToken
    try {
      issued = await refresh(refreshToken)
    } catch (error) {
      if (error instanceof KunaiApiError && sparing.has(error.code)) await save(stored)
      throw error
    }
    const token = toToken(issued, clock)
    const tokens: StoredTokens = {
      refreshToken: issued.refreshToken ?? refreshToken,
      accessToken: token.accessToken.reveal(),
      renewAtMs: token.renewAtMs,
    }
    unsaved = { mark, tokens }
    // Stored before its first use: whatever dies after this loses nothing.
    await save(tokens)
    unsaved = undefined
    return token
  }

  /** Alone in the store from here on. */
  const find = async (refused: Token | undefined): Promise<Token> => {
    let stored = await load()
    if (unsaved && stored.refreshing === unsaved.mark) {
      stored = unsaved.tokens
      await save(stored)
      unsaved = undefined
    }
    if (stored.reconnectNeeded || stored.refreshing !== undefined) return giveUp(stored)
    const found = live(stored, refused)
    if (found) return found
    try {
      return await refreshStored(stored)
    } catch (error) {
      if (!(error instanceof KunaiApiError && error.code === 'reconnect_needed')) throw error
      // One look whether a person has connected anew meanwhile, in a store that does not keep them out; then the end.
      const now = await load()
      if (now.refreshToken === stored.refreshToken) return giveUp(now)
      if (now.reconnectNeeded || now.refreshing !== undefined) throw error
      return live(now, refused) ?? (await refreshStored(now))
    }
  }

  return async (refused) => {
    // A good one is handed out without waiting, except while somebody exchanges it.
    const stored = await load()
    const found = stored.refreshing === undefined ? live(stored, refused) : undefined
    return found ?? guardStore(() => store.exclusively(() => find(refused)))
  }
}

function reconnectNeeded(): KunaiApiError {
  return apiError({
    kind: 'unauthorized',
    execution: 'not_sent',
    code: 'reconnect_needed',
    message: 'The user identity must be connected again: its refresh token is used up or was refused.',
  })
}
