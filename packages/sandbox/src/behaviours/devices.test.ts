import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { printServer, startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant({ devices: 300 })
})
afterEach(() => tenant.sandbox.close())

const device = `/v2/device/${printServer}`
const get = async (path: string) => (await tenant.asMachine('GET', path)).json
const spooler = async () => (await get(`${device}/windows-services?name=spooler`))[0].state
const control = (action: string, service = 'Spooler') =>
  tenant.asMachine('POST', `${device}/windows-service/${service}/control`, { action })
const activities = async (query = '') => (await get(`${device}/activities?${query}`)).activities

describe('a Windows service', () => {
  test('that is restarted passes STOP_PENDING and START_PENDING and runs again within three seconds', async () => {
    expect(await spooler()).toBe('RUNNING')
    expect((await control('RESTART')).status).toBe(204)
    const seen = [await spooler()]
    for (let turn = 0; turn < 30; turn++) {
      await tenant.clock.advance(100)
      const state = await spooler()
      if (state !== seen.at(-1)) seen.push(state)
    }
    expect(seen).toEqual(['STOP_PENDING', 'START_PENDING', 'RUNNING'])
  })

  test.each([
    [['STOP'], ['STOP_PENDING', 'STOPPED']],
    [
      ['STOP', 'START'],
      ['START_PENDING', 'RUNNING'],
    ],
    [
      ['STOP', 'RESTART'],
      ['START_PENDING', 'RUNNING'],
    ],
    [
      ['STOP', 'PAUSE'],
      ['STOPPED', 'STOPPED'],
    ],
    [['PAUSE'], ['PAUSE_PENDING', 'PAUSED']],
    [
      ['PAUSE', 'START'],
      ['CONTINUE_PENDING', 'RUNNING'],
    ],
    [['START'], ['RUNNING', 'RUNNING']],
  ])('after %j is first and then %j', async (actions, states) => {
    for (const action of actions.slice(0, -1)) {
      await control(action)
      await tenant.clock.advance(3_000)
    }
    expect((await control(actions.at(-1) ?? '')).status).toBe(204)
    expect(await spooler()).toBe(states[0])
    await tenant.clock.advance(3_000)
    expect(await spooler()).toBe(states[1])
  })

  test('does one thing at a time: a second command begins when the first is finished', async () => {
    await control('STOP')
    await control('START')
    await tenant.clock.advance(1_900)
    expect(await spooler()).toBe('STOP_PENDING')
    await tenant.clock.advance(1_100)
    expect(await spooler()).toBe('START_PENDING')
    await tenant.clock.advance(3_000)
    expect(await spooler()).toBe('RUNNING')
    expect((await activities('status=COMPLETED')).map((one: { subject: string }) => one.subject)).toEqual([
      'START Spooler',
      'STOP Spooler',
    ])
  })

  test('writes an activity when the command is accepted and one when it is finished, in one series', async () => {
    const before = (await get(`${device}/activities`)).lastActivityId
    await control('RESTART')
    const [requested] = await activities(`newerThan=${before}`)
    expect(requested).toMatchObject({
      id: before + 1,
      deviceId: printServer,
      activityType: 'ACTION',
      statusCode: 'START_REQUESTED',
      sourceName: 'Windows Service Control',
      subject: 'RESTART Spooler',
      message: 'Windows service Spooler (Print Spooler): RESTART requested',
      data: {
        message: {
          code: 'windows_service_control',
          params: {
            serviceName: 'Spooler',
            action: 'RESTART',
            requestedBy: tenant.sandbox.machine.clientId,
          },
        },
      },
    })
    expect(await activities(`newerThan=${before}`)).toHaveLength(1)
    await tenant.clock.advance(3_000)
    const [completed] = await activities(`newerThan=${before}`)
    expect(completed).toMatchObject({
      statusCode: 'COMPLETED',
      activityResult: 'SUCCESS',
      seriesUid: requested.seriesUid,
    })
    expect(await activities(`seriesUid=${requested.seriesUid}`)).toHaveLength(2)
  })

  test('that is disabled cannot be started: accepted, then a failure', async () => {
    expect((await control('START', 'RemoteRegistry')).status).toBe(204)
    const [completed] = await activities('status=COMPLETED')
    expect(completed).toMatchObject({ activityResult: 'FAILURE', subject: 'START RemoteRegistry' })
    expect((await get(`${device}/windows-services?name=RemoteRegistry`))[0].state).toBe('STOPPED')
  })

  test('is found by name only, and by the state it is in', async () => {
    const { status, json } = await control('START', 'NoSuchThing')
    expect({ status, code: json.resultCode }).toEqual({ status: 404, code: 'windows_service_not_found' })
    const stopped = await get(`${device}/windows-services?state=STOPPED`)
    expect(stopped.every((one: { state: string }) => one.state === 'STOPPED')).toBe(true)
    const row = (await get(`${device}/windows-services?name=Spooler`))[0]
    expect(Object.keys(row).sort()).toEqual(['description', 'displayName', 'name', 'startType', 'state', 'userName'])
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })
})

describe('a reboot', () => {
  test('takes the device offline at once and brings it back with a new boot time within four minutes', async () => {
    const before = await get(device)
    expect((await tenant.asMachine('POST', `${device}/reboot/NORMAL`, { reason: 'updates' })).status).toBe(204)
    expect(await get(device)).toMatchObject({ offline: true, os: { lastBootTime: before.os.lastBootTime } })
    expect((await get('/v2/devices?df=id=1001 AND online')).length).toBe(0)
    await tenant.clock.advance(59_000)
    expect((await get(device)).offline).toBe(true)
    await tenant.clock.advance(181_000)
    const after = await get(device)
    expect(after).toMatchObject({ offline: false, os: { needsReboot: false } })
    expect(after.os.lastBootTime).toBeGreaterThan(before.lastContact)
    expect(after.lastContact).toBeGreaterThan(after.os.lastBootTime)
    const words = (await activities('activityType=SYSTEM&pageSize=10')).map(
      (one: { statusCode: string }) => one.statusCode,
    )
    expect(words.slice(0, 3)).toEqual(['COMPLETED', 'SYSTEM_REBOOTED', 'START_REQUESTED'])
  })

  test('cuts off what was running, and what is asked meanwhile waits until the device is back', async () => {
    await control('RESTART')
    await tenant.asMachine('POST', `${device}/reboot/FORCED`)
    expect((await control('STOP', 'W32Time')).status).toBe(204)
    await tenant.clock.advance(10_000)
    const [cutOff] = await activities('status=COMPLETED')
    expect(cutOff).toMatchObject({ subject: 'RESTART Spooler', activityResult: 'UNCOMPLETED' })
    await tenant.clock.advance(240_000)
    expect((await get(`${device}/windows-services?name=W32Time`))[0].state).toBe('STOPPED')
    expect(await spooler()).toBe('RUNNING')
  })

  test('is refused for a device without an agent', async () => {
    const [device] = await get('/v2/devices?df=class in (NMS_SWITCH,NMS_FIREWALL,NMS_WAP,NMS_PRINTER)&pageSize=1')
    const { status, text } = await tenant.asMachine('POST', `/v2/device/${device.id}/reboot/NORMAL`)
    expect({ status, text }).toEqual({ status: 400, text: 'Device is not applicable for reboot.' })
  })

  test('of a device that is offline waits for ever, and says no more than that it was requested', async () => {
    const [device] = await get('/v2/devices?df=offline AND class=WINDOWS_WORKSTATION&pageSize=1')
    const path = `/v2/device/${device.id}`
    expect((await tenant.asMachine('POST', `${path}/reboot/NORMAL`)).status).toBe(204)
    await tenant.clock.advance(1_800_000)
    expect((await get(path)).offline).toBe(true)
    expect((await get(`${path}/activities?pageSize=10`)).activities[0].statusCode).toBe('START_REQUESTED')
  })
})

describe('a script run', () => {
  const run = (body: Record<string, unknown>, path = device) => tenant.asUser('POST', `${path}/script/run`, body)
  const story = async (path = device) => {
    const page = await get(`${path}/activities?activityType=ACTION&pageSize=10`)
    return page.activities.map((one: Record<string, unknown>) => [one.statusCode, one.activityResult].filter(Boolean))
  }

  test('goes from START_REQUESTED over STARTED to COMPLETED, with a person behind it', async () => {
    expect((await run({ type: 'SCRIPT', id: 1, parameters: '--all', runAs: 'system' })).status).toBe(204)
    expect(await story()).toEqual([['START_REQUESTED']])
    await tenant.clock.advance(2_000)
    expect(await story()).toEqual([['STARTED'], ['START_REQUESTED']])
    await tenant.clock.advance(30_000)
    expect(await story()).toEqual([['COMPLETED', 'SUCCESS'], ['STARTED'], ['START_REQUESTED']])
    const [completed] = await activities('status=COMPLETED')
    expect(completed).toMatchObject({
      sourceName: 'Clear print queue',
      userId: expect.any(Number),
      data: { exitCode: 0, message: { code: 'script_run', params: { scriptId: '1', parameters: '--all' } } },
    })
  })

  test('ends as its parameters say', async () => {
    await run({ type: 'SCRIPT', id: 1, parameters: '--all #sim exit=3 after=40s' })
    await tenant.clock.advance(39_000)
    expect((await story())[0]).toEqual(['STARTED'])
    await tenant.clock.advance(3_000)
    expect((await story())[0]).toEqual(['COMPLETED', 'FAILURE'])
    expect((await activities('status=COMPLETED'))[0].data.exitCode).toBe(3)
  })

  test('takes a built-in action by its uid', async () => {
    const options = await get(`${device}/scripting/options`)
    const action = options.scripts.find((one: { type: string }) => one.type === 'ACTION')
    expect((await run({ type: 'ACTION', uid: action.uid })).status).toBe(204)
    await tenant.clock.advance(60_000)
    expect((await story())[0]).toEqual(['COMPLETED', 'SUCCESS'])
  })

  test('on a system the script was not made for ends as UNSUPPORTED', async () => {
    const [mac] = await get('/v2/devices?df=class=MAC AND online&pageSize=1')
    await run({ type: 'SCRIPT', id: 1 }, `/v2/device/${mac.id}`)
    await tenant.clock.advance(60_000)
    expect((await story(`/v2/device/${mac.id}`))[0]).toEqual(['COMPLETED', 'UNSUPPORTED'])
  })

  test('that a restart cuts off ends as UNCOMPLETED', async () => {
    await run({ type: 'SCRIPT', id: 1, parameters: '#sim after=20s' })
    await tenant.clock.advance(5_000)
    await tenant.asMachine('POST', `${device}/reboot/FORCED`)
    await tenant.clock.advance(30_000)
    expect((await story())[0]).toEqual(['COMPLETED', 'UNCOMPLETED'])
  })

  test('offers a device only the scripts that run on it', async () => {
    const [mac] = await get('/v2/devices?df=class=MAC&pageSize=1')
    const names = async (id: number) =>
      (await get(`/v2/device/${id}/scripting/options`)).scripts.map(({ name }: { name: string }) => name)
    expect(await names(printServer)).toContain('Clear print queue')
    expect(await names(mac.id)).not.toContain('Clear print queue')
    expect(await names(mac.id)).toContain('Flush DNS cache')
  })
})

describe('maintenance', () => {
  const put = (body: Record<string, unknown>) => tenant.asMachine('PUT', `${device}/maintenance`, body)
  const nowSeconds = () => tenant.clock.now() / 1000

  test('reads back on the device, begins and ends at its times', async () => {
    const start = nowSeconds() + 60
    const end = nowSeconds() + 120
    await put({ disabledFeatures: ['ALERTS'], start, end, reasonMessage: 'Disk swap' })
    expect((await get(device)).maintenance).toEqual({ status: 'PENDING', start, end, reasonMessage: 'Disk swap' })
    await tenant.clock.advance(60_000)
    expect((await get(device)).maintenance.status).toBe('IN_MAINTENANCE')
    expect((await get('/v2/devices?df=id=1001'))[0].maintenance.status).toBe('IN_MAINTENANCE')
    await tenant.clock.advance(60_000)
    expect((await get(device)).maintenance).toBeUndefined()
    expect((await activities('pageSize=10'))[0].message).toBe('Maintenance mode ended')
  })

  test('replaces the one before it, whose end then means nothing', async () => {
    await put({ disabledFeatures: ['ALERTS'], end: nowSeconds() + 60 })
    await put({ disabledFeatures: ['PATCHING'], end: nowSeconds() + 600 })
    await tenant.clock.advance(61_000)
    expect((await get(device)).maintenance.status).toBe('IN_MAINTENANCE')
  })

  test.each([
    ['ends in the past', { disabledFeatures: ['ALERTS'], end: 1_000 }],
    ['ends before it starts', { disabledFeatures: ['ALERTS'], start: 1_900_000_000, end: 1_800_000_000 }],
    ['disables nothing', { disabledFeatures: [], end: 1_900_000_000 }],
    ['disables what does not exist', { disabledFeatures: ['COFFEE'], end: 1_900_000_000 }],
    ['never ends', { disabledFeatures: ['ALERTS'] }],
  ])('that %s is refused', async (_case, body) => {
    expect((await put(body)).status).toBe(400)
    expect((await get(device)).maintenance).toBeUndefined()
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })
})
