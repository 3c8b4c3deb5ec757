import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createWorld } from '../../testing/world.ts'
import type { World, WorldSettings } from '../world.ts'
import { checkBackup } from './check-backup.ts'
import { configureService } from './configure-service.ts'
import { controlService } from './control-service.ts'
import { reboot } from './reboot.ts'
import { noticeLook } from './run-job.ts'
import { runScript } from './run-script.ts'
import { flakinessOf, readSimulation } from './simulation.ts'

describe('what a script says', () => {
  test.each([
    ['--all #sim exit=3 after=40s out="disk 91%"', { exitCode: 3, afterMs: 40_000, output: 'disk 91%' }],
    ['#sim after=1.5m', { afterMs: 90_000 }],
    ['#sim out="exit=9 after=1s"', { output: 'exit=9 after=1s' }],
    ['#sim exit=-1 colour=blue', { exitCode: -1 }],
    ['#simulate exit=3', {}],
    ['exit=3', {}],
  ])('%j is read as what it means', (text, wanted) => {
    expect(readSimulation(text)).toEqual(wanted)
  })

  test('in its parameters wins over its body', () => {
    expect(readSimulation('#sim exit=1', 'echo\n#sim exit=2 after=5s\n')).toEqual({ exitCode: 1, afterMs: 5_000 })
  })

  test('never makes the sandbox fail, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        readSimulation(one, `#sim ${other}`)
        flakinessOf([`sim:flaky=${one}`])
      }),
    )
  })
})

const startMs = Date.parse('2026-01-05T09:00:00Z')

function run(settings: WorldSettings = {}, parameters = '', tags?: string[]) {
  const world = createWorld({}, startMs, { alive: false, ...settings })
  const device = world.devices.update(1001, { tags })
  runScript(world, startMs, device, world.scripts.expect(1), { parameters }, { clientId: 'a-client' })
  return world
}

const endOf = (world: World) =>
  world.activities
    .whose('deviceId', 1001)
    .find(({ statusCode, subject }) => statusCode === 'COMPLETED' && subject?.startsWith('Run'))

function after(world: ReturnType<typeof run>, seconds: number) {
  world.clock.advance(seconds * 1_000)
  world.settle()
  return endOf(world)
}

describe('a job', () => {
  test('ends with the code and the output that were asked for, at their time', () => {
    const world = run({}, '#sim exit=3 after=40s out="disk 91%"')
    expect(after(world, 39)).toBeUndefined()
    expect(world.jobs.count).toBe(1)
    expect(after(world, 3)).toMatchObject({ activityResult: 'FAILURE', data: { exitCode: 3, output: 'disk 91%' } })
    expect(world.jobs.count).toBe(0)
  })

  test('reads the body of its script too', () => {
    const world = createWorld()
    world.scripts.update(1, { body: '#sim exit=7 after=1s' })
    runScript(world, startMs, world.devices.expect(1001), world.scripts.expect(1), {}, { clientId: 'a-client' })
    expect(after(world, 5)).toMatchObject({ data: { exitCode: 7 } })
  })

  test('is finished at once in the mode immediate', () => {
    expect(endOf(run({ jobs: { kind: 'immediate' } }))).toMatchObject({ activityResult: 'SUCCESS' })
  })

  test('is finished after a fixed time in the mode seconds', () => {
    const world = run({ jobs: { kind: 'seconds', seconds: 100 } })
    expect(after(world, 99)).toBeUndefined()
    expect(after(world, 3)).toMatchObject({ activityResult: 'SUCCESS' })
  })

  test('is finished when it was looked at often enough in the mode polls, however late it is', () => {
    const world = run({ jobs: { kind: 'polls', polls: 3 } })
    expect(after(world, 3_600)).toBeUndefined()
    noticeLook(world, world.nowMs(), 1001)
    noticeLook(world, world.nowMs(), 1002)
    noticeLook(world, world.nowMs())
    expect(endOf(world)).toBeUndefined()
    noticeLook(world, world.nowMs(), 1001)
    expect(endOf(world)).toMatchObject({ activityResult: 'SUCCESS' })
    expect(after(world, 100_000)).toMatchObject({ activityResult: 'SUCCESS' })
    expect(world.jobs.count).toBe(0)
  })

  test('on a device tagged sim:offline waits, on one tagged sim:slow takes ten times as long', () => {
    expect(after(run({}, '', ['sim:offline']), 100_000)).toBeUndefined()
    const slow = run({}, '#sim after=10s', ['sim:slow'])
    expect(after(slow, 90)).toBeUndefined()
    expect(after(slow, 30)).toMatchObject({ activityResult: 'SUCCESS' })
  })

  test('on a device tagged sim:flaky fails about as often as the tag says, the same ones on every run', () => {
    const results = () => {
      const world = createWorld()
      const device = world.devices.update(1001, { tags: ['sim:flaky=0.3'] })
      for (let turn = 0; turn < 200; turn++) {
        runScript(world, startMs, device, world.scripts.expect(1), {}, { clientId: 'a-client' })
      }
      world.clock.advance(60_000)
      world.settle()
      return world.activities.whose('deviceId', 1001).flatMap(({ activityResult }) => activityResult ?? [])
    }
    const first = results()
    const share = first.filter((result) => result === 'FAILURE').length / 200
    expect(share).toBeGreaterThan(0.2)
    expect(share).toBeLessThan(0.4)
    expect(results()).toEqual(first)
  })
})

describe('tags are honoured by', () => {
  const ofService = (tags: string[]) => {
    const world = createWorld({}, startMs)
    const device = world.devices.update(1001, { tags })
    const [service] = world.services.expect(1001).rows
    if (!service) throw new Error('the print server has services')
    return { world, device, service, requester: { clientId: 'a-client' } }
  }
  const resultAfter = (world: ReturnType<typeof createWorld>, seconds: number) => {
    world.clock.advance(seconds * 1_000)
    world.settle()
    return world.activities.whose('deviceId', 1001).findLast(({ activityResult }) => activityResult)?.activityResult
  }

  test('service commands: one fails, one takes ten times as long', () => {
    const flaky = ofService(['sim:flaky=1'])
    controlService(flaky.world, startMs, flaky.device, flaky.service, 'RESTART', flaky.requester)
    expect(resultAfter(flaky.world, 1)).toBe('FAILURE')
    const slow = ofService(['sim:slow'])
    controlService(slow.world, startMs, slow.device, slow.service, 'RESTART', slow.requester)
    expect(resultAfter(slow.world, 19)).toBeUndefined()
    expect(resultAfter(slow.world, 11)).toBe('SUCCESS')
  })

  test('service configurations: nothing is changed', () => {
    const { world, device, service, requester } = ofService(['sim:flaky=1'])
    const other = service.startType === 'DISABLED' ? 'AUTO_START' : 'DISABLED'
    configureService(world, startMs, device, service, { startType: other }, requester)
    expect(resultAfter(world, 1)).toBe('FAILURE')
    expect(world.services.expect(1001).rows[0]?.startType).toBe(service.startType)
  })

  test('restarts: the device stays up', () => {
    const { world, device, requester } = ofService(['sim:flaky=1'])
    reboot(world, startMs, device, { mode: 'NORMAL' }, requester)
    expect(resultAfter(world, 1)).toBe('FAILURE')
    expect(world.devices.expect(1001)).toMatchObject({ offline: false, boots: device.boots })
  })

  test('checks of backups: they fail', () => {
    const world = createWorld({}, startMs)
    const [backup] = world.backupJobs.list({ limit: 1 })
    if (!backup) throw new Error('somebody has a backup')
    world.devices.update(backup.deviceId, { tags: ['sim:flaky=1'] })
    const { id } = checkBackup(world, startMs, { backup, planUid: 'any' }, { clientId: 'a-client' })
    world.clock.advance(3_600_000)
    world.settle()
    expect(world.integrityCheckJobs.get(id)?.jobStatus).toBe('FAILED')
  })
})

test('an organization named SIM-429 asks for that status, others for none', () => {
  const world = createWorld()
  world.organizations.update(3, { name: 'SIM-429' })
  world.organizations.update(4, { name: 'SIM-200' })
  expect([1, 3, 4, 999].map((id) => world.simulatedStatusOf(id))).toEqual([undefined, 429, undefined, undefined])
})
