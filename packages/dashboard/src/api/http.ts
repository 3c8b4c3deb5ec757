/**
 * One way to the gateway. Decides how credentials travel and how a failure is put into words; what is asked
 * and when is left to queries.ts.
 */
import { learnServerTime } from './server-clock.ts'

/** Kept in memory only: a reload asks GET /api/session for it again. */
let csrfToken = ''

export function keepCsrfToken(token: string): void {
  csrfToken = token
}

export class ApiError extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
  }
}

export function isStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status
}

interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
  signal?: AbortSignal | undefined
}

export async function request<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  const method = options.method ?? 'GET'
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (options.body !== undefined) headers['Content-Type'] = 'application/json'
  if (method !== 'GET') headers['X-CSRF-Token'] = csrfToken

  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ?? null,
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(0, 'unreachable', 'The gateway does not answer. Check that it is running, then try again.')
  }
  learnServerTime(response.headers.get('date'))

  if (response.status === 204) return undefined as Answer
  const answer = await readJson(response)
  if (!response.ok) throw toApiError(response.status, answer)
  if (answer === undefined) {
    throw new ApiError(response.status, 'not_json', 'The gateway sent an answer that is not JSON. Try again.')
  }
  return answer as Answer
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}

function toApiError(status: number, answer: unknown): ApiError {
  const error = (answer as { error?: { code?: unknown; message?: unknown } } | undefined)?.error
  const code = typeof error?.code === 'string' ? error.code : `http_${status}`
  const message = typeof error?.message === 'string' ? error.message : sentenceFor(status)
  return new ApiError(status, code, message)
}

function sentenceFor(status: number): string {
  if (status === 401) return 'You are not signed in any more. Open a new sign-in link.'
  if (status === 403) return 'The gateway refused this. Reload the page; if it happens again, sign in anew.'
  if (status === 404) return 'The gateway does not know this. It may have been removed, or the address is mistyped.'
  if (status === 409) return 'Something changed in the meantime. Reload and look again.'
  if (status === 429) return 'Too many requests at once. Wait a few seconds, then try again.'
  return `The gateway failed with status ${status}. Its log says why; try again in a moment.`
}
