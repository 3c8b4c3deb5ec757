/** What tests of OAuth share: an address to ask for consent at, a program's consent, and the token request after it. */
import { createHash } from 'node:crypto'
import type { Sandbox } from '../sandbox.ts'
import { askForToken, type Reply } from './tenant.ts'

export type Changes = Readonly<Record<string, string | undefined>>

export const verifier = 'a-verifier-of-at-least-forty-three-characters.~_'
export const challenge = createHash('sha256').update(verifier).digest('base64url')

const only = (values: Changes) =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined))

/** Of the web application, with PKCE and all that is needed; an undefined change takes a parameter away. */
export function authorizeUrl({ url, user }: Sandbox, changes: Changes = {}, path = '/ws/oauth/authorize'): string {
  const parameters = {
    response_type: 'code',
    client_id: user.clientId,
    redirect_uri: user.redirectUris[0],
    scope: 'monitoring management offline_access',
    state: 'a state & more',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  }
  return `${url}${path}?${new URLSearchParams(only({ ...parameters, ...changes }))}`
}

/** A program's consent; where the user is sent, if anywhere. */
export async function consent({ controlToken }: Sandbox, url: string, form: Changes = { decision: 'allow' }) {
  const headers = { 'X-Sandbox-Consent': controlToken }
  const body = new URLSearchParams(only(form))
  const response = await fetch(url, { method: 'POST', redirect: 'manual', headers, body })
  const location = response.headers.get('location')
  return { response, back: location === null ? undefined : new URL(location) }
}

export async function obtainCode(sandbox: Sandbox, changes: Changes = {}): Promise<string> {
  const { back } = await consent(sandbox, authorizeUrl(sandbox, changes))
  return back?.searchParams.get('code') ?? 'no code'
}

export function redeem(sandbox: Sandbox, code: string, changes: Changes = {}): Promise<Reply> {
  const { clientId, clientSecret, redirectUris } = sandbox.user
  const form = {
    grant_type: 'authorization_code',
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uri: redirectUris[0],
    code_verifier: verifier,
    code,
  }
  return askForToken(sandbox.url, only({ ...form, ...changes }))
}

export function refresh(sandbox: Sandbox, refreshToken: string, changes: Changes = {}): Promise<Reply> {
  const { clientId, clientSecret } = sandbox.user
  const form = {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  }
  return askForToken(sandbox.url, only({ ...form, ...changes }))
}
