/**
 * The vendor's OAuth endpoints and bearer check. Answers as in ninjaone-api §3, §4; where nothing is on record, as the
 * standards say in their strict reading.
 */
import type { Operation } from '@kunai/api/operation'
import { type Incidents, json, Refusal, refuseAuth, type WireAnswer, type WireRequest } from '../answer.ts'
import type { Application, Applications } from './applications.ts'
import { Authorization } from './authorize.ts'
import { Codes } from './codes.ts'
import { narrow, randomToken, readBasic, repeatedName, sameSecret } from './credentials.ts'
import { type Family, RefreshTokens } from './refresh.ts'
import type { People, Technician } from './technicians.ts'

export interface Grant {
  readonly client: Application
  readonly scopes: readonly string[]
  /** Whose consent it is; a machine has nobody's. */
  readonly technician?: Technician | undefined
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
  /** Lets a program consent without the page. */
  readonly controlToken?: string
  /** Who can sign in now; whoever no longer can is shut out with all they consented to. */
  readonly people: People
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
  readonly #applications: Applications
  readonly #incidents: Incidents
  readonly #nowMs: () => number
  readonly #accessTokens = new Map<string, AccessToken>()
  readonly #authorization: Authorization
  readonly #codes: Codes
  readonly #refreshTokens: RefreshTokens
  readonly #people: People

  constructor(applications: Applications, incidents: Incidents, nowMs: () => number, options: OAuthOptions) {
    this.#applications = applications
    this.#incidents = incidents
    this.#nowMs = nowMs
    this.#refreshTokens = new RefreshTokens(options.rotateRefreshTokens)
    this.#codes = new Codes(nowMs)
    const { controlToken, people } = options
    this.#people = people
    const codes = this.#codes
    this.#authorization = new Authorization({ applications, codes, incidents, nowMs, controlToken, people })
  }

  static isEndpoint(path: string): boolean {
    return endpoints.has(path)
  }

  /** A refresh token as it stands after a user's consent. */
  consent(client: Application): string {
    return this.#refreshTokens.start({ client, scopes: client.scopes, technician: this.#people.list()[0] })
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
    const token = readBearer(authorization)
    if (!token) throw refuseAuth(400, 'invalid_header', "Invalid 'Authorization' header", 1)
    const caller = this.#accessTokens.get(token)
    const live = caller && this.#nowMs() < caller.expiresAtMs && !caller.family?.revoked
    if (!live || !this.#applications.has(caller.client) || !this.#isStillHere(caller)) throw notAuthenticated()
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

  /** Whom a request says it comes from: nothing is checked, and nothing may be allowed because of it. */
  nameClient({ authorization, path, query, body }: WireRequest): string | undefined {
    const token = readBearer(authorization)
    if (token) return this.#accessTokens.get(token)?.client.id
    if (!OAuth.isEndpoint(path)) return undefined
    const form = new URLSearchParams(body?.toString('utf8') ?? '')
    const named = form.get('client_id') ?? new URLSearchParams(query).get('client_id')
    return readBasic(authorization)?.[0] ?? named ?? undefined
  }

  /** Ends the access token of a request; with `consent` also every other token of the same consent. */
  endToken(authorization: string | undefined, consent: boolean): WireAnswer {
    const token = readBearer(authorization)
    const found = token === undefined ? undefined : this.#accessTokens.get(token)
    if (token !== undefined) this.#accessTokens.delete(token)
    if (consent && found?.family) found.family.revoked = true
    return notAuthenticated().answer
  }

  #answerToken(client: Application, form: URLSearchParams): WireAnswer {
    const grantType = form.get('grant_type')
    if (!grantType) throw refuseAuth(400, 'invalid_request', 'grant_type is missing')
    if (!['client_credentials', 'authorization_code', 'refresh_token'].includes(grantType)) {
      throw refuseAuth(400, 'unsupported_grant_type')
    }
    if (!client.grantTypes.includes(grantType)) throw refuseAuth(400, 'unauthorized_client')
    if (grantType === 'client_credentials') {
      return this.#issue({ client, scopes: narrow(client.scopes, form.get('scope')) })
    }
    if (grantType === 'authorization_code') {
      const code = this.#codes.redeem(client, form)
      if (!this.#isStillHere(code)) throw refuseAuth(400, 'invalid_grant')
      // A refresh token only for who asked to be let in while the user is away, and may.
      const away = code.scopes.includes('offline_access') && client.grantTypes.includes('refresh_token')
      return this.#issue(code, code.family, away ? this.#refreshTokens.start(code, code.family) : undefined)
    }
    const found = this.#refreshTokens.find(client, form.get('refresh_token') ?? '')
    if (!this.#isStillHere(found.grant)) throw refuseAuth(400, 'invalid_grant')
    // Refreshing never widens what the user consented to. Checked first: a refused request uses nothing up.
    const scopes = narrow(found.grant.scopes, form.get('scope'))
    return this.#issue({ ...found.grant, scopes }, found.family, found.rotate())
  }

  /** RFC 7009: a token that is unknown, or somebody else's, is answered like one that is now gone. */
  #revoke(client: Application, form: URLSearchParams): WireAnswer {
    const token = form.get('token')
    if (!token) throw refuseAuth(400, 'invalid_request', 'token is missing')
    this.#refreshTokens.revoke(client, token)
    if (this.#accessTokens.get(token)?.client === client) this.#accessTokens.delete(token)
    return { status: 200 }
  }

  /** Somebody who was disabled or removed has nothing here any more; a machine is nobody. */
  #isStillHere({ technician }: Grant): boolean {
    return technician === undefined || this.#people.has(technician.id)
  }

  #authenticate(authorization: string | undefined, form: URLSearchParams): Application {
    const basic = readBasic(authorization)
    const [formId, formSecret] = [form.get('client_id'), form.get('client_secret')]
    if (authorization !== undefined && !basic) throw refuseAuth(400, 'invalid_client')
    // RFC 6749 §2.3: one way to show a secret per request.
    if (basic && formSecret !== null) throw refuseAuth(400, 'invalid_request', 'The client shows its secret twice')
    const [id, secret] = basic ?? [formId, formSecret]
    if (!id || (formId !== null && formId !== id)) throw refuseAuth(400, 'invalid_client')
    const client = this.#applications.find(id)
    if (!client) throw this.#incidents.refuse(404, 'Client app not exist')
    const fits = client.secret === undefined ? !secret : secret !== null && sameSecret(secret, client.secret)
    if (!fits) throw refuseAuth(400, 'invalid_client')
    return client
  }

  #issue({ client, scopes, technician }: Grant, family?: Family, refreshToken?: string): WireAnswer {
    this.#sweep()
    const token = randomToken()
    const expiresAtMs = this.#nowMs() + tokenLifeSeconds * 1000
    this.#accessTokens.set(token, { client, scopes, technician, expiresAtMs, family })
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

const readBearer = (authorization: string | undefined) => /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1]

const notAuthenticated = () => refuseAuth(401, 'not_authenticated', 'Invalid credentials', 10)

function readForm(request: WireRequest): URLSearchParams {
  if (request.method !== 'POST') throw new Refusal({ status: 405, headers: { Allow: 'POST' } })
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.contentType ?? '')) {
    throw refuseAuth(400, 'invalid_request', 'Send application/x-www-form-urlencoded')
  }
  const form = new URLSearchParams(request.body?.toString('utf8') ?? '')
  const repeated = repeatedName(form)
  if (repeated !== undefined) throw refuseAuth(400, 'invalid_request', 'A parameter stands in the form twice')
  return form
}
