/** Where activities are sent: one configuration for each application, replaced as a whole, never read back. */
import { dropDeliveries, newestActivityId } from '../world/webhooks.ts'
import type { Behaviours, Scene } from './behaviour.ts'

const headerName = /^[\w!#$%&'*+.^`|~-]+$/
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/

function removeOwn({ world, requester }: Scene): void {
  for (const { id } of world.webhooks.whose('clientId', requester.clientId)) {
    dropDeliveries(world, id)
    world.webhooks.delete(id)
  }
}

/** "Only system administrators can configure webhooks" (spec, 403). */
function checkAdministrator({ world, requester, refuse }: Scene): void {
  const person = requester.userId === undefined ? undefined : world.technicians.get(requester.userId)
  if (!person?.administrator) throw refuse(403, 'FORBIDDEN', 'Only system administrators can configure webhooks')
}

export const webhooks: Behaviours = {
  'webhooks.set': (input, scene) => {
    const { world, requester, refuse } = scene
    checkAdministrator(scene)
    const { url, activities, expand, headers, organizationIds } = input
    const broken = headers?.find(({ name, value }) => !headerName.test(name) || !headerValue.test(value))
    if (broken) throw refuse(400, 'invalid_headers', 'headers: not every header can be sent')
    const unknown = organizationIds?.find((id) => !world.organizations.has(id))
    if (unknown !== undefined) {
      throw refuse(400, 'organization_not_found', `organizationIds: organization ${unknown} not found`)
    }
    removeOwn(scene)
    world.webhooks.insert({
      clientId: requester.clientId,
      url,
      seenActivityId: newestActivityId(world),
      ...(activities && { activities }),
      ...(expand && { expand }),
      ...(headers && { headers }),
      ...(organizationIds && { organizationIds }),
    })
  },

  'webhooks.remove': (_input, scene) => {
    checkAdministrator(scene)
    removeOwn(scene)
  },
}
