import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { printServer, startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant({ devices: 300 })
})
afterEach(() => tenant.sandbox.close())

const device = `/v2/device/${printServer}`
const get = async (path: string) => (await tenant.asMachine('GET', path)).json
const send = (method: string, path: string, body?: unknown) => tenant.asMachine(method, path, body)
const refusal = async (method: string, path: string, body?: unknown) => {
  const { status, json } = await send(method, path, body)
  return [status, json.resultCode]
}
const newest = async (path = device) => (await get(`${path}/activities?pageSize=10`)).activities[0]

describe('a device that is changed', () => {
  test('reads back with its new name, data and warranty, in one activity', async () => {
    const warranty = { startDate: 1_700_000_000, endDate: 1_800_000_000 }
    const body = { displayName: 'Front desk', userData: { shelf: 3 }, warranty }
    expect((await send('PATCH', device, body)).status).toBe(204)
    expect(await get(device)).toMatchObject({
      displayName: 'Front desk',
      userData: { shelf: 3 },
      references: { warranty },
    })
    expect((await get('/v2/devices?pageSize=1'))[0].displayName).toBe('Front desk')
    expect(await newest()).toMatchObject({ statusCode: 'NODE_UPDATED', deviceId: printServer })
  })

  test('keeps the warranty date that is not spoken of', async () => {
    await send('PATCH', device, { warranty: { startDate: 1_700_000_000 } })
    await send('PATCH', device, { warranty: { endDate: 1_800_000_000 } })
    const { warranty } = (await get(device)).references
    expect(warranty).toEqual({ startDate: 1_700_000_000, endDate: 1_800_000_000 })
  })

  test('with policyId null follows its organization again', async () => {
    const { rolePolicyId } = await get(device)
    await send('PATCH', device, { policyId: 201 })
    expect((await get(device)).policyId).toBe(201)
    await send('PATCH', device, { policyId: null })
    expect((await get(device)).policyId).toBe(rolePolicyId)
  })

  test('moves to another organization only together with one of its locations', async () => {
    const [{ id }] = await get('/v2/organization/2/locations')
    expect(await refusal('PATCH', device, { organizationId: 2 })).toEqual([400, 'invalid_location'])
    expect((await send('PATCH', device, { organizationId: 2, locationId: id })).status).toBe(204)
    expect(await get(device)).toMatchObject({ organizationId: 2, locationId: id })
    expect((await get('/v2/organization/2/devices')).map((one: { id: number }) => one.id)).toContain(printServer)
    expect((await get('/v2/organization/1/devices')).map((one: { id: number }) => one.id)).not.toContain(printServer)
  })

  test.each([
    [{ nodeRoleId: 999 }, 'invalid_node_role'],
    [{ nodeRoleId: 2 }, 'invalid_node_role'],
    [{ policyId: 999 }, 'invalid_policy'],
    [{ policyId: 52 }, 'invalid_policy'],
    [{ organizationId: 999 }, 'invalid_organization'],
    [{ locationId: 21 }, 'invalid_location'],
    [{ displayName: 'Taken by none', locationId: 999 }, 'invalid_location'],
  ])('by %j is refused as %s, and nothing of it is taken', async (body, resultCode) => {
    const before = await get(device)
    expect(await refusal('PATCH', device, body)).toEqual([400, resultCode])
    expect(await get(device)).toEqual(before)
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })
})

describe('devices that wait for approval', () => {
  const pending = async () => (await get('/v2/devices?df=status=PENDING')).map(({ id }: { id: number }) => id)

  test('join the fleet when approved', async () => {
    const [id] = await pending()
    expect((await send('POST', '/v2/devices/approval/APPROVE', { devices: [id] })).status).toBe(204)
    expect(await pending()).not.toContain(id)
    expect((await get(`/v2/devices?df=id=${id}`))[0].approvalStatus).toBe('APPROVED')
    expect((await newest(`/v2/device/${id}`)).statusCode).toBe('NODE_MANUALLY_APPROVED')
  })

  test('are gone when rejected', async () => {
    const [id] = await pending()
    expect((await send('POST', '/v2/devices/approval/REJECT', { devices: [id] })).status).toBe(204)
    expect(await refusal('GET', `/v2/device/${id}`)).toEqual([404, 'device_not_found'])
    const page = await get('/v2/activities?status=NODE_MANUALLY_REJECTED')
    expect(page.activities).toMatchObject([{ deviceId: id }])
  })

  test('are decided together: one that does not wait refuses the call', async () => {
    const [id] = await pending()
    const body = { devices: [id, printServer] }
    expect(await refusal('POST', '/v2/devices/approval/APPROVE', body)).toEqual([400, 'device_not_pending'])
    expect(await refusal('POST', '/v2/devices/approval/APPROVE', { devices: [id, 999_999] })).toEqual([
      404,
      'device_not_found',
    ])
    expect(await pending()).toContain(id)
  })
})

describe('a device that is decommissioned', () => {
  test('answers 200 without a body, leaves the lists and keeps its record', async () => {
    await send('POST', `${device}/reboot/NORMAL`)
    const { status, text } = await send('POST', `${device}/decommission`)
    expect({ status, text }).toEqual({ status: 200, text: '' })
    await tenant.clock.advance(600_000)
    expect(await get(device)).toMatchObject({ approvalStatus: 'DECOMMISSIONED', offline: true })
    expect((await get('/v2/devices?pageSize=1'))[0].id).not.toBe(printServer)
    expect(await get(`${device}/alerts`)).toEqual([])
    expect(await refusal('POST', `${device}/decommission`)).toEqual([400, 'device_already_decommissioned'])
  })
})

const staged = { name: 'NEW-LT002', orgId: 1, locationId: 11, roleId: 2 }

describe('a staged device', () => {
  const wanted = { name: 'NEW-LT001', orgId: 1, locationId: 11, roleId: 2, warrantyEndDate: 1_800_000_000 }

  test('is there by its id, has reported nothing, and stays out of the lists', async () => {
    const { status, json } = await send('POST', '/v2/staged-device', wanted)
    expect(status).toBe(200)
    expect(await get(`/v2/device/${json.nodeId}`)).toMatchObject({
      displayName: 'NEW-LT001',
      approvalStatus: 'STAGED',
      nodeClass: 'WINDOWS_WORKSTATION',
      references: { warranty: { endDate: 1_800_000_000 } },
    })
    for (const part of ['disks', 'volumes', 'software', 'windows-services', 'os-patches', 'network-interfaces']) {
      expect(await get(`/v2/device/${json.nodeId}/${part}`)).toEqual([])
    }
    expect(await get(`/v2/devices?df=id=${json.nodeId}`)).toEqual([])
  })

  test.each([
    [{ roleId: 999 }, 'invalid_node_role'],
    [{ locationId: 21 }, 'invalid_location'],
    [{ assignedUserUid: '7d3cbf5e-5d0a-4c67-8a44-1f1f2f3f4f5f' }, 'invalid_assigned_user'],
    [{ name: 'x'.repeat(201) }, 'invalid_name'],
  ])('with %j is refused as %s', async (change, resultCode) => {
    expect(await refusal('POST', '/v2/staged-device', { ...wanted, ...change })).toEqual([400, resultCode])
  })
})

describe.each([
  ['staged', async () => (await send('POST', '/v2/staged-device', staged)).json.nodeId as number],
  [
    'decommissioned',
    async () => {
      await send('POST', `${device}/decommission`)
      return printServer
    },
  ],
  ['pending', async () => (await get('/v2/devices?df=status=PENDING'))[0].id as number],
])('a device that is %s', (status, make) => {
  test.each<[string, string, unknown?]>([
    ['POST', 'reboot/NORMAL', {}],
    ['POST', 'script/run', { type: 'SCRIPT', id: 1 }],
    ['POST', 'windows-service/Spooler/control', { action: 'RESTART' }],
    ['POST', 'windows-service/Spooler/configure', { startType: 'DISABLED' }],
    ['POST', 'patch/os/scan'],
    ['POST', 'patch/software/apply'],
    ['PUT', 'maintenance', { disabledFeatures: ['ALERTS'], end: '2099-01-01T00:00:00Z' }],
  ])('takes no command: %s %s', async (method, path, body) => {
    const id = await make()
    const before = tenant.sandbox.control.ledger().length
    const reply = await tenant.asUser(method, `/v2/device/${id}/${path}`, body)
    expect([reply.status, reply.headers.get('content-type')]).toEqual([400, 'text/plain'])
    expect(reply.text).toMatch(new RegExp(`^Device is not applicable for .*\\. It is ${status}\\.$`))
    expect(tenant.sandbox.control.ledger()).toHaveLength(before)
    await tenant.clock.advance(600_000)
    expect((await get(`/v2/device/${id}/jobs`)) as unknown[]).toEqual([])
  })
})

describe('the owner of a device', () => {
  test('is set and removed, and removing none is no mistake', async () => {
    const [{ uid }] = await get('/v2/organization/1/end-users')
    expect((await send('POST', `${device}/owner/${uid}`)).status).toBe(204)
    expect((await get(device)).assignedOwnerUid).toBe(uid)
    for (let turn = 0; turn < 2; turn++) expect((await send('DELETE', `${device}/owner`)).status).toBe(204)
    expect((await get(device)).assignedOwnerUid).toBeUndefined()
  })

  test('must be somebody', async () => {
    const nobody = '7d3cbf5e-5d0a-4c67-8a44-1f1f2f3f4f5f'
    expect(await refusal('POST', `${device}/owner/${nobody}`)).toEqual([404, 'user_not_found'])
  })
})

describe('policy overrides', () => {
  test('are named, and gone after a reset', async () => {
    const rows = await get('/v2/devices')
    const all = await Promise.all(rows.map(({ id }: { id: number }) => get(`/v2/device/${id}/policy/overrides`)))
    const id = rows[all.findIndex(({ overrides }) => overrides.length > 0)].id
    expect((await send('DELETE', `/v2/device/${id}/policy/overrides`)).status).toBe(204)
    expect(await get(`/v2/device/${id}/policy/overrides`)).toEqual({ overrides: [] })
  })
})

describe('custom fields of a device', () => {
  const fields = `${device}/custom-fields`

  test('read back what was written; null clears; dates are epoch milliseconds', async () => {
    const purchaseDate = 1_798_761_600_000
    expect((await send('PATCH', fields, { assetOwner: 'Ito', rackUnit: 7, purchaseDate })).status).toBe(204)
    expect(await get(fields)).toMatchObject({ assetOwner: 'Ito', rackUnit: 7, purchaseDate })
    await send('PATCH', fields, { rackUnit: null })
    expect(await get(fields)).not.toHaveProperty('rackUnit')
    expect(await newest()).toMatchObject({ statusCode: 'NODE_UPDATED' })
  })

  test('quirk 3: a value of the wrong type is INVALID_ATTRIBUTE_VALUE, and nothing beside it is taken', async () => {
    for (const value of [{ rackUnit: 'seven' }, { backupVerified: 'yes' }, { purchaseDate: '2026-01-01' }]) {
      const before = await get(fields)
      const body = { assetOwner: 'Nobody', ...value }
      expect(await refusal('PATCH', fields, body)).toEqual([400, 'INVALID_ATTRIBUTE_VALUE'])
      expect(await get(fields)).toEqual(before)
    }
    expect(await refusal('PATCH', fields, { serviceLevel: 'Platinum' })).toEqual([400, 'INVALID_ATTRIBUTE_VALUE'])
    expect(await refusal('PATCH', fields, { noSuchField: 1 })).toEqual([400, 'custom_field_not_found'])
    expect(await refusal('PATCH', fields, { alarmCode: 'of locations only' })).toEqual([400, 'custom_field_not_found'])
    expect((await send('PATCH', fields, [])).status).toBe(400)
  })

  test('TEXT_ENCRYPTED comes masked (ninjaone-api §9.6)', async () => {
    await send('PATCH', fields, { localAdminPassword: 'correct horse' })
    const { text, json } = await send('GET', fields)
    expect(text).not.toContain('correct horse')
    expect(json.localAdminPassword).toMatch(/^\*+$/)
  })

  test('come from organization and location too, when asked for', async () => {
    await send('PATCH', '/v2/organization/1/custom-fields', { contractNumber: 'C-77' })
    const { locationId } = await get(device)
    await send('PATCH', `/v2/organization/1/location/${locationId}/custom-fields`, { openingHours: '8-17' })
    expect(await get(fields)).not.toHaveProperty('contractNumber')
    const inherited = await get(`${fields}?withInheritance=true`)
    expect(inherited).toMatchObject({ contractNumber: 'C-77', openingHours: '8-17' })
  })
})
