import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseWebhook } from '@kunai/api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SandboxOptions } from '../options.ts'
import {
  controlSender,
  fetchToken,
  printServer,
  sender,
  startTenant,
  type Tenant,
  userGrant,
} from '../testing/tenant.ts'
import { callTenant, operationOf } from './test/answers.ts'

let tenant: Tenant
let receiver: Server
let url: string
/** What the receiver answers. */
let answer: number
let received: { headers: IncomingHttpHeaders; body: Record<string, never> }[]

beforeEach(async () => {
  received = []
  answer = 204
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) })
      response.writeHead(answer, { Location: 'http://elsewhere.example/' }).end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
  await start()
})
afterEach(async () => {
  await tenant.sandbox.close()
  receiver.closeAllConnections()
  await new Promise((resolve) => receiver.close(resolve))
})

async function start(options: SandboxOptions = {}) {
  await tenant?.sandbox.close()
  tenant = await startTenant({ alive: false, ...options })
}

const set = async (more = {}) => await tenant.asUser('PUT', '/v2/webhook', { url, ...more })
const reboot = (id = printServer) => tenant.asMachine('POST', `/v2/device/${id}/reboot/NORMAL`)
const sent = async () => {
  await tenant.sandbox.control.settleWebhooks()
  return received
}
const codes = async () => (await sent()).map(({ body }) => body.statusCode)
const log = () => tenant.sandbox.control.webhookDeliveries()

describe('a webhook', () => {
  test('gets what happens, as one flat activity with its device and what was asked to be whole', async () => {
    const headers = [{ name: 'x-secret', value: 'current secret' }]
    expect((await set({ expand: ['device', 'organization', 'location'], headers })).status).toBe(204)
    await reboot()
    const [first] = await sent()
    expect(first?.headers).toMatchObject({ 'x-secret': 'current secret', 'content-type': 'application/json' })
    const { activities } = (await tenant.asMachine('GET', `/v2/device/${printServer}/activities`)).json
    const { device, ...activity } = first?.body ?? {}
    expect(activities).toContainEqual(activity)
    expect(device).toMatchObject({ id: printServer, references: { organization: { id: 1 }, location: {} } })
    const parsed = parseWebhook(first?.body)
    expect(parsed).toMatchObject({ ok: true })
  })

  test('gets only the types and codes it asked for', async () => {
    await set({ activities: { SYSTEM: ['SYSTEM_REBOOTED'], CONDITION: ['*'] } })
    await reboot()
    expect(await sent()).toEqual([])
    const [alert] = (await tenant.asMachine('GET', '/v2/alerts')).json
    await tenant.asMachine('DELETE', `/v2/alert/${alert.uid}`)
    await tenant.clock.advance(300_000)
    expect((await codes()).sort()).toEqual(['RESET', 'SYSTEM_REBOOTED'])
  })

  test('gets only what concerns its organizations', async () => {
    await set({ organizationIds: [2] })
    await reboot()
    expect(await sent()).toEqual([])
    const [device] = (await tenant.asMachine('GET', '/v2/devices?df=org=2 AND class=WINDOWS_WORKSTATION')).json
    await reboot(device.id)
    expect((await sent()).length).toBeGreaterThan(0)
  })

  test('is one for each application: a new one replaces it, and nothing of before is sent', async () => {
    await reboot()
    await set({ headers: [{ name: 'x-turn', value: '1' }] })
    await set({ headers: [{ name: 'x-turn', value: '2' }] })
    expect(await sent()).toEqual([])
    await reboot()
    expect(new Set((await sent()).map(({ headers }) => headers['x-turn']))).toEqual(new Set(['2']))
  })

  test('that is removed gets nothing more; removing it again changes nothing', async () => {
    await set()
    expect((await tenant.asUser('DELETE', '/v2/webhook')).status).toBe(204)
    expect((await tenant.asUser('DELETE', '/v2/webhook')).status).toBe(204)
    await reboot()
    expect(await sent()).toEqual([])
  })

  test('cannot be read back', async () => {
    expect((await tenant.asUser('GET', '/v2/webhook')).status).toBe(405)
  })

  test('gets activities that nobody’s request set off, as time goes by', async () => {
    await set({ activities: { SYSTEM: ['SYSTEM_REBOOTED'] } })
    await reboot()
    await tenant.clock.advance(300_000)
    // No request is made: only time has passed.
    await expect.poll(() => received.length).toBe(1)
  })
})

describe('a delivery that fails', () => {
  const steps = [10_000, 60_000, 300_000, 1_800_000]

  test('is tried again, later and later by the tenant’s clock, until somebody takes it', async () => {
    answer = 500
    await set({ activities: { SYSTEM: ['START_REQUESTED'] } })
    await reboot()
    expect(await sent()).toHaveLength(1)
    expect(log()).toMatchObject([{ state: 'pending', attempts: 1, status: 500 }])
    answer = 200
    tenant.sandbox.control.advance(9_999)
    expect(await sent()).toHaveLength(1)
    tenant.sandbox.control.advance(1)
    const [first, second, ...more] = await sent()
    expect([second?.body, more]).toEqual([first?.body, []])
    expect(log()).toMatchObject([{ state: 'delivered', attempts: 2, status: 200 }])
  })

  test('writes "webhook failed" after the last attempt, and no failure about that failure', async () => {
    answer = 503
    await set({ activities: { SYSTEM: ['*'] } })
    await reboot()
    await sent()
    for (const step of steps) {
      tenant.sandbox.control.advance(step)
      await sent()
    }
    const failed = log().filter(({ state }) => state === 'failed')
    expect(failed.length).toBeGreaterThan(0)
    expect(failed.every(({ attempts }) => attempts === 5)).toBe(true)
    tenant.sandbox.control.advance(3_600_000)
    await sent()
    expect(JSON.stringify(log())).not.toContain('WEBHOOK_FAILED')
  })

  test('because nobody listens says so in the log', async () => {
    receiver.closeAllConnections()
    await new Promise((resolve) => receiver.close(resolve))
    await set({ activities: { SYSTEM: ['START_REQUESTED'] } })
    await reboot()
    await sent()
    expect(log()).toMatchObject([{ state: 'pending', attempts: 1, error: 'ECONNREFUSED' }])
    receiver = createServer().listen(0, '127.0.0.1')
  })

  test('by a redirect goes nowhere else', async () => {
    answer = 307
    await set({ activities: { SYSTEM: ['START_REQUESTED'] } })
    await reboot()
    expect(await sent()).toHaveLength(1)
    expect(log()).toMatchObject([{ state: 'pending', status: 307 }])
  })

  test('and whose webhook is removed meanwhile is dropped', async () => {
    answer = 500
    await set({ activities: { SYSTEM: ['START_REQUESTED'] } })
    await reboot()
    await sent()
    await tenant.asUser('DELETE', '/v2/webhook')
    tenant.sandbox.control.advance(60_000)
    expect(await sent()).toHaveLength(1)
    expect(log()).toMatchObject([{ state: 'dropped' }])
  })
})

describe('where deliveries may go', () => {
  test.each([
    'http://hooks.example.com/x',
    'http://169.254.0.1/x',
    'http://localhost.example.com/',
    'http://[::ffff:0a00:1]/',
  ])('not to %s, which is not this machine: accepted, never sent, told in the log', async (address) => {
    expect((await set({ url: address, activities: { SYSTEM: ['START_REQUESTED'] } })).status).toBe(204)
    await reboot()
    await sent()
    expect(log()).toMatchObject([{ state: 'blocked', attempts: 0 }])
  })

  test('to a host that the owner allowed', async () => {
    const port = new URL(url).port
    await start({ webhookHosts: [`0.0.0.0:${port}`] })
    await set({ url: url.replace('127.0.0.1', '0.0.0.0'), activities: { SYSTEM: ['START_REQUESTED'] } })
    await reboot()
    expect(await sent()).toHaveLength(1)
  })
})

describe('who may set one', () => {
  test('a person, not a machine', async () => {
    const reply = await tenant.asMachine('PUT', '/v2/webhook', { url })
    expect([reply.status, reply.json.error]).toEqual([403, 'user_context_required'])
  })

  test('a token that may manage, not one that reads', async () => {
    const token = await fetchToken(tenant.sandbox, { ...userGrant(tenant.sandbox), scope: 'monitoring' })
    expect((await sender(tenant.sandbox.url, token)('PUT', '/v2/webhook', { url })).status).toBe(403)
  })

  test.each([
    ['an organization that does not exist', { organizationIds: [999] }, 'organization_not_found'],
    ['a header that cannot be sent', { headers: [{ name: 'a b', value: 'x' }] }, 'invalid_headers'],
    ['a header that would be two', { headers: [{ name: 'a', value: 'x\r\nb: y' }] }, 'invalid_headers'],
    ['an address that is none', { url: 'ftp://127.0.0.1/' }, 'invalid_url'],
  ])('nobody with %s', async (_case, more, resultCode) => {
    const reply = await set(more)
    expect([reply.status, reply.json.resultCode]).toEqual([400, resultCode])
  })
})

test('the log is readable through the control interface, without the headers’ secrets', async () => {
  await set({ headers: [{ name: 'x-secret', value: 'current secret' }] })
  await reboot()
  await sent()
  const { status, json, text } = await controlSender(tenant.sandbox)('GET', '/webhook-deliveries')
  expect(status).toBe(200)
  expect(json.entries[0]).toMatchObject({ state: 'delivered', url, body: { deviceId: printServer } })
  expect(text).not.toContain('current secret')
})

test('both operations answer their first example', async () => {
  for (const id of ['webhooks.set', 'webhooks.remove']) {
    const [example] = operationOf(id).examples
    expect((await callTenant(tenant, operationOf(id), example.input)).status).toBe(204)
  }
})
