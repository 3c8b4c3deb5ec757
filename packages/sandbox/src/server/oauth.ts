/**
 * The vendor's token endpoint and bearer check, for two applications: a machine-to-machine one (client
 * credentials) and a web one whose user has already consented (refresh token). Answers as in ninjaone-api §3, §4.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Identity, Operation } from '@kunai/api/operation'
import { type Incidents, json, Refusal, refuseAuth, type WireAnswer, type WireRequest } from './answer.ts'

export interface OAuthClient {
  readonly id: string
  readonly secret: string
  readonly identity: Identity
  readonly scopes: readonly string[]
}

interface Grant {
  readonly client: OAuthClient
  readonly scopes: readonly string[]
}

interface AccessToken extends Grant {
  readonly expiresAtMs: number
}

/** Who sent a request, once its token is known to be good. */
export type Caller = AccessToken

export const tokenPaths: readonly string[] = ['/ws/oauth/token', '/oauth/token']
const tokenLifeSeconds = 3600
/** Old access tokens are swept when this many are kept, so that a long run does not grow for ever. */
const sweepAbove = 1_000

export class OAuth {
  readonly #clients: ReadonlyMap<string, OAuthClient>
  readonly #incidents: Incidents
  readonly #nowMs: () => number
  readonly #accessTokens = new Map<string, AccessToken>()
  readonly #refreshTokens = new Map<string, Grant>()

  constructor(clients: readonly OAuthClient[], incidents: Incidents, nowMs: () => number) {
    this.#clients = new Map(clients.map((client) => [client.id, client]))
    this.#incidents = incidents
    this.#nowMs = nowMs
  }

  /** A refresh token as it stands after a user's consent. */
  consent(client: OAuthClient): string {
    const token = randomToken()
    this.#refreshTokens.set(token, { client, scopes: client.scopes })
    return token
  }

  answerToken(request: WireRequest): WireAnswer {
    if (request.method !== 'POST') throw new Refusal({ status: 405, headers: { Allow: 'POST' } })
    if (!/^application\/x-www-form-urlencoded\b/i.test(request.contentType ?? '')) {
      throw refuseAuth(400, 'invalid_request', 'Send application/x-www-form-urlencoded')
    }
    const form = new URLSearchParams(request.body?.toString('utf8') ?? '')
    const client = this.#authenticate(request.authorization, form)
    switch (form.get('grant_type')) {
      case 'client_credentials':
        if (client.identity !== 'machine') throw refuseAuth(400, 'unauthorized_client')
        return this.#issue({ client, scopes: narrow(client.scopes, form.get('scope')) })
      case 'refresh_token': {
        if (client.identity !== 'user') throw refuseAuth(400, 'unauthorized_client')
        const grant = this.#refreshTokens.get(form.get('refresh_token') ?? '')
        if (!grant || grant.client !== client) throw refuseAuth(400, 'invalid_grant')
        // Refreshing never widens what the user consented to.
        return this.#issue({ client, scopes: narrow(grant.scopes, form.get('scope')) })
      }
      case null:
        throw refuseAuth(400, 'invalid_request', 'grant_type is missing')
      default:
        throw refuseAuth(400, 'unsupported_grant_type')
    }
  }

  /** Refuses unless the request carries a live token that this operation accepts. */
  authorize(authorization: string | undefined, operation: Operation): Caller {
    if (authorization === undefined) throw refuseAuth(400, 'missing_header', 'Missing required header', 2)
    const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization)?.[1]
    if (!token) throw refuseAuth(400, 'invalid_header', "Invalid 'Authorization' header", 1)
    const caller = this.#accessTokens.get(token)
    if (!caller || caller.expiresAtMs <= this.#nowMs()) {
      throw refuseAuth(401, 'not_authenticated', 'Invalid credentials', 10)
    }
    if (operation.identity === 'user' && caller.client.identity !== 'user') {
      const description = 'Access key does not have user context which is required for this request'
      throw refuseAuth(403, 'user_context_required', description, 5)
    }
    if (!caller.scopes.includes(operation.scope)) {
      // The vendor's body for this case is not on record; the status is (ninjaone-api §3).
      throw refuseAuth(403, 'insufficient_scope', `This request needs the scope ${operation.scope}`)
    }
    return caller
  }

  #authenticate(authorization: string | undefined, form: URLSearchParams): OAuthClient {
    const [id, secret] = readBasic(authorization) ?? [form.get('client_id'), form.get('client_secret')]
    if (!id) throw refuseAuth(400, 'invalid_client')
    const client = this.#clients.get(id)
    if (!client) throw this.#incidents.refuse(404, 'Client app not exist')
    if (secret === null || !sameSecret(secret, client.secret)) throw refuseAuth(400, 'invalid_client')
    return client
  }

  #issue(grant: Grant): WireAnswer {
    this.#sweep()
    const token = randomToken()
    this.#accessTokens.set(token, { ...grant, expiresAtMs: this.#nowMs() + tokenLifeSeconds * 1000 })
    return json(200, {
      access_token: token,
      expires_in: tokenLifeSeconds,
      scope: grant.scopes.join(' '),
      token_type: 'Bearer',
    })
  }

  #sweep(): void {
    if (this.#accessTokens.size < sweepAbove) return
    const nowMs = this.#nowMs()
    for (const [token, { expiresAtMs }] of this.#accessTokens) {
      if (expiresAtMs <= nowMs) this.#accessTokens.delete(token)
    }
  }
}

/** Without `scope` all of the application's scopes come (ninjaone-api §3). */
function narrow(granted: readonly string[], asked: string | null): readonly string[] {
  if (!asked) return granted
  const wanted = asked.split(/[\s+]+/).filter(Boolean)
  if (!wanted.every((scope) => granted.includes(scope))) throw refuseAuth(400, 'invalid_scope')
  return wanted
}

function readBasic(authorization: string | undefined): [string, string] | undefined {
  const encoded = /^Basic (\S+)$/i.exec(authorization ?? '')?.[1]
  if (!encoded) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 0) return undefined
  try {
    // RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
    return [decodeForm(text.slice(0, colon)), decodeForm(text.slice(colon + 1))]
  } catch {
    return undefined
  }
}

const decodeForm = (text: string) => decodeURIComponent(text.replaceAll('+', ' '))

export const randomToken = () => randomBytes(32).toString('base64url')

/** Compares without telling by its time how much was right. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
