/** Every operation that is modelled is asked for once, and answers in the form that the catalogue says. */
import { catalogue } from '@kunai/api/catalogue'
import type { Operation } from '@kunai/api/operation'
import { toRequest } from '@kunai/api/request'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { printServer, startTenant, type Tenant } from '../testing/tenant.ts'
import { activities } from './activities.ts'
import { alerts } from './alerts.ts'
import { backups } from './backups.ts'
import { deviceInventory } from './device-inventory.ts'
import { devicePatches } from './device-patches.ts'
import { deviceSettings } from './device-settings.ts'
import { devices } from './devices.ts'
import { groups } from './groups.ts'
import { jobs } from './jobs.ts'
import { locations } from './locations.ts'
import { organizations } from './organizations.ts'
import { policies } from './policies.ts'
import { scripts } from './scripts.ts'
import { softwareProducts } from './software-products.ts'
import { tasks } from './tasks.ts'
import { differencesFromSpec } from './test/spec.ts'
import { vulnerabilityScanGroups } from './vulnerability-scan-groups.ts'

const modelled: object = {
  ...activities,
  ...alerts,
  ...backups,
  ...deviceInventory,
  ...devicePatches,
  ...deviceSettings,
  ...devices,
  ...groups,
  ...jobs,
  ...locations,
  ...organizations,
  ...policies,
  ...scripts,
  ...softwareProducts,
  ...tasks,
  ...vulnerabilityScanGroups,
}

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant({ devices: 300 })
})
afterEach(() => tenant.sandbox.close())

const get = async (path: string) => (await tenant.asMachine('GET', path)).json

async function startJob(): Promise<void> {
  await tenant.asMachine('POST', `/v2/device/${printServer}/patch/os/scan`)
  await tenant.clock.advance(2_000)
}

/** Where an example names what only its own tenant has. */
const inputs: Readonly<Record<string, () => Promise<Record<string, unknown>>>> = {
  // As much as there is, because each row may be of another kind.
  'activities.list': async () => ({ pageSize: 1000 }),
  'alerts.list': async () => ({}),
  'devices.list': async () => ({}),
  'devices.listDetailed': async () => ({}),
  'organizations.listDetailed': async () => ({}),
  'organizations.listDevices': async () => ({ id: 1 }),
  'devices.listJobs': async () => {
    await startJob()
    return { id: printServer }
  },
  'jobs.list': async () => {
    await startJob()
    return {}
  },
  'backups.listIntegrityCheckJobs': async () => {
    const [{ deviceId, planGuid }] = (await get('/v2/backup/jobs')).results
    await tenant.asMachine('POST', '/v2/backup/integrity-check-jobs', { deviceId, planUid: planGuid })
    return {}
  },
  'alerts.reset': async () => ({ uid: (await get('/v2/alerts'))[0].uid }),
  'alerts.resetWithData': async () => ({ uid: (await get('/v2/alerts'))[0].uid, data: { ticket: 4711 } }),
  'backups.createIntegrityCheckJob': async () => {
    const [{ deviceId, planGuid }] = (await get('/v2/backup/jobs')).results
    return { deviceId, planUid: planGuid }
  },
  'devices.decideApproval': async () => {
    const [{ id }] = await get('/v2/devices?df=status=PENDING')
    return { mode: 'APPROVE', devices: [id] }
  },
  'devices.setMaintenance': async () => ({
    id: printServer,
    disabledFeatures: ['ALERTS'],
    end: '2099-01-01T00:00:00Z',
  }),
  'devices.setOwner': async () => ({ id: printServer, ownerUid: (await get('/v2/organization/1/end-users'))[0].uid }),
  'devices.updateCustomFields': async () => ({ id: printServer, fields: { assetOwner: 'Ito', rackUnit: null } }),
  'organizations.updateCustomFields': async () => ({ id: 1, fields: { contractNumber: 'C-1', serviceLevel: null } }),
  'locations.update': async () => ({ id: 1, locationId: 11, address: '10 Elm Street' }),
  'locations.updateCustomFields': async () => ({ id: 1, locationId: 11, fields: { openingHours: '8-17' } }),
  'vulnerabilityScanGroups.get': async () => ({ scanGroupId: 1 }),
}

/** Class-specific blocks that live answers carry and the spec does not name (ninjaone-api §5, "Device shape"). */
const liveBeyondSpec = (id: string, line: string) => id.startsWith('devices.') && liveBlocks.test(line)
const liveBlocks = /^(\[\d+\])?\.\w+ is not in the spec$/

// Files go as parts of a form; their operations have tests of their own beside their behaviours.
const operations = (catalogue as readonly Operation[]).filter(({ id, http }) => id in modelled && !http.multipart)

test.each(operations.map((operation) => [operation.id, operation] as const))('%s', async (id, operation) => {
  const input = (await inputs[id]?.()) ?? operation.examples[0].input
  const { ledger } = tenant.sandbox.control
  const before = ledger().length
  const { method, path, query, body } = toRequest(operation, input as never)
  const parameters = new URLSearchParams(query as Record<string, string>).toString()
  const reply = await tenant.asUser(method, parameters ? `${path}?${parameters}` : path, body)
  expect(reply.status, reply.text).toBeLessThan(300)
  const answer = reply.text === '' ? undefined : reply.json
  expect(operation.output.safeDecode(answer as never).error).toBeUndefined()
  const differences = differencesFromSpec(method, operation.http.path, answer)
  expect(differences.filter((line) => !liveBeyondSpec(id, line))).toEqual([])
  // The vendor leaves out what is null.
  expect(reply.text).not.toMatch(/[:[,]null[\],}]/)
  const recorded = ledger()
    .slice(before)
    .map((entry) => entry.operation)
  expect(recorded).toEqual(operation.risk === 'read' ? [] : [id])
})
