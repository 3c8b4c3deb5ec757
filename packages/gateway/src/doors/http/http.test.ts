import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { printServer, startTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { actions } from '../../actions/index.ts'
import type { ApprovalRow } from '../../approvals/index.ts'

let test: TestGateway
let device: number
let url: string
let person: { cookie: string; csrfToken: string }
let owner: { cookie: string; csrfToken: string }

async function signIn(name: string) {
  const { parts } = test.gateway
  const token = await parts.accounts.createSignInToken(name, { kind: 'person', id: 'o', name: 'o' })
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })
  expect(response.status).toBe(200)
  const cookie = response.headers.get('set-cookie') ?? ''
  const { csrfToken } = (await response.json()) as { csrfToken: string }
  return { cookie: cookie.split(';')[0] ?? '', csrfToken, setCookie: cookie, token }
}

beforeAll(async () => {
  test = await startTestGateway()
  url = test.gateway.url
  device = await printServer(test)
  person = await signIn('Carol')
  owner = await signIn('owner')
})
afterAll(() => test.close())

const asSession = (one: { cookie: string; csrfToken: string }) => ({
  cookie: one.cookie,
  origin: url,
  'x-csrf-token': one.csrfToken,
})
const asPerson = () => asSession(person)
const json = { 'content-type': 'application/json' }

async function ask(): Promise<ApprovalRow> {
  const outcome = await test.ask('devices.reboot', { id: device, mode: 'NORMAL' })
  if (outcome.status !== 'waiting') throw new Error(outcome.status)
  return (await test.gateway.parts.approvals.find(outcome.approvalId)) as ApprovalRow
}

describe('who may use which route', () => {
  /** Every kind of credential, and what it opens: an action lists its principals, and nothing else gets in. */
  const credentials: Record<
    string,
    { headers: () => Record<string, string>; opens: string | undefined; refusal: number }
  > = {
    nothing: { headers: () => ({}), opens: undefined, refusal: 401 },
    'a made-up key': {
      headers: () => bearer('kct_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'),
      opens: undefined,
      refusal: 401,
    },
    "an MCP client's key": { headers: () => bearer(test.home.key('mcp')), opens: undefined, refusal: 403 },
    'the CLI token': { headers: () => bearer(test.home.key('cli')), opens: 'cli', refusal: 403 },
    'the owner key': { headers: () => bearer(test.home.key('owner')), opens: 'owner', refusal: 403 },
    'a session': { headers: asPerson, opens: 'person', refusal: 403 },
    "an owner's session": { headers: () => asSession(owner), opens: 'person', refusal: 403 },
    'a cookie that was made up': {
      headers: () => ({ ...asPerson(), cookie: '__Host-kunai=made-up' }),
      opens: undefined,
      refusal: 401,
    },
    'a session and a key at once': {
      headers: () => ({ ...asPerson(), ...bearer(test.home.key('cli')) }),
      opens: undefined,
      refusal: 401,
    },
  }
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
  /** An action that only the owner may use is closed to everybody else who signs in. */
  const isOpen = (action: (typeof actions)[number], name: string, opens: string | undefined) =>
    opens !== undefined && action.principals.includes(opens as never) && !(action.ownerOnly && name === 'a session')
  const matrix = actions.flatMap((action) =>
    Object.entries(credentials).map(([name, credential]) => [action.id, name, action, credential] as const),
  )

  it.each(matrix)('%s with %s', async (_, name, action, { headers, opens, refusal }) => {
    const kind = { calls: 'call', batches: 'job' }[action.id.split('.')[0] ?? ''] ?? 'approval'
    const path = action.http.path.replace(':id', `${kind}_${'0'.repeat(32)}`).replace(':name', 'nobody')
    const { method } = action.http
    const body = {
      ...{ digest: '0'.repeat(64), reason: 'x', operation: 'devices.list', name: 'Dave', connection: 'nowhere' },
      ...{ subject: 'tickets.update', verdict: 'ask', preset: 'cautious', position: 'off', seen: 0 },
      ...{ action: 'devices.list', template: {}, after: 0, rows: [{ line: 1, values: {} }] },
    }
    const wanted = Object.keys(action.input.shape)
    const response = await fetch(url + path, {
      method,
      headers: { ...json, ...headers() },
      ...(method !== 'GET' && {
        body: JSON.stringify(Object.fromEntries(Object.entries(body).filter(([name]) => wanted.includes(name)))),
      }),
    })
    const allowed = isOpen(action, name, opens)
    // 400: whoever is let in and sends nonsense hears that. 409: an earlier row of this table has moved the version on.
    if (allowed) expect([200, 400, 404, 409]).toContain(response.status)
    else expect(response.status).toBe(refusal)
  })

  it.each(Object.entries(credentials).filter(([name]) => name !== "an MCP client's key"))(
    '/mcp with %s is 401, also on localhost',
    async (_, { headers }) => {
      const response = await fetch(`${url}/mcp`, {
        method: 'POST',
        headers: { ...json, accept: 'application/json, text/event-stream', ...headers() },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
      })
      expect(response.status).toBe(401)
    },
  )

  it('what decides is for people alone', () => {
    const deciding = actions.filter(({ decides }) => decides)
    expect(deciding.map(({ id }) => id).sort()).toEqual([
      'approvals.approve',
      'approvals.deny',
      'approvals.extend',
      'policies.reset',
      'policies.set',
      'policies.turnSwitch',
      'policies.usePreset',
    ])
    for (const action of deciding) expect(action.principals).toEqual(['person'])
  })

  it.each(['/api/session', '/api/events'])('GET %s is for people alone', async (path) => {
    expect((await fetch(url + path)).status).toBe(401)
    expect((await fetch(url + path, { headers: bearer(test.home.key('cli')) })).status).toBe(403)
    expect((await fetch(url + path, { headers: bearer(test.home.key('mcp')) })).status).toBe(403)
  })

  it('the approval stays as it was through all of that', async () => {
    const approval = await ask()
    for (const verdict of ['approve', 'deny']) {
      for (const [name, { headers, opens }] of Object.entries(credentials)) {
        if (opens === 'person') continue
        const response = await fetch(`${url}/api/approvals/${approval.id}/${verdict}`, {
          method: 'POST',
          headers: { ...json, origin: url, ...headers() },
          body: JSON.stringify({ digest: approval.digest, reason: 'x' }),
        })
        expect([401, 403], name).toContain(response.status)
      }
    }
    expect(await test.gateway.parts.approvals.find(approval.id)).toMatchObject({ state: 'pending' })
  })
})

describe('requests from elsewhere', () => {
  it.each<[string, () => Record<string, string>, number]>([
    ['no CSRF token', () => ({ cookie: person.cookie, origin: url }), 403],
    ['a wrong CSRF token', () => ({ ...asPerson(), 'x-csrf-token': 'wrong' }), 403],
    ['another origin', () => ({ ...asPerson(), origin: 'http://evil.example' }), 403],
    ['no origin', () => ({ cookie: person.cookie, 'x-csrf-token': person.csrfToken }), 403],
    ['a cross-site fetch', () => ({ ...asPerson(), 'sec-fetch-site': 'cross-site' }), 403],
  ])('with %s decide nothing', async (_, headers, status) => {
    const approval = await ask()
    const response = await fetch(`${url}/api/approvals/${approval.id}/approve`, {
      method: 'POST',
      headers: { ...json, ...headers() },
      body: JSON.stringify({ digest: approval.digest }),
    })
    expect(response.status).toBe(status)
    expect(await test.gateway.parts.approvals.find(approval.id)).toMatchObject({ state: 'pending' })
  })

  it('with a foreign Host are refused, whatever the path', async () => {
    for (const path of ['/', '/healthz', '/api/session', '/mcp']) {
      const status = await new Promise((resolve, reject) => {
        const { port } = new URL(url)
        request({ host: '127.0.0.1', port, path, headers: { host: 'evil.example' } }, (response) => {
          response.resume()
          resolve(response.statusCode)
        })
          .on('error', reject)
          .end()
      })
      expect(status, path).toBe(403)
    }
  })

  it('as a form are refused', async () => {
    const response = await fetch(`${url}/api/calls`, {
      method: 'POST',
      headers: { ...asPerson(), 'content-type': 'text/plain' },
      body: '{"operation":"devices.list"}',
    })
    expect(response.status).toBe(400)
  })
})

describe('a sign-in link', () => {
  it('works once, and sets a cookie that scripts and other sites cannot use', async () => {
    const { setCookie, token } = await signIn('Erin')
    expect(setCookie).toMatch(/^__Host-kunai=/)
    for (const word of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) expect(setCookie).toContain(word)
    const again = await fetch(`${url}/api/session`, {
      method: 'POST',
      headers: { origin: url, ...json },
      body: JSON.stringify({ token }),
    })
    expect(again.status).toBe(401)
    expect(await again.json()).toMatchObject({ error: { code: 'sign_in_link_invalid' } })
  })

  it('is too old after 15 minutes', async () => {
    const token = await test.gateway.parts.accounts.createSignInToken('Frank', { kind: 'person', id: 'o', name: 'o' })
    await test.clock.advance(15 * 60_000)
    const response = await fetch(`${url}/api/session`, {
      method: 'POST',
      headers: { origin: url, ...json },
      body: JSON.stringify({ token }),
    })
    expect(response.status).toBe(401)
    person = await signIn('Carol')
  })

  it('signing out ends the session', async () => {
    const { cookie, csrfToken } = await signIn('Grace')
    const headers = { cookie, origin: url, 'x-csrf-token': csrfToken }
    expect((await fetch(`${url}/api/session`, { method: 'DELETE', headers })).status).toBe(204)
    expect((await fetch(`${url}/api/session`, { headers: { cookie } })).status).toBe(401)
  })
})

describe('deciding in the dashboard', () => {
  it('shows the exact request and live facts, sends once, and tells what came of it', async () => {
    const before = test.sandbox.control.ledger().length
    const approval = await ask()
    const detail = await (await fetch(`${url}/api/approvals/${approval.id}`, { headers: asPerson() })).json()
    expect(detail).toMatchObject({
      digest: approval.digest,
      request: { method: 'POST', baseUrl: test.sandbox.url, path: `/v2/device/${device}/reboot/NORMAL` },
      live: { devices: [{ id: device, offline: false, nodeClass: 'WINDOWS_SERVER' }] },
      policy: { rule: 'everything else asks' },
    })
    const approved = await fetch(`${url}/api/approvals/${approval.id}/approve`, {
      method: 'POST',
      headers: { ...json, ...asPerson() },
      body: JSON.stringify({ digest: approval.digest }),
    })
    expect(await approved.json()).toMatchObject({ state: 'approved', decidedBy: { name: 'Carol' } })
    await test.gateway.parts.corridor.carryOut(approval.id)
    // The door carries it out beside us; whoever claimed it may still be sending.
    await vi.waitFor(() => expect(test.sandbox.control.ledger().length).toBe(before + 1))
    const second = await fetch(`${url}/api/approvals/${approval.id}/deny`, {
      method: 'POST',
      headers: { ...json, ...asPerson() },
      body: JSON.stringify({ digest: approval.digest, reason: 'too late' }),
    })
    expect(second.status).toBe(409)
  })
})

describe('bad requests', () => {
  it.each([
    ['not JSON', '{', 400, 'invalid_json'],
    ['an array', '[]', 400, 'invalid_json'],
    ['an unknown field', '{"operation":"devices.list","bogus":1}', 400, 'invalid_input'],
    ['a missing field', '{}', 400, 'invalid_input'],
  ])('%s: a clear refusal', async (_, body, status, code) => {
    const response = await fetch(`${url}/api/calls`, { method: 'POST', headers: { ...json, ...asPerson() }, body })
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ error: { code } })
  })

  it('too large: 413', async () => {
    const response = await fetch(`${url}/api/calls`, {
      method: 'POST',
      headers: { ...json, ...asPerson() },
      body: JSON.stringify({ operation: 'x'.repeat(1024 * 1024) }),
    })
    expect(response.status).toBe(413)
  })

  it('an unknown route of the API is not the dashboard', async () => {
    expect((await fetch(`${url}/api/nothing`, { headers: asPerson() })).status).toBe(404)
  })
})

describe('every answer', () => {
  it.each(['/', '/approvals/x', '/healthz', '/api/session'])(
    '%s carries the headers that keep pages apart',
    async (path) => {
      const { headers } = await fetch(url + path)
      expect(headers.get('content-security-policy')).toContain("script-src 'self'")
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    },
  )
})

describe('health', () => {
  it('is ok when store and connection answer, and 503 naming the part when not', async () => {
    expect(await (await fetch(`${url}/healthz`)).json()).toMatchObject({ status: 'ok', store: 'ok', connection: 'ok' })
    test.sandbox.control.addFault({
      match: { operation: 'organizations.list' },
      effect: { kind: 'status', status: 403 },
    })
    await test.clock.advance(5_000)
    const response = await fetch(`${url}/healthz`)
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ status: 'degraded', connection: 'not answering', store: 'ok' })
    test.sandbox.control.clearFaults()
  })
})

describe('live events', () => {
  it('resume after the last one that was seen', async () => {
    const { seq } = await test.gateway.parts.audit.head()
    await test.ask('devices.get', { id: device })
    await test.ask('devices.get', { id: device })
    const stop = new AbortController()
    const response = await fetch(`${url}/api/events`, {
      headers: { cookie: person.cookie, 'last-event-id': String(seq) },
      signal: stop.signal,
    })
    let text = ''
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString()
      if (text.includes(`id: ${seq + 2}\n`)) break
    }
    stop.abort()
    expect(text).toContain('event: ready')
    expect(text).toContain(`id: ${seq + 1}\n`)
  })
})
