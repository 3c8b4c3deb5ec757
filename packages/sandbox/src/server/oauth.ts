/**
 * The vendor's OAuth endpoints and bearer check, for a machine-to-machine application (client credentials) and a web
 * one (authorization code, refresh token). Answers as in ninjaone-api §3, §4.
 */
import type { Identity, Operation } from '@kunai/api/operation'
import { type Incidents, json, Refusal, refuseAuth, type WireAnswer, type WireRequest } from './answer.ts'
import { Authorization } from './oauth-authorize.ts'
import { narrow, randomToken, readBasic, sameSecret } from './oauth-credentials.ts'
import { type Family, RefreshTokens } from './oauth-refresh.ts'

export interface OAuthClient {
  readonly id: string
  readonly secret: string
  readonly identity: Identity
  readonly scopes: readonly string[]
  /** Compared byte for byte. */
  readonly redirectUris: readonly string[]
}

export interface Grant {
  readonly client: OAuthClient
  readonly scopes: readonly string[]
}

interface AccessToken extends Grant {
  readonly expiresAtMs: number
  /** The consent it came from; a machine's token has none. */
  readonly family: Family | undefined
}

/** Who sent a request, once its token is known to be good. */
export type Caller = AccessToken

export interface OAuthOptions {
  /** Each refresh token works once; showing one again ends everything that came from the same consent. */
  readonly rotateRefreshTokens: boolean
}

type Endpoint = 'authorize' | 'token' | 'revoke'

/** Legacy aliases without `/ws` are still in use. */
const endpoints: ReadonlyMap<string, Endpoint> = new Map(
  (['authorize', 'token', 'revoke'] as const).flatMap((name) => [
    [`/ws/oauth/${name}`, name],
    [`/oauth/${name}`, name],
  ]),
)
const tokenLifeSeconds = 3600
/** Old access tokens are swept when this many are kept, so that a long run does not grow for ever. */
const sweepAbove = 1_000

export class OAuth {
  readonly #clients: ReadonlyMap<string, OAuthClient>
  readonly #incidents: Incidents
  readonly #nowMs: () => number
  readonly #accessTokens = new Map<string, AccessToken>()
  readonly #authorization: Authorization
  readonly #refreshTokens: RefreshTokens

  constructor(
    clients: readonly OAuthClient[],
    incidents: Incidents,
    nowMs: () => number,
    options: OAuthOptions = { rotateRefreshTokens: false },
  ) {
    this.#clients = new Map(clients.map((client) => [client.id, client]))
    this.#incidents = incidents
    this.#nowMs = nowMs
    this.#refreshTokens = new RefreshTokens(options.rotateRefreshTokens)
    this.#authorization = new Authorization(this.#clients, incidents, nowMs)
  }

  static isEndpoint(path: string): boolean {
    return endpoints.has(path)
  }

  /** A refresh token as it stands after a user's consent. */
  consent(client: OAuthClient): string {
    return this.#refreshTokens.start({ client, scopes: client.scopes })
  }

  answer(request: WireRequest): WireAnswer {
    const endpoint = endpoints.get(request.path)
    if (endpoint === 'authorize') return this.#authorization.answer(request)
    const form = readForm(request)
    const client = this.#authenticate(request.authorization, form)
    return endpoint === 'revoke' ? this.#revoke(client, form) : this.#answerToken(client, form)
  }

  /** Refuses unless the request carries a live token that this operation accepts. */
  authorize(authorization: string | undefined, operation: Operation): Caller {
    if (authorization === undefined) throw refuseAuth(400, 'missing_header', 'Missing required header', 2)
    const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization)?.[1]
    if (!token) throw refuseAuth(400, 'invalid_header', "Invalid 'Authorization' header", 1)
    const caller = this.#accessTokens.get(token)
    if (!caller || caller.expiresAtMs <= this.#nowMs() || caller.family?.revoked) {
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

  #answerToken(client: OAuthClient, form: URLSearchParams): WireAnswer {
    const grantType = form.get('grant_type')
    switch (grantType) {
      case 'client_credentials':
        if (client.identity !== 'machine') throw refuseAuth(400, 'unauthorized_client')
        return this.#issue({ client, scopes: narrow(client.scopes, form.get('scope')) })
      case 'authorization_code': {
        if (client.identity !== 'user') throw refuseAuth(400, 'unauthorized_client')
        const code = this.#authorization.redeem(client, form)
        // A refresh token only for who asked to be let in while the user is away.
        const refreshToken = code.scopes.includes('offline_access')
          ? this.#refreshTokens.start(code, code.family)
          : undefined
        return this.#issue(code, code.family, refreshToken)
      }
      case 'refresh_token': {
        if (client.identity !== 'user') throw refuseAuth(400, 'unauthorized_client')
        const found = this.#refreshTokens.find(client, form.get('refresh_token') ?? '')
        // Refreshing never widens what the user consented to. Checked first: a refused request uses nothing up.
        const scopes = narrow(found.grant.scopes, form.get('scope'))
        return this.#issue({ client, scopes }, found.family, found.rotate())
      }
      case null:
        throw refuseAuth(400, 'invalid_request', 'grant_type is missing')
      default:
        throw refuseAuth(400, 'unsupported_grant_type')
    }
  }

  /** RFC 7009: a token that is unknown, or somebody else's, is answered like one that is now gone. */
  #revoke(client: OAuthClient, form: URLSearchParams): WireAnswer {
    const token = form.get('token')
    if (!token) throw refuseAuth(400, 'invalid_request', 'token is missing')
    this.#refreshTokens.revoke(client, token)
    if (this.#accessTokens.get(token)?.client === client) this.#accessTokens.delete(token)
    return { status: 200 }
  }

  #authenticate(authorization: string | undefined, form: URLSearchParams): OAuthClient {
    const [id, secret] = readBasic(authorization) ?? [form.get('client_id'), form.get('client_secret')]
    if (!id) throw refuseAuth(400, 'invalid_client')
    const client = this.#clients.get(id)
    if (!client) throw this.#incidents.refuse(404, 'Client app not exist')
    if (secret === null || !sameSecret(secret, client.secret)) throw refuseAuth(400, 'invalid_client')
    return client
  }

  #issue({ client, scopes }: Grant, family?: Family, refreshToken?: string): WireAnswer {
    this.#sweep()
    const token = randomToken()
    const expiresAtMs = this.#nowMs() + tokenLifeSeconds * 1000
    this.#accessTokens.set(token, { client, scopes, expiresAtMs, family })
    return json(200, {
      access_token: token,
      expires_in: tokenLifeSeconds,
      scope: scopes.join(' '),
      token_type: 'Bearer',
      ...(refreshToken !== undefined && { refresh_token: refreshToken }),
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

function readForm(request: WireRequest): URLSearchParams {
  if (request.method !== 'POST') throw new Refusal({ status: 405, headers: { Allow: 'POST' } })
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.contentType ?? '')) {
    throw refuseAuth(400, 'invalid_request', 'Send application/x-www-form-urlencoded')
  }
  return new URLSearchParams(request.body?.toString('utf8') ?? '')
}
