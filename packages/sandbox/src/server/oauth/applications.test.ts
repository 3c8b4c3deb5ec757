/** Applications: which there are, which can be made, and what ends with them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSandbox } from '../../sandbox.ts'
import { authorizeUrl, challenge, consent, verifier } from '../../testing/authorization.ts'
import { askForToken, controlSender, sender, startTenant, type Tenant } from '../../testing/tenant.ts'
import { isRegistered } from './redirect-uri.ts'

let tenant: Tenant
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.sandbox.close())

const control = (method: string, path: string, body?: unknown) => controlSender(tenant.sandbox)(method, path, body)

/** Code and PKCE of an application without a secret. */
async function connect(clientId: string, redirectUri: string) {
  const asked = { client_id: clientId, redirect_uri: redirectUri }
  const { back } = await consent(tenant.sandbox, authorizeUrl(tenant.sandbox, asked))
  const code = back?.searchParams.get('code') ?? 'no code'
  return askForToken(tenant.sandbox.url, { ...asked, grant_type: 'authorization_code', code, code_verifier: verifier })
}

test('every platform is there from the start, and no list shows a secret', async () => {
  const { json, text } = await control('GET', '/apps')
  expect(json.apps.map(({ platform }: { platform: string }) => platform)).toEqual([
    'api-services',
    'web',
    'single-page',
    'native',
  ])
  expect(text).not.toContain(tenant.sandbox.machine.clientSecret)
  expect(text).not.toContain(tenant.sandbox.user.clientSecret)
})

describe('an application without a secret', () => {
  test('gets in by code and PKCE, and its refresh token works once although rotation is off', async () => {
    const { clientId, redirectUris } = tenant.sandbox.singlePage
    const { status, json } = await connect(clientId, redirectUris[0] ?? '')
    expect(status).toBe(200)
    const refresh = (token: string) =>
      askForToken(tenant.sandbox.url, { grant_type: 'refresh_token', client_id: clientId, refresh_token: token })
    const next = (await refresh(json.refresh_token)).json
    expect(next.refresh_token).not.toBe(json.refresh_token)
    expect((await refresh(json.refresh_token)).json.error).toBe('invalid_grant')
    expect((await refresh(next.refresh_token)).json.error).toBe('invalid_grant')
  })

  test.each(['http://127.0.0.1:49152', 'http://127.0.0.1:8080/callback', 'http://localhost:8888/', 'http://127.0.0.1'])(
    'a native one is sent back to %s, whatever the port',
    async (redirectUri) => {
      expect((await connect(tenant.sandbox.native.clientId, redirectUri)).status).toBe(200)
    },
  )
})

test('any port is a right of native applications alone', () => {
  const base = { id: 'x', name: 'x', secret: undefined, identity: 'user', scopes: [], grantTypes: [] } as const
  const redirectUris = ['http://127.0.0.1/cb']
  expect(isRegistered({ ...base, redirectUris, platform: 'native' }, 'http://127.0.0.1:1/cb')).toBe(true)
  expect(isRegistered({ ...base, redirectUris, platform: 'web' }, 'http://127.0.0.1:1/cb')).toBe(false)
  expect(isRegistered({ ...base, redirectUris, platform: 'single-page' }, 'http://127.0.0.1:1/cb')).toBe(false)
})

test('one is made, works, is listed, and is gone with all that it was given', async () => {
  const made = await control('POST', '/apps', { name: 'Nightly', platform: 'api-services', scopes: ['monitoring'] })
  expect(made.status).toBe(201)
  const { clientId, clientSecret } = made.json
  const ask = () =>
    askForToken(tenant.sandbox.url, {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    })
  const { access_token: token, scope } = (await ask()).json
  expect(scope).toBe('monitoring')
  const read = sender(tenant.sandbox.url, token)
  expect((await read('GET', '/v2/organizations')).status).toBe(200)
  expect((await control('GET', '/apps')).json.apps).toContainEqual(
    expect.objectContaining({ clientId, name: 'Nightly' }),
  )

  expect((await control('DELETE', `/apps/${clientId}`)).status).toBe(204)
  expect((await read('GET', '/v2/organizations')).status).toBe(401)
  expect((await ask()).status).toBe(404)
  expect((await control('DELETE', `/apps/${clientId}`)).status).toBe(404)
})

test('one with the id of a removed one does not inherit its tokens', async () => {
  const app = { name: 'Twin', platform: 'api-services', clientId: 'twin', clientSecret: 'twin-secret' } as const
  tenant.sandbox.control.addApp(app)
  const form = { grant_type: 'client_credentials', client_id: 'twin', client_secret: 'twin-secret' }
  const { json } = await askForToken(tenant.sandbox.url, form)
  tenant.sandbox.control.removeApp('twin')
  tenant.sandbox.control.addApp(app)
  expect((await sender(tenant.sandbox.url, json.access_token)('GET', '/v2/organizations')).status).toBe(401)
})

describe('refused with the name of the field:', () => {
  const web = { name: 'Web', platform: 'web', redirectUris: ['https://app.example/cb'] }
  test.each<[string, unknown, RegExp]>([
    ['no platform', { name: 'x' }, /platform/],
    ['a platform there is not', { ...web, platform: 'desktop' }, /platform/],
    ['no name', { ...web, name: ' ' }, /name/],
    ['a field there is not', { ...web, colour: 'red' }, /colour/],
    ['a web one without an address', { ...web, redirectUris: [] }, /redirectUris/],
    ['a machine with an address', { ...web, platform: 'api-services' }, /redirectUris/],
    ['a machine that stays connected', { name: 'x', platform: 'api-services', scopes: ['offline_access'] }, /scopes/],
    ['a secret where none can be kept', { ...web, platform: 'native', clientSecret: 'x' }, /clientSecret/],
    ['plain http elsewhere', { ...web, redirectUris: ['http://app.example/cb'] }, /redirectUris\[0\]/],
    ['a fragment', { ...web, redirectUris: ['https://app.example/cb#x'] }, /redirectUris\[0\]/],
    ['a password', { ...web, redirectUris: ['https://a:b@app.example/cb'] }, /redirectUris\[0\]/],
    ['javascript', { ...web, platform: 'native', redirectUris: ['javascript:alert(1)'] }, /redirectUris\[0\]/],
    ['a scheme of its own on the web', { ...web, redirectUris: ['com.example.app:/cb'] }, /redirectUris\[0\]/],
    ['a grant that is not its platform’s', { ...web, grantTypes: ['client_credentials'] }, /grantTypes\[0\]/],
  ])('%s', async (_name, body, message) => {
    const { status, json } = await control('POST', '/apps', body)
    expect(status).toBe(400)
    expect(json.error).toMatch(message)
  })

  test('an id that is taken, and an option that cannot be used', async () => {
    const app = { name: 'Again', platform: 'native', redirectUris: ['com.example.app:/cb'], clientId: 'again' } as const
    expect((await control('POST', '/apps', app)).status).toBe(201)
    expect((await control('POST', '/apps', app)).status).toBe(409)
    const apps = [{ ...app, redirectUris: [] }]
    await expect(startSandbox({ devices: 1, orgs: 1, apps })).rejects.toThrow(/redirectUris/)
  })
})

test('a scheme of its own leads back to a native application', async () => {
  const redirectUri = 'com.example.app:/signed-in'
  tenant.sandbox.control.addApp({ name: 'App', platform: 'native', clientId: 'app', redirectUris: [redirectUri] })
  expect(challenge).toHaveLength(43)
  expect((await connect('app', redirectUri)).status).toBe(200)
})
