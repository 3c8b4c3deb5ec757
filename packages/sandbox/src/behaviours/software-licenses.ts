/** Software licenses: how many, for whom, until when. Purchase dates are epoch milliseconds, unlike other moments. */
import type { operations } from '@kunai/api/catalogue'
import type { z } from 'zod'
import type { SoftwareLicense } from '../world/kinds/settings.ts'
import { dayMs } from '../world/origin.ts'
import type { World } from '../world/world.ts'
import type { Behaviours, Scene } from './behaviour.ts'

type Given = z.output<(typeof operations)['softwareLicenses.create']['input']>
type Named = z.output<(typeof operations)['softwareLicenses.upsert']['input']>
type Data = Omit<SoftwareLicense, 'id'>

const wireTypes = ['PER_DEVICE', 'PER_END_USER', 'CUSTOM']
const wireType = (type: string) => (wireTypes.includes(type) ? type : 'CUSTOM')
const assignedOf = ({
  assignedDeviceIds,
  assignedEndUserIds,
}: Pick<Data, 'assignedDeviceIds' | 'assignedEndUserIds'>) => [...assignedDeviceIds, ...assignedEndUserIds]

function find(id: number, { world, refuse }: Scene): SoftwareLicense {
  const license = world.softwareLicenses.get(id)
  if (!license) throw refuse(404, 'software_license_not_found', `Software license ${id} not found`)
  return license
}

/** What both shapes of answers have. */
function toWire(license: SoftwareLicense) {
  const { name, description, publisherId, vendorId, scope, quantity, note } = license
  const { purchasedMs, createdMs, expiresMs, term, notificationChannelInfo, automation } = license
  const automated = automation && { assignmentType: automation.assignmentType, type: automation.type }
  return {
    name,
    ...(description !== undefined && { description }),
    type: wireType(license.type),
    automated: automation !== undefined,
    purchaseDate: purchasedMs ?? createdMs,
    ...(publisherId !== undefined && { publisherId }),
    ...(vendorId !== undefined && { vendorId }),
    scope: JSON.parse(JSON.stringify(scope ?? { global: true })),
    quantity,
    currentUsage: license.currentUsage ?? assignedOf(license).length,
    ...((term || expiresMs !== undefined) && {
      term: { ...term, ...(expiresMs !== undefined && { expirationDate: expiresMs / 1000 }) },
    }),
    ...(notificationChannelInfo && { notificationChannelInfo: { ...notificationChannelInfo } }),
    ...(automated && { assigmentAutomationSettings: JSON.parse(JSON.stringify(automated)) }),
    ...(note !== undefined && { note }),
  }
}

function licensees(world: World, { assignedDeviceIds, assignedEndUserIds }: SoftwareLicense) {
  const inOrganization = (id: number) => ({
    licenseeOrganizationId: id,
    licenseeOrganizationName: world.organizations.get(id)?.name ?? '',
  })
  return [
    ...assignedDeviceIds.flatMap((id) => {
      const device = world.devices.get(id)
      return device
        ? [
            {
              licenseeId: id,
              licenseeName: device.displayName ?? device.systemName,
              ...inOrganization(device.organizationId),
            },
          ]
        : []
    }),
    ...assignedEndUserIds.flatMap((id) => {
      const user = world.endUsers.get(id)
      const name = user && `${user.firstName} ${user.lastName}`
      return user && name
        ? [{ licenseeId: id, licenseeName: name, licenseeEmail: user.email, ...inOrganization(user.organizationId) }]
        : []
    }),
  ]
}

function toWireWritten({ world, nowMs }: Scene, license: SoftwareLicense) {
  const { id, publisherId, publisherName, vendorId, vendorName, expiresMs } = license
  return {
    id,
    ...toWire(license),
    ...(publisherName !== undefined && { publisher: { ...(publisherId && { id: publisherId }), name: publisherName } }),
    ...(vendorName && { vendor: { ...(vendorId && { id: vendorId }), name: vendorName } }),
    licenseAssignmentList: licensees(world, license),
    ...(expiresMs !== undefined && {
      expired: expiresMs <= nowMs,
      daysToExpire: Math.ceil((expiresMs - nowMs) / dayMs),
    }),
  }
}

function checkScope({ organizationIds = [], locationIds = [] }: Given['scope'], { world, refuse }: Scene): void {
  const organization = organizationIds.find((id) => !world.organizations.has(id))
  if (organization !== undefined)
    throw refuse(400, 'organization_not_found', `scope: organization ${organization} not found`)
  const location = locationIds.find((id) => !world.locations.has(id))
  if (location !== undefined) throw refuse(400, 'location_not_found', `scope: location ${location} not found`)
}

/** What a license is for decides whether its holders are devices or people. */
function assign(
  type: string,
  before: readonly number[],
  toAssign: readonly number[],
  toRemove: readonly number[],
  { world, refuse }: Scene,
): Pick<Data, 'assignedDeviceIds' | 'assignedEndUserIds'> {
  const holders = type === 'PER_DEVICE' ? world.devices : type === 'PER_END_USER' ? world.endUsers : undefined
  const unknown = toAssign.find((id) => !holders?.has(id))
  if (unknown !== undefined)
    throw refuse(400, 'licensee_not_found', `A license of type ${type} cannot go to ${unknown}`)
  const ids = [...new Set([...before, ...toAssign])].filter((id) => !toRemove.includes(id))
  return {
    assignedDeviceIds: type === 'PER_DEVICE' ? ids : [],
    assignedEndUserIds: type === 'PER_END_USER' ? ids : [],
  }
}

function readGiven(given: Given, before: SoftwareLicense | undefined, scene: Scene): Data {
  checkScope(given.scope, scene)
  const { expirationDate, ...term } = given.term
  const held = before && wireType(before.type) === given.type ? assignedOf(before) : []
  return {
    name: given.name,
    description: given.description,
    type: given.type,
    vendorName: before?.vendorId === given.vendorId ? (before.vendorName ?? '') : '',
    purchasedMs: Date.parse(given.purchaseDate),
    publisherId: given.publisherId,
    vendorId: given.vendorId,
    scope: given.scope as NonNullable<Data['scope']>,
    quantity: given.quantity,
    currentUsage: given.currentUsage,
    term,
    ...(expirationDate !== undefined && { expiresMs: Date.parse(expirationDate) }),
    notificationChannelInfo: given.notificationChannelInfo,
    ...(given.assigmentAutomationSettings && { automation: given.assigmentAutomationSettings }),
    ...(given.note != null && { note: given.note }),
    ...assign(given.type, held, given.assignedLicenses ?? [], given.unassignedLicenses ?? [], scene),
    createdMs: before?.createdMs ?? scene.nowMs,
  }
}

function idsNamed(
  names: readonly string[] | undefined,
  rows: () => Iterable<{ readonly id: number; readonly names: readonly (string | undefined)[] }>,
  what: string,
  { refuse }: Scene,
): number[] {
  if (!names?.length) return []
  const all = [...rows()]
  return names.map((name) => {
    const found = all.find((row) => row.names.some((one) => one?.toLowerCase() === name.toLowerCase()))
    if (!found) throw refuse(400, `${what}_not_found`, `There is no ${what} ${name}`)
    return found.id
  })
}

function idsOfLicensees(type: string, names: readonly string[] | undefined, scene: Scene): number[] {
  const { world } = scene
  const rows = () =>
    type === 'PER_DEVICE'
      ? world.devices.list().map(({ id, systemName, displayName }) => ({ id, names: [systemName, displayName] }))
      : world.endUsers
          .list()
          .map(({ id, firstName, lastName, email }) => ({ id, names: [`${firstName} ${lastName}`, email] }))
  return idsNamed(names, rows, 'licensee', scene)
}

function readNamed(given: Named, before: SoftwareLicense | undefined, scene: Scene): Data {
  const { world } = scene
  const named = (table: typeof world.organizations | typeof world.locations) => () =>
    [...table].map(({ id, name }) => ({ id, names: [name] }))
  const organizationIds = idsNamed(given.scope.organizationNames, named(world.organizations), 'organization', scene)
  const locationIds = idsNamed(given.scope.locationNames, named(world.locations), 'location', scene)
  const idsOf = (names: readonly string[] | undefined) => idsOfLicensees(given.type, names, scene)
  const held = before && wireType(before.type) === given.type ? assignedOf(before) : []
  const kept = given.currentLicensees ? idsOf(given.currentLicensees) : held
  return {
    ...before,
    name: given.name,
    type: given.type,
    publisherName: given.publisherName,
    vendorName: given.vendorName,
    quantity: given.quantity,
    ...(given.description != null && { description: given.description }),
    ...(given.date != null && { purchasedMs: Date.parse(given.date) }),
    ...(given.currentUsage != null && { currentUsage: given.currentUsage }),
    ...(given.note != null && { note: given.note }),
    scope: {
      ...(given.scope.global !== undefined && { global: given.scope.global }),
      ...(organizationIds.length > 0 && { organizationIds }),
      ...(locationIds.length > 0 && { locationIds }),
    },
    ...assign(given.type, kept, [...kept, ...idsOf(given.licenseesToAssign)], idsOf(given.licenseesToRemove), scene),
    createdMs: before?.createdMs ?? scene.nowMs,
  }
}

export const softwareLicenses: Behaviours = {
  // The answer to a read has no id, and holders as bare ids (spec).
  'softwareLicenses.get': ({ licenseId }, scene) => {
    const license = find(licenseId, scene)
    return { ...toWire(license), assignedLicenses: assignedOf(license) }
  },

  'softwareLicenses.create': (input, scene) =>
    toWireWritten(scene, scene.world.softwareLicenses.insert(readGiven(input, undefined, scene))),

  'softwareLicenses.update': ({ licenseId, ...input }, scene) => {
    const data = readGiven(input, find(licenseId, scene), scene)
    return toWireWritten(scene, scene.world.softwareLicenses.put(licenseId, data))
  },

  // Which license is meant, its name and its publisher's say; the vendor names no other key.
  'softwareLicenses.upsert': (input, scene) => {
    const { softwareLicenses: table } = scene.world
    const before = table.find(
      ({ name, publisherName, vendorName }) =>
        name === input.name && (publisherName ?? vendorName) === input.publisherName,
    )
    const data = readNamed(input, before, scene)
    return toWireWritten(scene, before ? table.put(before.id, data) : table.insert(data))
  },

  'softwareLicenses.delete': ({ licenseId }, scene) => {
    find(licenseId, scene)
    scene.world.softwareLicenses.delete(licenseId)
  },
}
