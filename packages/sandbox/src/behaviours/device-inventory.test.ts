import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { printServer, startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant({ devices: 300 })
})
afterEach(() => tenant.sandbox.close())

const device = `/v2/device/${printServer}`
const get = async (path: string) => (await tenant.asMachine('GET', path)).json
const parts = ['disks', 'volumes', 'processors', 'network-interfaces', 'software', 'os-patches', 'os-patch-installs']
const more = ['software-patches', 'software-patch-installs', 'last-logged-on-user', 'jobs', 'dashboard-url']

async function deviceWith(part: string, df = 'class in (WINDOWS_WORKSTATION,WINDOWS_SERVER) AND online') {
  for (const { id } of await get(`/v2/devices?df=${df}`)) {
    const rows = await get(`/v2/device/${id}/${part}`)
    if (rows.length > 0) return { id, rows }
  }
  throw new Error(`no device has ${part}`)
}

describe('what a device consists of', () => {
  test.each([...parts, ...more])('%s of no device is 404', async (part) => {
    const { status, json } = await tenant.asMachine('GET', `/v2/device/999999/${part}`)
    expect([status, json.resultCode]).toEqual([404, 'device_not_found'])
  })

  test('agrees with the details of the device', async () => {
    const details = await get(device)
    expect(await get(`${device}/processors`)).toEqual(details.processors)
    expect(await get(`${device}/volumes`)).toEqual(details.volumes)
    const [first] = await get(`${device}/network-interfaces`)
    expect(first).toMatchObject({ ipAddress: details.ipAddresses, macAddress: details.macAddresses })
  })

  test('shows BitLocker only when asked for with include=bl', async () => {
    expect((await get(`${device}/volumes`))[0]).not.toHaveProperty('bitLockerStatus')
    expect((await get(`${device}/volumes?include=bl`))[0].bitLockerStatus.lockStatus).toBe('UNLOCKED')
  })

  test('says installDate as a plain date (ninjaone-api §9.2)', async () => {
    expect((await get(`${device}/software`))[0].installDate).toMatch(/^\d{4}-\d\d-\d\d$/)
  })

  test('names who logged on last, with epoch seconds', async () => {
    const { id } = (await get('/v2/devices-detailed?df=class=WINDOWS_WORKSTATION'))[0]
    const details = await get(`/v2/device/${id}`)
    const fact = await get(`/v2/device/${id}/last-logged-on-user`)
    expect(fact.userName).toBe(details.lastLoggedInUser)
    expect(fact.logonTime).toBeLessThanOrEqual(tenant.clock.now() / 1000)
    expect(await get(`${device}/last-logged-on-user`)).toEqual({})
  })
})

describe('devices in detail', () => {
  test('are the same as each on its own, under the same filter and pages', async () => {
    const [first, second] = await get('/v2/devices-detailed?df=class=WINDOWS_SERVER&pageSize=2')
    expect(first).toEqual(await get(device))
    const [next] = await get(`/v2/devices-detailed?df=class=WINDOWS_SERVER&pageSize=1&after=${first.id}`)
    expect(next).toEqual(second)
  })

  test('quirk 8: nodeClass as query is ignored, df=class=… works', async () => {
    const all = await get('/v2/devices-detailed')
    expect(await get('/v2/devices-detailed?nodeClass=MAC')).toEqual(all)
    const macs = await get('/v2/devices-detailed?df=class=MAC')
    expect(macs.length).toBeGreaterThan(0)
    expect(macs.length).toBeLessThan(all.length)
  })

  test('a link to the console ends after a while', async () => {
    const { url, expires } = await get(`${device}/dashboard-url`)
    expect(url).toContain(String(printServer))
    expect(expires).toBeGreaterThan(tenant.clock.now() / 1000)
  })
})

describe('patches', () => {
  test('are filtered by status, type and severity, whatever the case (ninjaone-api §9.3)', async () => {
    const { id, rows } = await deviceWith('os-patches')
    const { status, severity } = rows[0]
    const path = `/v2/device/${id}/os-patches?status=${status.toLowerCase()}&severity=${severity.toLowerCase()}`
    const found = await get(path)
    expect(found).toEqual(rows.filter((one: typeof rows) => one.status === status && one.severity === severity))
    expect(await get(`/v2/device/${id}/os-patches?type=NONE_SUCH`)).toEqual([])
  })

  test('that were installed are filtered by date and outcome', async () => {
    const { id, rows } = await deviceWith('os-patch-installs')
    const path = `/v2/device/${id}/os-patch-installs`
    expect(rows[0].installedAt).toBeTypeOf('number')
    expect(await get(`${path}?installedBefore=19990101`)).toEqual([])
    expect(await get(`${path}?installedAfter=2000-01-01`)).toEqual(rows)
    const middle = rows[0].installedAt
    const before = await get(`${path}?installedBefore=${middle}`)
    expect(before).toEqual(rows.filter((one: { installedAt: number }) => one.installedAt < middle))
    expect((await tenant.asMachine('GET', `${path}?status=MAYBE`)).status).toBe(400)
  })

  test('that are missing are left out while the device is offline (ninjaone-api §9.4)', async () => {
    const { id, rows } = await deviceWith('os-patches')
    const installs = await get(`/v2/device/${id}/os-patch-installs`)
    await tenant.asMachine('POST', `/v2/device/${id}/reboot/NORMAL`)
    expect(await get(`/v2/device/${id}/os-patches`)).toEqual([])
    expect(await get(`/v2/device/${id}/os-patch-installs`)).toEqual(installs)
    await tenant.clock.advance(300_000)
    expect(await get(`/v2/device/${id}/os-patches`)).toEqual(rows)
  })
})

describe('patch jobs', () => {
  const approved = (rows: readonly { id: string; status: string }[]) =>
    rows.filter(({ status }) => status === 'APPROVED').map(({ id }) => id)

  test.each(['os', 'software'])('apply installs every approved %s patch, and leaves the others', async (kind) => {
    for (const { id } of await get('/v2/devices?df=class=WINDOWS_WORKSTATION AND online')) {
      const path = `/v2/device/${id}`
      const before = await get(`${path}/${kind}-patches`)
      const able = before.filter((one: { kbNumber?: string }) => one.kbNumber !== 'KB5034441')
      if (approved(able).length === 0 || approved(able).length === before.length) continue
      expect((await tenant.asMachine('POST', `${path}/patch/${kind}/apply`)).status).toBe(204)
      await tenant.clock.advance(2_000)
      const [job] = await get(`${path}/jobs`)
      expect(job).toMatchObject({ deviceId: id, jobStatus: 'STARTED', subject: expect.stringContaining('apply') })
      expect(await get(`/v2/jobs?df=id=${id}`)).toEqual([job])
      expect(await get('/v2/jobs?jobType=ACTION')).toEqual([])
      await tenant.clock.advance(1_300_000)
      expect(await get(`${path}/jobs`)).toEqual([])
      const after = (await get(`${path}/${kind}-patches`)).map((one: { id: string }) => one.id)
      expect(after.some((one: string) => approved(able).includes(one))).toBe(false)
      expect(after.length).toBe(before.length - approved(able).length)
      const installs = await get(`${path}/${kind}-patch-installs?status=INSTALLED`)
      expect(installs.map((one: { id: string }) => one.id)).toEqual(expect.arrayContaining(approved(able)))
      if (kind === 'os') expect((await get(path)).os.needsReboot).toBe(true)
      const page = await get(`${path}/activities?seriesUid=${job.uid}`)
      const word = `${kind === 'os' ? '' : 'SOFTWARE_'}PATCH_MANAGEMENT_APPLY_PATCH`
      expect(page.activities.map((one: { statusCode: string }) => one.statusCode)).toEqual([
        `${word}_COMPLETED`,
        `${word}_STARTED`,
        'START_REQUESTED',
      ])
      return
    }
    throw new Error('no device has something to install')
  })

  test('a scan of a device that is offline waits until it is back', async () => {
    await tenant.asMachine('POST', `${device}/reboot/NORMAL`)
    expect((await tenant.asMachine('POST', `${device}/patch/os/scan`)).status).toBe(204)
    expect(await get(`${device}/jobs`)).toEqual([])
    await tenant.clock.advance(600_000)
    const { activities } = await get(`${device}/activities?status=PATCH_MANAGEMENT_SCAN_COMPLETED&pageSize=10`)
    expect(activities[0]).toMatchObject({ activityResult: 'SUCCESS', sourceName: expect.stringMatching(/PRINT01$/) })
  })

  test.each(['os scan', 'os apply', 'software scan', 'software apply'])(
    '%s on what has no patches is refused in text',
    async (words) => {
      const [mac] = await get('/v2/devices?df=class=MAC&pageSize=1')
      const path = `/v2/device/${mac.id}/patch/${words.replace(' ', '/')}`
      const { status, text } = await tenant.asMachine('POST', path)
      expect({ status, text }).toEqual({ status: 400, text: `Device is not applicable for ${words}.` })
      expect(tenant.sandbox.control.ledger()).toEqual([])
    },
  )
})

describe('a Windows service that is configured', () => {
  const path = `${device}/windows-service/spooler/configure`
  const spooler = async () => (await get(`${device}/windows-services?name=Spooler`))[0]

  test('starts otherwise from then on, and does not stop for it', async () => {
    expect((await tenant.asMachine('POST', path, { startType: 'DISABLED', userName: 'svc-print' })).status).toBe(204)
    expect(await spooler()).toMatchObject({ startType: 'DISABLED', userName: 'svc-print', state: 'RUNNING' })
    const { activities } = await get(`${device}/activities?pageSize=10`)
    expect(activities[0]).toMatchObject({ statusCode: 'COMPLETED', subject: 'Configure Spooler' })
  })

  test('waits for the device to be back', async () => {
    await tenant.asMachine('POST', `${device}/reboot/NORMAL`)
    await tenant.asMachine('POST', path, { startType: 'DISABLED' })
    expect((await spooler()).startType).toBe('AUTO_START')
    await tenant.clock.advance(300_000)
    expect((await spooler()).startType).toBe('DISABLED')
  })

  test('must exist, and something must be said', async () => {
    const { status, json } = await tenant.asMachine('POST', `${device}/windows-service/None/configure`, {
      startType: 'DISABLED',
    })
    expect([status, json.resultCode]).toEqual([404, 'windows_service_not_found'])
    expect((await tenant.asMachine('POST', path, {})).status).toBe(400)
  })
})

describe('maintenance', () => {
  const path = `${device}/maintenance`
  const put = (end: unknown) => tenant.asMachine('PUT', path, { disabledFeatures: ['ALERTS'], end })

  test('takes ISO, seconds and milliseconds, and reads back in seconds (ninjaone-api §5)', async () => {
    const end = Math.floor(tenant.clock.now() / 1000) + 3_600
    for (const form of [new Date(end * 1000).toISOString(), end, end * 1000]) {
      expect((await put(form)).status).toBe(204)
      expect((await get(device)).maintenance.end).toBe(end)
    }
  })

  test('is cancelled, also before it begins, and cancelling none is no mistake', async () => {
    const start = tenant.clock.now() / 1000 + 60
    await tenant.asMachine('PUT', path, { disabledFeatures: ['ALERTS'], start, end: start + 600 })
    for (let turn = 0; turn < 2; turn++) expect((await tenant.asMachine('DELETE', path)).status).toBe(204)
    await tenant.clock.advance(120_000)
    expect(await get(device)).not.toHaveProperty('maintenance')
    const { activities } = await get(`${device}/activities?pageSize=10`)
    expect(activities[0].message).toBe('Maintenance mode cancelled')
  })
})

describe('a script run', () => {
  const run = (body: object) => tenant.asUser('POST', `${device}/script/run`, body)

  test('quirk 1: with a machine’s token is refused as user_context_required', async () => {
    const { status, json } = await tenant.asMachine('POST', `${device}/script/run`, { type: 'SCRIPT', id: 1 })
    expect({ status, ...json }).toMatchObject({ status: 403, error: 'user_context_required', error_code: 5 })
  })

  test('quirk 11: runAs is case-sensitive', async () => {
    expect((await run({ type: 'SCRIPT', id: 1, runAs: 'system' })).status).toBe(204)
    const { status, json } = await run({ type: 'SCRIPT', id: 1, runAs: 'System' })
    expect([status, json.resultCode]).toEqual([400, 'invalid_run_as'])
  })

  test('with scriptId is an Unrecognized field', async () => {
    const { status, text } = await run({ type: 'SCRIPT', scriptId: 1 })
    expect(status).toBe(400)
    expect(text).toContain("Unrecognized field 'scriptId'")
  })
})
