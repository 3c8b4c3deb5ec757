/** The things that happen to a device by themselves. Each looks whether it may: nobody logs on at night. */

import { deed } from '../commands/effect.ts'
import { goDown } from '../commands/reboot.ts'
import { resetAlert } from '../commands/reset-alert.ts'
import { isAway } from '../commands/story.ts'
import { conditions } from '../kinds/alerts.ts'
import type { Device } from '../kinds/devices.ts'
import { noisyOrganizationId } from '../kinds/organizations.ts'
import { ticketReplies, ticketStatus } from '../kinds/tickets.ts'
import { hasAgent, isServer, isWindows } from '../node-classes.ts'
import type { Draw } from '../random.ts'
import type { World } from '../world.ts'
import { isMaintenanceHour, isOfficeHour } from '../zones.ts'
import { openAlert } from './flapping.ts'

type Happening = (world: World, atMs: number, device: Device, draw: Draw) => void

const zoneOf = (world: World, { organizationId }: Device) =>
  world.organizations.get(organizationId)?.timeZone ?? 'Europe/London'

const isReady = (device: Device) =>
  hasAgent(device.nodeClass) && !isAway(device) && device.approvalStatus === 'APPROVED'

const logOn: Happening = (world, atMs, device) => {
  if (!isReady(device) || isServer(device.nodeClass) || !isOfficeHour(atMs, zoneOf(world, device))) return
  const userName = device.lastLoggedInUser ?? 'A user'
  world.loggedOnUsers.put(device.id, { userName, logonMs: atMs })
  world.activities.insert({
    atMs,
    deviceId: device.id,
    activityType: 'SYSTEM',
    statusCode: 'USER_LOGGED_IN',
    status: 'User Logged In',
    type: 'System',
    sourceName: device.systemName,
    subject: 'User Logged In',
    message: `${userName} logged in`,
  })
}

const scanPatches: Happening = (world, atMs, device) => {
  if (!isReady(device) || !isWindows(device.nodeClass)) return
  world.activities.insert({
    atMs,
    deviceId: device.id,
    activityType: 'PATCH_MANAGEMENT',
    statusCode: 'PATCH_MANAGEMENT_SCAN_COMPLETED',
    status: 'Scan Completed',
    type: 'Patch Management',
    sourceName: device.systemName,
    subject: 'Scan Completed',
    message: 'Patch scan completed',
  })
}

const restart: Happening = (world, atMs, device) => {
  if (!isReady(device) || !isMaintenanceHour(atMs, zoneOf(world, device))) return
  const command = world.nextCommand()
  const story = {
    deviceId: device.id,
    requester: { clientId: 'policy' },
    activityType: 'SYSTEM',
    seriesUid: world.drawOfCommand(command).uuid(),
    sourceName: 'Reboot',
    subject: 'Reboot by policy',
    code: 'system_reboot',
    params: { mode: 'NORMAL' },
  }
  world.run(deed('reboot.down', goDown, { story, mode: 'NORMAL', command }), atMs)
}

const openOne: Happening = (world, atMs, device, draw) => {
  if (!isReady(device)) return
  // Nobody has more than a few open at once; the noisy organization has.
  const open = world.alerts.idsWhose('deviceId', device.id).length
  const limit = device.organizationId === noisyOrganizationId(world.size.orgs) ? 8 : 2
  if (open >= limit) return
  openAlert(
    world,
    atMs,
    device.id,
    draw.whole('condition', 0, isWindows(device.nodeClass) ? conditions.length - 1 : 2),
    draw,
  )
}

const closeOne: Happening = (world, atMs, device) => {
  const [oldest] = world.alerts.whose('deviceId', device.id)
  if (oldest) resetAlert(world, atMs, oldest)
}

const answerTicket: Happening = (world, atMs, device, draw) => {
  const { source } = world.tickets.kind
  const ticket = world.tickets.get(source.idAt(draw.whole('ticket', 0, source.count - 1)))
  if (!ticket || ticket.statusId === ticketStatus.closed || !isOfficeHour(atMs, zoneOf(world, device))) return
  world.ticketLogEntries.insert({
    ticketId: ticket.id,
    type: 'COMMENT',
    body: draw.pick('reply', ticketReplies),
    publicEntry: true,
    system: false,
    createdMs: atMs,
    ...(ticket.requesterUid && { appUserContactUid: ticket.requesterUid, appUserContactType: 'END_USER' as const }),
  })
  world.tickets.update(ticket.id, {
    version: ticket.version + 1,
    updatedMs: atMs,
    // Who waited for an answer has one.
    ...(ticket.statusId === ticketStatus.waiting && { statusId: ticketStatus.open }),
  })
}

export const happenings: readonly (readonly [Happening, number])[] = [
  [logOn, 40],
  [scanPatches, 20],
  [restart, 8],
  [openOne, 8],
  [closeOne, 16],
  [answerTicket, 8],
]
