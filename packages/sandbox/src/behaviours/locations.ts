import { note } from '../world/commands/story.ts'
import type { Location } from '../world/kinds/locations.ts'
import type { Behaviours } from './behaviour.ts'
import { readFields, writeFields } from './custom-field-values.ts'
import { installerUrl } from './installers.ts'
import { findLocation, findOrganization } from './references.ts'

/** Absent stays absent: the vendor omits nulls. */
export function toWireLocation({ organizationId: _organizationId, userData, ...location }: Location) {
  return { ...location, ...(userData && { userData: { ...userData } }) }
}

export const locations: Behaviours = {
  'locations.list': ({ after, pageSize }, { world }) =>
    world.locations
      .list({ after, limit: pageSize })
      .map((location) => ({ ...toWireLocation(location), organizationId: location.organizationId })),

  'organizations.listLocations': ({ id }, scene) => {
    findOrganization(id, scene)
    return scene.world.locations.whose('organizationId', id).map(toWireLocation)
  },

  'locations.create': ({ id, name, address, description, userData }, scene) => {
    const { world, nowMs, requester } = scene
    findOrganization(id, scene)
    const location = world.locations.insert({
      organizationId: id,
      name,
      ...(address !== undefined && { address }),
      ...(description !== undefined && { description }),
      ...(userData && { userData }),
    })
    note(world, nowMs, requester, {
      statusCode: 'LOCATION_CREATED',
      sourceName: name,
      message: `Location "${name}" created`,
      code: 'location_created',
      params: { organizationId: id, locationId: location.id },
    })
    return toWireLocation(location)
  },

  // The spec shows a body here, clients in production expect 204 (ninjaone-api §5, "update location"); the spec is followed.
  'locations.update': ({ id, locationId, name, address, description, userData }, scene) => {
    const { world, nowMs, requester } = scene
    findLocation(id, locationId, scene)
    const location = world.locations.update(locationId, {
      ...(name !== undefined && { name }),
      ...(address !== undefined && { address }),
      ...(description !== undefined && { description }),
      ...(userData && { userData }),
    })
    note(world, nowMs, requester, {
      statusCode: 'LOCATION_UPDATED',
      sourceName: location.name,
      message: `Location "${location.name}" changed`,
      code: 'location_updated',
      params: { organizationId: id, locationId },
    })
    return toWireLocation(location)
  },

  'locations.getInstaller': ({ id, locationId, installerType }, scene) => {
    findLocation(id, locationId, scene)
    // A read makes nothing: the link of a location is the same each time.
    const token = scene.world.origin.draw('installer', locationId).uuid()
    return { url: installerUrl({ type: installerType, token }) }
  },

  'locations.getCustomFields': ({ id, locationId, withInheritance }, scene) => {
    findLocation(id, locationId, scene)
    const { world } = scene
    return {
      ...(withInheritance && readFields(world, 'ORGANIZATION', world.organizationFields, id)),
      ...readFields(world, 'LOCATION', world.locationFields, locationId),
    }
  },

  'locations.updateCustomFields': ({ id, locationId, fields }, scene) => {
    const { name } = findLocation(id, locationId, scene)
    const { world, nowMs, requester } = scene
    writeFields('LOCATION', world.locationFields, locationId, fields, scene)
    note(world, nowMs, requester, {
      statusCode: 'LOCATION_UPDATED',
      sourceName: name,
      message: `Custom fields of location "${name}" changed`,
      code: 'custom_fields_updated',
      params: { organizationId: id, locationId, fields: Object.keys(fields).join(',') },
    })
  },
}
