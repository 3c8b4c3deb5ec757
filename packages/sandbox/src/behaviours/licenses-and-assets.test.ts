import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fetchToken, machineGrant, printServer, sender, startTenant, type Tenant } from '../testing/tenant.ts'
import { callTenant, faultsOfAnswer, operationOf } from './test/answers.ts'

let tenant: Tenant
let unmanagedRole: number
beforeAll(async () => {
  tenant = await startTenant({ alive: false })
  unmanagedRole = 32
})
beforeEach(() => tenant.sandbox.control.reset())
afterAll(() => tenant.sandbox.close())

const get = async (path: string) => (await tenant.asMachine('GET', `/v2/${path}`)).json
const call = (id: string, input: unknown) => callTenant(tenant, operationOf(id), input)
const [licenseExample] = operationOf('softwareLicenses.create').examples
const license = licenseExample.input as Record<string, unknown>

describe('software licenses', () => {
  test('are created, read without their id, changed and deleted', async () => {
    const created = (await call('softwareLicenses.create', license)).json
    expect(created).toMatchObject({ name: 'Drawing suite', purchaseDate: 1_767_571_200_000, expired: false })
    const { id, ...rest } = await get(`software-license/${created.id}`)
    expect([id, rest.quantity, rest.assignedLicenses]).toEqual([undefined, 25, []])
    const changed = await call('softwareLicenses.update', { ...license, licenseId: created.id, quantity: 30 })
    expect(changed.json).toMatchObject({ id: created.id, quantity: 30 })
    expect((await call('softwareLicenses.delete', { licenseId: created.id })).status).toBe(204)
    expect((await get(`software-license/${created.id}`)).resultCode).toBe('software_license_not_found')
  })

  test('go to devices and come back', async () => {
    const { id } = (await call('softwareLicenses.create', { ...license, assignedLicenses: [printServer] })).json
    expect((await get(`software-license/${id}`)).assignedLicenses).toEqual([printServer])
    const change = { ...license, licenseId: id, unassignedLicenses: [printServer] }
    expect((await call('softwareLicenses.update', change)).json.licenseAssignmentList).toEqual([])
    const wrong = await call('softwareLicenses.update', { ...change, assignedLicenses: [999_999] })
    expect([wrong.status, wrong.json.resultCode]).toEqual([400, 'licensee_not_found'])
  })

  test('by names: once they make one, then they change it', async () => {
    const { systemName, organizationId } = await get(`device/${printServer}`)
    const { name } = await get(`organization/${organizationId}`)
    const input = {
      name: 'Suite',
      type: 'PER_DEVICE',
      publisherName: 'Example Software',
      vendorName: 'Example Store',
      scope: { organizationNames: [name] },
      quantity: 5,
    }
    const first = (await call('softwareLicenses.upsert', { ...input, licenseesToAssign: [systemName] })).json
    expect(first.licenseAssignmentList).toMatchObject([{ licenseeId: printServer, licenseeName: systemName }])
    const second = (await call('softwareLicenses.upsert', { ...input, quantity: 6 })).json
    expect([second.id, second.quantity, second.licenseAssignmentList.length]).toEqual([first.id, 6, 1])
    const none = (await call('softwareLicenses.upsert', { ...input, currentLicensees: [] })).json
    expect(none.licenseAssignmentList).toEqual([])
    const unknown = await call('softwareLicenses.upsert', { ...input, scope: { organizationNames: ['Nobody'] } })
    expect([unknown.status, unknown.json.resultCode]).toEqual([400, 'organization_not_found'])
  })
})

describe('unmanaged devices', () => {
  const device = () => ({ name: 'PROJECTOR02', orgId: 1, locationId: 11, roleId: unmanagedRole })
  const { roleId: _roleId, ...fields } = device()
  const create = async () => (await call('unmanagedDevices.create', device())).json.nodeId as number

  test('are created, changed with 202, decommissioned once and deleted', async () => {
    const nodeId = await create()
    const changed = await call('unmanagedDevices.update', { ...fields, nodeId, assetFields: { assetStatus: 'Spare' } })
    expect([changed.status, changed.text]).toEqual([202, ''])
    expect((await call('unmanagedDevices.decommission', { nodeId })).status).toBe(200)
    expect((await call('unmanagedDevices.decommission', { nodeId })).json.resultCode).toBe('already_decommissioned')
    expect((await call('unmanagedDevices.delete', { nodeId })).status).toBe(200)
    expect((await call('unmanagedDevices.delete', { nodeId })).json.resultCode).toBe('unmanaged_device_not_found')
  })

  test('are decommissioned together or not at all', async () => {
    const [one, other] = [await create(), await create()]
    expect((await call('unmanagedDevices.decommissionMany', { nodeIds: [one, 99_999] })).status).toBe(404)
    expect((await call('unmanagedDevices.decommissionMany', { nodeIds: [one, other] })).status).toBe(200)
  })

  test.each([
    ['organization', { orgId: 999 }, 'organization_not_found'],
    ['location of another organization', { locationId: 21 }, 'location_not_found'],
    ['role of another class', { roleId: 1 }, 'invalid_node_role'],
    ['owner', { assignedUserUid: '3f0c0a52-53d0-4b0e-9c53-7a1f7f6f6a11' }, 'user_not_found'],
  ])('are refused with an unknown %s', async (_case, more, resultCode) => {
    const { status, json } = await call('unmanagedDevices.create', { ...device(), ...more })
    expect([status, json.resultCode]).toEqual([400, resultCode])
  })
})

test('enabled channels are those of all channels that are on', async () => {
  const all: { enabled: boolean }[] = await get('notification-channels')
  expect(await get('notification-channels/enabled')).toEqual(all.filter(({ enabled }) => enabled))
})

test('products carry the id by which patches name them', async () => {
  const products: { id: string }[] = await get('software-products')
  const { results } = await get('queries/software-patches')
  const ids = products.map(({ id }) => id)
  expect(results.every(({ productIdentifier }: { productIdentifier: string }) => ids.includes(productIdentifier))).toBe(
    true,
  )
})

test.each(['software-license', 'itam/unmanaged-device'])('a reader’s token does not write %s', async (path) => {
  const token = await fetchToken(tenant.sandbox, { ...machineGrant(tenant.sandbox), scope: 'monitoring' })
  expect((await sender(tenant.sandbox.url, token)('POST', `/v2/${path}`, {})).status).toBe(403)
})

test.each([
  'softwareLicenses.create',
  'softwareLicenses.get',
  'softwareLicenses.update',
  'softwareLicenses.upsert',
  'softwareLicenses.delete',
  'softwareProducts.list',
  'notificationChannels.list',
  'notificationChannels.listEnabled',
  'unmanagedDevices.create',
])('%s answers its first example in the vendor’s form', async (id) => {
  const given = operationOf(id).examples[0].input as Record<string, unknown>
  const names = { scope: { global: true }, licenseesToAssign: [] }
  const input = {
    ...given,
    ...('licenseId' in given && { licenseId: 1 }),
    ...('roleId' in given && { roleId: unmanagedRole }),
    ...(id.endsWith('upsert') && names),
  }
  const reply = await call(id, input)
  expect(reply.status).toBeLessThan(300)
  expect(faultsOfAnswer(operationOf(id), reply)).toEqual([])
})
