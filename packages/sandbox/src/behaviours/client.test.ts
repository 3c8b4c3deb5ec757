/** What clients in production do, with the real client: crawl, write, read back. */
import { createClient } from '@kunai/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { printServer, startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
let client: ReturnType<typeof createClient>
beforeAll(async () => {
  tenant = await startTenant({ devices: 300 })
  client = createClient({ baseUrl: tenant.sandbox.url, machine: tenant.sandbox.machine, clock: tenant.clock })
})
afterAll(async () => {
  await client.close()
  await tenant.sandbox.close()
})

async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = []
  for await (const row of rows) all.push(row)
  return all
}

test('every family of pages is read to its end, each row once', async () => {
  const jobs = await client.backups.listJobs({})
  expect(await collect(client.backups.listJobs.all({ pageSize: 7 }))).toEqual(jobs.results)
  const devices = await client.devices.listDetailed({})
  expect(await collect(client.devices.listDetailed.all({ pageSize: 40 }))).toEqual(devices)
  const locations = await client.locations.list({})
  expect(await collect(client.locations.list.all({ pageSize: 3 }))).toEqual(locations)
  const organizations = await client.organizations.listDetailed({})
  expect(await collect(client.organizations.listDetailed.all({ pageSize: 2 }))).toEqual(organizations)
  const [devicesOfOne, page] = [await client.organizations.listDevices({ id: 1 }), { id: 1, pageSize: 5 }]
  expect(await collect(client.organizations.listDevices.all(page))).toEqual(devicesOfOne)
  const activities = await collect(client.activities.list.all({ pageSize: 100 }))
  expect(new Set(activities.map(({ id }) => id)).size).toBe(activities.length)
  expect(activities.at(-1)?.id).toBeLessThan(activities[0]?.id ?? 0)
})

test('a new customer is set up: organization, location, policies, installer, staged device, its data', async () => {
  const { id, locations } = await client.organizations.create({ name: 'Maple Law', templateOrganizationId: 1 })
  const branch = await client.locations.create({ id, name: 'Branch' })
  await client.organizations.setPolicies({ id, policies: [{ nodeRoleId: 2, policyId: 202 }] })
  const { nodeId } = await client.devices.stage({ name: 'ML-LT001', orgId: id, locationId: branch.id, roleId: 2 })
  await client.devices.update({ id: nodeId, warranty: { endDate: '2028-01-01T00:00:00Z' } })
  await client.devices.updateCustomFields({ id: nodeId, fields: { assetOwner: 'Ito' } })
  expect(locations).toHaveLength(1)
  expect(await client.organizations.listLocations({ id })).toHaveLength(2)
  const device = await client.devices.get({ id: nodeId })
  expect(device).toMatchObject({ organizationId: id, locationId: branch.id, policyId: 202, approvalStatus: 'STAGED' })
  expect(await client.devices.getCustomFields({ id: nodeId })).toEqual({ assetOwner: 'Ito' })
  await client.devices.decommission({ id: nodeId })
  expect((await client.devices.get({ id: nodeId })).approvalStatus).toBe('DECOMMISSIONED')
})

test('there is no DELETE of a device, an organization or a location (ninjaone-api §9.8)', async () => {
  for (const path of [`device/${printServer}`, 'organization/1', 'organization/1/locations/11']) {
    expect((await tenant.asMachine('DELETE', `/v2/${path}`)).status).toBe(405)
  }
})

test('quirk 14: no endpoint shows the output of a script', async () => {
  for (const path of ['script/output', 'scripting/output', 'script/run/1/output']) {
    expect((await tenant.asUser('GET', `/v2/device/${printServer}/${path}`)).status).toBe(404)
  }
})
