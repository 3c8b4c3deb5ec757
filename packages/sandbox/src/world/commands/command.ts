/** What all commands share: who asked, how their activities read, and waiting for a device to be back. */
import type { ActivityEntry } from '../activities.ts'
import type { LiveDevice } from '../fleet.ts'
import type { World } from '../world.ts'

/** Who asked. A user token carries a person, a machine token does not. */
export interface Requester {
  readonly clientId: string
  readonly userId?: number
}

export type Result = NonNullable<ActivityEntry['activityResult']>

export interface Ending {
  readonly result: Result
  readonly exitCode?: number
}

interface Story {
  readonly activityType: 'ACTION' | 'SYSTEM'
  /** Ties the activities of one command together. */
  readonly seriesUid: string
  readonly sourceConfigUid?: string
  readonly sourceName: string
  readonly subject: string
  /** Names the kind of command in `data.message.code`; `params` say the rest, so that a reader can recognise it. */
  readonly code: string
  readonly params: Readonly<Record<string, string>>
}

const statusTexts: Readonly<Record<string, string>> = {
  START_REQUESTED: 'Start Requested',
  STARTED: 'Started',
  COMPLETED: 'Completed',
  SYSTEM_REBOOTED: 'System Rebooted',
  NODE_UPDATED: 'Node Updated',
}

/** Returns a function that writes one activity of the command. */
export function narrate(world: World, device: LiveDevice, requester: Requester, story: Story) {
  const { code, params, ...fixed } = story
  return (atMs: number, statusCode: string, message: string, ending?: Ending): void => {
    world.activities.append(atMs, {
      deviceId: device.seed.id,
      ...fixed,
      type: fixed.activityType === 'ACTION' ? 'Action' : 'System',
      statusCode,
      status: statusTexts[statusCode] ?? statusCode,
      ...(ending && { activityResult: ending.result }),
      ...(requester.userId !== undefined && { userId: requester.userId }),
      message,
      data: {
        message: { code, params: { ...params, requestedBy: requester.clientId } },
        ...(ending?.exitCode !== undefined && { exitCode: ending.exitCode }),
      },
    })
  }
}

/** Runs at once on a device that is online, else when it is back. */
export function whenOnline(device: LiveDevice, nowMs: number, run: (atMs: number) => void): void {
  if (device.offline) device.parked.push(run)
  else run(nowMs)
}
