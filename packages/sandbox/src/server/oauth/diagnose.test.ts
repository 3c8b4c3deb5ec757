/** Each mistake in a connection's settings is named, and only it. */
import { type DiagnosisOptions, diagnose, memoryTokenStore } from '@kunai/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTenant, type Tenant } from '../../testing/tenant.ts'

let tenant: Tenant
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.sandbox.close())

const redirectUri = 'http://127.0.0.1:7400/connections/callback'

function settings() {
  const { url, machine, user } = tenant.sandbox
  const { clientId, clientSecret, refreshToken } = user
  const identity = { clientId, clientSecret, refreshToken }
  return { baseUrl: url, machine, user: identity, redirectUri, clock: tenant.clock }
}

test('nothing is wrong: nothing is found', async () => {
  expect(await diagnose(settings())).toEqual({ ok: true, findings: [] })
})

type Case = [name: string, change: (good: ReturnType<typeof settings>) => Partial<DiagnosisOptions>, found: string[]]

test.each<Case>([
  ['a wrong region or client id', ({ machine }) => ({ machine: { ...machine, clientId: 'x' } }), ['client_not_found']],
  ['the same of the user', ({ user }) => ({ user: { ...user, clientId: 'x' } }), ['client_not_found']],
  ['a wrong secret', ({ machine }) => ({ machine: { ...machine, clientSecret: 'x' } }), ['client_refused']],
  ['a slash too many', () => ({ redirectUri: `${redirectUri}/` }), ['redirect_uri_mismatch']],
  ['a scope not asked for', ({ machine }) => ({ machine: { ...machine, scope: 'monitoring' } }), ['scope_missing']],
  ['a scope it lacks', ({ machine }) => ({ machine: { ...machine, scope: 'all' } }), ['scope_refused']],
  ['a scope the user app lacks', () => ({ scopes: ['all', 'offline_access'] }), ['scope_missing']],
  ['no offline_access', () => ({ scopes: ['monitoring'] }), ['offline_access_missing']],
  [
    'a dead refresh token',
    ({ user: { clientId, clientSecret } }) => ({ user: { clientId, clientSecret, refreshToken: 'dead' } }),
    ['reconnect_needed'],
  ],
  [
    'nobody connected yet',
    ({ user: { clientId, clientSecret } }) => ({ user: { clientId, clientSecret, tokenStore: memoryTokenStore() } }),
    ['not_connected'],
  ],
  [
    'the user’s application for the machine',
    ({ user }) => ({ machine: { clientId: user.clientId, clientSecret: user.clientSecret } }),
    ['grant_refused'],
  ],
  ['no user', () => ({ user: undefined }), ['user_context_required']],
  ['an address that is none', () => ({ baseUrl: 'http://example.com' }), ['base_url_invalid']],
  ['an unreachable host', () => ({ baseUrl: 'http://127.0.0.1:1' }), ['host_unreachable']],
])('%s', async (_name, change, found) => {
  const good = settings()
  const { ok, findings } = await diagnose({ ...good, ...change(good) })
  expect({ ok, codes: findings.map(({ code }) => code) }).toEqual({ ok: false, codes: found })
  for (const { message } of findings) {
    // One sentence: its only full stop followed by nothing.
    expect(message).toMatch(/^[A-Zh].*\.$/)
    expect(message).not.toMatch(/undefined|dead|\. [A-Z]/)
  }
})

test.each([
  [61_000, /61 seconds behind/],
  [-61_000, /61 seconds ahead of/],
])('a clock that is off by %i ms', async (offMs, message) => {
  const good = settings()
  const clock = { ...tenant.clock, now: () => tenant.clock.now() - offMs }
  const { findings } = await diagnose({ ...good, clock })
  expect(findings).toEqual([{ code: 'clock_skewed', message: expect.stringMatching(message) }])
})
