/**
 * The typed client: tokens, limits, pages and errors around the exact requests of `request/`.
 * `@kunai/api` exports all of these names: adding one here is a promise to everybody who uses the package.
 */
export {
  type AuthorizationOptions,
  authorizationUrl,
  type ExchangeOptions,
  exchangeCode,
  type PendingAuthorization,
  type RevokeOptions,
  revoke,
} from './authorization.ts'
export { createClient } from './client.ts'
export { type Diagnosis, type DiagnosisOptions, diagnose, type Finding } from './diagnose.ts'
export {
  AbortedError,
  ConfigurationError,
  ConflictError,
  type Execution,
  ForbiddenError,
  IncompleteListError,
  InvalidAnswerError,
  KunaiApiError,
  type KunaiApiErrorKind,
  NetworkAmbiguousError,
  NetworkUnsentError,
  NotFoundError,
  RateLimitedError,
  RefusedError,
  ServerError,
  UnauthorizedError,
  UnprovenAnswerError,
  UserContextRequiredError,
  ValidationError,
  type ValidationIssue,
} from './errors.ts'
export type { RateLimit } from './limiter.ts'
export type {
  AnswerEvent,
  CallOptions,
  ClientOptions,
  Hooks,
  MachineIdentity,
  RequestEvent,
  UserIdentity,
  WaitEvent,
} from './options.ts'
export { type Region, regions, resolveBaseUrl } from './regions.ts'
export type { RetryPolicy } from './retry.ts'
export {
  type FileTokenStoreOptions,
  fileTokenStore,
  memoryTokenStore,
  type StoredTokens,
  type TokenStore,
} from './token-store.ts'
export type { Timeouts } from './transport.ts'
export type { Client, InputOf, OutputOf, RowOf } from './types.ts'
