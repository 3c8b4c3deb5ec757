/**
 * Looks into NinjaOne itself: for what was never delivered, for whether what was delivered is true, and for devices
 * that went offline or came back, of which NinjaOne has no event (ninjaone-api §8). One replica at a time.
 */
import type { Clock } from '@kunai/api/clock'
import { type ActivityFacts, eventsOf, type WebhookEvent } from '@kunai/api/webhooks'
import type { Store, WebhookReceiverRow } from '../store/index.ts'
import type { Heard, Inbox } from './inbox.ts'

/** A read of NinjaOne through the corridor; undefined when there is no such thing. */
export type ReadNinjaOne = (operation: string, input: Record<string, unknown>) => Promise<unknown>

/** Milliseconds between two looks at one connection. */
export const sweepEveryMs = 60_000

const activitiesPerPage = 1_000
/** So many pages of alerts in a minute is no fleet any more; the rest is said to be missing. */
const pagesMax = 50
const devicesPerPage = 1_000
const namesPerLookMax = 50

interface Activity extends ActivityFacts {
  readonly id: number
  readonly activityTime: string
  readonly deviceId?: number
  readonly seriesUid?: string
  readonly message?: string
  readonly severity?: string
  readonly sourceName?: string
}

interface Device {
  readonly id: number
  readonly displayName?: string
  readonly systemName?: string
}

export interface Sweeper {
  /** Looks at every connection that is due. */
  sweep(): Promise<void>
  /** Asks NinjaOne about what was delivered for this connection; many deliveries are one look. Never rejects. */
  confirmSoon(connection: string): void
  /** Resolves when no look is under way. */
  settled(): Promise<void>
}

export function createSweeper(
  { database }: Store,
  inbox: Inbox,
  clock: Clock,
  readerOf: (connection: string) => ReadNinjaOne,
  /** Why a look failed, in words that may be shown. */
  explain: (error: unknown) => string,
): Sweeper {
  const iso = (milliseconds: number) => new Date(milliseconds).toISOString()
  /** Conditions that watch for devices going offline, as far as their alerts told us. */
  const offlineConditions = new Map<string, Set<string>>()
  /** By connection and device id; a name that changed is old news until the next start. */
  const deviceNames = new Map<string, Map<number, string>>()

  async function claim(): Promise<WebhookReceiverRow[]> {
    const now = clock.now()
    return database
      .updateTable('webhook_receivers')
      .set({ sweep_due_at: iso(now + sweepEveryMs) })
      .where('sweep_due_at', '<=', iso(now))
      .returningAll()
      .execute()
  }

  async function learnConditions(connection: string, read: ReadNinjaOne): Promise<ReadonlySet<string>> {
    const known = offlineConditions.get(connection) ?? new Set<string>()
    offlineConditions.set(connection, known)
    const alerts = (await read('alerts.list', { sourceType: 'AGENT_OFFLINE' })) as { sourceConfigUid?: string }[]
    for (const { sourceConfigUid } of alerts ?? []) if (sourceConfigUid !== undefined) known.add(sourceConfigUid)
    return known
  }

  /** Alerts that came and went since; `isWhole` is false when there were too many to read. */
  async function readActivities(row: WebhookReceiverRow, read: ReadNinjaOne) {
    const found: Activity[] = []
    let olderThan: number | undefined
    for (let page = 0; page < pagesMax; page++) {
      const { activities } = (await read('activities.list', {
        type: 'CONDITION',
        newerThan: row.swept_to,
        pageSize: activitiesPerPage,
        ...(olderThan !== undefined && { olderThan }),
      })) as { activities: Activity[] }
      // The vendor ignores what it does not understand, so what came is looked at again.
      found.push(...activities.filter(({ id }) => id > row.swept_to))
      olderThan = activities.at(-1)?.id
      if (activities.length < activitiesPerPage || olderThan === undefined || olderThan <= row.swept_to) {
        return { found, isWhole: true }
      }
    }
    return { found, isWhole: false }
  }

  async function takeActivities(
    row: WebhookReceiverRow,
    activities: readonly Activity[],
    conditions: ReadonlySet<string>,
  ) {
    const wanted = new Set(JSON.parse(row.events) as WebhookEvent[])
    const names = await readNames(row.connection, activities, readerOf(row.connection))
    const heard = activities.flatMap((activity): Heard[] => {
      const events = eventsOf(activity, conditions).filter((event) => wanted.has(event))
      if (events.length === 0) return []
      const { id, deviceId, seriesUid, activityTime, message, severity, sourceName } = activity
      const device = deviceId === undefined ? undefined : names.get(deviceId)
      const facts = { at: activityTime, message, severity, source: sourceName, device }
      return [
        {
          connection: row.connection,
          via: 'sweep',
          dedupeKey: `activity:${id}`,
          isConfirmed: true,
          events,
          activityId: id,
          deviceId,
          seriesUid,
          facts,
        },
      ]
    })
    await inbox.take(heard.reverse())
  }

  /** Activities name their device by number alone; people know names. In a storm, the first devices must do. */
  async function readNames(connection: string, activities: readonly Activity[], read: ReadNinjaOne) {
    const names = deviceNames.get(connection) ?? new Map<number, string>()
    deviceNames.set(connection, names)
    const unknown = new Set(activities.flatMap(({ deviceId }) => deviceId ?? []).filter((id) => !names.has(id)))
    for (const id of [...unknown].slice(0, namesPerLookMax)) {
      const device = (await read('devices.get', { id })) as Device | undefined
      const name = device?.displayName ?? device?.systemName
      if (name !== undefined) names.set(id, name)
    }
    return names
  }

  async function readOffline(read: ReadNinjaOne): Promise<Map<number, Device>> {
    const offline = new Map<number, Device>()
    for (let after = 0; ; ) {
      const page = (await read('devices.list', { df: 'offline', pageSize: devicesPerPage, after })) as (Device & {
        offline?: boolean
      })[]
      for (const device of page) if (device.offline === true) offline.set(device.id, device)
      if (page.length < devicesPerPage) return offline
      after = page.at(-1)?.id ?? Number.POSITIVE_INFINITY
    }
  }

  /** Whether the last we heard of a device's connection was this. */
  async function isKnown(connection: string, deviceId: number, event: WebhookEvent): Promise<boolean> {
    const last = await database
      .selectFrom('webhook_events')
      .select('events')
      .where('connection', '=', connection)
      .where('device_id', '=', deviceId)
      .where(({ or, eb }) => or([eb('events', 'like', '%DEVICE_OFFLINE%'), eb('events', 'like', '%DEVICE_ONLINE%')]))
      .where('state', '=', 'confirmed')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()
    return last?.events.includes(event) ?? false
  }

  async function takePresence(row: WebhookReceiverRow, read: ReadNinjaOne): Promise<void> {
    const wanted = JSON.parse(row.events) as WebhookEvent[]
    if (!wanted.includes('DEVICE_OFFLINE') && !wanted.includes('DEVICE_ONLINE')) return
    const now = await readOffline(read)
    const rows = await database
      .selectFrom('offline_devices')
      .select('device_id')
      .where('connection', '=', row.connection)
      .execute()
    const before = new Set(rows.map(({ device_id }) => device_id))
    const gone = [...now.values()].filter(({ id }) => !before.has(id))
    const back = [...before].filter((id) => !now.has(id)).map((id): Device => ({ id }))
    const changes = [
      ...gone.map((device) => ({ device, event: 'DEVICE_OFFLINE' as const })),
      ...back.map((device) => ({ device, event: 'DEVICE_ONLINE' as const })),
    ]
    if (row.knows_presence) {
      const at = iso(clock.now())
      const heard: Heard[] = []
      for (const { device, event } of changes) {
        // Where a condition watches, its alert said so already.
        if (!wanted.includes(event) || (await isKnown(row.connection, device.id, event))) continue
        heard.push({
          connection: row.connection,
          via: 'sweep',
          dedupeKey: `presence:${device.id}:${event}:${at}`,
          isConfirmed: true,
          events: [event],
          activityId: undefined,
          deviceId: device.id,
          seriesUid: undefined,
          facts: { at, device: device.displayName ?? device.systemName },
        })
      }
      await inbox.take(heard)
    }
    await database.transaction().execute(async (transaction) => {
      const values = gone.map(({ id }) => ({ connection: row.connection, device_id: id }))
      for (let start = 0; start < values.length; start += devicesPerPage) {
        const some = values.slice(start, start + devicesPerPage)
        await transaction
          .insertInto('offline_devices')
          .values(some)
          .onConflict((on) => on.doNothing())
          .execute()
      }
      for (let start = 0; start < back.length; start += devicesPerPage) {
        const ids = back.slice(start, start + devicesPerPage).map(({ id }) => id)
        const of = transaction.deleteFrom('offline_devices').where('connection', '=', row.connection)
        await of.where('device_id', 'in', ids).execute()
      }
      const known = transaction.updateTable('webhook_receivers').set({ knows_presence: true })
      await known.where('connection', '=', row.connection).execute()
    })
  }

  async function lookForAlerts(row: WebhookReceiverRow): Promise<boolean> {
    const read = readerOf(row.connection)
    const conditions = await learnConditions(row.connection, read)
    const { found, isWhole } = await readActivities(row, read)
    await takeActivities(row, found, conditions)
    const sweptTo = Math.max(row.swept_to, ...found.map(({ id }) => id))
    await database
      .updateTable('webhook_receivers')
      .set({ swept_to: sweptTo })
      .where('connection', '=', row.connection)
      .where('swept_to', '<', sweptTo)
      .execute()
    if (isWhole) await inbox.refute(row.connection, sweptTo)
    return isWhole
  }

  const follow = (connection: string) =>
    database.selectFrom('webhook_receivers').selectAll().where('connection', '=', connection).executeTakeFirst()

  const asked = new Set<string>()
  let confirming: Promise<void> | undefined

  async function confirmAll(): Promise<void> {
    // What is asked meanwhile is a turn of this same loop.
    for (const connection of asked) {
      asked.delete(connection)
      const row = await follow(connection)
      // A look that fails leaves the hint a hint; the next sweep asks again.
      if (row) await lookForAlerts(row).catch(() => undefined)
    }
  }

  return {
    async sweep() {
      for (const row of await claim()) {
        let problem: string | null = null
        try {
          if (!(await lookForAlerts(row))) {
            const most = pagesMax * activitiesPerPage
            problem = `More than ${most} alerts came at once; the oldest of them are missing here.`
          }
          await takePresence(row, readerOf(row.connection))
        } catch (error) {
          // Said on the page; the next look starts where this one did, so nothing is skipped.
          problem = explain(error)
        }
        await database
          .updateTable('webhook_receivers')
          .set({ last_sweep_at: iso(clock.now()), last_sweep_problem: problem })
          .where('connection', '=', row.connection)
          .execute()
      }
    },
    confirmSoon(connection) {
      asked.add(connection)
      confirming ??= confirmAll()
        .catch(() => undefined)
        .finally(() => {
          confirming = undefined
        })
    },
    async settled() {
      await confirming
    },
  }
}
