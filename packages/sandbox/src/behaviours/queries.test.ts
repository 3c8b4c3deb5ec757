import { catalogue } from '@kunai/api/catalogue'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fetchToken, machineGrant, sender, startTenant, type Tenant } from '../testing/tenant.ts'
import { callTenant, faultsOfAnswer, operationOf } from './test/answers.ts'

let tenant: Tenant
beforeAll(async () => {
  tenant = await startTenant({ devices: 300, alive: false })
})
afterAll(() => tenant.sandbox.close())

const get = async (path: string) => (await tenant.asMachine('GET', `/v2/queries/${path}`)).json
const reports = catalogue.filter(({ id }) => id.startsWith('queries.'))

/** Follows the cursor as clients do: until the offset has reached the count. */
async function crawl(path: string, pageSize: number) {
  const rows: Record<string, unknown>[] = []
  let page = await get(`${path}${path.includes('?') ? '&' : '?'}pageSize=${pageSize}`)
  for (;;) {
    rows.push(...page.results)
    if (page.cursor.offset >= page.cursor.count) return rows
    page = await get(`${path}${path.includes('?') ? '&' : '?'}pageSize=${pageSize}&cursor=${page.cursor.name}`)
  }
}

describe('reports', () => {
  test('are all modelled', () => {
    expect(reports).toHaveLength(24)
  })

  test.each(reports.map(({ id }) => id))('%s answers its first example in the vendor’s form', async (id) => {
    const [example] = operationOf(id).examples
    const reply = await callTenant(tenant, operationOf(id), example.input)
    expect(reply.status).toBe(200)
    expect(faultsOfAnswer(operationOf(id), reply)).toEqual([])
  })

  test.each(reports.map(({ id }) => id))('%s has rows, whole, in the vendor’s form', async (id) => {
    const reply = await callTenant(tenant, operationOf(id), {})
    expect(reply.json.results.length).toBeGreaterThan(0)
    expect(faultsOfAnswer(operationOf(id), reply)).toEqual([])
  })

  test.each(['disks', 'windows-services', 'software', 'custom-fields', 'scoped-custom-fields'])(
    '%s gives every row once, whatever the page size',
    async (path) => {
      const all = await crawl(path, 10_000)
      for (const pageSize of [37, 1_000]) expect(await crawl(path, pageSize)).toEqual(all)
    },
  )
})

describe('the cursor', () => {
  test('keeps its name while its offset advances, and tells how many rows there are', async () => {
    const first = (await get('disks?pageSize=20')).cursor
    const second = (await get(`disks?pageSize=20&cursor=${first.name}`)).cursor
    expect([first.offset, second.offset]).toEqual([20, 40])
    expect(second).toMatchObject({ name: first.name, count: first.count, expires: first.expires })
  })

  test('is a snapshot: what changes meanwhile does not move its rows', async () => {
    const path = 'windows-services?name=Spooler&df=id=1001&pageSize=10'
    const before = await get(path)
    await tenant.asMachine('POST', '/v2/device/1001/windows-service/Spooler/control', { action: 'STOP' })
    await tenant.clock.advance(5_000)
    expect((await get(path)).results[0].state).toBe('STOPPED')
    expect(before.results[0].state).toBe('RUNNING')
    expect((await get(`${path}&cursor=${before.cursor.name}`)).results).toEqual([])
  })

  test('answers an empty page beyond the end', async () => {
    const { cursor } = await get('disks?pageSize=100000')
    expect(cursor.offset).toBe(cursor.count)
    expect((await get(`disks?cursor=${cursor.name}`)).results).toEqual([])
  })

  test.each(['expired', 'unknown', 'of another report'])('that is %s is refused', async (kind) => {
    const { name } = (await get('disks?pageSize=10')).cursor
    if (kind === 'expired') await tenant.clock.advance(1_800_000)
    const path = kind === 'of another report' ? 'volumes' : 'disks'
    const { status, json } = await tenant.asMachine(
      'GET',
      `/v2/queries/${path}?cursor=${kind === 'unknown' ? 'nobody' : name}`,
    )
    expect([status, json.resultCode]).toEqual([400, 'invalid_cursor'])
  })
})

describe('filters', () => {
  test('df chooses devices, and what cannot be read of it is silently ignored', async () => {
    const one = await get('disks?df=id=1001')
    expect(new Set(one.results.map(({ deviceId }: { deviceId: number }) => deviceId))).toEqual(new Set([1001]))
    expect((await get('disks?df=colour=red')).results).toEqual((await get('disks')).results)
  })

  test('quirk 8: nodeClass as a query is ignored, df=class=… works', async () => {
    const all = await get('operating-systems')
    expect((await get('operating-systems?nodeClass=WINDOWS_SERVER')).results).toEqual(all.results)
    const servers = await get('operating-systems?df=class=WINDOWS_SERVER')
    expect(servers.results.length).toBeLessThan(all.results.length)
  })

  test('dates are read in every form', async () => {
    const day = new Date(tenant.clock.now() - 10 * 86_400_000)
    const iso = day.toISOString().slice(0, 10)
    const forms = [iso, iso.replaceAll('-', ''), String(Date.parse(iso) / 1000)]
    const counts = await Promise.all(
      forms.map(async (text) => (await get(`os-patch-installs?installedAfter=${text}`)).cursor.count),
    )
    expect(new Set(counts).size).toBe(1)
    expect(counts[0]).toBeLessThan((await get('os-patch-installs')).cursor.count)
  })

  test('a page size that is out of the declared bounds is refused where the vendor declares them', async () => {
    const { status, json } = await tenant.asMachine('GET', '/v2/queries/windows-services?pageSize=5')
    expect([status, json.resultCode]).toEqual([400, 'invalid_page_size'])
  })
})

describe('quirks', () => {
  test('volumes with include=bl and small pages silently lose BitLocker rows, and count as if they had not', async () => {
    const all = await crawl('volumes?include=bl', 10_000)
    const small = await crawl('volumes?include=bl', 50)
    const encrypted = (rows: Record<string, unknown>[]) => rows.filter(({ bitLockerStatus }) => bitLockerStatus).length
    expect(all.length - small.length).toBeGreaterThan(0)
    expect(encrypted(all) - encrypted(small)).toBe(all.length - small.length)
    // Without it small pages are whole, and have no BitLocker.
    const plain = await crawl('volumes', 50)
    expect([plain.length, encrypted(plain)]).toEqual([all.length, 0])
  })

  test.each(['os-patches', 'software-patches'])('%s leave offline devices out', async (path) => {
    const offline = (await tenant.asMachine('GET', '/v2/devices?df=offline')).json.map(({ id }: { id: number }) => id)
    const rows: { deviceId: number }[] = (await get(`${path}?pageSize=100000`)).results
    expect(offline.length).toBeGreaterThan(0)
    expect(rows.filter(({ deviceId }) => offline.includes(deviceId))).toEqual([])
    const installs: { deviceId: number }[] = (await get(`${path.slice(0, -2)}-installs?pageSize=100000`)).results
    expect(installs.some(({ deviceId }) => offline.includes(deviceId))).toBe(true)
  })

  test('encrypted fields come masked, also to who asks for them in the clear', async () => {
    const rows = await crawl('custom-fields?fields=localAdminPassword&showSecureValues=true', 1_000)
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain('secret-')
  })
})

test('a token without monitoring reads no report', async () => {
  const token = await fetchToken(tenant.sandbox, { ...machineGrant(tenant.sandbox), scope: 'control' })
  expect((await sender(tenant.sandbox.url, token)('GET', '/v2/queries/disks')).status).toBe(403)
})
