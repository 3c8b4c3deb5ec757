/** Pages of activities, newest first (ninjaone-api §6): of one device, or of the whole tenant. */
import type { Activity } from './kinds/activities.ts'
import type { World } from './world.ts'

export interface ActivityQuery {
  readonly olderThan?: number | undefined
  readonly newerThan?: number | undefined
  readonly activityType?: string | undefined
  readonly status?: string | undefined
  readonly seriesUid?: string | undefined
  readonly pageSize?: number | undefined
}

const pageSizeDefault = 200

type Test = (activity: Activity) => boolean

export function pageOfActivities(world: World, deviceId: number, query: ActivityQuery): Activity[] {
  const { activities } = world
  const ids = isForward(query)
    ? activities.idsWhose('deviceId', deviceId)
    : activities.idsWhoseDescending('deviceId', deviceId)
  return pageOf(world, ids, query)
}

/** Of the whole tenant; it is walked from the end that is asked for, and no further than the page reaches. */
export function pageOfTenantActivities(world: World, query: ActivityQuery, test: Test): Activity[] {
  const { activities } = world
  const ids = isForward(query) ? activities.ids(query.newerThan) : activities.idsDescending(query.olderThan)
  return pageOf(world, ids, query, test)
}

/**
 * A reader who follows `newerThan` takes the largest id of a page as its next bound. It must therefore get the rows
 * right after its bound; the newest ones would leave a hole behind them.
 */
const isForward = ({ newerThan, olderThan }: ActivityQuery) => newerThan !== undefined && olderThan === undefined

/** Ids come in the order in which the page is filled. */
function pageOf(world: World, ids: Iterable<number>, query: ActivityQuery, test: Test = () => true): Activity[] {
  const { olderThan = Number.POSITIVE_INFINITY, newerThan = Number.NEGATIVE_INFINITY } = query
  const pageSize = query.pageSize ?? pageSizeDefault
  const wantedStatus = readStatusWords(query.status)
  const matches = (activity: Activity) =>
    (query.activityType === undefined || activity.activityType === query.activityType) &&
    (wantedStatus === undefined || wantedStatus.includes(activity.statusCode)) &&
    (query.seriesUid === undefined || activity.seriesUid === query.seriesUid)
  const forward = isForward(query)
  const page: Activity[] = []
  for (const id of ids) {
    if (!forward && id <= newerThan) break
    if (id >= olderThan || id <= newerThan) continue
    const activity = world.activities.get(id)
    if (activity && matches(activity) && test(activity)) page.push(activity)
    if (page.length >= pageSize) break
  }
  return forward ? page.reverse() : page
}

export function toWireActivity({ atMs, id, ...rest }: Activity) {
  return { id, activityTime: atMs / 1000, ...rest }
}

/** `COMPLETED`, or `in (COMPLETED, STARTED)`; both are in use (ninjaone-api §6). */
function readStatusWords(status: string | undefined): readonly string[] | undefined {
  if (status === undefined) return undefined
  const list = /^in\s*\(([^)]*)\)$/i.exec(status.trim())?.[1]
  return (list ?? status).split(',').map((word) => word.trim())
}
