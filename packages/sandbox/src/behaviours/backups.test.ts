import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { printServer, startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant({ devices: 300 })
})
afterEach(() => tenant.sandbox.close())

const get = async (path: string) => (await tenant.asMachine('GET', path)).json
const jobs = (query = '') => get(`/v2/backup/jobs?${query}`)

describe('backup jobs', () => {
  test('come in pages of one name whose offset advances, each row once', async () => {
    const { cursor, results } = await jobs()
    expect(cursor).toMatchObject({ offset: results.length, count: results.length })
    let page = await jobs('pageSize=7')
    const seen = [...page.results]
    const { name } = page.cursor
    while (page.results.length > 0) {
      expect(page.cursor).toMatchObject({ name, offset: seen.length, count: results.length })
      page = await jobs(`pageSize=7&cursor=${name}`)
      seen.push(...page.results)
    }
    expect(seen).toEqual(results)
  })

  test('quirk 13: a cursor may be echoed back as the object it came as', async () => {
    const { cursor, results } = await jobs('pageSize=2')
    const page = await jobs(`pageSize=2&cursor=${encodeURIComponent(JSON.stringify(cursor))}`)
    expect(page.cursor.name).toBe(cursor.name)
    expect(page.results).not.toEqual(results)
  })

  test('of a cursor that has expired, or never was, are refused', async () => {
    const { cursor } = await jobs('pageSize=2')
    await tenant.clock.advance(cursor.expires * 1000 - tenant.clock.now())
    for (const name of [cursor.name, 'none']) {
      const { status, json } = await tenant.asMachine('GET', `/v2/backup/jobs?cursor=${name}`)
      expect([status, json.resultCode]).toEqual([400, 'invalid_cursor'])
    }
  })

  test('are narrowed by status, plan, start and device, and by nothing that cannot be read', async () => {
    const { results } = await jobs()
    const narrowed = async (query: string) => (await jobs(query)).results
    type Job = (typeof results)[number]
    const ofStatus = (...words: string[]) => results.filter((job: Job) => words.includes(job.jobStatus))
    expect(await narrowed('sf=status in (COMPLETED)')).toEqual(ofStatus('COMPLETED'))
    expect(await narrowed('sf=status = FAILED')).toEqual(ofStatus('FAILED'))
    expect(await narrowed('sf=status in (RUNNING,PROCESSING)')).toEqual([])
    expect(await narrowed('ptf=planType = FILE_FOLDER')).toEqual([])
    expect(await narrowed('ptf=planType = IMAGE')).toEqual(results)
    expect(await narrowed(`df=id=${printServer}`)).toEqual(results.filter((job: Job) => job.deviceId === printServer))
    const middle = results[4].jobStartTime
    expect(await narrowed(`stf=startTime after ${middle}`)).toEqual(
      results.filter((job: Job) => job.jobStartTime > middle),
    )
    expect(await narrowed(`stf=startTime between (${middle},${middle})`)).toEqual(
      results.filter((job: Job) => job.jobStartTime === middle),
    )
    expect(await narrowed('sf=colour = blue&stf=whenever')).toEqual(results)
    expect(await narrowed('include=deleted')).toEqual([])
  })

  test('of a decommissioned device are shown when deleted ones are asked for', async () => {
    await tenant.asMachine('POST', `/v2/device/${printServer}/decommission`)
    const devices = async (include: string) => {
      const { results } = await jobs(`include=${include}`)
      return new Set(results.map((job: { deviceId: number }) => job.deviceId))
    }
    expect(await devices('deleted')).toEqual(new Set([printServer]))
    expect((await devices('active')).has(printServer)).toBe(false)
    expect((await devices('all')).has(printServer)).toBe(true)
  })
})

describe('an integrity check', () => {
  const path = '/v2/backup/integrity-check-jobs'

  test('is accepted, runs, ends, and leaves its activities', async () => {
    const [{ deviceId, planGuid }] = (await jobs()).results
    const { status, json } = await tenant.asMachine('POST', path, { deviceId, planUid: planGuid })
    expect(status).toBe(200)
    expect(json).toMatchObject({ result: 'SUCCESS', deviceId, planGuid, planName: 'Nightly image' })
    expect((await get(path)).results).toMatchObject([{ jobId: json.jobUid, jobStatus: 'PROCESSING', deviceId }])
    await tenant.clock.advance(900_000)
    const [check] = (await get(`${path}?sf=status = COMPLETED`)).results
    expect(check.jobEndTime).toBeGreaterThan(check.jobStartTime)
    const { activities } = await get(`/v2/activities?seriesUid=${json.jobUid}`)
    expect(activities.map((one: { statusCode: string }) => one.statusCode)).toEqual([
      'NINJA_BACKUP_INTEGRITY_CHECK_COMPLETED',
      'NINJA_BACKUP_INTEGRITY_CHECK_START_REQUESTED',
    ])
  })

  test('of another plan or of no device is refused', async () => {
    const planUid = '7d3cbf5e-5d0a-4c67-8a44-1f1f2f3f4f5f'
    const ask = async (deviceId: number) => {
      const { status, json } = await tenant.asMachine('POST', path, { deviceId, planUid })
      return [status, json.resultCode]
    }
    expect(await ask(printServer)).toEqual([400, 'backup_plan_not_found'])
    expect(await ask(999_999)).toEqual([400, 'invalid_device'])
  })
})

describe('backup usage', () => {
  test('of a location is its row among those of its organization', async () => {
    const rows = await get('/v2/organization/1/locations/backup/usage')
    const [first] = rows
    expect(await get(`/v2/organization/1/locations/${first.locationId}/backup/usage`)).toEqual(first)
    expect(rows.some((row: { cloudTotalSize: number }) => row.cloudTotalSize > 0)).toBe(true)
    for (const missing of ['organization/999/locations', 'organization/1/locations/21']) {
      expect((await tenant.asMachine('GET', `/v2/${missing}/backup/usage`)).status).toBe(404)
    }
  })
})

describe('a bandwidth limit', () => {
  test('is answered with SUCCESS and leaves an activity', async () => {
    const body = { deviceId: printServer, bandwidthThrottle: { enabled: true, workHoursKbps: 2000 } }
    expect((await tenant.asMachine('POST', '/v2/backup/bandwidth-throttle', body)).text).toContain('SUCCESS')
    const [activity] = (await get(`/v2/device/${printServer}/activities?pageSize=10`)).activities
    expect(activity.data.message.params).toMatchObject({ enabled: true, workHoursKbps: 2000 })
    const nobody = await tenant.asMachine('POST', '/v2/backup/bandwidth-throttle', { ...body, deviceId: 999_999 })
    expect([nobody.status, nobody.json.resultCode]).toEqual([404, 'device_not_found'])
  })
})
