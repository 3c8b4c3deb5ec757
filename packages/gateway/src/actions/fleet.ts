/** Following a fleet: by NinjaOne's webhooks where it can reach us, and by looking in any case. */
import { webhookActivities, webhookEvents } from '@kunai/api/webhooks'
import { z } from 'zod'
import { GatewayError, newId } from '../call/index.ts'
import type { WebhookEventRow } from '../webhooks/index.ts'
import { actorOf, defineAction, type Parts, type Principal } from './action.ts'

const ConnectionName = z.string().min(1).max(64)

/** NinjaOne appends nothing to the address, so neither a path of ours nor a query may stand in it. */
const PublicUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => /^\/?$/.test(new URL(url).pathname) && new URL(url).search === '' && new URL(url).hash === '', {
    message: 'give scheme, host and port alone, e.g. https://hooks.example.com; /hooks/… is appended',
  })
  .transform((url) => new URL(url).origin)

const findConnection = (parts: Parts, name: string) => {
  const found = parts.connections.find((one) => one.name === name)
  if (found === undefined) throw new GatewayError('unknown_connection', `There is no connection "${name}".`)
  return found
}

const invoke = (
  parts: Parts,
  principal: Principal,
  connection: string,
  operation: string,
  input: object,
  reason: string,
) =>
  parts.corridor.invoke({
    id: newId('call'),
    operation,
    input,
    actor: actorOf(principal),
    connection,
    door: 'http',
    reason,
  })

export const listFollowed = defineAction({
  id: 'fleet.list',
  summary: 'List the fleets that are followed, and how',
  http: { method: 'GET', path: '/api/fleets' },
  principals: ['person', 'cli'],
  decides: false,
  input: z.strictObject({}),
  run: async (parts) => ({ events: webhookEvents, fleets: await parts.webhooks.list() }),
})

export const followFleet = defineAction({
  id: 'fleet.follow',
  summary: 'Follow a fleet, and have NinjaOne deliver its alerts when it can reach this gateway',
  http: { method: 'POST', path: '/api/fleets' },
  principals: ['person'],
  decides: false,
  input: z.strictObject({
    connection: ConnectionName,
    publicUrl: PublicUrl.optional(),
    events: z
      .array(z.enum(webhookEvents))
      .min(1)
      .default([...webhookEvents]),
  }),
  async run(parts, principal, { connection, publicUrl, events }) {
    findConnection(parts, connection)
    const actor = actorOf(principal)
    const newest = (await parts.corridor.readFor(actor, connection)('activities.list', { pageSize: 10 })) as
      | { activities: { id: number }[] }
      | undefined
    const newestActivity = Math.max(0, ...(newest?.activities ?? []).map(({ id }) => id))
    const before = (await parts.webhooks.list()).find((one) => one.connection === connection)
    const registration = await parts.webhooks.follow(connection, { publicUrl, events, newestActivity }, actor)
    // Looking takes the place of delivering: NinjaOne is asked to stop, and what it delivers until then is taken.
    if (registration === undefined) {
      if (before?.publicUrl == null) return { outcome: null }
      return { outcome: await invoke(parts, principal, connection, 'webhooks.remove', {}, 'Only look, in Kunai') }
    }
    const input = { ...registration, activities: webhookActivities(events), expand: ['device', 'organization'] }
    return { outcome: await invoke(parts, principal, connection, 'webhooks.set', input, 'Follow the fleet in Kunai') }
  },
})

export const unfollowFleet = defineAction({
  id: 'fleet.unfollow',
  summary: 'Stop following a fleet, and take the webhook out of NinjaOne when there is one',
  http: { method: 'DELETE', path: '/api/fleets/:connection' },
  principals: ['person'],
  decides: false,
  input: z.strictObject({ connection: ConnectionName }),
  async run(parts, principal, { connection }) {
    const followed = (await parts.webhooks.list()).find((one) => one.connection === connection)
    if (followed === undefined) throw new GatewayError('not_found', `The fleet of "${connection}" is not followed.`)
    await parts.webhooks.unfollow(connection, actorOf(principal))
    // Deliveries are refused from now on; NinjaOne itself stops when a person approved that.
    if (followed.publicUrl === null) return { outcome: null }
    return { outcome: await invoke(parts, principal, connection, 'webhooks.remove', {}, 'Stop following in Kunai') }
  },
})

export const listFleetEvents = defineAction({
  id: 'fleet.listEvents',
  summary: 'List what happened in the fleets that are followed, newest first',
  http: { method: 'GET', path: '/api/fleet-events' },
  principals: ['person', 'cli'],
  decides: false,
  input: z.strictObject({
    connection: ConnectionName.optional(),
    before: z.coerce.number().int().min(1).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  async run(parts, _, { connection, before, limit }) {
    const rows = await parts.webhooks.events({
      limit,
      ...(connection !== undefined && { connection }),
      ...(before !== undefined && { before }),
    })
    return { events: rows.map(viewFleetEvent), next: rows.length === limit ? (rows.at(-1)?.seq ?? null) : null }
  },
})

function viewFleetEvent(row: WebhookEventRow) {
  return {
    seq: row.seq,
    connection: row.connection,
    events: JSON.parse(row.events),
    state: row.state,
    via: row.via,
    receivedAt: row.received_at,
    activityId: row.activity_id,
    deviceId: row.device_id,
    seriesUid: row.series_uid,
    facts: JSON.parse(row.facts),
  }
}
