/** A client written to the widespread text for agents, and ours: both work where the sandbox speaks that dialect. */
import { createClient } from '@kunai/api'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { printServer, startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
beforeAll(async () => {
  tenant = await startTenant({ dialect: 'skill', orgs: 23 })
})
afterAll(() => tenant.sandbox.close())

/** As the text has it: a token by client credentials at /oauth/token, Bearer, and waiting when told to. */
class TextClient {
  readonly #base: string
  #token = ''

  constructor(base: string) {
    this.#base = base
  }

  async signIn({ clientId, clientSecret }: { clientId: string; clientSecret: string }): Promise<unknown> {
    const response = await fetch(`${this.#base}/oauth/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: `grant_type=client_credentials&client_id=${clientId}&client_secret=${clientSecret}&scope=monitoring management control`,
    })
    const body = (await response.json()) as { access_token: string }
    this.#token = body.access_token
    return body
  }

  send(method: string, path: string, body?: unknown): Promise<Response> {
    const headers = { Authorization: `Bearer ${this.#token}`, Accept: 'application/json' }
    const json = body === undefined ? {} : { 'Content-Type': 'application/json' }
    return fetch(`${this.#base}${path}`, {
      method,
      headers: { ...headers, ...json },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  }

  async all(path: string, pageSize: number): Promise<{ id: number }[]> {
    const rows: { id: number }[] = []
    let cursor: string | null = null
    do {
      const more: string = cursor === null ? '' : `&after=${cursor}`
      const data = (await (await this.send('GET', `${path}?pageSize=${pageSize}${more}`)).json()) as {
        results: { id: number }[]
        pageInfo: { hasNextPage: boolean; endCursor: string }
      }
      rows.push(...data.results)
      cursor = data.pageInfo.hasNextPage ? data.pageInfo.endCursor : null
    } while (cursor !== null)
    return rows
  }
}

async function signedIn(sandbox = tenant.sandbox): Promise<TextClient> {
  const client = new TextClient(sandbox.url)
  await client.signIn(sandbox.machine)
  return client
}

describe('a client written to the text', () => {
  test('gets its token as the text shows it', async () => {
    expect(await new TextClient(tenant.sandbox.url).signIn(tenant.sandbox.machine)).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'monitoring management control',
    })
  })

  test.each([1, 7, 22, 23, 24, 100])('reads every organization once in pages of %i', async (pageSize) => {
    const rows = await (await signedIn()).all('/api/v2/organizations', pageSize)
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 23 }, (_, index) => index + 1))
  })

  test('reads every device, and a last page that is full says that it is the last', async () => {
    const client = await signedIn()
    const whole = (await (await client.send('GET', '/api/v2/devices')).json()) as { results: unknown[] }
    expect(await client.all('/api/v2/devices', 40)).toEqual(whole.results)
    const asked = () => tenant.sandbox.control.requests().filter(({ path }) => path.endsWith('/organizations')).length
    const before = asked()
    await client.all('/api/v2/organizations', 23)
    expect(asked()).toBe(before + 1)
  })

  test('finds cursors opaque: an id is none, and neither is nonsense', async () => {
    const client = await signedIn()
    const { pageInfo } = (await (await client.send('GET', '/api/v2/organizations?pageSize=5')).json()) as {
      pageInfo: { endCursor: string }
    }
    expect(pageInfo.endCursor).not.toMatch(/^\d+$/)
    for (const after of ['5', 'nonsense', '%00']) {
      const response = await client.send('GET', `/api/v2/organizations?pageSize=5&after=${after}`)
      expect([response.status, await response.json()]).toEqual([
        422,
        {
          error: 'validation_error',
          message: 'Invalid field value',
          details: { field: 'after', issue: expect.any(String) },
        },
      ])
    }
  })

  test('sees its allowance on every answer', async () => {
    const limited = await startTenant({ dialect: 'skill', rateLimit: 'harsh' })
    onTestFinished(() => limited.sandbox.close())
    const client = await signedIn(limited.sandbox)
    const numbers = async () => {
      const { headers } = await client.send('GET', '/api/v2/organizations')
      return ['Limit', 'Remaining', 'Reset'].map((name) => Number(headers.get(`X-RateLimit-${name}`)))
    }
    const nowSeconds = limited.clock.now() / 1000
    expect(await numbers()).toEqual([10, 9, Math.ceil(nowSeconds + 1)])
    expect(await numbers()).toEqual([10, 8, Math.ceil(nowSeconds + 2)])
    for (let turn = 0; turn < 8; turn++) await numbers()
    const refused = await client.send('GET', '/api/v2/organizations')
    expect([refused.status, refused.headers.get('Retry-After'), refused.headers.get('X-RateLimit-Remaining')]).toEqual([
      429,
      '1',
      '0',
    ])
    expect(await refused.json()).toEqual({ error: 'rate_limit_exceeded', message: 'Too many requests', retry_after: 1 })
  })

  test.each<[string, string, unknown, number, unknown]>([
    ['GET', '/api/v2/device/999999', undefined, 404, { error: 'not_found', message: 'Device 999999 not found' }],
    ['GET', '/api/v2/nothing', undefined, 404, { error: 'not_found', message: 'HTTP 404 Not Found' }],
    [
      'POST',
      `/api/v2/device/${printServer}/windows-service/Spooler/control`,
      { action: 'EXPLODE' },
      422,
      {
        error: 'validation_error',
        message: 'Invalid field value',
        details: { field: 'action', issue: expect.any(String) },
      },
    ],
    [
      'POST',
      `/api/v2/device/${printServer}/reboot/NORMAL`,
      { colour: 'red' },
      422,
      {
        error: 'validation_error',
        message: 'Invalid field value',
        details: { field: 'colour', issue: 'Unknown field' },
      },
    ],
    ['POST', '/api/v2/organizations/nothing', {}, 404, { error: 'not_found', message: 'HTTP 404 Not Found' }],
  ])('%s %s is refused in the text’s words', async (method, path, body, status, expected) => {
    const response = await (await signedIn()).send(method, path, body)
    expect([response.status, await response.json()]).toEqual([status, expected])
  })

  test('is told 401 for a token that is no good', async () => {
    const response = await new TextClient(tenant.sandbox.url).send('GET', '/api/v2/organizations')
    // The text knows only 401; the sandbox tells a missing header from a bad token, by their statuses.
    expect([400, 401]).toContain(response.status)
    expect(await response.json()).toMatchObject({ error: expect.any(String), message: expect.any(String) })
  })

  test('sets a webhook by events and takes it away', async () => {
    const client = await signedIn()
    const url = 'https://your-server.example/webhook'
    const set = (body: unknown) => client.send('PUT', '/api/v2/webhook', body)
    expect((await set({ url, events: ['ALERT_TRIGGERED', 'DEVICE_OFFLINE'] })).status).toBe(204)
    expect((await client.send('DELETE', '/api/v2/webhook')).status).toBe(204)
    for (const [body, field] of [
      [{ url, events: ['ALERT_EXPLODED'] }, 'events'],
      [{ url, events: [] }, 'events'],
      [{ events: ['ALERT_TRIGGERED'] }, 'url'],
    ] as const) {
      const refused = await set(body)
      expect([refused.status, await refused.json()]).toMatchObject([422, { details: { field } }])
    }
  })
})

test('our client reads it as well: lists, single things, refusals and limits', async () => {
  const { url, machine } = tenant.sandbox
  const client = createClient({ baseUrl: url, machine, clock: tenant.clock })
  onTestFinished(() => client.close())
  const organizations: number[] = []
  for await (const { id } of client.organizations.list.all({ pageSize: 5 })) organizations.push(id)
  expect(organizations).toHaveLength(23)
  const devices: number[] = []
  for await (const { id } of client.devices.list.all({ pageSize: 50 })) devices.push(id)
  const whole = (await client.devices.list({})) as { id: number }[]
  expect(devices).toEqual(whole.map(({ id }) => id))
  expect(await client.devices.get({ id: printServer })).toMatchObject({ id: printServer })
  await expect(client.devices.get({ id: 999_999 })).rejects.toMatchObject({ kind: 'not_found' })
  await client.devices.reboot({ id: printServer, mode: 'NORMAL' })
  expect(tenant.sandbox.control.ledger()).toHaveLength(1)
})

test('is off unless asked for, and a dialect that there is not is refused', async () => {
  const plain = await startTenant()
  onTestFinished(() => plain.sandbox.close())
  const { json, headers } = await plain.asMachine('GET', '/v2/organizations?pageSize=2')
  expect(Array.isArray(json)).toBe(true)
  expect(headers.get('X-RateLimit-Limit')).toBeNull()
  await expect(startTenant({ dialect: 'klingon' })).rejects.toThrow(/dialect must be one of: ninjaone, skill/)
})
