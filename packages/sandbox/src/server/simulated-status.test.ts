/** An organization named SIM-429 answers 429 on the wire to whatever is about it, and to nothing else. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
let device: number
let elsewhere: number
beforeAll(async () => {
  tenant = await startTenant({ alive: false })
})
afterAll(() => tenant.sandbox.close())
beforeEach(async () => {
  tenant.sandbox.control.reset()
  device = (await tenant.asUser('GET', '/v2/organization/2/devices?pageSize=1')).json[0].id
  elsewhere = (await tenant.asUser('GET', '/v2/organization/1/devices?pageSize=1')).json[0].id
  expect((await tenant.asUser('PATCH', '/v2/organization/2', { name: 'SIM-429' })).status).toBe(204)
})

test.each<[string, () => [string, string, unknown?]]>([
  ['its own page', () => ['GET', '/v2/organization/2']],
  ['its devices', () => ['GET', '/v2/organization/2/devices']],
  ['a new location', () => ['POST', '/v2/organization/2/locations', { name: 'Attic' }]],
  ['one of its devices', () => ['GET', `/v2/device/${device}`]],
  ['a part of one', () => ['GET', `/v2/device/${device}/disks`]],
  ['a restart', () => ['POST', `/v2/device/${device}/reboot/NORMAL`, {}]],
  ['a script', () => ['POST', `/v2/device/${device}/script/run`, { type: 'SCRIPT', id: 1 }]],
  [
    'an organization in a body',
    () => [
      'POST',
      '/v2/organization/generate-installer',
      { organizationId: 2, locationId: 21, installerType: 'WINDOWS_MSI' },
    ],
  ],
  ['a device in a list in a body', () => ['POST', '/v2/devices/approval/APPROVE', { devices: [elsewhere, device] }]],
  ['a filter by organization', () => ['GET', '/v2/devices?df=org%20%3D%202']],
  ['a filter by device', () => ['GET', `/v2/queries/operating-systems?df=id%20in%20(${elsewhere},${device})`]],
])('%s is answered 429', async (_name, call) => {
  const before = tenant.sandbox.control.ledger().length
  const { status, headers, json } = await tenant.asUser(...call())
  expect([status, headers.get('retry-after'), json.resultCode]).toEqual([429, '1', 'FAILURE'])
  // Nothing was carried out.
  expect(tenant.sandbox.control.ledger()).toHaveLength(before)
})

test.each<[string, () => [string, string, unknown?]]>([
  ['the list of organizations', () => ['GET', '/v2/organizations']],
  ['all devices', () => ['GET', '/v2/devices']],
  ['another organization', () => ['GET', '/v2/organization/1']],
  ['a device of another', () => ['GET', `/v2/device/${elsewhere}`]],
  ['a filter that leaves it out', () => ['GET', '/v2/devices?df=org%20!%3D%202']],
])('%s is answered as ever', async (_name, call) => {
  expect((await tenant.asUser(...call())).status).toBe(200)
})

test('an alert of one of its devices cannot be reset', async () => {
  const alerts = (await tenant.asUser('GET', '/v2/alerts')).json as { uid: string; deviceId: number }[]
  const devices = (await tenant.asUser('GET', '/v2/devices?pageSize=1000')).json as {
    id: number
    organizationId: number
  }[]
  const own = new Set(devices.filter(({ organizationId }) => organizationId === 2).map(({ id }) => id))
  const found = alerts.find(({ deviceId }) => own.has(deviceId))
  expect(found).toBeDefined()
  expect((await tenant.asUser('DELETE', `/v2/alert/${found?.uid}`)).status).toBe(429)
})

test('another name is the way out, and other statuses work too', async () => {
  expect((await tenant.asUser('PATCH', '/v2/organization/2', { description: 'x' })).status).toBe(429)
  expect((await tenant.asUser('PATCH', '/v2/organization/2', { name: 'SIM-503' })).status).toBe(204)
  expect(await tenant.asUser('GET', `/v2/device/${device}`)).toMatchObject({ status: 503 })
  expect((await tenant.asUser('PATCH', '/v2/organization/2', { name: 'Quiet again' })).status).toBe(204)
  expect((await tenant.asUser('GET', `/v2/device/${device}`)).status).toBe(200)
})

test('who may not call at all is told that, and not the status', async () => {
  const response = await fetch(`${tenant.sandbox.url}/v2/organization/2`)
  expect(response.status).toBe(400)
})
