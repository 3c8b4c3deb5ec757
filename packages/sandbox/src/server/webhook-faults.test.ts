/** Trouble with what NinjaOne sends, in the same words as trouble with what it answers; received over real HTTP. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { controlSender, startTenant, type Tenant } from '../testing/tenant.ts'
import type { FaultRuleInput } from './faults/rule.ts'

let tenant: Tenant
let receiver: Server
/** Ids of the activities, in the order in which they came. */
let received: number[]

beforeEach(async () => {
  received = []
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push(JSON.parse(Buffer.concat(chunks).toString('utf8')).id)
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  tenant = await startTenant({ alive: false })
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  expect((await tenant.asUser('PUT', '/v2/webhook', { url })).status).toBe(204)
})
afterEach(async () => {
  await tenant.sandbox.close()
  receiver.closeAllConnections()
  receiver.close()
})

const add = (rule: FaultRuleInput) => tenant.sandbox.control.addFault(rule)
const log = () => tenant.sandbox.control.webhookDeliveries()
const settle = () => tenant.sandbox.control.settleWebhooks()
/** One activity each, at once. */
async function happen(organization = 1): Promise<number> {
  await tenant.asMachine('PATCH', `/v2/organization/${organization}`, { description: `turn ${received.length}` })
  const [newest] = (await tenant.asMachine('GET', '/v2/activities?pageSize=10')).json.activities
  return newest.id
}

describe('a delivery', () => {
  test('is lost: it never comes, nobody is told, and the log knows', async () => {
    const { id } = add({ effect: { kind: 'delivery-lost' }, count: 1 })
    const lost = await happen()
    const kept = await happen()
    await settle()
    await tenant.clock.advance(3_000_000)
    await settle()
    expect(received).toEqual([kept])
    expect(log()).toMatchObject([
      { activityId: lost, state: 'lost', attempts: 0, faults: [id] },
      { activityId: kept, state: 'delivered' },
    ])
    expect(log()[1]).not.toHaveProperty('faults')
    expect(tenant.sandbox.control.faults()).toMatchObject([{ seen: 2, struck: 1 }])
    expect((await tenant.asMachine('GET', '/v2/activities?status=WEBHOOK_FAILED')).json.activities).toEqual([])
  })

  test('is repeated: the same activity comes again, as often as was said', async () => {
    const { id } = add({ effect: { kind: 'delivery-repeated', times: 2 }, count: 1 })
    const repeated = await happen()
    await settle()
    const once = await happen()
    await settle()
    expect(received).toEqual([repeated, repeated, repeated, once])
    expect(log().map(({ activityId, faults }) => [activityId, faults])).toEqual([
      [repeated, [id]],
      [repeated, [id]],
      [repeated, [id]],
      [once, undefined],
    ])
  })

  test('is delayed, by the tenant’s clock', async () => {
    add({ effect: { kind: 'delivery-delayed', delayMs: 90_000 }, count: 1 })
    const late = await happen()
    const soon = await happen()
    await settle()
    expect(received).toEqual([soon])
    await tenant.clock.advance(89_000)
    await settle()
    expect(received).toEqual([soon])
    await tenant.clock.advance(2_000)
    await settle()
    expect(received).toEqual([soon, late])
  })

  test('is reordered: it comes after the next one, or alone when none follows', async () => {
    add({ effect: { kind: 'delivery-reordered' }, count: 1 })
    const first = await happen()
    await settle()
    expect(received).toEqual([])
    const second = await happen()
    await settle()
    expect(received).toEqual([second, first])

    add({ effect: { kind: 'delivery-reordered' }, count: 1 })
    const alone = await happen()
    await tenant.clock.advance(301_000)
    await settle()
    expect(received).toEqual([second, first, alone])
  })

  test('is refused by its receiver: it never sees it, and it comes with the retry', async () => {
    const { id } = add({ effect: { kind: 'delivery-refused', status: 502 }, count: 2 })
    const wanted = await happen()
    await settle()
    expect([received, log()]).toMatchObject([[], [{ state: 'pending', attempts: 1, status: 502, faults: [id] }]])
    await tenant.clock.advance(11_000)
    await settle()
    expect(log()).toMatchObject([{ state: 'pending', attempts: 2, status: 502 }])
    await tenant.clock.advance(61_000)
    await settle()
    expect(received).toEqual([wanted])
    expect(log()).toMatchObject([{ state: 'delivered', attempts: 3, status: 204, faults: [id] }])
  })

  test('is received while its answer is lost: the retry brings it twice', async () => {
    add({ effect: { kind: 'delivery-refused', received: true }, count: 1 })
    const twice = await happen()
    await settle()
    await tenant.clock.advance(11_000)
    await settle()
    expect(received).toEqual([twice, twice])
  })

  test('that every attempt of is refused fails as others do, and the tenant says so', async () => {
    add({ effect: { kind: 'delivery-refused', status: 500 } })
    await happen()
    for (const waitMs of [0, 11_000, 61_000, 301_000, 1_801_000]) {
      await tenant.clock.advance(waitMs)
      await settle()
    }
    expect(received).toEqual([])
    expect(log()).toMatchObject([{ state: 'failed', attempts: 5, status: 500 }])
    expect((await tenant.asMachine('GET', '/v2/activities?status=WEBHOOK_FAILED')).json.activities).toHaveLength(1)
  })
})

describe('a rule about deliveries', () => {
  test('chooses by type, code, organization, device and application', async () => {
    add({ match: { activityType: 'CONDITION' }, effect: { kind: 'delivery-lost' } })
    add({ match: { statusCode: 'SYSTEM_REBOOTED' }, effect: { kind: 'delivery-lost' } })
    add({ match: { organization: 2 }, effect: { kind: 'delivery-lost' } })
    add({ match: { client: 'another' }, effect: { kind: 'delivery-lost' } })
    await tenant.asMachine('POST', '/v2/device/1001/reboot/NORMAL')
    await tenant.clock.advance(300_000)
    await settle()
    const states = new Map(log().map(({ state, body }) => [(body as { statusCode: string }).statusCode, state]))
    expect([...states]).toEqual([
      ['START_REQUESTED', 'delivered'],
      ['SYSTEM_REBOOTED', 'lost'],
      ['COMPLETED', 'delivered'],
    ])
    const [alert] = (await tenant.asMachine('GET', '/v2/alerts')).json
    await tenant.asMachine('DELETE', `/v2/alert/${alert.uid}`)
    await settle()
    expect(log().at(-1)).toMatchObject({ state: 'lost' })
  })

  test('touches no request, and a rule about requests touches no delivery', async () => {
    add({ effect: { kind: 'delivery-lost' }, count: 1 })
    add({ effect: { kind: 'accepted-but-500' }, after: 1_000 })
    expect((await tenant.asMachine('GET', '/v2/organizations')).status).toBe(200)
    expect(tenant.sandbox.control.faults()).toMatchObject([{ seen: 0 }, { seen: 1 }])
    await happen()
    await settle()
    expect(tenant.sandbox.control.faults()).toMatchObject([
      { seen: 1, struck: 1 },
      { seen: 3, struck: 0 },
    ])
  })

  test('that could never strike is refused, with the word that does not belong', async () => {
    const send = controlSender(tenant.sandbox)
    const path = await send('POST', '/faults', { match: { path: '/v2/*' }, effect: { kind: 'delivery-lost' } })
    expect([path.status, path.json.error]).toEqual([400, expect.stringContaining('match.path')])
    const type = await send('POST', '/faults', { match: { activityType: 'CONDITION' }, effect: { kind: 'reset' } })
    expect([type.status, type.json.error]).toEqual([400, expect.stringContaining('match.activityType')])
    expect((await send('POST', '/fault-presets/lossy-webhooks')).status).toBe(201)
  })

  test('with a probability strikes the same deliveries on every run of the seed', async () => {
    const run = async () => {
      await tenant.sandbox.close()
      tenant = await startTenant({ alive: false })
      received = []
      const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
      await tenant.asUser('PUT', '/v2/webhook', { url })
      add({ effect: { kind: 'delivery-lost' }, probability: 0.5 })
      for (let turn = 0; turn < 20; turn++) await happen()
      await settle()
      return log().map(({ state }) => state)
    }
    const first = await run()
    expect(new Set(first)).toEqual(new Set(['lost', 'delivered']))
    expect(await run()).toEqual(first)
  })
})
