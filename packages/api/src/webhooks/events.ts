/**
 * Four plain words for what people wait for, and what NinjaOne calls it. It knows no events: a webhook is configured
 * by activity type and status code (ninjaone-api §8).
 */

export const webhookEvents = ['ALERT_TRIGGERED', 'ALERT_CLEARED', 'DEVICE_OFFLINE', 'DEVICE_ONLINE'] as const
export type WebhookEvent = (typeof webhookEvents)[number]

/**
 * An alert is a condition that was met and one that was reset. There is no activity for a device that goes or comes:
 * it is an alert like any other, and arises only where a policy has a condition that watches for it.
 */
const statusCodes: Readonly<Record<WebhookEvent, 'TRIGGERED' | 'RESET'>> = {
  ALERT_TRIGGERED: 'TRIGGERED',
  ALERT_CLEARED: 'RESET',
  DEVICE_OFFLINE: 'TRIGGERED',
  DEVICE_ONLINE: 'RESET',
}

/**
 * The `activities` of `webhooks.set` that bring these events:
 * `client.webhooks.set({ url, activities: webhookActivities(['ALERT_TRIGGERED']) })`.
 *
 * NinjaOne cannot deliver DEVICE_OFFLINE and DEVICE_ONLINE alone. All alerts come, and `parseWebhook` says which of them
 * are about a device's connection; without a policy condition of the type "device down" there are none.
 */
export function webhookActivities(events: readonly WebhookEvent[]): { CONDITION: string[] } {
  const codes = events.map((event) => {
    if (!Object.hasOwn(statusCodes, event)) {
      throw new TypeError(`No such event; known are ${webhookEvents.join(', ')}.`)
    }
    return statusCodes[event]
  })
  // Without `activities` NinjaOne sends everything; what it makes of an empty one is unknown.
  if (codes.length === 0) throw new TypeError('Give at least one event; without activities NinjaOne sends everything.')
  return { CONDITION: [...new Set(codes)] }
}

/** What an activity has to say for itself; the delivery's own type has more. */
export interface ActivityFacts {
  readonly activityType: string
  readonly statusCode?: string | undefined
  readonly sourceConfigUid?: string | undefined
  readonly sourceType?: unknown
}

/** The events that an activity is: none, the alert's, or the alert's and the device's. */
export function eventsOf(activity: ActivityFacts, offlineConditions: ReadonlySet<string>): readonly WebhookEvent[] {
  const { activityType, statusCode, sourceConfigUid, sourceType } = activity
  if (activityType !== 'CONDITION' || (statusCode !== 'TRIGGERED' && statusCode !== 'RESET')) return []
  const triggered = statusCode === 'TRIGGERED'
  const isAboutConnection =
    sourceType === 'AGENT_OFFLINE' || (sourceConfigUid !== undefined && offlineConditions.has(sourceConfigUid))
  const alert = triggered ? 'ALERT_TRIGGERED' : 'ALERT_CLEARED'
  return isAboutConnection ? [alert, triggered ? 'DEVICE_OFFLINE' : 'DEVICE_ONLINE'] : [alert]
}
