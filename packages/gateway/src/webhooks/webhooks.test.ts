/** Real deliveries of the sandbox to a real gateway over HTTP; the fleet's time is moved by hand. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approve, startTestGateway, type TestGateway, waiting } from '../../test/gateway.ts'
import { followFleet, listFleetEvents, listFollowed, unfollowFleet } from '../actions/fleet.ts'
import type { Principal } from '../actions/index.ts'
import type { Outcome } from '../call/index.ts'
import { sweepEveryMs } from './sweep.ts'

/** Who asks is never who approves: Alice does that. */
const bob = { id: 'person_bob', name: 'Bob' }
const person: Principal = { kind: 'person', session: { person: bob, role: 'approver', csrfToken: '' } }

interface FleetEvent {
  seq: number
  events: string[]
  state: string
  via: string
  activityId: number | null
  deviceId: number | null
  facts: Record<string, string>
}

let test: TestGateway
const parts = () => test.gateway.parts
const follow = async (publicUrl?: string) =>
  (
    (await followFleet.run(parts(), person, {
      connection: 'sandbox',
      events: ['ALERT_TRIGGERED', 'ALERT_CLEARED', 'DEVICE_OFFLINE', 'DEVICE_ONLINE'],
      ...(publicUrl !== undefined && { publicUrl }),
    })) as { outcome: Outcome | null }
  ).outcome
const events = async () =>
  ((await listFleetEvents.run(parts(), person, { limit: 200 })) as { events: FleetEvent[] }).events

/** Lets the fleet live until alerts came and went, and everything due was delivered. */
async function live(hours = 12): Promise<void> {
  test.sandbox.control.advance(hours * 3_600_000)
  await test.sandbox.control.settleWebhooks()
  await parts().webhooks.settled()
}

/** What NinjaOne has in its own list since an activity. */
async function alertActivities(newerThan: number): Promise<number[]> {
  const { data } = (await test.ask('activities.list', { type: 'CONDITION', newerThan, pageSize: 1000 })) as {
    data: { activities: { id: number; statusCode: string }[] }
  }
  return data.activities.filter(({ statusCode }) => ['TRIGGERED', 'RESET'].includes(statusCode)).map(({ id }) => id)
}

async function newestActivity(): Promise<number> {
  const { data } = (await test.ask('activities.list', { pageSize: 10 })) as { data: { activities: { id: number }[] } }
  return Math.max(...data.activities.map(({ id }) => id))
}

async function sweepWhenDue(): Promise<void> {
  await test.clock.advance(sweepEveryMs + 1)
  await parts().webhooks.sweep()
}

const idsOf = (list: readonly FleetEvent[]) => list.flatMap(({ activityId }) => activityId ?? []).sort((a, b) => a - b)

describe('a fleet whose alerts are delivered', () => {
  let since: number
  beforeAll(async () => {
    test = await startTestGateway()
    since = await newestActivity()
    const asked = waiting((await follow(test.gateway.url)) as Outcome)
    await approve(test, asked.approvalId)
    expect(await parts().corridor.carryOut(asked.approvalId)).toMatchObject({ status: 'accepted' })
  })
  afterAll(() => test.close())

  it('hears each alert that came or went once, and has asked NinjaOne about each', async () => {
    await live()
    const heard = (await events()).filter(({ activityId }) => activityId !== null)
    expect(heard.length).toBeGreaterThan(3)
    expect(idsOf(heard)).toEqual((await alertActivities(since)).sort((a, b) => a - b))
    expect(new Set(heard.map(({ state }) => state))).toEqual(new Set(['confirmed']))
    expect(heard.map(({ via }) => via)).toContain('delivery')
    const [fleet] = ((await listFollowed.run(parts(), person, {})) as { fleets: { lastDeliveryAt: string }[] }).fleets
    expect(fleet?.lastDeliveryAt).toBe(new Date(test.clock.now()).toISOString())
  })

  it('finds by looking what is not delivered', async () => {
    const before = await newestActivity()
    const by = { kind: 'person', ...bob } as const
    await parts().webhooks.unfollow('sandbox', by)
    const options = {
      publicUrl: undefined,
      events: ['ALERT_TRIGGERED', 'ALERT_CLEARED'],
      newestActivity: before,
    } as const
    await parts().webhooks.follow('sandbox', options, by)
    await live()
    // NinjaOne still sends; nobody takes it any more.
    const missing = (await alertActivities(before)).sort((a, b) => a - b)
    expect(missing.length).toBeGreaterThan(0)
    expect(idsOf(await events()).filter((id) => id > before)).toEqual([])
    await sweepWhenDue()
    const found = (await events()).filter(({ activityId }) => (activityId ?? 0) > before)
    expect(idsOf(found)).toEqual(missing)
    expect(found.every(({ via, state }) => via === 'sweep' && state === 'confirmed')).toBe(true)
  })
})

describe('looking instead of delivering', () => {
  beforeAll(async () => {
    test = await startTestGateway()
  })
  afterAll(() => test.close())

  it('asks to take the webhook out of NinjaOne, where there was one', async () => {
    await follow(test.gateway.url)
    const { approvalId } = waiting((await follow()) as Outcome)
    expect(await parts().approvals.find(approvalId)).toMatchObject({ operation: 'webhooks.remove' })
    expect(await follow()).toBe(null)
  })
})

describe('a request that says it is a delivery', () => {
  let url: string
  let header: { name: string; value: string }
  beforeAll(async () => {
    test = await startTestGateway()
    await live(1)
    const newestActivity_ = await newestActivity()
    const registration = await parts().webhooks.follow(
      'sandbox',
      { publicUrl: test.gateway.url, events: ['ALERT_TRIGGERED'], newestActivity: newestActivity_ },
      { kind: 'person', ...bob },
    )
    url = registration?.url ?? ''
    header = registration?.headers[0] ?? { name: '', value: '' }
  })
  afterAll(() => test.close())

  const activity = (changes = {}) => ({
    id: 1,
    activityTime: 1_742_391_675.5,
    activityType: 'CONDITION',
    statusCode: 'TRIGGERED',
    deviceId: 1001,
    seriesUid: 'd5a9c1c0-0000-4000-8000-000000000001',
    message: 'Disk is full',
    ...changes,
  })
  const send = (body: unknown, changes: { url?: string; method?: string; headers?: Record<string, string> } = {}) =>
    fetch(changes.url ?? url, {
      method: changes.method ?? 'POST',
      headers: changes.headers ?? { [header.name]: header.value },
      ...(changes.method !== 'GET' && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })

  it.each([
    ['without the header', () => ({ headers: {} })],
    ['with another header', () => ({ headers: { [header.name]: 'x'.repeat(43) } })],
    ['with an empty header', () => ({ headers: { [header.name]: '' } })],
    ['with another path', () => ({ url: url.replace(/.{5}$/, 'AAAAA') })],
    ['without the secret of the path', () => ({ url: url.replace(/\/[^/]+$/, '') })],
    ['for another connection', () => ({ url: url.replace('/sandbox/', '/production/') })],
    ['for a connection that cannot be read', () => ({ url: url.replace('/sandbox/', '/%ff/') })],
  ])('%s is refused with one and the same answer, and leaves nothing', async (_, changes) => {
    const answer = await send(activity(), changes())
    expect([answer.status, await answer.json()]).toEqual([
      401,
      { error: 'This address takes deliveries of NinjaOne only.' },
    ])
    expect(await events()).toEqual([])
  })

  it.each([
    ['no JSON', '{', 400],
    ['no delivery', { hello: 'world' }, 400],
    ['a list with one part that is none', [activity(), 7], 400],
    ['more than a megabyte', activity({ message: 'x'.repeat(1_100_000) }), 413],
    ['a depth of a thousand', `${'['.repeat(1000)}${']'.repeat(1000)}`, 400],
  ])('%s is refused and leaves nothing', async (_, body, status) => {
    expect((await send(body)).status).toBe(status)
    expect(await events()).toEqual([])
  })

  it('a GET is refused', async () => {
    expect((await send('', { method: 'GET' })).status).toBe(405)
  })

  it('what nobody asked for is taken and forgotten, so that NinjaOne goes on sending', async () => {
    expect((await send(activity({ activityType: 'SYSTEM', statusCode: 'NODE_UPDATED' }))).status).toBe(200)
    expect(await events()).toEqual([])
  })

  it('of what is heard of, only what was chosen is kept', async () => {
    expect((await send(activity({ statusCode: 'RESET' }))).status).toBe(200)
    expect(await events()).toEqual([])
  })

  it('an activity that NinjaOne does not know is refuted when it is asked', async () => {
    expect((await send(activity({ id: 1 }))).status).toBe(200)
    await parts().webhooks.settled()
    expect(await events()).toMatchObject([{ activityId: 1, state: 'refuted', facts: { message: 'Disk is full' } }])
  })

  it('fifty repeats at once are one event', async () => {
    const before = (await events()).length
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(activity({ id: 9_000_000_001 }))))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect((await events()).length).toBe(before + 1)
    // Its number lies ahead of anything NinjaOne wrote so far, so nobody can say yet.
    expect((await events())[0]).toMatchObject({ state: 'hint' })
  })

  it('works under the host name of a proxy, without a cookie, and no other page does', async () => {
    const { request } = await import('node:http')
    const statusOf = (path: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const { hostname, port } = new URL(url)
        const headers = { host: 'hooks.example.com', [header.name]: header.value }
        const sent = request({ hostname, port, path, method: 'POST', headers }, (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        })
        sent.on('error', reject)
        sent.end(JSON.stringify(activity({ id: 2 })))
      })
    expect(await statusOf(new URL(url).pathname)).toBe(200)
    expect(await statusOf('/api/session')).toBe(403)
  })

  it('the secrets before stay valid until the next change, because NinjaOne has not been told yet', async () => {
    const again = () =>
      parts().webhooks.follow(
        'sandbox',
        { publicUrl: test.gateway.url, events: ['ALERT_TRIGGERED'], newestActivity: 0 },
        { kind: 'person', ...bob },
      )
    await again()
    expect((await send(activity({ id: 3 }))).status).toBe(200)
    await again()
    expect((await send(activity({ id: 4 }))).status).toBe(401)
  })

  it('no secret is in the database, the audit or an answer', async () => {
    const dump = JSON.stringify([
      await test.gateway.store.database.selectFrom('webhook_receivers').selectAll().execute(),
      await test.gateway.store.database.selectFrom('audit_events').selectAll().execute(),
      await listFollowed.run(parts(), person, {}),
    ])
    expect(dump).toContain(test.gateway.url)
    expect(dump).not.toContain(header.value)
    expect(dump).not.toContain(url.split('/').at(-1))
  })

  it('a store that does not answer means 500, never a lost 200', async () => {
    const registration = await parts().webhooks.follow(
      'sandbox',
      { publicUrl: test.gateway.url, events: ['ALERT_TRIGGERED'], newestActivity: 0 },
      { kind: 'person', ...bob },
    )
    const [newHeader] = registration?.headers ?? []
    const headers = { [newHeader?.name ?? '']: newHeader?.value ?? '' }
    expect((await send(activity({ id: 5 }), { url: registration?.url ?? '', headers })).status).toBe(200)
    await test.gateway.store.database.schema.alterTable('webhook_events').renameTo('webhook_events_away').execute()
    try {
      expect((await send(activity({ id: 6 }), { url: registration?.url ?? '', headers })).status).toBe(500)
    } finally {
      await test.gateway.store.database.schema.alterTable('webhook_events_away').renameTo('webhook_events').execute()
    }
    expect(test.faults.map(({ message }) => message)).toContain('taking a delivery')
  })
})

describe('a device that goes offline, of which NinjaOne has no event', () => {
  beforeAll(async () => {
    test = await startTestGateway()
  })
  afterAll(() => test.close())

  it('is seen by looking, once each time, and what was offline before is not news', async () => {
    await follow()
    await sweepWhenDue()
    expect(await events()).toEqual([])
    const [device] = ((await test.ask('devices.list', { df: 'online', pageSize: 5 })) as { data: { id: number }[] })
      .data
    const id = device?.id as number
    const { approvalId } = waiting(await test.ask('devices.reboot', { id, mode: 'NORMAL' }))
    await approve(test, approvalId)
    expect(await parts().corridor.carryOut(approvalId)).toMatchObject({ status: 'accepted' })
    await sweepWhenDue()
    const about = async () => (await events()).filter(({ deviceId }) => deviceId === id).map(({ events }) => events)
    expect(await about()).toEqual([['DEVICE_OFFLINE']])
    test.sandbox.control.advance(10 * 60_000)
    await sweepWhenDue()
    await sweepWhenDue()
    expect(await about()).toEqual([['DEVICE_ONLINE'], ['DEVICE_OFFLINE']])
  })

  it('a look that fails is said, and nothing is skipped by it', async () => {
    const from = await newestActivity()
    test.sandbox.control.addFault({ match: { path: '/v2/activities' }, effect: { kind: 'status', status: 400 } })
    await sweepWhenDue()
    const problem = async () =>
      ((await listFollowed.run(parts(), person, {})) as never as { fleets: { lastSweepProblem: string | null }[] })
        .fleets[0]?.lastSweepProblem
    expect(await problem()).toBeTruthy()
    test.sandbox.control.clearFaults()
    await live()
    await sweepWhenDue()
    expect(await problem()).toBe(null)
    expect(idsOf(await events()).filter((id) => id > from)).toEqual((await alertActivities(from)).sort((a, b) => a - b))
  })

  it('following ends', async () => {
    expect(await unfollowFleet.run(parts(), person, { connection: 'sandbox' })).toEqual({ outcome: null })
    expect(await parts().webhooks.list()).toEqual([])
    await expect(unfollowFleet.run(parts(), person, { connection: 'sandbox' })).rejects.toThrow(/not followed/)
  })
})
