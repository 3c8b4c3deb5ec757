import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { manualClock } from '@kunai/api/clock'
import { describe, expect, test } from 'vitest'
import type { SandboxOptions } from './options.ts'
import { startSandbox } from './sandbox.ts'
import { fetchToken, machineGrant, sender, startTenant } from './testing/tenant.ts'

describe('startSandbox', () => {
  test('makes the same world whenever it starts, and the same answers relative to that moment', async () => {
    const early = await startTenant({ devices: 40, clock: manualClock(Date.parse('2020-02-29T23:59:59Z')) })
    const late = await startTenant({ devices: 40, clock: manualClock(Date.parse('2031-07-01T00:00:00Z')) })
    expect(early.sandbox.worldHash).toBe(late.sandbox.worldHash)
    const apart = (Date.parse('2031-07-01T00:00:00Z') - Date.parse('2020-02-29T23:59:59Z')) / 1000
    const [one, other] = [await early.asMachine('GET', '/v2/devices'), await late.asMachine('GET', '/v2/devices')]
    for (const [index, row] of one.json.entries()) {
      expect(other.json[index].created - row.created).toBeCloseTo(apart, 2)
      expect({ ...other.json[index], created: 0, lastContact: 0, lastUpdate: 0 }).toEqual({
        ...row,
        created: 0,
        lastContact: 0,
        lastUpdate: 0,
      })
    }
    await early.sandbox.close()
    await late.sandbox.close()
  })

  test('takes the client id, secret and control token it is given, and makes others up at random', async () => {
    const given = { clientId: 'my-app', clientSecret: 'my-secret', controlToken: 'my-control' }
    const sandbox = await startSandbox({ devices: 1, orgs: 1, ...given })
    expect(sandbox.machine).toEqual({ clientId: 'my-app', clientSecret: 'my-secret' })
    const token = await fetchToken(sandbox, machineGrant(sandbox))
    expect((await sender(sandbox.url, token)('GET', '/v2/organizations')).json).toHaveLength(1)
    expect((await sender(sandbox.url, 'my-control')('GET', '/_sandbox/world')).status).toBe(200)
    const other = await startSandbox({ devices: 1, orgs: 1 })
    expect(other.machine.clientSecret).not.toBe(other.user.clientSecret)
    expect(other.user.clientSecret).not.toBe(sandbox.user.clientSecret)
    await Promise.all([sandbox.close(), other.close()])
  })

  test.each<[string, SandboxOptions, RegExp]>([
    ['an unknown profile', { profile: 'huge' }, /profile must be one of: msp-typical.*"huge"/],
    ['a profile that every object has', { profile: 'constructor' }, /profile/],
    ['a fraction', { devices: 1.5 }, /devices must be a whole number from 1 to \d+, not 1\.5\. Try --devices 1800/],
    ['a negative number', { seed: -1 }, /seed must be .* not -1\. Try --seed 42/],
    ['nothing at all', { orgs: Number.NaN }, /orgs must be .* not NaN/],
    ['no organization', { orgs: 0 }, /orgs must be/],
    ['too many', { devices: 1e9 }, /devices must be/],
    ['a port there is not', { port: 65_536 }, /port must be .* not 65536/],
    ['an empty client id', { clientId: '' }, /client-id/],
    ['a secret with a space', { clientSecret: 'a b' }, /client-secret/],
  ])('refuses %s, naming the option, the rule and the cure', async (_case, options, message) => {
    await expect(startSandbox(options)).rejects.toThrow(message)
  })

  test('says which port is taken and how to choose another', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const start = startSandbox({ port, devices: 1, orgs: 1 })
    await expect(start).rejects.toThrow(new RegExp(`Port ${port} .* taken.*--port`))
    await new Promise((resolve) => other.close(resolve))
  })

  test('ends connections that clients keep open, and may be closed twice', async () => {
    const { sandbox, asMachine } = await startTenant({ devices: 1, orgs: 1 })
    expect((await asMachine('GET', '/v2/devices')).status).toBe(200)
    await Promise.all([sandbox.close(), sandbox.close()])
    await expect(asMachine('GET', '/v2/devices')).rejects.toThrow()
  })
})
