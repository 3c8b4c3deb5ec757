import { factsOf, parseDeviceFilter } from '../world/device-filter.ts'
import type { Group } from '../world/kinds/settings.ts'
import type { World } from '../world/world.ts'
import type { Behaviours } from './behaviour.ts'

/** A saved search finds what its own filter finds. */
function deviceIdsOf(world: World, { filter }: Group): number[] {
  const test = parseDeviceFilter(filter, factsOf(world))
  return world.devices.list({ test }).map(({ id }) => id)
}

export const groups: Behaviours = {
  'groups.list': (_input, { world, nowMs }) =>
    world.groups.list().map(({ filter: _filter, createdMs, updatedMs, ...group }) => ({
      ...group,
      deviceCount: deviceIdsOf(world, world.groups.expect(group.id)).length,
      created: createdMs / 1000,
      updated: updatedMs / 1000,
      lastEvaluated: nowMs / 1000,
    })),

  'groups.listDeviceIds': ({ id }, { world, refuse }) => {
    const group = world.groups.get(id)
    if (!group) throw refuse(404, 'group_not_found', `Group ${id} not found`)
    return deviceIdsOf(world, group)
  },
}
