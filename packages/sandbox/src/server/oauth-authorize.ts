/**
 * The authorize endpoint and its codes. The sandbox's technician is taken to be signed in: GET shows who asks for what
 * on a page with two buttons, POST is the button. Where the vendor's answer is not on record, RFC 6749 and RFC 7636
 * hold in their strict reading.
 */
import { createHash } from 'node:crypto'
import { type Incidents, Refusal, refuseAuth, type WireAnswer, type WireRequest } from './answer.ts'
import type { Grant, OAuthClient } from './oauth.ts'
import { narrow, randomToken, sameSecret } from './oauth-credentials.ts'
import type { Family } from './oauth-refresh.ts'

interface Code extends Grant {
  readonly redirectUri: string
  readonly challenge: string | undefined
  readonly expiresAtMs: number
  readonly family: Family
  used: boolean
}

const codeLifeMs = 60_000

export class Authorization {
  readonly #clients: ReadonlyMap<string, OAuthClient>
  readonly #incidents: Incidents
  readonly #nowMs: () => number
  readonly #codes = new Map<string, Code>()

  constructor(clients: ReadonlyMap<string, OAuthClient>, incidents: Incidents, nowMs: () => number) {
    this.#clients = clients
    this.#incidents = incidents
    this.#nowMs = nowMs
  }

  answer(request: WireRequest): WireAnswer {
    if (request.method !== 'GET' && request.method !== 'POST') {
      throw new Refusal({ status: 405, headers: { Allow: 'GET, POST' } })
    }
    const parameters = new URLSearchParams(request.query)
    const client = this.#clients.get(parameters.get('client_id') ?? '')
    const redirectUri = parameters.get('redirect_uri') ?? ''
    // One answer for an unknown application, a machine's, and an address that is not registered to the letter: the
    // vendor says no more (ninjaone-api §4). Nothing is ever sent to an address that is not registered.
    if (client?.identity !== 'user' || !client.redirectUris.includes(redirectUri)) throw this.#incidents.noRoute()
    const back = (answer: Record<string, string>) => redirect(redirectUri, parameters.get('state'), answer)

    if (parameters.get('response_type') !== 'code') return back({ error: 'unsupported_response_type' })
    const challenge = parameters.get('code_challenge') ?? undefined
    const method = parameters.get('code_challenge_method')
    // A challenge without a method means `plain`, which proves nothing to whoever can read the address.
    const isS256 = method === 'S256' && /^[\w-]{43}$/.test(challenge ?? '')
    if ((challenge !== undefined || method !== null) && !isS256) return back({ error: 'invalid_request' })
    const scopes = readScopes(client, parameters.get('scope'))
    if (!scopes) return back({ error: 'invalid_scope' })

    if (request.method === 'GET') return showConsent(client, scopes, redirectUri)
    const decision = new URLSearchParams(request.body?.toString('utf8') ?? '').get('decision')
    if (decision === 'deny') return back({ error: 'access_denied' })
    if (decision !== 'allow') throw refuseAuth(400, 'invalid_request', 'decision must be allow or deny')
    const code = randomToken()
    const expiresAtMs = this.#nowMs() + codeLifeMs
    this.#codes.set(code, {
      ...{ client, scopes, redirectUri, challenge, expiresAtMs },
      family: { revoked: false },
      used: false,
    })
    return back({ code })
  }

  /** What the user consented to; refuses a code that is used, old, somebody else's, or shown without its verifier. */
  redeem(client: OAuthClient, form: URLSearchParams): Code {
    const code = this.#codes.get(form.get('code') ?? '')
    if (!code || code.client !== client) throw refuseAuth(400, 'invalid_grant')
    // Shown twice, so two have it: what the first one got ends too (RFC 6749 §4.1.2).
    if (code.used) code.family.revoked = true
    const known = !code.used && this.#nowMs() < code.expiresAtMs
    code.used = true
    if (!known || form.get('redirect_uri') !== code.redirectUri) throw refuseAuth(400, 'invalid_grant')
    if (!fits(form.get('code_verifier'), code.challenge)) throw refuseAuth(400, 'invalid_grant')
    return code
  }
}

/** A verifier without a challenge is refused too: somebody took the challenge out on the way (RFC 9700 §4.8.2). */
function fits(verifier: string | null, challenge: string | undefined): boolean {
  if (challenge === undefined || verifier === null) return challenge === undefined && verifier === null
  if (!/^[\w.~-]{43,128}$/.test(verifier)) return false
  return sameSecret(createHash('sha256').update(verifier).digest('base64url'), challenge)
}

/** `offline_access` comes only to who asks for it by name. */
function readScopes(client: OAuthClient, asked: string | null): readonly string[] | undefined {
  if (!asked) return client.scopes.filter((scope) => scope !== 'offline_access')
  try {
    return narrow(client.scopes, asked)
  } catch {
    return undefined
  }
}

function redirect(redirectUri: string, state: string | null, answer: Record<string, string>): WireAnswer {
  const url = new URL(redirectUri)
  for (const [name, value] of Object.entries(answer)) url.searchParams.append(name, value)
  if (state !== null) url.searchParams.append('state', state)
  return { status: 302, headers: { Location: url.href } }
}

function showConsent(client: OAuthClient, scopes: readonly string[], redirectUri: string): WireAnswer {
  const button = (decision: string, label: string) =>
    `<button name="decision" value="${decision}">${escapeHtml(label)}</button>`
  return {
    status: 200,
    contentType: 'text/html; charset=utf-8',
    // The form goes back to the address it came from, query and all.
    headers: { 'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'" },
    body: `<!doctype html><html lang="en"><head><title>Sandbox: allow access?</title></head><body>
<h1>Sandbox: allow access?</h1>
<p>${escapeHtml(client.id)} asks for ${escapeHtml(scopes.join(', '))} and continues at ${escapeHtml(redirectUri)}.</p>
<form method="post">${button('allow', 'Allow')} ${button('deny', 'Deny')}</form>
</body></html>`,
  }
}

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
