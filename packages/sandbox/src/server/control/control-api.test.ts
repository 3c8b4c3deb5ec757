import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { controlSender, printServer, type Send, startTenant, type Tenant } from '../../testing/tenant.ts'
import { endpoints } from './endpoints.ts'

let tenant: Tenant
let send: Send
beforeEach(async () => {
  tenant = await startTenant()
  send = controlSender(tenant.sandbox)
})
afterEach(() => tenant.sandbox.close())

const refusalOf = async (method: string, path: string, body?: unknown) => {
  const { status, json } = await send(method, path, body)
  return `${status} ${json.error}`
}

describe('every endpoint', () => {
  const filled = (path: string) =>
    path
      .replace(':id', '1001')
      .replace(/:(name|clientId)/, 'nothing')
      .replace(':seq', '1')

  test.each(endpoints.map(({ method, path }) => [method, path]))('%s %s needs the token', async (method, path) => {
    expect((await controlSender(tenant.sandbox, 'x')(method, filled(path))).status).toBe(401)
  })

  test.each(endpoints.flatMap((one) => (one.example === undefined ? [] : [[one.method, one.path, one] as const])))(
    '%s %s takes its own example, and no field that it does not know',
    async (method, path, { example, status = 200 }) => {
      expect((await send(method, filled(path), example)).status).toBe(status)
      const message = await refusalOf(method, filled(path), { ...(example as object), colour: 'red' })
      expect(message).toMatch(/^400 This cannot be read from the body:[\s\S]*colour/)
      expect(message).toContain(JSON.stringify(example))
    },
  )

  test.each(endpoints.filter(({ method }) => method === 'GET').map(({ path }) => path))(
    'GET %s takes no query that it does not know, and none twice',
    async (path) => {
      expect(await refusalOf('GET', `${filled(path)}?colour=red`)).toMatch(/^400 .*the query[\s\S]*colour/)
      expect(await refusalOf('GET', `${filled(path)}?from=a&from=b`)).toMatch(/^400 .*the query/)
    },
  )
})

describe('time', () => {
  test('goes at the pace it is told, and jumps to a moment', async () => {
    expect((await send('PUT', '/clock', { mode: 'step' })).json).toMatchObject({ mode: 'step', offsetMs: 0 })
    await tenant.clock.advance(5_000)
    expect((await send('GET', '/clock')).json).toEqual({
      now: '2026-01-05T09:00:00.000Z',
      offsetMs: -5_000,
      mode: 'step',
    })
    const jumped = await send('POST', '/clock/advance', { until: '2026-01-06T10:00:00+01:00' })
    expect(jumped.json.now).toBe('2026-01-06T09:00:00.000Z')
    expect(await refusalOf('POST', '/clock/advance', { until: '2026-01-05T00:00:00Z' })).toMatch(
      /^409 Time moves forward/,
    )
    expect(await refusalOf('POST', '/clock/advance', { until: '2036-01-05T00:00:00Z' })).toMatch(/^400 .*a year/)
    expect(await refusalOf('POST', '/clock/advance', {})).toMatch(/^400 [\s\S]*either/)
    await send('PUT', '/clock', { mode: 'frozen' })
    expect(await refusalOf('POST', '/clock/advance', { milliseconds: 1 })).toMatch(/^409 Time is frozen/)
    expect(await refusalOf('PUT', '/clock', { mode: 'slow' })).toMatch(/^400 [\s\S]*must be one of: live, fast/)
  })
})

describe('snapshots', () => {
  const rename = (displayName: string) => tenant.asMachine('PATCH', `/v2/device/${printServer}`, { displayName })
  const nameNow = async () => (await tenant.asMachine('GET', `/v2/device/${printServer}`)).json.displayName

  test('bring a world back, also after a reset, another seed and a file; equal states have equal hashes', async () => {
    await rename('Before')
    const taken = await send('PUT', '/snapshots/before')
    expect(taken.json).toMatchObject({ name: 'before', at: '2026-01-05T09:00:00.000Z' })
    expect((await send('PUT', '/snapshots/again')).json.hash).toBe(taken.json.hash)
    await rename('After')
    expect((await send('PUT', '/snapshots/after')).json.hash).not.toBe(taken.json.hash)
    const { text: file } = await send('GET', '/export')
    await tenant.clock.advance(60_000)
    const movers = [
      () => send('POST', '/reset'),
      () => send('POST', '/seed', { seed: 7, devices: 30, organizations: 2 }),
      () => send('POST', '/import', file),
    ]
    for (const move of movers) {
      await move()
      expect((await send('POST', '/snapshots/before/restore')).json).toEqual(taken.json)
      expect(await nameNow()).toBe('Before')
      expect((await send('GET', '/clock')).json.now).toBe('2026-01-05T09:00:00.000Z')
    }
    expect((await send('GET', '/snapshots')).json.snapshots.map(({ name }: { name: string }) => name)).toEqual([
      'before',
      'again',
      'after',
    ])
    expect((await send('DELETE', '/snapshots/before')).status).toBe(204)
    expect(await refusalOf('POST', '/snapshots/before/restore')).toBe(
      '404 There is no snapshot "before". There are: again, after',
    )
    expect(await refusalOf('PUT', '/snapshots/..%2Fx')).toMatch(/^400 A snapshot's name/)
  })

  test('differ in what a client did: kind, id and field, before and after, counted', async () => {
    await send('PUT', '/snapshots/a')
    await rename('Renamed')
    await send('PUT', '/snapshots/b')
    await rename('Again')
    const { json } = await send('GET', '/diff?from=a&to=b')
    expect(json).toMatchObject({ from: 'a', to: 'b', truncated: false, counts: { device: { changed: 1 } } })
    expect(json.differences).toContainEqual({
      kind: 'device',
      id: printServer,
      field: 'displayName',
      after: 'Renamed',
    })
    expect((await send('GET', '/diff?from=a')).json.differences).toContainEqual(
      expect.objectContaining({ field: 'displayName', after: 'Again' }),
    )
    const short = (await send('GET', '/diff?from=a&limit=1')).json
    expect(short).toMatchObject({ to: null, truncated: true })
    expect(short.differences).toHaveLength(1)
    await tenant.clock.advance(1)
    await send('POST', '/reset')
    expect(await refusalOf('GET', '/diff?from=a')).toMatch(/^409 .* not made from the same start/)
    expect((await send('GET', '/diff?from=a&to=b')).json).toEqual(json)
    expect(await refusalOf('GET', '/diff?from=nobody')).toMatch(/^404/)
    expect(await refusalOf('GET', '/diff')).toMatch(/^400 [\s\S]*from/)
  })

  test('leave whoever is paging through a report with the answer of an expired cursor, never with rows of another time', async () => {
    const page = (cursor?: string) =>
      tenant.asMachine('GET', `/v2/queries/software?pageSize=5${cursor ? `&cursor=${cursor}` : ''}`)
    await send('PUT', '/snapshots/a')
    const cursor = (await page()).json.cursor.name
    expect((await page(cursor)).status).toBe(200)
    for (const path of ['/snapshots/a/restore', '/reset']) {
      const before = (await page()).json.cursor.name
      await send('POST', path)
      const after = (await page()).json.cursor.name
      expect(after).not.toBe(before)
      const stale = await page(before)
      expect({ status: stale.status, code: stale.json.resultCode }).toEqual({ status: 400, code: 'invalid_cursor' })
    }
  })
})

describe('a file', () => {
  test('carries the tenant to another sandbox; one that is broken names line and field and changes nothing', async () => {
    await tenant.asMachine('PATCH', `/v2/device/${printServer}`, { displayName: 'Carried' })
    const { text, headers } = await send('GET', '/export')
    expect(headers.get('content-disposition')).toBe('attachment; filename="kunai-sandbox-world.json"')
    const other = await startTenant({ seed: 9, devices: 30 })
    const import_ = (body: string) => controlSender(other.sandbox)('POST', '/import', body)
    expect((await import_(text)).status).toBe(204)
    expect((await other.asMachine('GET', `/v2/device/${printServer}`)).json.displayName).toBe('Carried')
    expect(other.sandbox.worldHash).toBe(tenant.sandbox.worldHash)
    const broken = await import_(text.replace('"boots":0', '"boots":"none"'))
    expect(broken.status).toBe(400)
    expect(broken.json.error).toMatch(/^Line \d+: changes\.\d+\.entity\.boots must be a number, not a string$/)
    expect((await import_('{')).json.error).toMatch(/^Line 1: this is not JSON/)
    expect((await other.asMachine('GET', `/v2/device/${printServer}`)).json.displayName).toBe('Carried')
    await other.sandbox.close()
  })
})

describe('another seed', () => {
  test('is another world at once, with the tokens there are; what is absent stays as it is', async () => {
    const seeded = await send('POST', '/seed', { seed: 7, organizations: 3, devices: 40 })
    expect(seeded.json).toEqual({ seed: 7, organizations: 3, devices: 40, profile: 'msp-typical' })
    expect((await tenant.asMachine('GET', '/v2/organizations')).json).toHaveLength(3)
    expect((await send('POST', '/seed', { seed: 8 })).json).toMatchObject({ seed: 8, devices: 40 })
    expect((await send('POST', '/seed', { profile: 'tiny' })).json).toEqual({
      seed: 8,
      organizations: 2,
      devices: 25,
      profile: 'tiny',
    })
    await send('POST', '/reset')
    expect((await send('GET', '/world')).json).toMatchObject({ seed: 8, devices: 25 })
    expect(await refusalOf('POST', '/seed', { devices: 0 })).toMatch(/^400 [\s\S]*devices/)
  })
})

describe('a device', () => {
  const path = `/devices/${printServer}`
  const offline = async () => (await tenant.asMachine('GET', `/v2/device/${printServer}`)).json.offline

  test('is switched off and on by hand, and does what it was asked when it is back', async () => {
    expect((await send('PUT', path, { offline: true })).json).toMatchObject({ id: printServer, offline: true })
    expect(await offline()).toBe(true)
    await tenant.asMachine('POST', `/api/v2/device/${printServer}/windows-service/Spooler/control`, { action: 'STOP' })
    const state = async () =>
      (await tenant.asMachine('GET', `/v2/device/${printServer}/windows-services?name=Spooler`)).json[0].state
    await send('POST', '/clock/advance', { milliseconds: 600_000 })
    expect(await state()).toBe('RUNNING')
    await send('PUT', path, { offline: false })
    await send('POST', '/clock/advance', { milliseconds: 10_000 })
    expect(await state()).toBe('STOPPED')
  })

  test('has tags that decide how it behaves, and no tag that only looks like it', async () => {
    expect((await send('PUT', `${path}/tags`, { tags: ['sim:offline', 'vip'] })).json).toEqual({
      tags: ['sim:offline', 'vip'],
    })
    expect(await offline()).toBe(true)
    expect(await refusalOf('PUT', path, { offline: false })).toMatch(/^409 .*sim:offline/)
    await send('PUT', `${path}/tags`, { tags: [] })
    expect(await offline()).toBe(false)
    expect((await send('GET', `${path}/tags`)).json).toEqual({ tags: [] })
    for (const tag of ['sim:ofline', 'sim:flaky=2', 'sim:']) {
      expect(await refusalOf('PUT', `${path}/tags`, { tags: [tag] })).toMatch(/^400 [\s\S]*is no instruction/)
    }
    expect(await refusalOf('GET', '/devices/999999')).toBe('404 There is no device 999999')
    expect(await refusalOf('GET', '/devices/x')).toMatch(/^400 .*the path/)
  })
})

describe('jobs', () => {
  const run = () => tenant.asUser('POST', `/v2/device/${printServer}/script/run`, { type: 'SCRIPT', id: 1 })
  const looks = () => tenant.asMachine('GET', '/v2/jobs')

  test('end as the mode says, from the next one on, and those of another mode end too', async () => {
    expect((await send('GET', '/job-mode')).json).toEqual({ kind: 'seconds' })
    await send('PUT', '/job-mode', { kind: 'polls', polls: 2 })
    await run()
    await send('POST', '/clock/advance', { milliseconds: 5_000 })
    expect((await send('GET', '/jobs')).json).toMatchObject({ jobs: [{ device: printServer, pollsLeft: 2 }] })
    await send('PUT', '/job-mode', { kind: 'immediate' })
    await run()
    expect((await send('GET', '/jobs')).json.jobs).toHaveLength(1)
    await looks()
    await looks()
    expect((await send('GET', '/jobs')).json.jobs).toEqual([])
    await send('POST', '/reset')
    expect((await send('GET', '/job-mode')).json).toEqual({ kind: 'seconds' })
  })
})

test('fidelity names every operation of the catalogue', async () => {
  const { json } = await send('GET', '/fidelity')
  expect(json.operations).toContainEqual({ operation: 'devices.get', level: 'modelled' })
})
