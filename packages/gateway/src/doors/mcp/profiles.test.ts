import { risks } from '@kunai/api/operation'
import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { operations, type ToolProfile as Profile, toolProfiles as profiles } from '../../call/index.ts'
import { listTools } from './profiles.ts'
import { agent, eras, openDoor } from './test/door.ts'
import { toolAliases } from './tool-names.ts'

/** As a model is given a tool: name, description, input schema. */
const tokensOf = (profile: Profile) =>
  listTools(profile, operations).reduce(
    (sum, { name, description, inputSchema }) =>
      sum + encode(JSON.stringify({ name, description, inputSchema })).length,
    0,
  )

test.each<[Profile, number]>([
  ['default', 3_000],
  ['compact', 1_000],
])('the %s list costs a model at most %i tokens', (profile, tokensMax) => {
  const tokens = tokensOf(profile)
  console.log(`The ${profile} list costs ${tokens} tokens.`)
  expect(tokens).toBeLessThanOrEqual(tokensMax)
})

test('the usual list has the names that agents know, the generic calls, and what reaches the rest', () => {
  const names = listTools('default', operations).map(({ name }) => name)
  const reaching = ['find-operation', ...risks.map((risk) => `run-${risk}`), 'ninja-get-outcome']
  const generic = ['get', 'post', 'put', 'patch', 'delete'].map((method) => `ninja-api-${method}`)
  expect(names).toEqual([...Object.keys(toolAliases), ...generic, ...reaching])
  expect(listTools('compact', operations).map(({ name }) => name)).toEqual(reaching)
  const full = listTools('full', operations).map(({ name }) => name)
  expect(full).toHaveLength(operations.length + generic.length + reaching.length + 1)
  // Also reached by its name from the other lists.
  expect(full).toContain('ninja-withdraw-call')
})

describe.each(eras)('a client of %s', (era) => {
  let door: Awaited<ReturnType<typeof openDoor>>
  beforeEach(async () => {
    door = await openDoor()
  })
  afterEach(() => door.close())

  async function call(name: string, given: Record<string, unknown>) {
    const client = await door.connect(era)
    const result = await client.callTool({ name, arguments: given })
    return result.structuredContent as { status: string; code?: string; message?: string; data?: unknown }
  }

  test('a named tool can be called in every profile', async () => {
    for (const profile of profiles) {
      const client = await door.connect(era, undefined, profile)
      await client.callTool({ name: 'ninja-list-locations', arguments: {} })
    }
    expect(door.calls.map(({ operation }) => operation)).toEqual(profiles.map(() => 'locations.list'))
  })

  test('a profile that does not exist is refused', async () => {
    await expect(door.connect(era, undefined, 'huge')).rejects.toThrow()
  })

  describe('find-operation', () => {
    test.each([
      ['reboot a device', 'devices.reboot'],
      ['maintenance window', 'devices.setMaintenance'],
      ['organizations', 'organizations.list'],
      ['ticket comment', 'tickets.addComment'],
      ['custom fields of a device', 'devices.getCustomFields'],
    ])('%s: %s is among the first', async (query, operation) => {
      const { status, data } = await call('find-operation', { query })
      expect(status).toBe('done')
      expect((data as { operation: string }[]).slice(0, 4).map((one) => one.operation)).toContain(operation)
    })

    test('with an id: what it takes, and its risk', async () => {
      for (const query of ['devices.reboot', 'ninja-reboot-device']) {
        const { data } = await call('find-operation', { query })
        expect(data).toMatchObject({ operation: 'devices.reboot', risk: 'disruptive', required: ['id', 'mode'] })
        expect(data).toHaveProperty('input.properties.mode.enum')
      }
    })

    test('what policy hides is not found', async () => {
      door.hidden.add('devices.reboot')
      const { data } = await call('find-operation', { query: 'devices.reboot' })
      expect(JSON.stringify(data)).not.toContain('devices.reboot"')
    })

    test.each([{}, { query: '' }, { query: 7 }, { query: 'x', more: 1 }])('%j is refused', async (given) => {
      expect(await call('find-operation', given)).toMatchObject({ status: 'failed', code: 'invalid_input' })
    })
  })

  describe('a run- tool', () => {
    test('stands for the operation it names, by id or by tool name', async () => {
      await call('run-read', { operation: 'devices.get', input: { id: 1001 } })
      await call('run-read', { operation: 'ninja-list-scripts' })
      await call('run-disruptive', {
        operation: 'devices.reboot',
        input: { id: 1001, mode: 'NORMAL' },
        reason: 'hangs',
      })
      expect(door.calls).toMatchObject([
        { operation: 'devices.get', input: { id: 1001 }, actor: agent },
        { operation: 'scripts.list', input: {} },
        { operation: 'devices.reboot', input: { id: 1001, mode: 'NORMAL', reason: 'hangs' } },
      ])
    })

    test('takes a reason beside the input, for who decides', async () => {
      const input = { id: 1, name: 'Cedar' }
      await call('run-write', { operation: 'organizations.update', input, reason: 'wrong name' })
      expect(door.calls).toMatchObject([{ operation: 'organizations.update', input, reason: 'wrong name' }])
    })

    test('refuses every operation of a higher risk and names the right tool; lower ones pass', async () => {
      for (const { id, risk } of operations) {
        for (const own of risks) {
          const outcome = await call(`run-${own}`, { operation: id, input: {} })
          const isHigher = risks.indexOf(risk) > risks.indexOf(own)
          expect(outcome.code === 'risk_too_high', `${id} by run-${own}`).toBe(isHigher)
          if (isHigher) expect(outcome.message).toContain(`run-${risk}`)
        }
      }
      const higher = door.calls.filter(({ operation }) => operations.find(({ id }) => id === operation) === undefined)
      expect(higher).toEqual([])
    }, 60_000)

    test.each([
      [{}, 'invalid_input'],
      [{ operation: 'devices.get', input: [] }, 'invalid_input'],
      [{ operation: 'devices.get', id: 1 }, 'invalid_input'],
      [{ operation: 'device.get' }, 'unknown_operation'],
      [{ operation: '__proto__' }, 'unknown_operation'],
      [{ operation: 'devices.get', input: { id: 1001, force: true } }, 'invalid_input'],
    ])('%j: %s', async (given, code) => {
      expect(await call('run-read', given)).toMatchObject({ status: 'failed', code })
      expect(door.calls).toEqual([])
    })
  })

  describe('a generic call', () => {
    test('is the operation of its path, with path, query and body as input', async () => {
      await call('ninja-api-get', { path: '/v2/devices?pageSize=10' })
      await call('ninja-api-get', { path: '/api/v2/device/1001' })
      await call('ninja-api-post', { path: '/v2/device/1001/reboot/NORMAL', body: { reason: 'hangs' } })
      await call('ninja-api-patch', { path: '/v2/device/1001', body: { displayName: 'X' }, reason: 'wrong name' })
      await call('ninja-api-delete', { path: '/v2/webhook' })
      expect(door.calls).toMatchObject([
        { operation: 'devices.list', input: { pageSize: 10 } },
        { operation: 'devices.get', input: { id: 1001 } },
        { operation: 'devices.reboot', input: { id: 1001, mode: 'NORMAL', reason: 'hangs' } },
        { operation: 'devices.update', input: { id: 1001, displayName: 'X' }, reason: 'wrong name' },
        { operation: 'webhooks.remove', input: {} },
      ])
    })

    test.each([
      ['ninja-api-get', { path: '/v2/device/1001/../1002' }],
      ['ninja-api-get', { path: '/v2/device/%2e%2e/organizations' }],
      ['ninja-api-get', { path: 'https://elsewhere.test/v2/devices' }],
      ['ninja-api-get', { path: '//elsewhere.test/v2/devices' }],
      ['ninja-api-get', { path: '/v2//devices' }],
      ['ninja-api-get', { path: '/v2/devices?pageSize=1&pageSize=2' }],
      ['ninja-api-get', { path: '/v2/devices?showSecureValues=true' }],
      ['ninja-api-get', { path: '/v2/device/1001/reboot/NORMAL' }],
      ['ninja-api-get', { path: '/v2/devices', body: {} }],
      ['ninja-api-post', { path: '/v2/devices' }],
      ['ninja-api-patch', { path: '/v2/device/1001', body: { id: 1002 } }],
      ['ninja-api-patch', { path: '/v2/device/1001', body: { __proto__: null, surprise: 1 } }],
      ['ninja-api-patch', { path: '/v2/device/1001', body: [] }],
      ['ninja-api-delete', { path: '/v2/webhook', body: {} }],
      ['ninja-api-put', { path: 7 }],
    ])('%s %j is refused by name, and nothing is asked for', async (name, given) => {
      expect(await call(name, given)).toMatchObject({ status: 'failed', message: expect.stringMatching(/\S/) })
      expect(door.calls).toEqual([])
    })

    test('obeys what policy hides', async () => {
      door.hidden.add('devices.list')
      expect(await call('ninja-api-get', { path: '/v2/devices' })).toMatchObject({ status: 'denied' })
    })
  })
})
