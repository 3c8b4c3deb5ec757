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

/** `ids` ascend. */
export function pageOfActivities(world: World, ids: readonly number[], query: ActivityQuery): Activity[] {
  const pageSize = query.pageSize ?? pageSizeDefault
  const wantedStatus = readStatusWords(query.status)
  const matches = (activity: Activity) =>
    (query.activityType === undefined || activity.activityType === query.activityType) &&
    (wantedStatus === undefined || wantedStatus.includes(activity.statusCode)) &&
    (query.seriesUid === undefined || activity.seriesUid === query.seriesUid)
  // A reader who follows `newerThan` takes the largest id of a page as its next bound. It must therefore get
  // the rows right after its bound; the newest ones would leave a hole behind them.
  const forward = query.newerThan !== undefined && query.olderThan === undefined
  const page: Activity[] = []
  for (let turn = 0; turn < ids.length && page.length < pageSize; turn++) {
    const id = ids[forward ? turn : ids.length - 1 - turn] ?? 0
    if (
      (query.olderThan !== undefined && id >= query.olderThan) ||
      (query.newerThan !== undefined && id <= query.newerThan)
    ) {
      continue
    }
    const activity = world.activities.get(id)
    if (activity && matches(activity)) page.push(activity)
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
