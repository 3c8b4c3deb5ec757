/** Everything that OAuth has to refuse, one line each, with the body it is refused with. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  authorizeUrl,
  type Changes,
  challenge,
  consent,
  obtainCode,
  redeem,
  refresh,
  verifier,
} from '../../testing/authorization.ts'
import { askForToken, machineGrant, printServer, read, startTenant, type Tenant } from '../../testing/tenant.ts'

let tenant: Tenant
beforeAll(async () => {
  tenant = await startTenant({
    rotateRefreshTokens: true,
    apps: [
      {
        name: 'Elsewhere',
        platform: 'web',
        clientId: 'elsewhere',
        clientSecret: 's',
        redirectUris: ['https://e.example/'],
      },
      {
        name: 'No refresh',
        platform: 'web',
        clientId: 'no-refresh',
        clientSecret: 's',
        redirectUris: ['https://n.example/cb'],
        grantTypes: ['authorization_code'],
      },
    ],
  })
})
afterAll(() => tenant.sandbox.close())

const native = (changes: Changes = {}) => ({ client_id: tenant.sandbox.native.clientId, ...changes })
const incidentId = expect.stringMatching(/^WEB_MGMT_SERVICE-/)
const noRoute = { resultCode: 'FAILURE', errorMessage: 'HTTP 404 Not Found', incidentId }

describe('asking for consent', () => {
  /** Sent back to the application, with the state; or 404, and nobody is sent anywhere. */
  type Case = [name: string, changes: () => Changes, refused: string]
  const cases: Case[] = [
    ['an unknown application', () => ({ client_id: 'nobody' }), '404'],
    ['no application', () => ({ client_id: undefined }), '404'],
    ['a machine application', () => ({ client_id: tenant.sandbox.machine.clientId }), '404'],
    ['no redirect address', () => ({ redirect_uri: undefined }), '404'],
    ['a slash too many', () => ({ redirect_uri: 'http://127.0.0.1:7400/connections/callback/' }), '404'],
    ['a slash too few', () => ({ client_id: 'elsewhere', redirect_uri: 'https://e.example' }), '404'],
    ['a longer path', () => ({ redirect_uri: 'http://127.0.0.1:7400/connections/callback/x' }), '404'],
    ['dots in the path', () => ({ redirect_uri: 'http://127.0.0.1:7400/x/../connections/callback' }), '404'],
    ['another host', () => ({ redirect_uri: 'http://127.0.0.1.example:7400/connections/callback' }), '404'],
    ['another scheme', () => ({ redirect_uri: 'https://127.0.0.1:7400/connections/callback' }), '404'],
    ['a fragment', () => ({ redirect_uri: 'http://127.0.0.1:7400/connections/callback#x' }), '404'],
    [
      'another port of a web application',
      () => ({ redirect_uri: 'http://127.0.0.1:7401/connections/callback' }),
      '404',
    ],
    ['a native application at another path', () => native({ redirect_uri: 'http://127.0.0.1:9000/other' }), '404'],
    ['a native application at another host', () => native({ redirect_uri: 'http://127.0.0.2:9000/callback' }), '404'],
    ['a port that hides a host', () => native({ redirect_uri: 'http://127.0.0.1:80@evil.example/callback' }), '404'],
    ['a port that there is not', () => native({ redirect_uri: 'http://127.0.0.1:99999/callback' }), '404'],
    ['a slash after a native host', () => native({ redirect_uri: 'http://127.0.0.1:9000/' }), '404'],
    ['javascript', () => native({ redirect_uri: 'javascript:alert(1)' }), '404'],
    ['the implicit flow', () => ({ response_type: 'token' }), 'unsupported_response_type'],
    ['no response type', () => ({ response_type: undefined }), 'invalid_request'],
    ['PKCE plain', () => ({ code_challenge_method: 'plain', code_challenge: verifier }), 'invalid_request'],
    ['PKCE in small letters', () => ({ code_challenge_method: 's256' }), 'invalid_request'],
    ['a challenge without a method', () => ({ code_challenge_method: undefined }), 'invalid_request'],
    ['a method without a challenge', () => ({ code_challenge: undefined }), 'invalid_request'],
    ['a challenge that is too short', () => ({ code_challenge: challenge.slice(1) }), 'invalid_request'],
    ['a challenge with padding', () => ({ code_challenge: `${challenge}=` }), 'invalid_request'],
    ['a scope that nobody has', () => ({ scope: 'monitoring everything' }), 'invalid_scope'],
    ['a scope in capitals', () => ({ scope: 'MONITORING' }), 'invalid_scope'],
    [
      'no PKCE without a secret',
      () =>
        native({
          redirect_uri: 'http://127.0.0.1:9/callback',
          code_challenge: undefined,
          code_challenge_method: undefined,
        }),
      'invalid_request',
    ],
  ]

  test.each(cases)('%s', async (_name, changes, refused) => {
    const url = authorizeUrl(tenant.sandbox, changes())
    const { response, back } = await consent(tenant.sandbox, url)
    if (refused === '404') {
      expect({ status: response.status, back, json: await response.json() }).toEqual({
        status: 404,
        back: undefined,
        json: noRoute,
      })
      // The page itself refuses as well: nobody is asked to allow what cannot be.
      expect((await fetch(url, { redirect: 'manual' })).status).toBe(404)
    } else {
      expect(Object.fromEntries(back?.searchParams ?? [])).toEqual({ error: refused, state: 'a state & more' })
      expect((await fetch(url, { redirect: 'manual' })).status).toBe(302)
    }
  })

  test.each(['scope', 'state', 'code_challenge', 'response_type'])('%s twice', async (name) => {
    const { back } = await consent(tenant.sandbox, `${authorizeUrl(tenant.sandbox)}&${name}=x`)
    expect(back?.searchParams.get('error')).toBe('invalid_request')
  })

  test.each(['client_id', 'redirect_uri'])('%s twice: there is nobody to answer', async (name) => {
    const { response } = await consent(tenant.sandbox, `${authorizeUrl(tenant.sandbox)}&${name}=x`)
    expect(response.status).toBe(404)
  })
})

describe('asking for tokens', () => {
  const basic = (id: string, secret: string) => ({
    Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
  })
  const machine = (changes: Changes = {}, headers = {}) =>
    askForToken(tenant.sandbox.url, { ...machineGrant(tenant.sandbox), ...changes } as Record<string, string>, {
      headers,
    })
  const code = (changes: Changes = {}) => obtainCode(tenant.sandbox, changes)
  const withCode = async (changes: Changes, asked: Changes = {}) => redeem(tenant.sandbox, await code(asked), changes)
  const used = async () => {
    const one = await code()
    await redeem(tenant.sandbox, one)
    return redeem(tenant.sandbox, one)
  }
  const late = async () => {
    const one = await code()
    await tenant.clock.advance(60_000)
    return redeem(tenant.sandbox, one)
  }
  const afterWrongVerifier = async () => {
    const one = await code()
    await redeem(tenant.sandbox, one, { code_verifier: 'x'.repeat(43) })
    return redeem(tenant.sandbox, one)
  }
  const refreshToken = async () => (await redeem(tenant.sandbox, await code())).json.refresh_token as string
  const usedRefresh = async () => {
    const first = await refreshToken()
    await refresh(tenant.sandbox, first)
    return refresh(tenant.sandbox, first)
  }
  const noChallenge = { code_challenge: undefined, code_challenge_method: undefined }
  const elsewhere = { client_id: 'elsewhere', client_secret: 's' }

  type Case = [name: string, ask: () => ReturnType<typeof askForToken>, error: string]
  const cases: Case[] = [
    ['a wrong secret', () => machine({ client_secret: 'wrong' }), 'invalid_client'],
    ['an empty secret', () => machine({ client_secret: '' }), 'invalid_client'],
    ['no client', () => machine({ client_id: '' }), 'invalid_client'],
    ['a wrong secret as Basic', () => machine({}, basic(tenant.sandbox.machine.clientId, 'x')), 'invalid_request'],
    [
      'Basic alone, with a wrong secret',
      () =>
        askForToken(
          tenant.sandbox.url,
          { grant_type: 'client_credentials' },
          { headers: basic(tenant.sandbox.machine.clientId, 'x') },
        ),
      'invalid_client',
    ],
    [
      'Basic of one client and the id of another',
      () =>
        askForToken(
          tenant.sandbox.url,
          { grant_type: 'client_credentials', client_id: 'elsewhere' },
          { headers: basic(tenant.sandbox.machine.clientId, tenant.sandbox.machine.clientSecret) },
        ),
      'invalid_client',
    ],
    ['a bearer token instead of a client', () => machine({}, { Authorization: 'Bearer x' }), 'invalid_client'],
    ['Basic that is none', () => machine({}, { Authorization: 'Basic !!' }), 'invalid_client'],
    ['a secret from an application without one', () => withCode(native({ client_secret: 'x' })), 'invalid_client'],
    ['no grant type', () => machine({ grant_type: '' }), 'invalid_request'],
    ['the password grant', () => machine({ grant_type: 'password' }), 'unsupported_grant_type'],
    ['a code for the machine', () => machine({ grant_type: 'authorization_code', code: 'x' }), 'unauthorized_client'],
    ['a refresh for the machine', () => machine({ grant_type: 'refresh_token' }), 'unauthorized_client'],
    ['client credentials for a user', () => machine({ ...elsewhere }), 'unauthorized_client'],
    [
      'a refresh where the application has none',
      () => refresh(tenant.sandbox, 'x', { client_id: 'no-refresh', client_secret: 's' }),
      'unauthorized_client',
    ],
    ['offline_access for a machine', () => machine({ scope: 'monitoring offline_access' }), 'invalid_scope'],
    ['a made-up code', () => redeem(tenant.sandbox, 'made-up'), 'invalid_grant'],
    ['a code of another application', () => withCode(elsewhere), 'invalid_grant'],
    ['a code with another redirect address', () => withCode({ redirect_uri: 'https://e.example/' }), 'invalid_grant'],
    ['a code without its redirect address', () => withCode({ redirect_uri: undefined }), 'invalid_grant'],
    ['a code with a wrong verifier', () => withCode({ code_verifier: 'x'.repeat(43) }), 'invalid_grant'],
    ['a code without its verifier', () => withCode({ code_verifier: undefined }), 'invalid_grant'],
    ['a code with an empty verifier', () => withCode({ code_verifier: '' }), 'invalid_grant'],
    ['a code with the challenge as verifier', () => withCode({ code_verifier: challenge }), 'invalid_grant'],
    ['a verifier where no challenge was', () => withCode({}, noChallenge), 'invalid_grant'],
    ['a code a second time', used, 'invalid_grant'],
    ['a code that is 60 seconds old', late, 'invalid_grant'],
    ['a code after a wrong guess of its verifier', afterWrongVerifier, 'invalid_grant'],
    ['a made-up refresh token', () => refresh(tenant.sandbox, 'made-up'), 'invalid_grant'],
    ['no refresh token', () => refresh(tenant.sandbox, ''), 'invalid_grant'],
    ['a refresh token a second time', usedRefresh, 'invalid_grant'],
    [
      'a refresh token of another application',
      async () => refresh(tenant.sandbox, await refreshToken(), elsewhere),
      'invalid_grant',
    ],
    [
      'a refresh that asks for more',
      async () => refresh(tenant.sandbox, await refreshToken(), { scope: 'monitoring control' }),
      'invalid_scope',
    ],
  ]

  test.each(cases)('%s', async (_name, ask, error) => {
    const { status, json } = await ask()
    expect({ status, error: json.error }).toEqual({ status: 400, error })
    expect(json.access_token).toBeUndefined()
  })

  test('an unknown client is the vendor’s 404', async () => {
    const { status, json } = await machine({ client_id: 'nobody' })
    expect({ status, json }).toEqual({ status: 404, json: { resultCode: 'Client app not exist', incidentId } })
  })

  test.each(['grant_type', 'client_id', 'client_secret', 'scope'])('%s twice', async (name) => {
    const body = new URLSearchParams({ ...machineGrant(tenant.sandbox), scope: 'monitoring' })
    body.append(name, body.get(name) ?? '')
    const { status, json } = await read(await fetch(`${tenant.sandbox.url}/ws/oauth/token`, { method: 'POST', body }))
    expect({ status, error: json.error }).toEqual({ status: 400, error: 'invalid_request' })
  })
})

describe('using a token', () => {
  const path = `/v2/device/${printServer}`
  const ask = async (method: string, target: string, authorization: string | undefined) =>
    read(await fetch(tenant.sandbox.url + target, { method, ...(authorization && { headers: { authorization } }) }))
  const bearer = async (scope: string) => {
    const { json } = await askForToken(tenant.sandbox.url, { ...machineGrant(tenant.sandbox), scope })
    return `Bearer ${json.access_token}`
  }

  test.each<[string, number, string, () => Promise<string | undefined>, string, string]>([
    ['without one', 400, 'missing_header', async () => undefined, 'GET', path],
    ['with another scheme', 400, 'invalid_header', async () => 'Basic eA==', 'GET', path],
    ['that is unknown', 401, 'not_authenticated', async () => 'Bearer x', 'GET', path],
    ['in two words', 400, 'invalid_header', async () => 'Bearer x y', 'GET', path],
    [
      'that is a refresh token',
      401,
      'not_authenticated',
      async () => `Bearer ${tenant.sandbox.user.refreshToken}`,
      'GET',
      path,
    ],
    [
      'without the scope to write',
      403,
      'insufficient_scope',
      () => bearer('monitoring'),
      'POST',
      `${path}/reboot/NORMAL`,
    ],
    ['without the scope to read', 403, 'insufficient_scope', () => bearer('management'), 'GET', path],
    ['without a person', 403, 'user_context_required', () => bearer('management'), 'POST', `${path}/script/run`],
  ])('%s', async (_name, status, error, authorization, method, target) => {
    const reply = await ask(method, target, await authorization())
    expect({ status: reply.status, error: reply.json.error }).toEqual({ status, error })
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })
})
