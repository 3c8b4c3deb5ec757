import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Draw } from './random.ts'
import { createSeed, dumpSeed, hashSeed, type WorldSize } from './seed.ts'

const size = (changes: Partial<WorldSize> = {}): WorldSize => ({
  seed: 42,
  orgs: 24,
  devices: 200,
  profile: 'msp-typical',
  ...changes,
})

describe('a seed', () => {
  test('makes the same world on every machine and day: this hash is a contract', () => {
    expect(hashSeed(createSeed(size()))).toBe('d1aa59a261a86254ea657f5425cd0332c21c2b1e3b92915705ae89141fd21026')
  })

  test('makes another world when it is another seed, in either half of its bits', () => {
    const hashes = [42, 43, 42 + 2 ** 32].map((seed) => hashSeed(createSeed(size({ seed }))))
    expect(new Set(hashes).size).toBe(3)
  })

  test('keeps every device, detail and alert where it was when one more device is added', () => {
    const before = createSeed(size())
    const after = createSeed(size({ devices: 201 }))
    expect(after.devices.slice(0, 200)).toEqual(before.devices)
    expect(after.devices.slice(0, 200).map(after.detailsOf)).toEqual(before.devices.map(before.detailsOf))
    expect(after.alerts.filter(({ deviceId }) => deviceId < 1201)).toEqual(before.alerts)
  })

  test('dumps every entity on a line of its own', () => {
    const seed = createSeed(size())
    const { organizations, devices, scripts, actions, alerts, activities } = seed
    const entities = [organizations, devices, scripts, actions, alerts, activities].flat().length
    expect([...dumpSeed(seed)]).toHaveLength(entities + 1)
  })

  test('always begins with the print server of the first organization, online, its spooler running', () => {
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), fc.integer({ min: 1, max: 12 }), (seed, devices) => {
        const world = createSeed(size({ seed, devices, orgs: 3 }))
        const [first] = world.devices
        expect(first).toMatchObject({ id: 1001, organizationId: 1, nodeClass: 'WINDOWS_SERVER', offline: false })
        expect(first?.systemName).toMatch(/-PRINT01$/)
        const spooler = first && world.servicesOf(first).find(({ name }) => name === 'Spooler')
        expect(spooler?.state).toBe('RUNNING')
      }),
      { numRuns: 200 },
    )
  })

  test('gives every Windows device a spooler and a NetBIOS name of at most 15 characters', () => {
    const world = createSeed(size({ devices: 1_800 }))
    for (const device of world.devices) {
      const isWindows = device.nodeClass.startsWith('WINDOWS')
      expect(world.servicesOf(device).some(({ name }) => name === 'Spooler')).toBe(isWindows)
      if (isWindows) expect(device.netbiosName).toBe(device.systemName.slice(0, 15))
    }
    expect(world.devices.some(({ systemName }) => systemName.length > 15)).toBe(true)
  })

  test('never gives two entities one uid, nor two organizations one name', () => {
    const world = createSeed(size({ devices: 5_000, orgs: 1_500 }))
    const distinct = (values: readonly string[]) => new Set(values).size
    expect(distinct(world.devices.map(({ uid }) => uid))).toBe(5_000)
    expect(distinct(world.organizations.map(({ name }) => name))).toBe(1_500)
    expect(distinct(world.alerts.map(({ uid }) => uid))).toBe(world.alerts.length)
  })

  test('mixes classes, offline, stale and pending devices as fleets are', () => {
    const { devices } = createSeed(size({ devices: 1_800 }))
    const share = (test: (device: (typeof devices)[number]) => boolean) => devices.filter(test).length / devices.length
    expect(new Set(devices.map(({ nodeClass }) => nodeClass)).size).toBeGreaterThanOrEqual(8)
    expect(share(({ offline }) => offline)).toBeGreaterThan(0.08)
    expect(share(({ offline }) => offline)).toBeLessThan(0.25)
    expect(share(({ lastContactOffsetMs }) => lastContactOffsetMs < -20 * 86_400_000)).toBeGreaterThan(0.01)
    expect(share(({ approvalStatus }) => approvalStatus === 'PENDING')).toBeGreaterThan(0)
  })

  test('keeps history in the past and in order', () => {
    const { activities, alerts } = createSeed(size({ devices: 1_800 }))
    expect(activities.every(({ offsetMs }) => offsetMs < 0)).toBe(true)
    expect(alerts.every(({ createdOffsetMs }) => createdOffsetMs < 0)).toBe(true)
    expect(activities.map(({ offsetMs }) => offsetMs)).toEqual(
      activities.map(({ offsetMs }) => offsetMs).sort((one, other) => one - other),
    )
  })
})

describe('a draw', () => {
  test('depends on seed, kind, id and field, and on nothing that was drawn before', () => {
    const first = new Draw(1, 'device', 7)
    first.fraction('something else')
    expect(first.fraction('x')).toBe(new Draw(1, 'device', 7).fraction('x'))
    const others = [new Draw(2, 'device', 7), new Draw(1, 'alert', 7), new Draw(1, 'device', 8)]
    for (const other of others) expect(other.fraction('x')).not.toBe(first.fraction('x'))
    expect(first.fraction('y')).not.toBe(first.fraction('x'))
  })

  test('stays within its bounds and writes uuids that are uuids', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.integer(), (seed, field, id) => {
        const draw = new Draw(seed, 'kind', id)
        expect(draw.whole(field, 3, 9)).toBeGreaterThanOrEqual(3)
        expect(draw.whole(field, 3, 9)).toBeLessThanOrEqual(9)
        expect(draw.uuid(field)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      }),
    )
  })
})
