/** The client's way to connect, against the sandbox's OAuth. */
import {
  authorizationUrl,
  createClient,
  exchangeCode,
  memoryTokenStore,
  type PendingAuthorization,
  revoke,
} from '@kunai/api'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startTenant, type Tenant } from '../../testing/tenant.ts'

let tenant: Tenant
beforeAll(async () => {
  tenant = await startTenant({ rotateRefreshTokens: true })
})
afterAll(() => tenant.sandbox.close())

const redirectUri = 'http://127.0.0.1:7400/connections/callback'
const script = { id: 1001, type: 'SCRIPT', scriptId: 1 } as const

function begin(changes: { scopes?: string[]; redirectUri?: string } = {}) {
  const { url: baseUrl, user } = tenant.sandbox
  return authorizationUrl({ baseUrl, clientId: user.clientId, redirectUri, clock: tenant.clock, ...changes })
}

/** The person presses the button; the address they come back to. */
async function consent(url: string, decision = 'allow'): Promise<string> {
  const headers = { 'X-Sandbox-Consent': tenant.sandbox.controlToken }
  const body = new URLSearchParams({ decision })
  const response = await fetch(url, { method: 'POST', redirect: 'manual', headers, body })
  return response.headers.get('location') ?? `no redirect: ${response.status}`
}

function exchange(pending: PendingAuthorization, callbackUrl: string, tokenStore = memoryTokenStore()) {
  const { clientSecret } = tenant.sandbox.user
  return exchangeCode({ pending, callbackUrl, clientSecret, tokenStore, clock: tenant.clock })
}

async function connect() {
  const { url, pending } = begin()
  const tokenStore = memoryTokenStore()
  await exchange(pending, await consent(url), tokenStore)
  const { clientId, clientSecret } = tenant.sandbox.user
  const application = { clientId, clientSecret, tokenStore }
  const client = createClient({ baseUrl: tenant.sandbox.url, user: application, clock: tenant.clock })
  onTestFinished(() => client.close())
  return { client, application, tokenStore }
}

test('from the button to a call that needs a person, and over many refreshes', async () => {
  const { client } = await connect()
  const scripts = async () => client.devices.runScript(script).then(() => 'accepted')
  expect(await scripts()).toBe('accepted')
  for (let hours = 0; hours < 3; hours++) {
    await tenant.clock.advance(3_600_000)
    expect(await scripts()).toBe('accepted')
  }
})

test('revoking ends it here and there', async () => {
  const { client, application, tokenStore } = await connect()
  const before = await tokenStore.load()
  await revoke({ baseUrl: tenant.sandbox.url, ...application, clock: tenant.clock })
  await expect(client.devices.runScript(script)).rejects.toMatchObject({ code: 'reconnect_needed' })
  const stale = { ...application, tokenStore: memoryTokenStore({ refreshToken: before?.refreshToken ?? '' }) }
  const other = createClient({ baseUrl: tenant.sandbox.url, user: stale, clock: tenant.clock })
  onTestFinished(() => other.close())
  await expect(other.devices.runScript(script)).rejects.toMatchObject({ code: 'reconnect_needed' })
})

test('an address holds no secret but the state, and a fresh one each time', () => {
  const [one, two] = [begin(), begin()]
  expect(one.url).not.toContain(one.pending.codeVerifier)
  expect(one.pending.state).not.toBe(two.pending.state)
  expect(one.pending.codeVerifier).not.toBe(two.pending.codeVerifier)
  expect(Object.fromEntries(new URL(one.url).searchParams)).toMatchObject({
    code_challenge_method: 'S256',
    scope: 'monitoring management control offline_access',
  })
})

describe('what comes back is not taken when', () => {
  const reason = (code: string) => ({ kind: 'unauthorized', execution: 'not_sent', code })
  const change = (address: string, edit: (url: URL) => void) => {
    const url = new URL(address)
    edit(url)
    return url.href
  }

  test.each<[string, (url: URL) => void, string]>([
    ['the state is another', (url) => url.searchParams.set('state', 'x'), 'state_mismatch'],
    ['there is no state', (url) => url.searchParams.delete('state'), 'state_mismatch'],
    ['a state is added', (url) => url.searchParams.append('state', 'x'), 'callback_invalid'],
    ['a code is added', (url) => url.searchParams.append('code', 'x'), 'callback_invalid'],
    ['the code is another', (url) => url.searchParams.set('code', 'x'), 'code_refused'],
    ['there is no code', (url) => url.searchParams.delete('code'), 'authorization_refused'],
    ['it came to another path', (url) => (url.pathname = '/other'), 'callback_invalid'],
    ['it came to another host', (url) => (url.hostname = 'example.com'), 'callback_invalid'],
    ['another server says it answered', (url) => url.searchParams.set('iss', 'https://x.example'), 'issuer_mismatch'],
  ])('%s', async (_name, edit, code) => {
    const { url, pending } = begin()
    await expect(exchange(pending, change(await consent(url), edit))).rejects.toMatchObject(reason(code))
  })

  test('it belongs to another attempt, in either half', async () => {
    const [mine, theirs] = [begin(), begin()]
    await expect(exchange(mine.pending, await consent(theirs.url))).rejects.toMatchObject(reason('state_mismatch'))
    const injected = change(await consent(theirs.url), (url) => url.searchParams.set('state', mine.pending.state))
    await expect(exchange(mine.pending, injected)).rejects.toMatchObject(reason('code_refused'))
  })

  test('it comes a second time', async () => {
    const { url, pending } = begin()
    const callback = await consent(url)
    await exchange(pending, callback)
    await expect(exchange(pending, callback)).rejects.toMatchObject(reason('code_refused'))
  })

  test('it comes late', async () => {
    const { url, pending } = begin()
    const callback = await consent(url)
    await tenant.clock.advance(60_000)
    await expect(exchange(pending, callback)).rejects.toMatchObject(reason('code_refused'))
    await tenant.clock.advance(540_001)
    await expect(exchange(pending, callback)).rejects.toMatchObject(reason('authorization_expired'))
  })

  test('the person said no, or a scope is not the application’s', async () => {
    const denied = begin()
    await expect(exchange(denied.pending, await consent(denied.url, 'deny'))).rejects.toMatchObject(
      reason('access_denied'),
    )
    const wide = begin({ scopes: ['monitoring', 'everything'] })
    await expect(exchange(wide.pending, await consent(wide.url))).rejects.toMatchObject(reason('scope_refused'))
  })

  test('no refresh token comes with it', async () => {
    const { url, pending } = begin({ scopes: ['monitoring'] })
    const tokenStore = memoryTokenStore()
    await expect(exchange(pending, await consent(url), tokenStore)).rejects.toMatchObject(
      reason('refresh_token_missing'),
    )
    expect(await tokenStore.load()).toBeUndefined()
  })
})

test.each(['http://example.com/cb', 'custom:cb', '/cb', 'https://a:b@example.com/', 'https://example.com/#x'])(
  'the redirect address %s is refused before anybody is sent anywhere',
  (address) => {
    expect(() => begin({ redirectUri: address })).toThrow(expect.objectContaining({ code: 'redirect_uri_invalid' }))
  },
)
