/** The vendor's three families of JSON errors (ninjaone-api §4), read leniently into one shape. */

import type { ValidationIssue } from './errors.ts'

export interface VendorError {
  /** The vendor's code when it looks like one: `user_context_required`, `invalid_node_role`, `NullPointerException`. */
  readonly code: string | undefined
  /** All its words, for `detail` only. */
  readonly text: string
  readonly incidentId: string | undefined
  /** What it says of single fields. No vendor source shows this; the seed's `details: { field, issue }` is read. */
  readonly issues: readonly ValidationIssue[]
  /** The server's own 404, which says that no route matched, and nothing about an entity. */
  readonly namesRoute: boolean
}

/** Undefined when `value` is none of the families: then it is not proven that the API itself spoke. */
export function readVendorError(value: unknown): VendorError | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const body = value as Record<string, unknown>
  // Auth layer: error, error_description, error_code. App layer: resultCode, errorMessage (text or object),
  // incidentId. Billing: errorCode, message.
  const named = [body.error, body.resultCode, body.errorCode].find((code) => typeof code === 'string')
  if (named === undefined) return undefined
  const { errorMessage } = body
  const inner = isRecord(errorMessage) ? errorMessage.code : errorMessage
  // FAILURE says nothing; the message then carries the code, if there is one.
  const codes = named === 'FAILURE' || named === 'Failure' ? [inner, named] : [named]
  const texts = [named, body.error_description, errorMessage, body.errorDetails, body.message, body.details]
  return {
    code: codes.find(looksLikeCode),
    text: texts
      .filter((text) => text !== undefined)
      .map(asText)
      .join(' · '),
    incidentId: looksLikeIncident(body.incidentId) ? body.incidentId : undefined,
    issues: readIssues(body.details),
    namesRoute: typeof errorMessage === 'string' && errorMessage.startsWith('HTTP 404'),
  }
}

/** More than a form has fields; bounds what an answer can make us keep. */
const issuesMax = 100

function readIssues(details: unknown): ValidationIssue[] {
  const list = Array.isArray(details) ? details.slice(0, issuesMax) : [details]
  return list.filter(isRecord).flatMap(({ field, issue }) => {
    if (typeof field !== 'string' && typeof issue !== 'string') return []
    return [{ field: typeof field === 'string' ? field : '', message: typeof issue === 'string' ? issue : '' }]
  })
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Codes reach messages and people, so free text must not pass for one. */
function looksLikeCode(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(value)
}

function looksLikeIncident(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.-]{1,128}$/.test(value)
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
