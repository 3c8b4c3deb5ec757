import { catalogue } from '@kunai/api/catalogue'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Behaviours, RawJson, type Scene } from '../behaviours/behaviour.ts'
import { behaviours } from '../behaviours/index.ts'
import { readOnly } from '../testing/stage.ts'
import { startTenant, type Tenant } from '../testing/tenant.ts'
import { createWorld } from '../testing/world.ts'
import { KnownAnswers } from './known-answers.ts'

const path = '/v2/groups'
const group = (id: number) => ({ id, name: `Group ${id}`, description: '' })

let tenant: Tenant
let looks = 0
let look: (scene: Scene) => unknown = () => []

beforeEach(async () => {
  looks = 0
  const own: Behaviours = {
    ...behaviours,
    'groups.list': (_input, scene) => {
      looks++
      return look(scene) as never
    },
  }
  tenant = await startTenant({ devices: 10, orgs: 1, alive: false }, { catalogue, behaviours: own })
})
afterEach(() => tenant.sandbox.close())

const ask = async (more = '') => (await tenant.asMachine('GET', path + more)).json

describe('a read that was answered is answered again without looking', () => {
  test('until anything changes, by a write, by time, or by going back', async () => {
    look = ({ world }) => [group(world.devices.get(1001)?.displayName?.length ?? 0)]
    expect([await ask(), await ask(), looks]).toEqual([[group(0)], [group(0)], 1])
    await tenant.clock.advance(3_600_000 - 1)
    expect([await ask(), looks]).toEqual([[group(0)], 1])
    tenant.sandbox.control.snapshot('before')
    await tenant.asMachine('PATCH', '/v2/device/1001', { displayName: 'Desk' })
    expect([await ask(), await ask(), looks]).toEqual([[group(4)], [group(4)], 2])
    tenant.sandbox.control.restore('before')
    expect([await ask(), looks]).toEqual([[group(0)], 3])
    tenant.sandbox.control.reset()
    expect([await ask(), looks]).toEqual([[group(0)], 4])
  })

  test('each way of asking for itself', async () => {
    look = () => []
    await ask('?one=1')
    await ask('?one=2')
    expect(looks).toBe(2)
  })

  test.each<[string, (scene: Scene) => unknown]>([
    ['the time', ({ nowMs }) => [group(nowMs)]],
    ['who asks', ({ requester }) => [group(requester.clientId.length)]],
    ['who asks, whatever it says of time', ({ requester }) => new RawJson(`[${requester.clientId.length}]`, 2 ** 52)],
  ])('but not when the answer depends on %s', async (_what, depends) => {
    look = depends
    await ask()
    await ask()
    expect(looks).toBe(2)
  })

  test('no longer than its behaviour says that it is right', async () => {
    look = ({ nowMs }) => new RawJson('[]', nowMs + 1_000)
    await ask()
    await tenant.clock.advance(999)
    await ask()
    expect(looks).toBe(1)
    await tenant.clock.advance(1)
    await ask()
    expect(looks).toBe(2)
  })

  test('and only to who may: token, scope and rate limit are looked at each time', async () => {
    look = () => []
    await ask()
    expect((await fetch(tenant.sandbox.url + path)).status).toBe(400)
    const reader = await readOnly(tenant)
    expect((await reader('GET', path)).status).toBe(200)
    expect((await reader('GET', '/v2/webhook')).status).not.toBe(200)
    tenant.sandbox.control.useRateProfile('harsh')
    const statuses = new Set<number>()
    for (let turn = 0; turn < 12; turn++) statuses.add((await tenant.asMachine('GET', path)).status)
    expect(statuses).toEqual(new Set([200, 429]))
    expect(looks).toBe(1)
  })
})

test('what is kept is bounded in bytes, and what is too large is not kept at all', () => {
  const world = createWorld({ devices: 10, orgs: 1 })
  const answers = new KnownAnswers()
  const keep = (key: string, body: Buffer | string) =>
    answers.keep(world, world.changes.count, key, { status: 200, body }, Number.POSITIVE_INFINITY)
  const isKept = (key: string) => answers.find(world, key, 0) !== undefined
  const megabyte = Buffer.alloc(1024 * 1024, 'x')
  for (let turn = 0; turn < 100; turn++) keep(`/v2/${turn}`, megabyte)
  const kept = Array.from({ length: 100 }, (_, turn) => turn).filter((turn) => isKept(`/v2/${turn}`))
  expect(kept.length).toBeLessThanOrEqual(32)
  expect(kept.length).toBeGreaterThanOrEqual(15)
  expect(kept.at(-1)).toBe(99)
  keep('/v2/huge', Buffer.alloc(3 * 1024 * 1024, 'x'))
  keep(`/v2/${'x'.repeat(5_000)}`, 'y')
  expect([isKept('/v2/huge'), isKept(`/v2/${'x'.repeat(5_000)}`)]).toEqual([false, false])
})

test('small answers are kept as text and large ones as bytes, letter for letter', () => {
  const world = createWorld({ devices: 10, orgs: 1 })
  const answers = new KnownAnswers()
  const keep = (body: Buffer | string) =>
    answers.keep(world, world.changes.count, 'key', { status: 200, body }, Number.POSITIVE_INFINITY).body
  expect(keep(Buffer.from('["plain"]'))).toBe('["plain"]')
  expect(keep(Buffer.from('["Zürich"]'))).toEqual(Buffer.from('["Zürich"]'))
  expect(keep('["Zürich"]')).toBe('["Zürich"]')
  const long = `["${'ü'.repeat(20_000)}"]`
  expect(keep(long)).toEqual(Buffer.from(long))
})

test('an answer to which something changed while it was made is not kept', () => {
  const world = createWorld({ devices: 10, orgs: 1 })
  const answers = new KnownAnswers()
  const before = world.changes.count
  world.devices.update(1001, { displayName: 'Desk' })
  answers.keep(world, before, 'key', { status: 200, body: '[]' }, Number.POSITIVE_INFINITY)
  expect(answers.find(world, 'key', 0)).toBeUndefined()
})
