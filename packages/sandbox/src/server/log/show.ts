/** Rows of the log as people and programs read them. */
import { OAuth } from '../oauth/oauth.ts'
import { type ShownBody, showBody } from './body-part.ts'
import type { RequestLog, Row } from './request-log.ts'
import { hideInForm, hideInHeaders, hideInJson } from './secrets.ts'

export interface LoggedRequest {
  /** 1, 2, 3 … in order of the answers; never given twice. */
  readonly seq: number
  readonly requestId: string
  /** ISO 8601, by the sandbox's clock. */
  readonly at: string
  readonly method: string
  readonly path: string
  readonly query: string
  readonly operation?: string
  readonly device?: number
  readonly organization?: number
  /** Client id of the application. */
  readonly client?: string
  /** 0 when no answer was given. */
  readonly status: number
  readonly latencyMs: number
  /** What the answer told the client to wait. */
  readonly retryAfterSeconds?: number
  /** Ids of the fault rules that struck. */
  readonly faults?: readonly string[]
}

interface Message {
  /** Names as they came; secrets hidden. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: ShownBody
}

export interface RequestDetail extends LoggedRequest {
  /** What the operation needs, and what the token could have done. */
  readonly scope?: { readonly used: string; readonly granted: readonly string[] }
  /** Absent when no more is kept of it: the oldest make room. */
  readonly request?: Message
  readonly response?: Message
}

/** Which rows to show; all that is given must fit. */
export interface RequestFilter {
  /** Only those with a larger `seq`. Default 0. */
  readonly after?: number | undefined
  /** At most so many. Default: all that are kept. */
  readonly limit?: number | undefined
  readonly method?: string | undefined
  /** As sent, without the query; `*` stands for any text. */
  readonly path?: string | undefined
  readonly status?: number | undefined
  readonly client?: string | undefined
}

/** Says to which organization the request belongs, as things are now. */
export type OrganizationOf = (row: Row) => number | undefined

export function listRequests(
  log: RequestLog,
  filter: RequestFilter,
  organizationOf: OrganizationOf,
): readonly LoggedRequest[] {
  const { after, limit = Number.POSITIVE_INFINITY, method, path, status, client } = filter
  const test = path === undefined ? undefined : pathTest(path)
  const found: LoggedRequest[] = []
  for (const row of log.rows(after)) {
    if (found.length >= limit) break
    if (method !== undefined && row.method !== method.toUpperCase()) continue
    if (status !== undefined && row.status !== status) continue
    if (client !== undefined && row.client !== client) continue
    if (test && !test(row.path)) continue
    found.push(showRow(row, organizationOf))
  }
  return found
}

/** Without a pattern of the caller's: one that backtracks would hold up everybody. */
function pathTest(path: string): (text: string) => boolean {
  const [first = '', ...rest] = path.split('*')
  const last = rest.pop()
  if (last === undefined) return (text) => text === path
  return (text) => {
    if (!text.startsWith(first)) return false
    let at = first.length
    for (const part of rest) {
      const found = text.indexOf(part, at)
      if (found < 0) return false
      at = found + part.length
    }
    return text.length >= at + last.length && text.endsWith(last)
  }
}

const isOAuth = ({ path }: Row) => OAuth.isEndpoint(path)

function showRow(row: Row, organizationOf: OrganizationOf): LoggedRequest {
  const { seq, requestId, atMs, method, path, query, target, client, status, latencyMs, retryAfterSeconds, faults } =
    row
  const organization = organizationOf(row)
  return {
    seq,
    requestId,
    at: new Date(atMs).toISOString(),
    method,
    path,
    query: isOAuth(row) ? hideInForm(query) : query,
    ...(target?.operation && { operation: target.operation.id }),
    ...(target?.device !== undefined && { device: target.device }),
    ...(organization !== undefined && { organization }),
    ...(client !== undefined && { client }),
    status,
    latencyMs,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(faults.length > 0 && { faults }),
  }
}

export function showDetail(row: Row, organizationOf: OrganizationOf): RequestDetail {
  const { detail, target, granted } = row
  const shown = showRow(row, organizationOf)
  const scope = target?.operation?.scope
  const scopes = scope !== undefined && granted && { scope: { used: scope, granted } }
  if (!detail) return { ...shown, ...scopes }
  const { requestHeaders, requestBody, answerHeaders, contentType, answerBody } = detail
  const sent = showBody(requestBody, isOAuth(row) ? hideInForm : hideInJson)
  const got = showBody(answerBody, contentType?.startsWith('text/html') && isOAuth(row) ? () => '(a page)' : hideInJson)
  return {
    ...shown,
    ...scopes,
    request: { headers: hideInHeaders(requestHeaders), ...(sent && { body: sent }) },
    ...(row.status !== 0 && {
      response: {
        headers: hideInHeaders({ ...(contentType !== undefined && { 'Content-Type': contentType }), ...answerHeaders }),
        ...(got && { body: got }),
      },
    }),
  }
}
