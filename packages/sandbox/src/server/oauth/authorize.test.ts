/** Consent, codes, rotation and revocation, as a client meets them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as shared from '../../testing/authorization.ts'
import { type Changes, verifier } from '../../testing/authorization.ts'
import { askForToken, printServer, read, sender, startTenant, type Tenant } from '../../testing/tenant.ts'

let tenant: Tenant
beforeAll(async () => {
  tenant = await startTenant({ rotateRefreshTokens: true })
})
afterAll(() => tenant.sandbox.close())

const redirectUri = 'http://127.0.0.1:7400/connections/callback'
const devicePath = `/v2/device/${printServer}`
const generic404 = { resultCode: 'FAILURE', errorMessage: 'HTTP 404 Not Found', incidentId: expect.any(String) }

const authorizeUrl = (changes?: Changes, path?: string) => shared.authorizeUrl(tenant.sandbox, changes, path)
const decide = (url: string, decision = 'allow') => shared.consent(tenant.sandbox, url, { decision })
const obtainCode = (changes?: Changes) => shared.obtainCode(tenant.sandbox, changes)
const redeem = (code: string, changes?: Changes) => shared.redeem(tenant.sandbox, code, changes)
const refresh = (token: string, changes?: Changes) => shared.refresh(tenant.sandbox, token, changes)
const application = () => {
  const { clientId, clientSecret } = tenant.sandbox.user
  return { client_id: clientId, client_secret: clientSecret }
}
const reads = async (accessToken: string) => (await sender(tenant.sandbox.url, accessToken)('GET', devicePath)).status

describe('the authorize endpoint', () => {
  test.each(['/ws/oauth/authorize', '/oauth/authorize'])(
    '%s shows who asks for what, and gives nothing',
    async (path) => {
      const response = await fetch(authorizeUrl({}, path), { redirect: 'manual' })
      const text = await response.text()
      expect(response.status).toBe(200)
      expect(text).toContain('Sign in to continue to Sandbox web')
      expect(text).toContain('<form method="post">')
    },
  )

  test('the button sends the user back with a code and the state as it was', async () => {
    const { response, back } = await decide(authorizeUrl())
    expect(response.status).toBe(302)
    expect(`${back?.origin}${back?.pathname}`).toBe(redirectUri)
    expect(Object.fromEntries(back?.searchParams ?? [])).toEqual({ code: expect.any(String), state: 'a state & more' })
  })

  test('without a state none comes back', async () => {
    const { back } = await decide(authorizeUrl({ state: undefined }))
    expect([...(back?.searchParams.keys() ?? [])]).toEqual(['code'])
  })

  test.each<[string, Changes]>([
    ['a slash at its end', { redirect_uri: `${redirectUri}/` }],
    ['another case', { redirect_uri: redirectUri.replace('callback', 'Callback') }],
    ['a query', { redirect_uri: `${redirectUri}?` }],
    ['another host', { redirect_uri: 'http://localhost:7400/connections/callback' }],
    ['none', { redirect_uri: undefined }],
  ])('a redirect address with %s is 404 and never followed', async (_name, changes) => {
    for (const method of ['GET', 'POST']) {
      const response = await fetch(authorizeUrl(changes), { method, redirect: 'manual' })
      expect(response.headers.get('location')).toBeNull()
      const { status, json } = await read(response)
      expect({ status, json }).toEqual({ status: 404, json: generic404 })
    }
  })

  test('the machine application and an unknown one are 404', async () => {
    for (const client_id of [tenant.sandbox.machine.clientId, 'nobody', undefined]) {
      const { status, json } = await read(await fetch(authorizeUrl({ client_id })))
      expect({ status, json }).toEqual({ status: 404, json: generic404 })
    }
  })

  test.each<[string, Changes, string]>([
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a challenge without a method', { code_challenge_method: undefined }, 'invalid_request'],
    ['a method without a challenge', { code_challenge: undefined }, 'invalid_request'],
    ['a challenge that is no SHA-256', { code_challenge: 'short' }, 'invalid_request'],
    ['a scope it lacks', { scope: 'monitoring everything' }, 'invalid_scope'],
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
  ])('%s goes back as an error', async (_name, changes, error) => {
    const { back } = await decide(authorizeUrl(changes))
    expect(Object.fromEntries(back?.searchParams ?? [])).toEqual({ error, state: 'a state & more' })
  })

  test('a user may say no', async () => {
    const { back } = await decide(authorizeUrl(), 'deny')
    expect(back?.searchParams.get('error')).toBe('access_denied')
  })
})

describe('a code', () => {
  test('gives tokens with the scopes that were consented to', async () => {
    const { status, json } = await redeem(await obtainCode())
    expect(status).toBe(200)
    expect(json).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      expires_in: 3600,
      scope: 'monitoring management offline_access',
      token_type: 'Bearer',
    })
    expect(await reads(json.access_token)).toBe(200)
  })

  test.each([undefined, 'monitoring'])('without offline_access (scope %s) there is no refresh token', async (scope) => {
    const { json } = await redeem(await obtainCode({ scope }))
    expect(json.refresh_token).toBeUndefined()
    expect(json.scope).toBe(scope ?? 'monitoring management control')
  })

  test('works without PKCE, for an application with a secret', async () => {
    const code = await obtainCode({ code_challenge: undefined, code_challenge_method: undefined })
    expect((await redeem(code, { code_verifier: undefined })).status).toBe(200)
  })

  test('works once; shown again, it also ends what it gave', async () => {
    const code = await obtainCode()
    const { json } = await redeem(code)
    expect((await redeem(code)).json).toEqual({ error: 'invalid_grant' })
    expect(await reads(json.access_token)).toBe(401)
    expect((await refresh(json.refresh_token)).json).toEqual({ error: 'invalid_grant' })
  })

  test('lives for 60 seconds', async () => {
    const [early, late] = [await obtainCode(), await obtainCode()]
    await tenant.clock.advance(59_999)
    expect((await redeem(early)).status).toBe(200)
    await tenant.clock.advance(1)
    expect((await redeem(late)).json).toEqual({ error: 'invalid_grant' })
  })

  test.each<[string, Changes]>([
    ['another verifier', { code_verifier: `${verifier}x` }],
    ['no verifier', { code_verifier: undefined }],
    ['another redirect address', { redirect_uri: `${redirectUri}/` }],
    ['no redirect address', { redirect_uri: undefined }],
    ['a code nobody gave', { code: 'made-up' }],
  ])('with %s is refused', async (_name, changes) => {
    const { status, json } = await redeem(await obtainCode(), changes)
    expect({ status, json }).toEqual({ status: 400, json: { error: 'invalid_grant' } })
  })

  test('with a verifier where no challenge was is refused', async () => {
    const code = await obtainCode({ code_challenge: undefined, code_challenge_method: undefined })
    expect((await redeem(code)).json).toEqual({ error: 'invalid_grant' })
  })

  test('is nothing for the machine application', async () => {
    const { clientId, clientSecret } = tenant.sandbox.machine
    const machine = { client_id: clientId, client_secret: clientSecret }
    expect((await redeem(await obtainCode(), machine)).json).toEqual({ error: 'unauthorized_client' })
  })
})

describe('rotation', () => {
  const start = async () => (await redeem(await obtainCode())).json.refresh_token as string

  test('each refresh gives the next token', async () => {
    const first = await start()
    const second = (await refresh(first)).json.refresh_token
    const third = (await refresh(second)).json.refresh_token
    expect(new Set([first, second, third]).size).toBe(3)
    expect((await refresh(third)).status).toBe(200)
  })

  test('a used one ends the whole family, the newest included', async () => {
    const first = await start()
    const { json } = await refresh(first)
    const other = await start()
    expect((await refresh(first)).json).toEqual({ error: 'invalid_grant' })
    expect((await refresh(json.refresh_token)).json).toEqual({ error: 'invalid_grant' })
    expect(await reads(json.access_token)).toBe(401)
    expect((await refresh(other)).status).toBe(200)
  })

  test('a refresh narrows scopes but never widens them, and a refused one uses nothing up', async () => {
    const first = await start()
    expect((await refresh(first, { scope: 'monitoring control' })).json).toEqual({ error: 'invalid_scope' })
    const { json } = await refresh(first, { scope: 'monitoring' })
    expect(json.scope).toBe('monitoring')
    expect((await refresh(json.refresh_token)).json.scope).toBe('monitoring management offline_access')
  })
})

describe('revoke', () => {
  const revoke = (token: string, path = '/ws/oauth/revoke') =>
    askForToken(tenant.sandbox.url, { ...application(), token }, { path })

  test.each(['/ws/oauth/revoke', '/oauth/revoke'])('%s ends a refresh token and what came from it', async (path) => {
    const { json } = await redeem(await obtainCode())
    expect((await revoke(json.refresh_token, path)).status).toBe(200)
    expect((await refresh(json.refresh_token)).json).toEqual({ error: 'invalid_grant' })
    expect(await reads(json.access_token)).toBe(401)
  })

  test('an access token alone can be ended', async () => {
    const { json } = await redeem(await obtainCode())
    await revoke(json.access_token)
    expect(await reads(json.access_token)).toBe(401)
    expect((await refresh(json.refresh_token)).status).toBe(200)
  })

  test('says 200 to a token it does not know, and wants one', async () => {
    expect((await revoke('unknown')).status).toBe(200)
    expect((await revoke('')).json.error).toBe('invalid_request')
  })
})
