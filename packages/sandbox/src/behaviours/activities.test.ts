import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { printServer, startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant({ devices: 200 })
})
afterEach(() => tenant.sandbox.close())

interface Row {
  readonly id: number
  readonly deviceId?: number
  readonly activityTime: number
  readonly statusCode: string
  readonly activityType: string
  readonly userId?: number
}

const get = async (query = '') => (await tenant.asMachine('GET', `/v2/activities?${query}`)).json
const rows = async (query = ''): Promise<Row[]> => (await get(query)).activities
const idsOf = (found: readonly Row[]) => found.map(({ id }) => id)

describe('activities of the tenant', () => {
  test('quirk 12: are 200 unless asked otherwise, and 1000 at most', async () => {
    expect(await rows()).toHaveLength(200)
    for (const pageSize of [9, 1001]) {
      const { status, json } = await tenant.asMachine('GET', `/v2/activities?pageSize=${pageSize}`)
      expect([status, json.resultCode]).toEqual([400, 'invalid_page_size'])
    }
  })

  test('come newest first, and their newest id beside them', async () => {
    await tenant.asMachine('PATCH', `/v2/device/${printServer}`, { displayName: 'X' })
    const page = await get('pageSize=50')
    const ids = idsOf(page.activities)
    expect(ids).toEqual(ids.toSorted((one, other) => other - one))
    expect(page.lastActivityId).toBe(ids[0])
    expect(page).not.toHaveProperty('lastNodeActivityId')
  })

  test('are read back to the beginning by olderThan, and followed by newerThan, each once', async () => {
    await tenant.asMachine('PATCH', `/v2/device/${printServer}`, { displayName: 'X' })
    const all = idsOf(await rows('pageSize=1000'))
    const back: number[] = []
    for (let page = idsOf(await rows('pageSize=97')); page.length > 0; ) {
      back.push(...page)
      page = idsOf(await rows(`pageSize=97&olderThan=${page.at(-1)}`))
    }
    expect(back).toEqual(expect.arrayContaining(all))
    expect(new Set(back).size).toBe(back.length)
    const forward: number[] = []
    for (let page = idsOf(await rows('pageSize=97&newerThan=0')); page.length > 0; ) {
      forward.push(...page.toReversed())
      page = idsOf(await rows(`pageSize=97&newerThan=${page[0]}`))
    }
    expect(forward).toEqual(back.toReversed())
    const [newest = 0, second = 0] = all
    expect(idsOf(await rows(`newerThan=${second}`))).toEqual([newest])
    expect(idsOf(await rows(`newerThan=${all[4]}&olderThan=${all[1]}`))).toEqual(all.slice(2, 4))
  })

  test('are narrowed by each filter, and by all of them together', async () => {
    await tenant.asUser('POST', `/v2/device/${printServer}/script/run`, { type: 'SCRIPT', id: 1 })
    await tenant.asMachine('POST', '/v2/organizations', { name: 'Maple Law' })
    const all = await rows('pageSize=1000')
    const same = async (query: string, test: (row: Row) => boolean) => {
      const wanted = all.filter(test)
      expect(wanted.length, query).toBeGreaterThan(0)
      expect(idsOf(await rows(`pageSize=1000&${query}`)).slice(0, wanted.length), query).toEqual(idsOf(wanted))
    }
    await same('class=SYSTEM', ({ deviceId }) => deviceId === undefined)
    await same('class=DEVICE', ({ deviceId }) => deviceId !== undefined)
    await same('class=USER', ({ userId }) => userId !== undefined)
    await same('user=1', ({ userId }) => userId === 1)
    await same('type=CONDITION', ({ activityType }) => activityType === 'CONDITION')
    await same('status=TRIGGERED', ({ statusCode }) => statusCode === 'TRIGGERED')
    await same('status=in (TRIGGERED, RESET)', ({ statusCode }) => ['TRIGGERED', 'RESET'].includes(statusCode))
    await same(`df=id=${printServer}`, ({ deviceId }) => deviceId === printServer)
    await same(
      `df=id=${printServer}&type=ACTION&class=USER`,
      (row) => row.deviceId === printServer && row.activityType === 'ACTION',
    )
    const [{ sourceConfigUid, seriesUid }] = (await get('type=CONDITION')).activities
    expect((await rows(`sourceConfigUid=${sourceConfigUid}`)).length).toBeGreaterThan(0)
    expect((await rows(`seriesUid=${seriesUid}`)).length).toBeGreaterThan(0)
    expect(await rows('sourceConfigUid=none')).toEqual([])
    expect((await tenant.asMachine('GET', '/v2/activities?class=PLANETS')).status).toBe(400)
  })

  test('are bounded by dates as yyyyMMdd, ISO and epoch seconds (ninjaone-api §6)', async () => {
    const all = await rows('pageSize=1000')
    const [middle] = all.slice(50)
    const seconds = middle?.activityTime ?? 0
    const newer = all.filter(({ activityTime }) => activityTime > seconds)
    for (const form of [String(seconds), new Date(seconds * 1000).toISOString()]) {
      const found = await rows(`pageSize=1000&after=${encodeURIComponent(form)}`)
      expect(idsOf(found)).toEqual(idsOf(newer))
    }
    expect(await rows('before=19990101')).toEqual([])
    expect(await rows('after=20990101')).toEqual([])
    expect(await rows('before=20990101')).toHaveLength(200)
  })
})

describe('an alert that is reset with data', () => {
  test('keeps the data in the activity of its reset', async () => {
    const alerts = async () => (await tenant.asMachine('GET', '/v2/alerts')).json
    const [{ uid }] = await alerts()
    const reset = () => tenant.asMachine('POST', `/v2/alert/${uid}/reset`, { ticket: 4711, by: 'night shift' })
    expect((await reset()).status).toBe(204)
    expect((await alerts()).map((one: { uid: string }) => one.uid)).not.toContain(uid)
    const [activity] = (await get(`seriesUid=${uid}`)).activities
    expect(activity).toMatchObject({ statusCode: 'RESET', data: { ticket: 4711, by: 'night shift' } })
    const again = await reset()
    expect([again.status, again.json.resultCode]).toEqual([404, 'alert_not_found'])
  })
})
