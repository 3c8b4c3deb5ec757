/**
 * What went wrong with a connection, in one sentence that says what to do. The codes are the client's and our own; one
 * that is not here keeps the client's sentence.
 */
import type { Finding } from './vendor.ts'

/** What a sentence may name. */
export interface Named {
  readonly host: string
  readonly redirectUri: string
}

/** What usually passes by itself. */
const noToken: Sentence = ({ host }) =>
  `${host} gave no token at the last try. That usually passes by itself, and the next call tries again; run the check if it lasts.`

type Sentence = (named: Named) => string

const sentences: Readonly<Record<string, Sentence>> = {
  host_unreachable: ({ host }) => `${host} does not answer: check the region or address, and that it is up.`,
  connection_failed: ({ host }) => `${host} does not answer: check the region or address, and that it is up.`,
  client_not_found: ({ host }) =>
    `${host} knows no application with this client ID: the region is wrong, or the client ID is, or the application was removed. Compare with Administration → Apps → API in NinjaOne.`,
  grant_refused: () =>
    'This is the wrong kind of application: for people NinjaOne must list it as Web or Native, for the machine as API Services.',
  client_refused: () =>
    'NinjaOne refuses the client secret: it is mistyped, or it was rotated in NinjaOne. Enter the new one under Rotate secret.',
  redirect_uri_mismatch: ({ redirectUri }) =>
    `NinjaOne does not accept the redirect URI: register exactly ${redirectUri}, without a slash at the end. If it is right and NinjaOne still refuses, it remembers an older one: close all NinjaOne tabs and try again in a minute.`,
  scope_missing: () =>
    'The application lacks a scope: tick monitoring, management and control for it in NinjaOne, then authorize again.',
  scope_refused: () =>
    'The application lacks a scope: tick monitoring, management and control for it in NinjaOne, then authorize again.',
  offline_access_missing: () =>
    'The application may not stay connected: allow the grant type Refresh Token in NinjaOne, else somebody would have to authorize every hour.',
  refresh_token_missing: () =>
    'The application may not stay connected: allow the grant type Refresh Token in NinjaOne, else somebody would have to authorize every hour.',
  server_error: noToken,
  html_page: noToken,
  connection_lost: noToken,
  timed_out: noToken,
  deadline_exceeded: noToken,
  invalid_answer: noToken,
  answer_too_large: noToken,
  rate_limited: ({ host }) =>
    `${host} asked for fewer requests when a token was wanted. The next call waits and tries again; nothing is to be done.`,
  refresh_token_store_failed: () =>
    'NinjaOne gave a new token, and it could not be stored here: look at the log and the database of the gateway, then run the check.',
  access_denied: () => 'Access was not allowed in NinjaOne, so nothing was connected. Authorize again to change that.',
  authorization_refused: () => 'NinjaOne did not allow the connection. Run the check, then authorize again.',
  code_refused: () => 'NinjaOne refuses the code that it sent: it was too old or used already. Authorize again.',
  reconnect_needed: () =>
    'The consent has ended: it was revoked in NinjaOne, or its refresh token is used up. Reconnect to go on.',
  not_connected: () => 'Nobody has authorized this connection yet. Authorize it.',
  token_rejected: () =>
    'NinjaOne no longer accepts the consent: the application or the access was revoked there. Reconnect to go on.',
  not_authenticated: () =>
    'NinjaOne no longer accepts the consent: the application or the access was revoked there. Reconnect to go on.',
  forbidden: () =>
    'The application lacks the scope monitoring, or the person who authorized it may not see devices. Correct that in NinjaOne.',
  state_mismatch: () =>
    'This answer does not belong to anything that was started here, so it was thrown away. Authorize from the connection’s page.',
  authorization_used: () => 'This answer from NinjaOne was used already; it is not taken twice.',
  authorization_superseded: () =>
    'Authorizing was started again in another tab, and only the newest counts. Finish it there, or authorize again.',
  authorization_expired: () => 'More than ten minutes passed, so this answer is too old. Authorize again.',
  authorization_other_session: () =>
    'Somebody else started this, or you have signed in anew since. Authorize again from here.',
  authorization_outdated: () =>
    'The connection was changed after this was started, so the answer is not for it any more. Authorize again.',
  tenants_differ: () =>
    'The two applications see different organizations, so they belong to different tenants. Use applications of one tenant.',
}

/** The finding in our words; the client's own sentence where there are none. */
export function explain({ code, message }: Finding, named: Named): string {
  return sentences[code]?.(named) ?? message
}
