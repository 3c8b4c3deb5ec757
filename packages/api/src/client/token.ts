/** A token in use, whatever it came from. */
import type { Clock } from '../clock.ts'
import { apiError, KunaiApiError } from './errors.ts'
import type { Secret } from './secret.ts'
import type { IssuedToken } from './token-request.ts'

/** Tokens are renewed this long before they end, or halfway when they are short-lived. */
const marginMsMax = 60_000

export interface Token {
  readonly accessToken: Secret
  readonly renewAtMs: number
}

export function toToken({ accessToken, expiresInMs }: IssuedToken, clock: Clock): Token {
  return { accessToken, renewAtMs: clock.now() + expiresInMs - Math.min(marginMsMax, expiresInMs / 2) }
}

/** Runs what the caller has given us for keeping tokens; when that fails, nothing of it is shown. */
export async function guardStore<Value>(use: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await use()
  } catch (cause) {
    if (cause instanceof KunaiApiError) throw cause
    throw apiError({
      kind: 'unauthorized',
      execution: 'not_sent',
      code: 'refresh_token_store_failed',
      message: "The user identity's refresh token could not be read or stored: check where it is kept.",
      cause,
    })
  }
}
