import { pageOfTenantActivities, toWireActivity } from '../world/activity-pages.ts'
import { noticeLook } from '../world/commands/run-job.ts'
import { factsOf, parseDeviceFilter } from '../world/device-filter.ts'
import type { Activity } from '../world/kinds/activities.ts'
import type { World } from '../world/world.ts'
import { type Behaviours, lasting } from './behaviour.ts'
import { readDateText } from './date-text.ts'

type Test = (activity: Activity) => boolean
type Class = 'SYSTEM' | 'DEVICE' | 'USER' | 'ALL'

const classTests: Readonly<Record<Class, Test>> = {
  SYSTEM: ({ deviceId }) => deviceId === undefined,
  DEVICE: ({ deviceId }) => deviceId !== undefined,
  USER: ({ userId }) => userId !== undefined,
  ALL: () => true,
}

function testTime(recordedAfter: string | undefined, recordedBefore: string | undefined): Test {
  const [afterMs, beforeMs] = [readDateText(recordedAfter), readDateText(recordedBefore)]
  return ({ atMs }) => (afterMs === undefined || atMs > afterMs) && (beforeMs === undefined || atMs < beforeMs)
}

/** Who: an id or an address; the vendor documents no form. */
function testUser(world: World, user: string | undefined): Test {
  if (user === undefined) return () => true
  const id = world.technicians.find(({ email }) => email === user)?.id ?? Number(user)
  return ({ userId }) => userId === id
}

function testDevice(world: World, df: string | undefined): Test {
  if (df === undefined) return () => true
  const test = parseDeviceFilter(df, factsOf(world))
  return ({ deviceId }) => {
    const device = deviceId === undefined ? undefined : world.devices.get(deviceId)
    return device !== undefined && test(device)
  }
}

export const activities: Behaviours = {
  'activities.list': (input, { world, nowMs }) => {
    noticeLook(world, nowMs)
    const tests = [
      classTests[input.class ?? 'ALL'],
      testTime(input.recordedAfter, input.recordedBefore),
      testUser(world, input.user),
      testDevice(world, input.df),
      ({ sourceConfigUid }: Activity) =>
        input.sourceConfigUid === undefined || sourceConfigUid === input.sourceConfigUid,
    ]
    const page = pageOfTenantActivities(world, { ...input, activityType: input.type }, (activity) =>
      tests.every((test) => test(activity)),
    )
    const newest = world.activities.lastId
    return lasting({
      ...(newest !== undefined && { lastActivityId: newest }),
      activities: page.map(toWireActivity),
    })
  },
}
