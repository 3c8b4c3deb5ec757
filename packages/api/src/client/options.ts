/** What a client is made of, and what its caller may watch. */
import type { Clock } from '../clock.ts'
import type { Identity } from '../operation.ts'
import type { RateLimit } from './limiter.ts'
import type { Region } from './regions.ts'
import type { RetryPolicy } from './retry.ts'
import type { TokenStore } from './token-store.ts'
import type { Timeouts } from './transport.ts'

/** An application of the platform "API Services (machine-to-machine)". */
export interface MachineIdentity {
  readonly clientId: string
  readonly clientSecret: string
  /** Space-separated scopes to ask for. Left out, NinjaOne grants all that the application has. */
  readonly scope?: string | undefined
}

/** An application that a person has consented to, and where the tokens of that consent are. */
export type UserIdentity = {
  readonly clientId: string
  /** Native and single-page applications have none. */
  readonly clientSecret?: string | undefined
} & (UserTokenStore | UserTokenCallbacks)

interface UserTokenStore {
  /** For several processes, and for what has to survive a crash. */
  readonly tokenStore: TokenStore
  readonly refreshToken?: undefined
  readonly onRefreshToken?: undefined
}

/** For one process that keeps the refresh token in its own way. */
interface UserTokenCallbacks {
  readonly tokenStore?: undefined
  /** A function is asked before each use. */
  readonly refreshToken: string | (() => string | Promise<string>)
  /** NinjaOne rotates refresh tokens: the new one arrives here, and must be stored before the promise resolves. */
  readonly onRefreshToken?: ((refreshToken: string) => void | Promise<void>) | undefined
}

/** What leaves, without anything secret: no header, no query, no body. */
export interface RequestEvent {
  /** `oauth.token` for a token request. */
  readonly operationId: string
  readonly identity: Identity
  readonly method: string
  readonly path: string
  /** 1 for the first sending. */
  readonly attempt: number
}

export interface AnswerEvent extends RequestEvent {
  readonly durationMs: number
  /** Absent when no whole answer arrived. */
  readonly status: number | undefined
  /** NinjaOne's own id of the exchange. */
  readonly requestId: string | undefined
  /** `code` of the error that this exchange amounts to; absent when it went well. */
  readonly code: string | undefined
  /** True when a write was accepted with a body other than the one its operation describes. */
  readonly unexpectedBody?: boolean
}

/** A request that had to wait before it left. */
export interface WaitEvent {
  readonly operationId: string
  /** `pace`: the connection's limits; `repeat`: the pause before the next try. */
  readonly reason: 'pace' | 'repeat'
  readonly waitMs: number
}

export interface Hooks {
  /** Right before the first byte of an operation leaves. If it throws, nothing leaves. Not called for tokens. */
  readonly onSend?: ((event: RequestEvent) => void) | undefined
  /** For logs: what they throw is ignored. */
  readonly onRequest?: ((event: RequestEvent) => void) | undefined
  readonly onAnswer?: ((event: AnswerEvent) => void) | undefined
  readonly onWait?: ((event: WaitEvent) => void) | undefined
}

export interface ClientOptions {
  /** A region key, an https address, or an http address of this machine. */
  readonly baseUrl: Region | (string & {})
  readonly machine?: MachineIdentity | undefined
  readonly user?: UserIdentity | undefined
  /**
   * Chosen on purpose, for a tenant without a machine application: the user's token serves every operation, and all of
   * them run as that person. Never a way out when the machine's token does not come.
   */
  readonly userForAll?: boolean | undefined
  readonly clock?: Clock | undefined
  readonly userAgent?: string | undefined
  readonly fetchTimeouts?: Partial<Timeouts> | undefined
  readonly retry?: Partial<RetryPolicy> | undefined
  /** The pace of this connection; by default only what NinjaOne tells us. */
  readonly rateLimit?: RateLimit | undefined
  readonly hooks?: Hooks | undefined
  /** Pages of one list asked for at the same time, where that is safe; 1 reads one after another. Default 8. */
  readonly pagesAtOnceMax?: number | undefined
  /** Connections per kind of use (reads; everything else). */
  readonly connectionsMax?: number | undefined
  /** Largest answer, packed and unpacked. */
  readonly answerBytesMax?: number | undefined
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for the whole call with its waits and repeats; for a list, for each of its pages. */
  readonly timeoutMs?: number | undefined
  /** Like `hooks.onSend`, for this call alone. */
  readonly onSend?: ((event: RequestEvent) => void) | undefined
}

/** A log that fails must not change what happens to a command that has already left. */
export function notify<Event>(hook: ((event: Event) => void) | undefined, event: Event): void {
  try {
    hook?.(event)
  } catch {
    // Deliberately nothing: see above.
  }
}
