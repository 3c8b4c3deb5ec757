/** Limits with assumed numbers: per client, on the sandbox's clock, and off unless asked for. */
import { setTimeout as wait } from 'node:timers/promises'
import { createClient } from '@kunai/api'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { controlSender, printServer, startTenant, type Tenant } from '../testing/tenant.ts'
import { rateProfiles } from './rate-limit.ts'

let tenant: Tenant
afterEach(() => tenant.sandbox.close())

const device = `/v2/device/${printServer}`

test('off is the default: nothing is ever refused', async () => {
  tenant = await startTenant()
  expect(tenant.sandbox.control.rateLimit()).toEqual({ profile: 'off', assumed: true })
  const statuses = new Set<number>()
  for (let turn = 0; turn < 400; turn++) statuses.add((await tenant.asMachine('GET', device)).status)
  expect([...statuses]).toEqual([200])
})

describe('a limit', () => {
  test('refuses after the burst with Retry-After, and lets in as many as have come back', async () => {
    tenant = await startTenant({ rateLimit: 'harsh' })
    const { burst, perSecond } = rateProfiles.harsh
    const ask = async () => (await tenant.asMachine('GET', device)).status
    for (let turn = 0; turn < burst; turn++) expect(await ask()).toBe(200)
    const refused = await tenant.asMachine('GET', device)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe(String(1 / perSecond))
    expect(refused.json).toEqual({
      resultCode: 'FAILURE',
      errorMessage: 'HTTP 429 Too Many Requests',
      incidentId: expect.any(String),
    })
    await tenant.clock.advance(999)
    expect(await ask()).toBe(429)
    await tenant.clock.advance(1)
    expect([await ask(), await ask()]).toEqual([200, 429])
    await tenant.clock.advance(3_600_000)
    tenant.sandbox.control.reset()
    for (let turn = 0; turn < burst; turn++)
      expect(await tenant.asUser('GET', device).then(({ status }) => status)).not.toBe(429)
  })

  test('is one client’s alone, and a refused command is not carried out', async () => {
    tenant = await startTenant({ rateLimit: 'harsh' })
    for (let turn = 0; turn < rateProfiles.harsh.burst; turn++) await tenant.asMachine('GET', device)
    expect((await tenant.asMachine('POST', `${device}/reboot/NORMAL`, {})).status).toBe(429)
    expect(tenant.sandbox.control.ledger()).toEqual([])
    expect((await tenant.asUser('POST', `${device}/reboot/NORMAL`, {})).status).toBe(204)
  })

  test('html-429 answers a page for people, with Retry-After', async () => {
    tenant = await startTenant({ rateLimit: 'html-429' })
    for (let turn = 0; turn < rateProfiles['html-429'].burst; turn++) await tenant.asMachine('GET', device)
    const { status, headers, text } = await tenant.asMachine('GET', device)
    expect([status, headers.get('retry-after'), headers.get('content-type')]).toEqual([
      429,
      '1',
      'text/html; charset=utf-8',
    ])
    expect(text).toContain('Too many requests')
  })

  test.each(['gentle', 'default', 'harsh'] as const)(
    '%s: a client that waits when told to gets everything',
    async (profile) => {
      tenant = await startTenant({ rateLimit: profile })
      const { url, machine } = tenant.sandbox
      const client = createClient({ baseUrl: url, machine, clock: tenant.clock })
      onTestFinished(() => client.close())
      const whole = ((await tenant.asUser('GET', '/v2/devices')).json as { id: number }[]).map(({ id }) => id)
      const seen: number[] = []
      let done = false
      const work = (async () => {
        for await (const { id } of client.devices.list.all({ pageSize: 5 })) seen.push(id)
      })().finally(() => {
        done = true
      })
      while (!done) {
        // Slowly enough for answers to arrive before their time is up.
        await wait(5)
        await tenant.clock.advance(100)
      }
      await work
      expect(seen).toEqual(whole)
    },
  )

  test('says what each client has left, which comes back with time', async () => {
    tenant = await startTenant({ rateLimit: 'harsh' })
    const { sandbox, clock } = tenant
    for (let calls = 0; calls < 12; calls++) await tenant.asMachine('GET', '/v2/organizations')
    const left = () => sandbox.control.rateLimit().clients
    expect(left()).toEqual([{ client: sandbox.machine.clientId, remaining: 0 }])
    await clock.advance(3_000)
    expect(left()).toEqual([{ client: sandbox.machine.clientId, remaining: 3 }])
  })

  test('can be changed over HTTP, says that it is assumed, and names what there is', async () => {
    tenant = await startTenant()
    const control = controlSender(tenant.sandbox)
    const { status, json } = await control('PUT', '/rate-limit', { profile: 'harsh' })
    expect({ status, json }).toEqual({
      status: 200,
      json: { profile: 'harsh', assumed: true, burst: 10, perSecond: 1, clients: [] },
    })
    expect((await control('GET', '/rate-limit')).json.profile).toBe('harsh')
    for (const body of [{ profile: 'constructor' }, { profile: 'harsh', x: 1 }, undefined]) {
      const refused = await control('PUT', '/rate-limit', body)
      expect([refused.status, refused.json.error]).toEqual([400, expect.stringContaining('html-429')])
    }
    tenant.sandbox.control.reset()
    expect(tenant.sandbox.control.rateLimit().profile).toBe('off')
  })
})

test('a profile that there is not is refused with those that there are', async () => {
  tenant = await startTenant()
  await expect(startTenant({ rateLimit: 'strict' })).rejects.toThrow(/rate-limit must be one of: off, gentle/)
})
