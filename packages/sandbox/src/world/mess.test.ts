import { describe, expect, test } from 'vitest'
import { createWorld } from '../testing/world.ts'
import { type ProfileName, profiles } from './profile.ts'

const names = Object.keys(profiles) as ProfileName[]
const worldOf = (profile: ProfileName) =>
  createWorld({ profile, orgs: profiles[profile].organizations, devices: profiles[profile].devices })

describe.each(names)('the mess of %s', (profile) => {
  const world = worldOf(profile)
  const { mess } = world

  test('has machines that were enrolled twice: one name, one serial, and the first enrolment silent', () => {
    const pairs = mess.duplicates()
    expect(pairs.length).toBeGreaterThan(0)
    for (const { stale, current } of pairs) {
      const [one, other] = [world.devices.expect(stale), world.devices.expect(current)]
      expect(other).toMatchObject({
        systemName: one.systemName,
        macAddresses: one.macAddresses,
        organizationId: one.organizationId,
        locationId: one.locationId,
      })
      expect(other.uid).not.toBe(one.uid)
      expect([one.offline, other.offline]).toEqual([true, false])
      expect(other.createdMs).toBeGreaterThan(one.sinceMs)
      expect(world.volumes.get(current)?.rows.map(({ serialNumber }) => serialNumber)).toEqual(
        world.volumes.get(stale)?.rows.map(({ serialNumber }) => serialNumber),
      )
    }
  })

  test('has every other kind of it, and none of it is about what does not exist', () => {
    expect(mess.staleDevices().length).toBeGreaterThan(0)
    expect(mess.defaultNames().length).toBeGreaterThan(0)
    expect(mess.friendlyNames().length).toBeGreaterThan(0)
    expect(mess.orphanLocations().length).toBeGreaterThan(0)
    expect(mess.organizationsWithoutPolicy().length).toBeGreaterThan(0)
    expect(mess.pendingDevices().length).toBeGreaterThan(0)
    expect(mess.filledFieldShare()).toBeGreaterThan(0.1)
    expect(mess.filledFieldShare()).toBeLessThan(0.9)
    expect(mess.windows10Devices().length).toBeGreaterThan(0)
    expect(mess.virtualMachines().length).toBeGreaterThan(0)
    expect(mess.timeZones().size).toBeGreaterThan(profile === 'tiny' ? 0 : 2)
    const { kbNumber, deviceIds } = mess.failingKb()
    expect(kbNumber).toBe('KB5034441')
    expect(deviceIds).toEqual(mess.windows10Devices())
    for (const { guest, host } of mess.virtualMachines()) {
      expect(world.devices.expect(host).nodeClass).toMatch(/HOST$/)
      expect(world.devices.expect(host).organizationId).toBe(world.devices.expect(guest).organizationId)
    }
    expect(world.alerts.whose('deviceId', mess.flappingDevice()).length).toBe(1)
  })

  test('has a noisy client with far more alerts per device than the others', () => {
    const noisy = mess.noisyOrganization()
    const perDevice = (isNoisy: boolean) => {
      const devices = world.devices.list({ test: ({ organizationId }) => (organizationId === noisy) === isNoisy })
      const ids = new Set(devices.map(({ id }) => id))
      return world.alerts.list({ test: ({ deviceId }) => ids.has(deviceId) }).length / devices.length
    }
    expect(perDevice(true)).toBeGreaterThan(perDevice(false))
  })
})

test('large fleets have devices of every class', () => {
  const world = createWorld({ devices: 20_000 })
  expect(new Set([...world.devices].map(({ nodeClass }) => nodeClass)).size).toBe(33)
  expect(world.mess.macsWithoutSerial().length).toBeGreaterThan(0)
  expect(world.mess.networkGear().length).toBeGreaterThan(0)
})

test('one big client has most of the devices in the profile of that name', () => {
  const world = worldOf('one-big-client')
  expect(world.devices.whose('organizationId', 1).length / world.devices.count).toBeGreaterThan(0.7)
})
