import { manualClock } from '@kunai/api/clock'
import { describe, expect, test } from 'vitest'
import { TenantClock } from '../clock.ts'
import { createWorld } from '../testing/world.ts'
import { controlService, findService } from './commands/control-service.ts'
import { reboot } from './commands/reboot.ts'
import { resetAlert } from './commands/reset-alert.ts'
import { runScript } from './commands/run-script.ts'
import { setMaintenance } from './commands/set-maintenance.ts'
import { openWorldFile } from './open-file.ts'
import { hashLines } from './store/dump.ts'
import type { World } from './world.ts'

const requester = { clientId: 'a-client' }
const startMs = Date.parse('2026-01-05T09:00:00Z')

/** Something of everything, in the middle of happening. */
function stir(world: World): void {
  const nowMs = world.settle()
  const device = world.devices.expect(1001)
  const spooler = findService(world, 1001, 'spooler')
  if (spooler) controlService(world, nowMs, device, spooler, 'RESTART', requester)
  if (spooler) controlService(world, nowMs, device, spooler, 'STOP', requester)
  setMaintenance(
    world,
    nowMs,
    device,
    { disabledFeatures: ['ALERTS'], startMs: nowMs + 60_000, endMs: nowMs + 120_000 },
    requester,
  )
  runScript(world, nowMs, device, world.scripts.expect(1), { parameters: '#sim exit=3 after=40s' }, requester)
  const other = world.devices.expect(1002)
  reboot(world, nowMs, other, { mode: 'FORCED' }, requester)
  runScript(world, nowMs, other, world.scripts.expect(2), {}, requester)
  const [alert] = world.alerts.whose('deviceId', 1001)
  if (alert) resetAlert(world, nowMs, alert, requester)
  world.organizations.insert({ ...world.organizations.expect(1), name: 'SIM-429' })
  world.devices.delete(1010)
}

const stateOf = (world: World) => hashLines(world.dump())

describe('a snapshot', () => {
  test('holds what has moved and what is still to come: from it, time goes the same way again', () => {
    const world = createWorld({}, startMs, { alive: true })
    stir(world)
    world.clock.advance(1_000)
    world.settle()
    world.snapshot('in the middle')
    const nowMs = world.nowMs()
    const finish = () => {
      world.clock.advance(3_600_000)
      world.settle()
      return stateOf(world)
    }
    const once = finish()
    expect(world.restore('in the middle')).toBe(true)
    expect(world.nowMs()).toBe(nowMs)
    expect(world.devices.expect(1002).offline).toBe(true)
    expect(finish()).toBe(once)
  })

  test('is left alone by everything that happens after it', () => {
    const world = createWorld()
    stir(world)
    const before = stateOf(world)
    world.snapshot('before')
    stir(world)
    world.clock.advance(600_000)
    world.settle()
    expect(stateOf(world)).not.toBe(before)
    world.restore('before')
    expect(stateOf(world)).toBe(before)
    expect(world.restore('nobody took it')).toBe(false)
  })
})

describe('a difference', () => {
  test('names kind, id and field, with before and after, and nothing that stayed', () => {
    const world = createWorld()
    world.snapshot('before')
    world.devices.update(1003, { displayName: 'Front desk' })
    const [service] = world.services.expect(1001).rows
    world.services.update(1001, {
      rows: world.services
        .expect(1001)
        .rows.map((row) => (row.name === service?.name ? { ...row, state: 'PAUSED' as const } : row)),
    })
    world.devices.delete(1004)
    world.devices.update(1005, { boots: 0 })
    world.snapshot('after')
    world.devices.update(1003, { displayName: 'Later' })
    const found = [...world.diff('before', 'after')]
    expect(found.filter(({ id }) => id === 1003)).toEqual([
      { kind: 'device', id: 1003, field: 'displayName', after: 'Front desk' },
    ])
    expect(found.filter(({ kind }) => kind === 'services')).toEqual([
      { kind: 'services', id: 1001, field: `rows.${service?.name}.state`, before: service?.state, after: 'PAUSED' },
    ])
    expect(found.filter(({ id }) => id === 1004)).toMatchObject([{ kind: 'device', before: { id: 1004 } }])
    expect(found.filter(({ id }) => id === 1005)).toEqual([])
    expect([...world.diff('after', 'after')]).toEqual([])
  })

  test('against now shows what a command has done', () => {
    const world = createWorld()
    world.snapshot('before')
    stir(world)
    const kinds = new Set([...world.diff('before')].map(({ kind }) => kind))
    for (const kind of ['device', 'services', 'activity', 'alert', 'organization', 'effect'])
      expect(kinds).toContain(kind)
    expect(() => [...world.diff('nobody took it')]).toThrow(/no snapshot "nobody took it"/)
  })
})

describe('a file', () => {
  test('carries a world to another place: there it is the same, and goes on the same', () => {
    const world = createWorld()
    stir(world)
    world.clock.advance(1_000)
    world.settle()
    const text = world.export()
    const other = createWorld()
    other.import(text)
    expect(stateOf(other)).toBe(stateOf(world))
    expect(other.nowMs()).toBe(world.nowMs())
    for (const one of [world, other]) {
      one.clock.advance(3_600_000)
      one.settle()
      one.tickets.insert({ ...one.tickets.expect(1) })
    }
    expect(stateOf(other)).toBe(stateOf(world))
    expect(other.export()).toBe(world.export())
  })

  test('is enough to make the world it tells of', () => {
    const world = createWorld({ devices: 60, profile: 'messy' }, startMs, { alive: true })
    stir(world)
    const clock = new TenantClock(manualClock())
    const { world: other } = openWorldFile(world.export(), clock)
    expect(clock.now()).toBe(world.nowMs())
    for (const one of [world, Object.assign(other, { clock })]) {
      one.clock.advance(3_600_000)
      one.settle()
    }
    expect(stateOf(other)).toBe(stateOf(world))
    expect(() => openWorldFile(world.export().replace('"messy"', '"toString"'), clock)).toThrow(/profile/)
  })

  test('carries what was taken away, and refuses what is missing without a word about it', () => {
    const world = createWorld()
    // A folder of an organization becomes everybody's.
    const own = world.knowledgeBaseFolders.find(({ organizationId }) => organizationId !== undefined)
    const folder = world.knowledgeBaseFolders.update(own?.id ?? 0, { organizationId: undefined })
    const other = createWorld()
    other.import(world.export())
    expect(other.knowledgeBaseFolders.get(folder.id)).toEqual(folder)
    const silent = world.export().replace(',"without":["organizationId"]', '')
    expect(() => createWorld().import(silent)).toThrow(/changes\.0\.entity\.organizationId is missing/)
    const odd = world.export().replace('["organizationId"]', '"organizationId"')
    expect(() => createWorld().import(odd)).toThrow(/changes\.0\.without must be a list of names/)
  })

  const good = () => {
    const world = createWorld()
    world.devices.update(1003, { displayName: 'Front desk' })
    world.tickets.update(1, { subject: 'Changed' })
    return world.export()
  }
  const lineWith = (text: string, part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1

  test.each<[string, (text: string) => string, RegExp, string]>([
    ['that is not JSON', (text) => text.replace('"changes"', '"changes'), /^Line \d+: this is not JSON/, '"changes'],
    [
      'with a field of another type',
      (text) => text.replace('"boots":0', '"boots":"none"'),
      /entity\.boots must be a number, not a string/,
      '"boots":"none"',
    ],
    ['with a field missing', (text) => text.replace('"boots":0,', ''), /entity\.boots is missing/, 'Front desk'],
    [
      'with a kind that does not exist',
      (text) => text.replace('"kind":"ticket"', '"kind":"teapot"'),
      /kind names no kind of entity: "teapot"/,
      'teapot',
    ],
    [
      'with an id that is none',
      (text) => text.replace(/"id":1,"kind":"ticket"/, '"id":"one","kind":"ticket"'),
      /id must be a whole number/,
      '"id":"one"',
    ],
    [
      'of another size',
      (text) => text.replace('"devices":200', '"devices":100'),
      /size\.devices is 100, but this world was made with 200/,
      '"size"',
    ],
    [
      'of a size that cannot be',
      (text) => text.replace('"devices":200', '"devices":0'),
      /size\.devices must be from 1 to 1000000, not 0/,
      '"size"',
    ],
    ['without a seed', (text) => text.replace('"seed":', '"sed":'), /size\.seed must be a whole number/, '"size"'],
    [
      'of an unknown profile',
      (text) => text.replace('msp-typical', 'spotless'),
      /size\.profile must be one of msp-typical/,
      '"size"',
    ],
    [
      'of another format',
      (text) => text.replace('kunai-sandbox-world', 'shopping-list'),
      /format must be "kunai-sandbox-world"/,
      'shopping-list',
    ],
  ])('%s is refused with line and field, and changes nothing', (_case, spoil, message, place) => {
    const text = spoil(good())
    const world = createWorld()
    const before = stateOf(world)
    expect(() => world.import(text)).toThrow(message)
    let said = ''
    try {
      world.import(text)
    } catch (error) {
      said = String(error)
    }
    expect(said).toContain(`Line ${lineWith(text, place)}:`)
    expect(stateOf(world)).toBe(before)
  })

  test('that somebody has laid out anew is read the same, and refused with its own lines', () => {
    const text = JSON.stringify(JSON.parse(good()), null, 2)
    const world = createWorld()
    world.import(text)
    expect(world.devices.expect(1003).displayName).toBe('Front desk')
    const broken = text.replace('"boots": 0', '"boots": []')
    expect(() => world.import(broken)).toThrow(`Line ${lineWith(broken, '"boots": []')}: `)
  })
})
