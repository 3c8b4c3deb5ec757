import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readOnly } from '../testing/stage.ts'
import { startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant({ devices: 20 })
})
afterEach(() => tenant.sandbox.close())

const send = (method: string, path: string, body?: unknown) => tenant.asMachine(method, `/v2/policies${path}`, body)
const get = async (path: string) => (await send('GET', path)).json
/** Windows servers; 201 is a child of it, 53 is for Linux. */
const [servers, child, linux] = [51, 201, 53] as const
const fields = `/${servers}/condition/custom-fields`
const events = `/${servers}/condition/windows-event`

const comparison = { fieldName: 'serviceLevel', operator: 'EQUALS', value: 'Gold' }
const gold = { displayName: 'Gold customers', severity: 'MINOR', matchAll: [comparison] }
const badBlock = {
  displayName: 'Bad block',
  source: 'disk',
  eventIds: [7],
  occurrence: { enabled: true, threshold: 3 },
}

describe('a condition', () => {
  test('on custom fields is created with the vendor’s defaults, and read back', async () => {
    const { json: created } = await send('POST', fields, gold)
    expect(created).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      conditionName: 'Custom Fields',
      displayName: 'Gold customers',
      enabled: true,
      severity: 'MINOR',
      priority: 'NONE',
      channels: [],
      scripts: [],
      notificationAction: 'NONE',
      notifyOnReset: false,
      resetThreshold: 14_400,
      inheritance: { inherited: false, overridden: false },
      matchAll: [comparison],
    })
    expect(await get(`${fields}/${created.id}`)).toEqual(created)
    expect(await get(fields)).toEqual([created])
    expect(await get(events)).toEqual([])
    expect((await get(`${events}/${created.id}`)).resultCode).toBe('policy_condition_not_found')
  })

  test('on Windows events is created, and gone when it is deleted', async () => {
    const body = { ...badBlock, scripts: [{ scriptId: 1 }], channels: [9], text: { values: ['disk'] } }
    const { json: created } = await send('POST', events, body)
    expect(created).toMatchObject({
      source: 'disk',
      eventIds: [7],
      text: { values: ['disk'], condition: 'CONTAINS', include: 'ALL' },
      occurrence: { enabled: true, threshold: 3, duration: 5 },
      scripts: [{ scriptId: 1, runAs: 'SYSTEM' }],
      channels: [9],
    })
    expect(await get(`${events}/${created.id}`)).toEqual(created)
    const path = `/${servers}/condition/${created.id}`
    expect((await send('DELETE', path)).status).toBe(204)
    expect(await get(events)).toEqual([])
    expect((await send('DELETE', path)).json.resultCode).toBe('policy_condition_not_found')
  })

  test('is inherited by the policies below, and deleted only where it is', async () => {
    const { json: created } = await send('POST', events, badBlock)
    const inheritance = { inherited: true, overridden: false, sourcePolicyId: servers }
    expect(await get(`/${child}/condition/windows-event`)).toEqual([{ ...created, inheritance }])
    expect(await get(`/${child}/condition/windows-event/${created.id}`)).toEqual({ ...created, inheritance })
    const refused = await send('DELETE', `/${child}/condition/${created.id}`)
    expect([refused.status, refused.json.resultCode]).toEqual([400, 'condition_is_inherited'])
    expect(await get(events)).toEqual([created])
  })

  test.each<[string, string, unknown, number, string]>([
    ['a policy there is not', '/999/condition/windows-event', badBlock, 404, 'policy_not_found'],
    ['Windows events for Linux', `/${linux}/condition/windows-event`, badBlock, 400, 'invalid_policy'],
    ['a channel there is not', events, { ...badBlock, channels: [99] }, 400, 'invalid_notification_channel'],
    ['a script there is not', events, { ...badBlock, scripts: [{ scriptId: 999 }] }, 400, 'invalid_script'],
    [
      'a field there is not',
      fields,
      { matchAny: [{ ...comparison, fieldName: 'nothing' }] },
      400,
      'invalid_custom_field',
    ],
  ])('is refused with %s', async (_case, path, body, status, code) => {
    const reply = await send('POST', path, body)
    expect([reply.status, reply.json.resultCode]).toEqual([status, code])
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })

  test('is not written with a token that may only read', async () => {
    const send = await readOnly(tenant)
    expect((await send('POST', `/v2/policies${events}`, badBlock)).status).toBe(403)
  })
})
