/** Organizations, their locations and policies, and the settings of the whole tenant. */
import { type Call, hasRow, isGone, rowOf, type WriteProof, type WriteProofs } from './proof.ts'

const policyId = 51

const rack = { label: 'Rack', fieldName: 'rack', type: 'TEXT', definitionScope: ['NODE'] }
const door = { label: 'Door code', fieldName: 'doorCode', type: 'TEXT', definitionScope: ['NODE'] }

const createFields = (call: Call) => call('customFields.createMany', { customFields: [rack, door] })
const allFields = () => ({ pageSize: 500 })

const comparison = { fieldName: 'serviceLevel', operator: 'EQUALS', value: 'Gold' }

const kiosk = async (call: Call): Promise<number> => rowOf(await call('nodeRoles.list'), { name: 'Kiosk' }).id

/** Values of custom fields, and the read of the same place. */
const fieldValues = (input: object, field: string, value: string, read: WriteProof['read']): WriteProof => ({
  input: () => ({ ...input, fields: { [field]: value } }),
  read,
  of: () => input,
  shows: (answer) => answer[field] === value,
})

export const organizationProofs: WriteProofs = {
  'customFields.create': {
    input: () => rack,
    read: 'customFields.get',
    of: () => ({ fieldName: 'rack' }),
    shows: (field) => field?.name === 'rack',
  },
  'customFields.createMany': {
    input: () => ({ customFields: [rack, door] }),
    read: 'customFields.list',
    of: allFields,
    shows: ({ results }) => hasRow(results, { name: 'doorCode' }),
  },
  'customFields.delete': {
    input: async (call) => {
      await createFields(call)
      return { fieldName: 'rack' }
    },
    read: 'customFields.get',
    of: (input) => input,
    shows: isGone,
  },
  'customFields.deleteMany': {
    input: async (call) => {
      await createFields(call)
      return { fieldNames: 'rack,doorCode' }
    },
    read: 'customFields.list',
    of: allFields,
    shows: ({ results }) => !hasRow(results, { name: 'rack' }) && !hasRow(results, { name: 'doorCode' }),
  },
  'customFields.update': {
    input: async (call) => {
      await createFields(call)
      return { fieldName: 'rack', label: 'Rack and shelf' }
    },
    read: 'customFields.get',
    of: () => ({ fieldName: 'rack' }),
    shows: ({ label }) => label === 'Rack and shelf',
  },
  'customFields.updateMany': {
    input: async (call) => {
      await createFields(call)
      return { customFields: [{ fieldName: 'rack', active: false }] }
    },
    read: 'customFields.get',
    of: () => ({ fieldName: 'rack' }),
    shows: ({ active }) => active === false,
  },
  'locations.create': {
    input: () => ({ id: 1, name: 'Branch', address: '9 Elm Street' }),
    read: 'organizations.listLocations',
    of: () => ({ id: 1 }),
    shows: (locations) => hasRow(locations, { name: 'Branch', address: '9 Elm Street' }),
  },
  'locations.update': {
    input: () => ({ id: 1, locationId: 11, address: '10 Elm Street' }),
    read: 'organizations.listLocations',
    of: () => ({ id: 1 }),
    shows: (locations) => hasRow(locations, { id: 11, address: '10 Elm Street' }),
  },
  'locations.updateCustomFields': fieldValues(
    { id: 1, locationId: 11 },
    'openingHours',
    '07-19',
    'locations.getCustomFields',
  ),
  'nodeRoles.createMany': {
    input: () => ({ roles: [{ name: 'Lobby', nodeClass: 'WINDOWS_WORKSTATION', nodeRoleParentId: 2 }] }),
    read: 'nodeRoles.list',
    shows: (roles) => hasRow(roles, { name: 'Lobby', nodeRoleParentId: 2 }),
  },
  'nodeRoles.deleteMany': {
    input: async (call) => ({ ids: [await kiosk(call)] }),
    read: 'nodeRoles.list',
    shows: (roles) => !hasRow(roles, { name: 'Kiosk' }),
  },
  'nodeRoles.updateMany': {
    input: async (call) => ({ roles: [{ id: await kiosk(call), name: 'Lobby kiosk' }] }),
    read: 'nodeRoles.list',
    shows: (roles) => hasRow(roles, { name: 'Lobby kiosk' }),
  },
  'organizations.create': {
    input: () => ({ name: 'Maple Law', nodeApprovalMode: 'MANUAL', locations: [{ name: 'Main office' }] }),
    read: 'organizations.list',
    shows: (organizations) => hasRow(organizations, { name: 'Maple Law', nodeApprovalMode: 'MANUAL' }),
  },
  // Its answer is a link, and no read of NinjaOne's lists links.
  'organizations.generateInstaller': {
    input: () => ({ organizationId: 1, locationId: 11, installerType: 'WINDOWS_MSI' }),
    read: 'ledger',
    shows: (entries) => hasRow(entries, { operation: 'organizations.generateInstaller' }),
  },
  'organizations.setPolicies': {
    input: () => ({ id: 1, policies: [{ nodeRoleId: 2, policyId: 202 }] }),
    read: 'organizations.get',
    of: () => ({ id: 1 }),
    shows: ({ policies }) => hasRow(policies, { nodeRoleId: 2, policyId: 202 }),
  },
  'organizations.update': {
    input: () => ({ id: 1, description: 'Two dentists, one server' }),
    read: 'organizations.get',
    of: () => ({ id: 1 }),
    shows: ({ description }) => description === 'Two dentists, one server',
  },
  'organizations.updateCustomFields': fieldValues({ id: 1 }, 'contractNumber', 'C-77', 'organizations.getCustomFields'),
  'policies.create': {
    input: () => ({ mode: 'CHILD', parentPolicyId: policyId, name: 'Dental servers', nodeClass: 'WINDOWS_SERVER' }),
    read: 'policies.list',
    shows: (policies) => hasRow(policies, { name: 'Dental servers', parentPolicyId: policyId }),
  },
  'policyConditions.createCustomField': {
    input: () => ({ policyId, displayName: 'Warranty is over', matchAll: [comparison] }),
    read: 'policyConditions.listCustomFields',
    of: () => ({ policyId }),
    shows: (conditions) => hasRow(conditions, { displayName: 'Warranty is over' }),
  },
  'policyConditions.createWindowsEvent': {
    input: () => ({ policyId, displayName: 'Bad block', source: 'disk', eventIds: [7], occurrence: {}, text: {} }),
    read: 'policyConditions.listWindowsEvents',
    of: () => ({ policyId }),
    shows: (conditions) => hasRow(conditions, { displayName: 'Bad block' }),
  },
  'policyConditions.delete': {
    input: async (call) => {
      const { id } = await call('policyConditions.createCustomField', { policyId, matchAll: [comparison] })
      return { policyId, conditionId: id }
    },
    read: 'policyConditions.getCustomField',
    of: (input) => input,
    shows: isGone,
  },
  'vulnerabilityScanGroups.upload': {
    // The columns that the first group of the world names.
    input: () => ({
      scanGroupId: 1,
      csv: {
        name: 'weekly.csv',
        contentType: 'text/csv',
        base64: Buffer.from('hostname,cve\nSRV01,CVE-2024-3094\n').toString('base64'),
      },
    }),
    read: 'vulnerabilityScanGroups.get',
    of: () => ({ scanGroupId: 1 }),
    shows: (group, _input, before) => JSON.stringify(group) !== JSON.stringify(before),
    afterMs: 1_000,
  },
}
