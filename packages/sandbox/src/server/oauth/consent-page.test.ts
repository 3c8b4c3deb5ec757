/** The consent page as a browser without eyes: its forms, and that nobody else's forms are taken for them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { authorizeUrl, consent, redeem, refresh } from '../../testing/authorization.ts'
import { fetchToken, sender, startTenant, type Tenant, userGrant } from '../../testing/tenant.ts'
import { createWorld } from '../../testing/world.ts'

let tenant: Tenant
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.sandbox.close())
beforeEach(() => tenant.sandbox.control.reset())

interface Shown {
  readonly response: Response
  readonly text: string
  readonly cookie: string
  readonly token: string
}

async function send(url: string, { cookie, form, ...headers }: Record<string, unknown> = {}): Promise<Shown> {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { ...(cookie ? { cookie: String(cookie) } : {}), ...(headers as Record<string, string>) },
    ...(form ? { method: 'POST', body: new URLSearchParams(form as Record<string, string>) } : {}),
  })
  const text = await response.text()
  return {
    response,
    text,
    cookie: response.headers.get('set-cookie')?.split(';')[0] ?? String(cookie ?? ''),
    token: /name="form_token" value="([^"]+)"/.exec(text)?.[1] ?? '',
  }
}

async function signIn(url: string, form: Record<string, string> = { technician: '6' }): Promise<Shown> {
  const { cookie, token } = await send(url)
  return send(url, { cookie, form: { step: 'sign-in', form_token: token, ...form } })
}

const decide = (
  url: string,
  page: Shown,
  changes: Record<string, string> = {},
  headers: Record<string, string> = {},
) => {
  const form = { step: 'decide', technician: '6', form_token: page.token, decision: 'allow', ...changes }
  return send(url, { cookie: page.cookie, form, ...headers })
}

test('who signs in and allows is the one whose name stands on what is done', async () => {
  const url = authorizeUrl(tenant.sandbox)
  const page = await signIn(url)
  expect(page.text).toContain('Ivo Hask')
  for (const words of [
    'Sandbox web',
    'Stay connected while you are away',
    'http://127.0.0.1:7400/connections/callback',
  ]) {
    expect(page.text).toContain(words)
  }
  const { response } = await decide(url, page)
  const back = new URL(response.headers.get('location') ?? '')
  expect([response.status, back.searchParams.get('state')]).toEqual([302, 'a state & more'])
  const { json } = await redeem(tenant.sandbox, back.searchParams.get('code') ?? '')
  const asTechnician = sender(tenant.sandbox.url, json.access_token)
  expect((await asTechnician('POST', '/v2/device/1001/script/run', { type: 'SCRIPT', id: 1 })).status).toBe(204)
  const { activities } = (await asTechnician('GET', '/v2/device/1001/activities?pageSize=10')).json
  expect(activities.map(({ userId }: { userId?: number }) => userId)).toContain(6)
})

test('deny sends access_denied and the state back', async () => {
  const url = authorizeUrl(tenant.sandbox)
  const { response } = await decide(url, await signIn(url), { decision: 'deny' })
  const back = new URL(response.headers.get('location') ?? '')
  expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'access_denied', state: 'a state & more' })
})

test('an e-mail that is typed wins over the list, in any case; one that nobody has is said so', async () => {
  const url = authorizeUrl(tenant.sandbox)
  const email = 'Farid.Aldane7@MSP.example'
  expect((await signIn(url, { technician: '5', email })).text).toContain('Farid Aldane')
  const wrong = await signIn(url, { technician: '5', email: '"><script>alert(1)</script>' })
  expect(wrong.response.status).toBe(400)
  expect(wrong.text).toContain('Nobody here has this e-mail address.')
  expect(wrong.text).not.toContain('<script')
})

describe('who can sign in', () => {
  const offered = (text: string) => [...text.matchAll(/name="technician" value="(\d+)"/g)].map(([, id]) => Number(id))

  test('is whom the tenant has as technicians, with their roles', async () => {
    const { text } = await send(authorizeUrl(tenant.sandbox))
    const listed = (await tenant.asUser('GET', '/v2/user/technicians')).json
    expect(listed.length).toBeGreaterThan(5)
    expect(offered(text)).toEqual(listed.map(({ id }: { id: number }) => id))
    for (const { firstName, lastName, email, roles } of listed) {
      expect(text).toContain(`${firstName} ${lastName}`)
      expect(text).toContain(`<span class="quiet">${roles.join(', ')}</span>`)
      expect(text).toContain(`>${email}</span>`)
    }
  })

  test('is not who was removed, neither by the page nor by a program nor by what was consented to before', async () => {
    const url = authorizeUrl(tenant.sandbox)
    const page = await signIn(url)
    const { back } = await consent(tenant.sandbox, url, { decision: 'allow', technician: '6' })
    const { json } = await redeem(tenant.sandbox, back?.searchParams.get('code') ?? '')
    const { back: late } = await consent(tenant.sandbox, url, { decision: 'allow', technician: '6' })
    const theirs = sender(tenant.sandbox.url, json.access_token)
    expect((await theirs('GET', '/v2/organizations')).status).toBe(200)

    expect((await tenant.asUser('DELETE', '/v2/user/technician/6')).status).toBe(204)
    expect(offered((await send(url)).text)).not.toContain(6)
    expect((await decide(url, page)).response.headers.get('location')).toBeNull()
    expect((await consent(tenant.sandbox, url, { decision: 'allow', technician: '6' })).back).toBeUndefined()
    expect(await theirs('GET', '/v2/organizations')).toMatchObject({ status: 401 })
    expect(await refresh(tenant.sandbox, json.refresh_token)).toMatchObject({ status: 400 })
    expect(await redeem(tenant.sandbox, late?.searchParams.get('code') ?? '')).toMatchObject({ status: 400 })
  })

  test('is not who is disabled', async () => {
    // About one technician in ten is: the first seed that has one.
    const disabledIn = (seed: number) =>
      createWorld({ seed, devices: 3, orgs: 1 }).technicians.list({ test: ({ enabled }) => !enabled })
    let seed = 1
    while (disabledIn(seed).length === 0) seed++
    const [disabled] = disabledIn(seed)
    const other = await startTenant({ seed, devices: 3, orgs: 1 })
    try {
      const url = authorizeUrl(other.sandbox)
      expect(offered((await send(url)).text)).not.toContain(disabled?.id)
      expect((await signIn(url, { email: disabled?.email ?? '' })).text).toContain(
        'Nobody here has this e-mail address.',
      )
      const asProgram = { decision: 'allow', technician: String(disabled?.id) }
      expect((await consent(other.sandbox, url, asProgram)).back).toBeUndefined()
    } finally {
      await other.sandbox.close()
    }
  })

  test('the seeded consent is a system administrator’s', async () => {
    const token = await fetchToken(tenant.sandbox, userGrant(tenant.sandbox))
    const body = { url: 'http://127.0.0.1:9/', activities: {} }
    expect((await sender(tenant.sandbox.url, token)('PUT', '/v2/webhook', body)).status).toBe(204)
  })
})

describe('a form is not taken when', () => {
  const refused = async (sent: Promise<Shown>) => {
    const { response, text } = await sent
    expect({ status: response.status, location: response.headers.get('location') }).toEqual({
      status: 403,
      location: null,
    })
    expect(text).toContain('Nothing was allowed')
  }
  const url = () => authorizeUrl(tenant.sandbox)

  test('it has no token', async () => {
    const page = await signIn(url())
    await refused(decide(url(), page, { form_token: '' }))
  })
  test('its token is of the step before', async () => {
    const page = await send(url())
    await refused(decide(url(), page))
  })
  test('its token is of another browser', async () => {
    const [mine, theirs] = [await signIn(url()), await signIn(url())]
    await refused(decide(url(), { ...mine, token: theirs.token }))
  })
  test('the browser brings no cookie', async () => {
    const page = await signIn(url())
    await refused(decide(url(), { ...page, cookie: '' }))
  })
  test('the address asks for something else than what was shown', async () => {
    const page = await signIn(authorizeUrl(tenant.sandbox, { scope: 'monitoring' }))
    await refused(decide(url(), page))
  })
  test('the technician is another', async () => {
    const page = await signIn(url())
    await refused(decide(url(), page, { technician: '7' }))
  })
  test('the browser says that it comes from another site', async () => {
    const page = await signIn(url())
    await refused(decide(url(), page, {}, { 'Sec-Fetch-Site': 'cross-site' }))
    await refused(decide(url(), page, {}, { Origin: 'https://evil.example' }))
    await refused(decide(url(), page, {}, { Origin: 'null' }))
  })
  test('it is ten minutes old', async () => {
    const page = await signIn(url())
    await tenant.clock.advance(600_000)
    await refused(decide(url(), page))
  })
  test('a program’s form has no control token, or a wrong one', async () => {
    await refused(send(url(), { form: { decision: 'allow' } }))
    const wrong = await send(url(), { form: { decision: 'allow' }, 'X-Sandbox-Consent': 'wrong' })
    expect([wrong.response.status, wrong.response.headers.get('location')]).toEqual([403, null])
  })
})

test('two tabs of one browser both work', async () => {
  const url = authorizeUrl(tenant.sandbox)
  const first = await send(url)
  const second = await send(url, { cookie: first.cookie })
  expect(second.response.headers.get('set-cookie')).toBeNull()
  for (const { token } of [first, second]) {
    const page = await send(url, {
      cookie: first.cookie,
      form: { step: 'sign-in', technician: '6', form_token: token },
    })
    expect((await decide(url, { ...page, cookie: first.cookie })).response.status).toBe(302)
  }
})

test('the page allows no script, no frame and nothing from elsewhere, and hides its address', async () => {
  const { response, text } = await send(authorizeUrl(tenant.sandbox))
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' http:\/\/127\.0\.0\.1:7400;/,
  )
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
  expect(response.headers.get('referrer-policy')).toBe('same-origin')
  expect(response.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Lax$/)
  expect(text).not.toMatch(/<script|src=|href=|url\(/)
})

test('names of applications are text and nothing else', async () => {
  const { clientId } = tenant.sandbox.control.addApp({
    name: '<img src=x onerror=alert(1)>',
    platform: 'web',
    redirectUris: ['https://a.example/?q="><b>'],
  })
  const url = authorizeUrl(tenant.sandbox, { client_id: clientId, redirect_uri: 'https://a.example/?q="><b>' })
  const page = await signIn(url)
  expect(page.text).toContain('&#60;img src=x')
  expect(page.text).not.toMatch(/<img|<b>/)
})
