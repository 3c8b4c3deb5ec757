import { describe, expect, test } from 'vitest'
import { createWorld } from '../../testing/world.ts'
import { lastContactMs } from '../device-rows.ts'
import { checkInEveryMs } from '../kinds/devices.ts'
import { hashLines } from '../store/dump.ts'
import { localTime } from '../zones.ts'

const startMs = Date.parse('2026-01-05T09:00:00Z')
const hourMs = 3_600_000
const living = (devices = 600) => createWorld({ devices, orgs: 12 }, startMs, { alive: true })

function live(world: ReturnType<typeof living>, hours: number, stepMs = 300_000) {
  const lastId = world.activities.kind.source.idAt(world.activities.kind.source.count - 1)
  for (let passedMs = 0; passedMs < hours * hourMs; passedMs += stepMs) {
    world.clock.advance(stepMs)
    world.settle()
  }
  return world.activities.list({ after: lastId })
}

describe('a fleet that lives', () => {
  test('does the same whenever it starts from one seed and time goes the same way', () => {
    const [one, other] = [living(), living()]
    live(one, 24)
    live(other, 24)
    expect(hashLines(one.dump())).toBe(hashLines(other.dump()))
  })

  test('has people who log on in office hours only, and servers that restart at night and come back', () => {
    const world = living()
    const happened = live(world, 72)
    const hoursOf = (statusCode: string) =>
      happened
        .filter((activity) => activity.statusCode === statusCode)
        .map(({ atMs, deviceId = 0 }) => {
          const { organizationId } = world.devices.expect(deviceId)
          return localTime(atMs, world.organizations.expect(organizationId).timeZone).hour
        })
    const logons = hoursOf('USER_LOGGED_IN')
    expect(logons.length).toBeGreaterThan(50)
    expect(logons.every((hour) => hour >= 8 && hour < 18)).toBe(true)
    const restarts = happened.filter(({ statusCode }) => statusCode === 'SYSTEM_REBOOTED')
    expect(restarts.length).toBeGreaterThan(3)
    for (const { deviceId = 0, atMs } of restarts) {
      const device = world.devices.expect(deviceId)
      expect(device.boots).toBeGreaterThan(0)
      expect(device.lastBootMs).toBeGreaterThan(startMs)
      expect(hoursOf('SYSTEM_REBOOTED').every((hour) => hour >= 1 && hour < 5.1)).toBe(true)
      expect(atMs).toBeGreaterThan(startMs)
    }
  })

  test('opens and closes alerts with the activities that belong to them, and answers tickets', () => {
    const world = living()
    world.snapshot('start')
    const happened = live(world, 72)
    const opened = happened.filter(({ statusCode }) => statusCode === 'TRIGGERED').map(({ seriesUid }) => seriesUid)
    const closed = happened.filter(({ statusCode }) => statusCode === 'RESET').map(({ seriesUid }) => seriesUid)
    expect(opened.length).toBeGreaterThan(20)
    expect(closed.length).toBeGreaterThan(20)
    for (const uid of opened) expect(world.alerts.whose('uid', uid).length).toBe(closed.includes(uid) ? 0 : 1)
    const kinds = new Set([...world.diff('start')].map(({ kind }) => kind))
    expect(kinds).toContain('ticket-log-entry')
    expect(kinds).toContain('ticket')
  })

  test('has a disk that is full, then is not, then is', () => {
    const world = living()
    const device = world.mess.flappingDevice() ?? 0
    const changes = live(world, 6).filter(
      ({ deviceId, sourceName }) => deviceId === device && sourceName === 'Disk almost full',
    )
    expect(changes.map(({ statusCode }) => statusCode).slice(0, 4)).toEqual([
      'RESET',
      'TRIGGERED',
      'RESET',
      'TRIGGERED',
    ])
  })

  test('leaves the print server as it was found', () => {
    const world = living()
    expect(live(world, 48).filter(({ deviceId }) => deviceId === 1001)).toEqual([])
  })

  test('checks in without anything being written', () => {
    const world = createWorld({ devices: 50 }, startMs)
    world.snapshot('before')
    const contacts = () => [...world.devices].map((device) => lastContactMs(world, device, world.nowMs()))
    const before = contacts()
    world.clock.advance(checkInEveryMs)
    world.settle()
    const moved = contacts().map((contact, index) => contact - (before[index] ?? 0))
    expect(moved).toEqual([...world.devices].map(({ offline }) => (offline ? 0 : checkInEveryMs)))
    expect([...world.diff('before')]).toEqual([])
  })

  test('costs no more in a large fleet than in a small one, and a year no more than some weeks', () => {
    const passed = (devices: number, days: number) => {
      const world = living(devices)
      const { count } = world.activities
      world.clock.advance(days * 24 * hourMs)
      world.settle()
      return world.activities.count - count
    }
    expect(passed(20_000, 2)).toBeLessThan(passed(2_880, 2) * 1.5)
    expect(passed(600, 366)).toBeLessThan(25_000)
  })
})
