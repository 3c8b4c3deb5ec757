/** From our error codes to HTTP. A code that is not listed is a fault of ours: 500, and no word of it leaves. */
import { GatewayError } from '../../call/index.ts'

const statuses: Record<string, 400 | 401 | 403 | 404 | 409 | 413 | 422> = {
  invalid_json: 400,
  invalid_input: 400,
  invalid_name: 400,
  reason_missing: 400,
  too_loose: 400,
  read_not_asked: 400,
  unauthenticated: 401,
  sign_in_link_invalid: 401,
  forbidden: 403,
  origin_refused: 403,
  csrf_refused: 403,
  own_request: 403,
  not_found: 404,
  unknown_connection: 404,
  not_stored: 409,
  name_taken: 409,
  changed_meanwhile: 409,
  is_default: 409,
  secret_needed: 422,
  secrets_unreadable: 409,
  no_user_application: 409,
  authorization_doubtful: 409,
  authorization_failed: 422,
  authorization_used: 409,
  authorization_superseded: 409,
  authorization_expired: 409,
  authorization_other_session: 403,
  authorization_outdated: 409,
  state_mismatch: 403,
  not_pending: 409,
  expired: 409,
  digest_mismatch: 409,
  policy_changed: 409,
  already_extended: 409,
  too_large: 413,
  unknown_action: 400,
  unknown_field: 400,
  invalid_template: 400,
  malformed_input: 400,
  bad_encoding: 400,
  missing_column: 400,
  no_rows: 400,
  too_many_errors: 409,
  wrong_state: 409,
  plan_changed: 409,
  input_changed: 409,
  already_started: 409,
  rate_limited: 409,
}

export interface ErrorAnswer {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 500
  readonly body: { readonly error: { readonly code: string; readonly message: string } }
}

export function answerFor(error: unknown): ErrorAnswer {
  if (error instanceof GatewayError && error.code in statuses) {
    return { status: statuses[error.code] ?? 500, body: { error: { code: error.code, message: error.message } } }
  }
  const message = 'The gateway could not do that. Its log says why.'
  return { status: 500, body: { error: { code: 'internal_fault', message } } }
}
