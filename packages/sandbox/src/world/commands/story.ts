/** What all commands share: who asked, how their activities read, and waiting for a device to be back. */
import { type Activity, typeTexts } from '../kinds/activities.ts'
import type { Deed, Device } from '../kinds/devices.ts'
import type { World } from '../world.ts'
import { flakinessOf } from './simulation.ts'

/** Who asked. A user token carries a person, a machine token does not. */
export interface Requester {
  readonly clientId: string
  readonly userId?: number
}

export type Result = NonNullable<Activity['activityResult']>

export interface Ending {
  readonly result: Result
  readonly exitCode?: number
  readonly output?: string
  /** There was more of it than is kept. */
  readonly outputTruncated?: boolean
}

/** The activities of one command: all they have in common. Plain data, because effects carry it. */
export interface Story {
  readonly deviceId: number
  readonly requester: Requester
  readonly activityType: string
  /** Ties the activities of one command together. */
  readonly seriesUid: string
  readonly sourceConfigUid?: string
  readonly sourceName: string
  readonly subject: string
  /** Names the kind of command in `data.message.code`; `params` say the rest, so that a reader can recognise it. */
  readonly code: string
  readonly params: Readonly<Record<string, string>>
  /** The vendor's own words for some steps of this kind of command, e.g. STARTED → PATCH_MANAGEMENT_SCAN_STARTED. */
  readonly statusCodes?: Readonly<Record<string, string>>
}

const statusTexts: Readonly<Record<string, string>> = {
  START_REQUESTED: 'Start Requested',
  STARTED: 'Started',
  COMPLETED: 'Completed',
  SYSTEM_REBOOTED: 'System Rebooted',
  NODE_UPDATED: 'Node Updated',
}

/** Writes one activity of a command. */
export function tell(
  world: World,
  story: Story,
  atMs: number,
  statusCode: string,
  message: string,
  ending?: Ending,
): Activity {
  const { code, params, requester, statusCodes, ...fixed } = story
  return world.activities.insert({
    atMs,
    ...fixed,
    type: typeTexts[fixed.activityType] ?? fixed.activityType,
    statusCode: statusCodes?.[statusCode] ?? statusCode,
    status: statusTexts[statusCode] ?? statusCode,
    ...(ending && { activityResult: ending.result }),
    ...(requester.userId !== undefined && { userId: requester.userId }),
    message,
    data: {
      message: { code, params: { ...params, requestedBy: requester.clientId } },
      ...(ending?.exitCode !== undefined && { exitCode: ending.exitCode }),
      ...(ending?.output !== undefined && { output: ending.output }),
      ...(ending?.outputTruncated && { outputTruncated: true }),
    },
  })
}

/** Something that is done at once and leaves one activity. */
export interface Event {
  readonly deviceId?: number
  readonly statusCode: string
  readonly sourceName: string
  readonly message: string
  readonly code: string
  readonly params?: Readonly<Record<string, unknown>>
}

/** Writes the one activity of what is done at once: created, changed, approved. */
export function note(world: World, atMs: number, requester: Requester, event: Event): Activity {
  const { deviceId, statusCode, sourceName, message, code, params } = event
  const status = statusCode
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join(' ')
  return world.activities.insert({
    atMs,
    ...(deviceId !== undefined && { deviceId }),
    activityType: 'SYSTEM',
    type: 'System',
    statusCode,
    status,
    sourceName,
    subject: status,
    ...(requester.userId !== undefined && { userId: requester.userId }),
    message,
    data: { message: { code, params: { ...params, requestedBy: requester.clientId } } },
  })
}

/** By its tag a device fails at some commands, the same ones on every run. */
export const failsByTag = (world: World, deviceId: number, command: number): boolean =>
  world.drawOfCommand(command).chance('flaky', flakinessOf(world.devices.get(deviceId)?.tags))

/** A device is away when it is, or when its tag says that it shall be. */
export const isAway = (device: Device) => device.offline || (device.tags?.includes('sim:offline') ?? false)

/** Runs at once on a device that is online, else when it is back. */
export function whenOnline(world: World, deviceId: number, atMs: number, deed: Deed): void {
  const device = world.devices.expect(deviceId)
  if (isAway(device)) world.devices.update(deviceId, { parked: [...(device.parked ?? []), deed] })
  else world.run(deed, atMs)
}

/** To be called when a device is back. */
export function unpark(world: World, deviceId: number, atMs: number): void {
  const { parked } = world.devices.expect(deviceId)
  if (!parked) return
  world.devices.update(deviceId, { parked: undefined })
  for (const deed of parked) whenOnline(world, deviceId, atMs, deed)
}
