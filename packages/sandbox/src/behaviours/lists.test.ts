import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { printServer, startTenant, type Tenant } from '../testing/tenant.ts'
import { checkInEveryMs } from '../world/kinds/devices.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant({ devices: 300 })
})
afterEach(() => tenant.sandbox.close())

const get = async (path: string) => (await tenant.asMachine('GET', path)).json
const idsOf = (rows: readonly { id: number }[]) => rows.map(({ id }) => id)

async function crawl(path: string, pageSize: number): Promise<number[]> {
  const ids: number[] = []
  for (;;) {
    const page = await get(`${path}${path.includes('?') ? '&' : '?'}pageSize=${pageSize}&after=${ids.at(-1) ?? 0}`)
    ids.push(...idsOf(page))
    if (page.length < pageSize) return ids
  }
}

describe('lists that continue with after', () => {
  test.each(['/v2/devices', '/v2/organizations', '/v2/devices?df=class=WINDOWS_SERVER'])(
    '%s gives every row once, in ascending id, whatever the page size',
    async (path) => {
      const all = idsOf(await get(path))
      expect(all).toEqual([...all].sort((one, other) => one - other))
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 400 }), async (pageSize) => {
          expect(await crawl(path, Math.max(pageSize, 20))).toEqual(all)
        }),
        { numRuns: 6 },
      )
    },
  )

  test('answer a bare, empty array beyond the end', async () => {
    expect(await get('/v2/devices?after=999999')).toEqual([])
  })
})

describe('pages of devices', () => {
  test('are kept as bytes, and yet show every change at once', async () => {
    const path = '/v2/devices?pageSize=100'
    const first = await tenant.asMachine('GET', path)
    expect((await tenant.asMachine('GET', path)).text).toBe(first.text)
    await tenant.asMachine('POST', `/v2/device/${printServer}/reboot/NORMAL`)
    expect((await get(path))[0].offline).toBe(true)
    expect((await get('/v2/devices?df=online&pageSize=1'))[0].id).not.toBe(printServer)
    await tenant.clock.advance(240_000)
    expect((await get(path))[0].offline).toBe(false)
    expect((await get('/v2/devices?df=online&pageSize=1'))[0].id).toBe(printServer)
  })

  test('show online devices checking in as time goes by, and offline ones silent', async () => {
    const before = await get('/v2/devices')
    await tenant.clock.advance(checkInEveryMs)
    const after = await get('/v2/devices')
    for (const [index, row] of before.entries()) {
      const moved = after[index].lastContact - row.lastContact
      expect(moved).toBeCloseTo(row.offline ? 0 : checkInEveryMs / 1000, 3)
    }
    expect(await get(`/v2/device/${printServer}`)).toMatchObject({ lastContact: after[0].lastContact })
  })
})

describe('search', () => {
  test('finds the print server first, and others of that name after it', async () => {
    const { query, devices } = await get('/v2/devices/search?q=print01')
    expect(query).toBe('print01')
    expect(devices[0]).toMatchObject({ id: printServer, matchAttr: 'systemName' })
    expect(devices[0].matchAttrValue).toMatch(/-PRINT01$/)
  })

  test('finds by address and by logged-on user, and stops at its limit', async () => {
    const details = await get(`/v2/device/${printServer}`)
    const byAddress = await get(`/v2/devices/search?q=${details.ipAddresses[0]}`)
    expect(byAddress.devices[0]).toMatchObject({ id: printServer, matchAttr: 'ipAddress' })
    expect((await get('/v2/devices/search?q=-&limit=7')).devices).toHaveLength(7)
    expect((await get('/v2/devices/search?q=nothing-is-called-so')).devices).toEqual([])
    expect((await tenant.asMachine('GET', '/v2/devices/search')).json.resultCode).toBe('q_is_required')
  })
})

describe('activities', () => {
  const path = `/v2/device/${printServer}/activities`
  beforeEach(async () => {
    for (let turn = 0; turn < 60; turn++) {
      const path = `/v2/device/${printServer}/windows-service/Spooler/control`
      await tenant.asMachine('POST', path, { action: turn % 2 ? 'START' : 'STOP' })
      await tenant.clock.advance(3_000)
    }
  })

  test('come newest first, and 200 at most unless asked otherwise', async () => {
    for (let turn = 0; turn < 60; turn++) {
      await tenant.asMachine('PUT', `/v2/device/${printServer}/maintenance`, { disabledFeatures: ['ALERTS'], end: 2e9 })
      await tenant.asMachine('POST', `/v2/device/${printServer}/windows-service/Spooler/control`, { action: 'START' })
      await tenant.clock.advance(3_000)
    }
    const page = await get(path)
    expect(page.activities).toHaveLength(200)
    expect((await get(`${path}?pageSize=1000`)).activities.length).toBeGreaterThan(200)
    const ids = idsOf(page.activities)
    expect(ids).toEqual([...ids].sort((one, other) => other - one))
    expect(page.lastNodeActivityId).toBe(ids[0])
    expect(page.lastActivityId).toBeGreaterThanOrEqual(ids[0] ?? 0)
  })

  test('are read back to the beginning by olderThan, each once', async () => {
    const all = idsOf((await get(`${path}?pageSize=1000`)).activities)
    const seen: number[] = []
    for (;;) {
      const bound = seen.length > 0 ? `&olderThan=${seen.at(-1)}` : ''
      const page = idsOf((await get(`${path}?pageSize=10${bound}`)).activities)
      if (page.length === 0) break
      seen.push(...page)
    }
    expect(seen).toEqual(all)
  })

  test('are followed by newerThan without a hole, even when more came than fit a page', async () => {
    const all = idsOf((await get(`${path}?pageSize=1000`)).activities)
    const seen: number[] = []
    let newest = 0
    for (;;) {
      const page = idsOf((await get(`${path}?pageSize=10&newerThan=${newest}`)).activities)
      if (page.length === 0) break
      seen.push(...page.toReversed())
      newest = page[0] ?? newest
    }
    expect(seen.toReversed()).toEqual(all)
  })

  test('are narrowed by type, by status and by a list of statuses', async () => {
    const words = async (query: string) => {
      const page = await get(`${path}?pageSize=1000&${query}`)
      return new Set(page.activities.map((one: { statusCode: string }) => one.statusCode))
    }
    expect(await words('status=COMPLETED')).toEqual(new Set(['COMPLETED']))
    expect(await words('status=in (COMPLETED, START_REQUESTED)')).toEqual(new Set(['COMPLETED', 'START_REQUESTED']))
    expect(await words('activityType=ACTION')).toEqual(new Set(['COMPLETED', 'START_REQUESTED']))
    expect(await words('status=NOTHING')).toEqual(new Set())
  })
})

describe('alerts', () => {
  test('belong to a series that was triggered, and a reset ends it in the same series', async () => {
    const path = `/v2/device/${printServer}`
    const [alert] = await get(`${path}/alerts`)
    const series = async () => (await get(`${path}/activities?seriesUid=${alert.uid}&pageSize=10`)).activities
    expect((await series()).map((one: { statusCode: string }) => one.statusCode)).toEqual(['TRIGGERED'])
    expect((await tenant.asMachine('DELETE', `/v2/alert/${alert.uid}`)).status).toBe(204)
    expect((await series()).map((one: { statusCode: string }) => one.statusCode)).toEqual(['RESET', 'TRIGGERED'])
    const uids = [...(await get(`${path}/alerts`)), ...(await get('/v2/alerts'))].map(({ uid }) => uid)
    expect(uids).not.toContain(alert.uid)
    expect((await tenant.asMachine('DELETE', `/v2/alert/${alert.uid}`)).status).toBe(404)
  })

  test('are narrowed by source and by device filter', async () => {
    const all = await get('/v2/alerts')
    const [{ sourceType }] = all
    const bySource = await get(`/v2/alerts?sourceType=${sourceType}`)
    expect(bySource).toEqual(all.filter((one: { sourceType: string }) => one.sourceType === sourceType))
    const ofServer = await get(`/v2/alerts?df=id=${printServer}`)
    expect(ofServer).toEqual(await get(`/v2/device/${printServer}/alerts`))
  })
})
