/** What makes two deliveries the same one. NinjaOne says nothing about repeats, so a receiver has to tell them itself. */
import { createHash } from 'node:crypto'

/** By the activity's id where there is one: NinjaOne numbers activities over the whole tenant. */
export function keyOfActivity(activity: Readonly<Record<string, unknown>>): string {
  if (activity.id !== undefined) return `activity:${activity.id}`
  const { activityTime, deviceId, seriesUid, activityType, statusCode, sourceConfigUid, subject, message } = activity
  const identity = [activityTime, deviceId, seriesUid, activityType, statusCode, sourceConfigUid, subject, message]
  return `content:${digest(identity)}`
}

/** What stands beside the identity of alert and device may differ between repeats, so it does not count. */
export function keyOfEvent(event: Readonly<Record<string, unknown>>): string {
  return `content:${digest([event.event, identityOf(event.alert), identityOf(event.device), event.timestamp])}`
}

function identityOf(thing: unknown): unknown {
  if (typeof thing !== 'object' || thing === null) return thing
  const { uid, id } = thing as Record<string, unknown>
  return uid ?? id ?? thing
}

const digest = (identity: readonly unknown[]) => createHash('sha256').update(writeStably(identity)).digest('hex')

/** JSON in which the order of an object's fields does not matter. Depth is bounded by whoever read the body. */
function writeStably(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeStably).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const fields = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))
  return `{${fields.map(([name, one]) => `${JSON.stringify(name)}:${writeStably(one)}`).join(',')}}`
}
