import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  askForToken,
  fetchToken,
  machineGrant,
  printServer,
  read,
  sender,
  startTenant,
  type Tenant,
  userGrant,
} from '../../testing/tenant.ts'
import { Incidents } from '../answer.ts'
import { Applications } from './applications.ts'
import { OAuth } from './oauth.ts'

let tenant: Tenant
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.sandbox.close())

const devicePath = `/v2/device/${printServer}`
const incident = expect.stringMatching(/^WEB_MGMT_SERVICE-\w+-\d+-[A-Z]{8}$/)

describe('the token endpoint', () => {
  test.each(['/ws/oauth/token', '/oauth/token'])('gives the machine application a token at %s', async (path) => {
    const { status, json } = await askForToken(tenant.sandbox.url, machineGrant(tenant.sandbox), { path })
    expect(status).toBe(200)
    expect(json).toEqual({
      access_token: expect.any(String),
      expires_in: 3600,
      scope: 'monitoring management control',
      token_type: 'Bearer',
    })
  })

  test('gives the user application a token for its refresh token, which stays good', async () => {
    const first = await askForToken(tenant.sandbox.url, userGrant(tenant.sandbox))
    const second = await askForToken(tenant.sandbox.url, userGrant(tenant.sandbox))
    expect(first.json.scope).toBe('monitoring management control offline_access')
    expect(second.status).toBe(200)
    expect(second.json.access_token).not.toBe(first.json.access_token)
  })

  test('takes the secret as Basic too, form-encoded before it is joined', async () => {
    const { url, machine } = tenant.sandbox
    const pair = `${encodeURIComponent(machine.clientId)}:${encodeURIComponent(machine.clientSecret)}`
    const headers = { Authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
    const { status } = await askForToken(url, { grant_type: 'client_credentials' }, { headers })
    expect(status).toBe(200)
  })

  test('answers 404 for an unknown client, in the app family', async () => {
    const form = { ...machineGrant(tenant.sandbox), client_id: 'nobody' }
    const { status, json } = await askForToken(tenant.sandbox.url, form)
    expect(status).toBe(404)
    expect(json).toEqual({ resultCode: 'Client app not exist', incidentId: incident })
  })

  test.each<[string, Record<string, string>, string]>([
    ['a wrong secret', { client_secret: 'wrong' }, 'invalid_client'],
    ['an empty secret', { client_secret: '' }, 'invalid_client'],
    ['no client', { client_id: '' }, 'invalid_client'],
    ['a grant it does not know', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['a grant that is not the machine application’s', { grant_type: 'refresh_token' }, 'unauthorized_client'],
    ['a scope it was not given', { scope: 'monitoring offline_access' }, 'invalid_scope'],
  ])('answers 400 to %s', async (_case, change, error) => {
    const { status, json } = await askForToken(tenant.sandbox.url, { ...machineGrant(tenant.sandbox), ...change })
    expect({ status, json }).toEqual({ status: 400, json: { error } })
  })

  test.each<[string, Record<string, string>, string]>([
    ['a dead refresh token', { refresh_token: 'dead' }, 'invalid_grant'],
    ['client credentials for the user application', { grant_type: 'client_credentials' }, 'unauthorized_client'],
  ])('answers 400 to %s', async (_case, change, error) => {
    const { status, json } = await askForToken(tenant.sandbox.url, { ...userGrant(tenant.sandbox), ...change })
    expect({ status, json }).toEqual({ status: 400, json: { error } })
  })

  test('wants a form and a grant type', async () => {
    const { url } = tenant.sandbox
    const asJson = await read(
      await fetch(`${url}/ws/oauth/token`, {
        method: 'POST',
        body: '{}',
        headers: { 'Content-Type': 'application/json' },
      }),
    )
    expect(asJson.json.error).toBe('invalid_request')
    const { grant_type: _left, ...rest } = machineGrant(tenant.sandbox)
    expect((await askForToken(url, rest)).json.error).toBe('invalid_request')
    expect((await fetch(`${url}/ws/oauth/token`)).status).toBe(405)
  })
})

test('a refresh token is good only for the application it was given to', async () => {
  const applications = new Applications()
  const app = (clientId: string) =>
    applications.create({
      name: clientId,
      platform: 'web',
      clientId,
      clientSecret: 'secret',
      redirectUris: ['https://app.example/cb'],
    })
  const mine = app('mine')
  app('theirs')
  const oauth = new OAuth(applications, new Incidents(() => 0), () => 0, {
    rotateRefreshTokens: false,
    people: { list: () => [], has: () => false },
  })
  const refreshToken = oauth.consent(mine)
  const ask = (client: string) =>
    oauth.answer({
      method: 'POST',
      path: '/ws/oauth/token',
      query: '',
      authorization: undefined,
      contentType: 'application/x-www-form-urlencoded',
      body: Buffer.from(
        `grant_type=refresh_token&client_id=${client}&client_secret=secret&refresh_token=${refreshToken}`,
      ),
    })
  expect(ask('mine').status).toBe(200)
  expect(() => ask('theirs')).toThrow(
    expect.objectContaining({ answer: { status: 400, body: '{"error":"invalid_grant"}' } }),
  )
})

describe('a request', () => {
  const send = async (authorization: string | undefined, path = devicePath) =>
    read(await fetch(tenant.sandbox.url + path, authorization === undefined ? {} : { headers: { authorization } }))

  test('without Authorization is 400 missing_header, code 2', async () => {
    const { status, json } = await send(undefined)
    expect(status).toBe(400)
    expect(json).toEqual({ error: 'missing_header', error_description: 'Missing required header', error_code: 2 })
  })

  test.each(['Bearer', 'Bearer two words', 'Basic abc', 'token'])(
    'with %j is 400 invalid_header, code 1',
    async (text) => {
      const { status, json } = await send(text)
      expect(status).toBe(400)
      expect(json).toEqual({
        error: 'invalid_header',
        error_description: "Invalid 'Authorization' header",
        error_code: 1,
      })
    },
  )

  test('with an unknown token is 401 not_authenticated, code 10', async () => {
    const { status, json } = await send('Bearer nobody-knows-me')
    expect(status).toBe(401)
    expect(json).toEqual({ error: 'not_authenticated', error_description: 'Invalid credentials', error_code: 10 })
  })

  test('is refused once its token is an hour old', async () => {
    const old = sender(tenant.sandbox.url, await fetchToken(tenant.sandbox, machineGrant(tenant.sandbox)))
    await tenant.clock.advance(3_599_999)
    expect((await old('GET', devicePath)).status).toBe(200)
    await tenant.clock.advance(1)
    expect((await old('GET', devicePath)).json.error_code).toBe(10)
  })

  test('that needs a user is 403 user_context_required, code 5, with a machine token', async () => {
    const machine = sender(tenant.sandbox.url, await fetchToken(tenant.sandbox, machineGrant(tenant.sandbox)))
    const { status, json } = await machine('POST', `${devicePath}/script/run`, { type: 'SCRIPT', id: 1 })
    expect(status).toBe(403)
    expect(json).toEqual({
      error: 'user_context_required',
      error_description: 'Access key does not have user context which is required for this request',
      error_code: 5,
    })
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })

  test('without the scope it needs is 403, and nothing happens', async () => {
    const form = { ...machineGrant(tenant.sandbox), scope: 'monitoring' }
    const reader = sender(tenant.sandbox.url, await fetchToken(tenant.sandbox, form))
    expect((await reader('GET', devicePath)).status).toBe(200)
    const { status, json } = await reader('POST', `${devicePath}/reboot/NORMAL`)
    expect({ status, error: json.error }).toEqual({ status: 403, error: 'insufficient_scope' })
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })
})
