import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createWorld, sizeOf } from '../testing/world.ts'
import { relationKey } from './kinds/records.ts'
import type { WorldSize } from './origin.ts'
import { type ProfileName, profiles } from './profile.ts'
import { Draw, idOfUuid } from './random.ts'
import { hashSeed, seedWorld } from './seed.ts'
import { Skeleton } from './skeleton.ts'

const seedOf = (changes: Partial<WorldSize> = {}) => seedWorld(new Skeleton(sizeOf(changes)))
const hashOf = (changes: Partial<WorldSize> = {}) => hashSeed(new Skeleton(sizeOf(changes)))

describe('a seed', () => {
  test.each<[ProfileName, string]>([
    ['msp-typical', '31a8f156368970d20e900be4a305c3ac9cf44ef36db303dfb5a5b02470621d91'],
    ['one-big-client', '049a3fcb9e90673f89d14c11463afaf603e5d604bdbbaed6cc97834de37a26ad'],
    ['messy', 'fd4974d61aac3f9f0e900c3e03e065eb659662657d3fade03c00e9484269df7e'],
    ['tiny', 'e25cf021e7251248f8265acd80186293ecf083165aac5117b515da18e165ea43'],
  ])('makes the same %s world on every machine and day: this hash is a contract', (profile, hash) => {
    const { organizations, devices } = profiles[profile]
    expect(hashOf({ profile, orgs: organizations, devices: Math.min(devices, 200) })).toBe(hash)
  })

  test('makes another world when it is another seed, in either half of its bits', () => {
    const hashes = [42, 43, 42 + 2 ** 32].map((seed) => hashOf({ seed, devices: 30 }))
    expect(new Set(hashes).size).toBe(3)
  })

  test('keeps every device, what it consists of and its alerts where they were when one more device is added', () => {
    const before = seedOf()
    const after = seedOf({ devices: 201 })
    const kinds = ['devices', 'services', 'software', 'volumes', 'osPatches', 'deviceFields', 'backupUsage'] as const
    for (const kind of kinds) expect(after[kind].list({ limit: 200 })).toEqual(before[kind].list())
    expect(after.alerts.list({ test: ({ deviceId }) => deviceId < 1201 })).toEqual(before.alerts.list())
    expect(after.organizations.list()).toEqual(before.organizations.list())
  })

  test('dumps every entity on a line of its own', () => {
    const world = seedOf({ devices: 30 })
    const entities = Object.values(world.tables).reduce((sum, { count }) => sum + count, 0)
    expect([...world.dump()]).toHaveLength(entities + 1)
  })

  test('always begins with the print server of the first organization, online, its spooler running', () => {
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), fc.integer({ min: 1, max: 12 }), (seed, devices) => {
        const world = seedOf({ seed, devices, orgs: 3 })
        const first = world.devices.get(1001)
        expect(first).toMatchObject({ id: 1001, organizationId: 1, nodeClass: 'WINDOWS_SERVER', offline: false })
        expect(first?.systemName).toMatch(/-PRINT01$/)
        expect(world.services.get(1001)?.rows.find(({ name }) => name === 'Spooler')?.state).toBe('RUNNING')
        expect(world.alerts.whose('deviceId', 1001).length).toBeGreaterThan(0)
      }),
      { numRuns: 200 },
    )
  })

  test('gives every Windows device a spooler and a NetBIOS name of at most 15 characters', () => {
    const world = seedOf({ devices: 1_800 })
    const devices = world.devices.list()
    for (const device of devices) {
      const isWindows = device.nodeClass.startsWith('WINDOWS')
      expect(world.services.get(device.id)?.rows.some(({ name }) => name === 'Spooler')).toBe(isWindows)
      if (isWindows) expect(device.netbiosName).toBe(device.systemName.slice(0, 15))
    }
    expect(devices.some(({ systemName }) => systemName.length > 15)).toBe(true)
  })

  test('never gives two entities one uid, nor two organizations one name', () => {
    const world = seedOf({ devices: 5_000, orgs: 1_500 })
    const distinct = (values: readonly string[]) => new Set(values).size
    for (const kind of ['devices', 'alerts', 'endUsers', 'contacts', 'technicians', 'backupJobs'] as const) {
      const uids = [...world[kind]].map(({ uid }) => uid)
      expect(distinct(uids)).toBe(uids.length)
    }
    expect(distinct(world.organizations.list().map(({ name }) => name))).toBe(1_500)
  })

  test('mixes classes, offline, stale and pending devices as fleets are', () => {
    const devices = seedOf({ devices: 1_800 }).devices.list()
    const share = (test: (device: (typeof devices)[number]) => boolean) => devices.filter(test).length / devices.length
    expect(new Set(devices.map(({ nodeClass }) => nodeClass)).size).toBeGreaterThanOrEqual(8)
    expect(share(({ offline }) => offline)).toBeGreaterThan(0.08)
    expect(share(({ offline }) => offline)).toBeLessThan(0.25)
    expect(share(({ sinceMs }) => sinceMs < -20 * 86_400_000)).toBeGreaterThan(0.01)
    expect(share(({ approvalStatus }) => approvalStatus === 'PENDING')).toBeGreaterThan(0)
  })

  test('keeps history in the past and in order', () => {
    const world = seedOf({ devices: 1_800 })
    const moments = [...world.activities].map(({ atMs }) => Math.floor(atMs / 64))
    expect(moments.every((moment) => moment < 0)).toBe(true)
    expect(moments).toEqual([...moments].sort((one, other) => one - other))
    expect([...world.alerts].every(({ createdMs }) => createdMs < 0)).toBe(true)
  })

  test('is the same in whatever order it is looked at, because no kind takes a draw from another', () => {
    const dumpOf = (order: (names: string[]) => string[]) => {
      const world = seedOf({ devices: 60 })
      const tables = world.tables as unknown as Record<string, Iterable<unknown>>
      const texts = order(Object.keys(tables)).map((name) => [name, JSON.stringify([...(tables[name] ?? [])])])
      return Object.fromEntries(texts)
    }
    expect(dumpOf((names) => names.toReversed())).toEqual(dumpOf((names) => names))
  })

  test('tells of the related items of an entity from both sides', () => {
    const world = seedOf({ devices: 20 })
    const [item] = world.relatedItems.whose('entity', relationKey('ORGANIZATION', 3))
    expect(item?.relEntityType).toBe('DOCUMENT')
    expect(world.organizationDocuments.has(item?.relEntityId ?? 0)).toBe(true)
    expect(world.relatedItems.whose('relEntity', relationKey('DOCUMENT', item?.relEntityId))).toEqual([item])
  })

  test('refers only to what is there', () => {
    const world = seedOf({ devices: 400, profile: 'messy' })
    for (const device of world.devices) {
      expect(world.locations.get(device.locationId)?.organizationId).toBe(device.organizationId)
      expect(world.roles.has(device.nodeRoleId)).toBe(true)
      if (device.rolePolicyId !== undefined) expect(world.policies.has(device.rolePolicyId)).toBe(true)
    }
    for (const ticket of world.tickets) {
      expect(world.organizations.has(ticket.clientId)).toBe(true)
      expect(world.ticketStatuses.has(ticket.statusId)).toBe(true)
      if (ticket.nodeId !== undefined) {
        expect(world.devices.get(ticket.nodeId)?.organizationId).toBe(ticket.clientId)
      }
      if (ticket.requesterUid !== undefined) {
        expect(world.endUsers.whose('uid', ticket.requesterUid)[0]?.organizationId).toBe(ticket.clientId)
      }
    }
    for (const { ticketId } of world.ticketLogEntries) expect(world.tickets.has(ticketId)).toBe(true)
    for (const { deviceId } of world.activities) expect(world.devices.has(deviceId ?? 0)).toBe(true)
  })

  test('finds everything by its indexes as by reading it all', () => {
    const world = createWorld({ devices: 300, orgs: 5 })
    for (const [name, table] of Object.entries(world.tables)) {
      for (const index of Object.keys(table.kind.indexes ?? {})) {
        const { keyOf } = (table.kind.indexes as Record<string, { keyOf(entity: unknown): unknown }>)[index] ?? {
          keyOf: () => undefined,
        }
        const byKey = new Map<unknown, number[]>()
        for (const entity of table) byKey.set(keyOf(entity), [...(byKey.get(keyOf(entity)) ?? []), entity.id])
        for (const [key, ids] of byKey) {
          if (key === undefined) continue
          expect([name, index, key, table.idsWhose(index as never, key as never)]).toEqual([name, index, key, ids])
        }
      }
    }
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

  test('leads back from a uuid to the id it was drawn from, and from no other', () => {
    const anySeed = fc.nat({ max: Number.MAX_SAFE_INTEGER })
    fc.assert(
      fc.property(anySeed, fc.nat({ max: 2 ** 32 - 1 }), fc.uuid(), (seed, id, other) => {
        expect(idOfUuid(seed, 'alert', new Draw(seed, 'alert', id).uuid())).toBe(id)
        expect(idOfUuid(seed, 'alert', other)).toBeUndefined()
      }),
    )
  })
})
