import { operations } from '@kunai/api/catalogue'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { printServer, startTenant, type Tenant } from '../testing/tenant.ts'
import { Incidents } from './answer.ts'
import { createDecoder } from './decode.ts'
import { readMoment } from './wire-values.ts'

let tenant: Tenant
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.sandbox.close())

const device = `/v2/device/${printServer}`

test('a word in a query that is the only one there can be, such as redirect=false, is taken as what it means', async () => {
  const { status, text } = await tenant.asMachine('GET', `${device}/dashboard-url?redirect=false`)
  expect(status).toBe(200)
  expect(JSON.parse(text)).toMatchObject({ url: expect.any(String) })
})

describe('script/run', () => {
  test('refuses scriptId, our own name for what the wire calls id, as the vendor’s JSON binding does', async () => {
    const { status, text } = await tenant.asUser('POST', `${device}/script/run`, { type: 'SCRIPT', scriptId: 1 })
    expect(status).toBe(400)
    expect(text).toContain("Unrecognized field 'scriptId'")
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })

  test('takes id for the script, and does not mix it up with the device in the path', async () => {
    const { status } = await tenant.asUser('POST', `${device}/script/run`, { type: 'SCRIPT', id: 1 })
    expect(status).toBe(204)
    expect(tenant.sandbox.control.ledger().at(-1)).toMatchObject({ device: printServer, request: { body: { id: 1 } } })
    tenant.sandbox.control.reset()
  })

  test.each<[string, Record<string, unknown>, number, string]>([
    ['SCRIPT without an id', { type: 'SCRIPT' }, 400, 'invalid_id'],
    ['ACTION without a uid', { type: 'ACTION' }, 400, 'invalid_uid'],
    ['no type', { id: 1 }, 400, 'type'],
    ['a runAs in the wrong case', { type: 'SCRIPT', id: 1, runAs: 'System' }, 400, 'invalid_run_as'],
    ['a script that does not exist', { type: 'SCRIPT', id: 999 }, 404, 'script_not_found'],
    [
      'an action that does not exist',
      { type: 'ACTION', uid: '3f0c0a52-53d0-4b0e-9c53-7a1f7f6f6a11' },
      404,
      'script_not_found',
    ],
  ])('refuses %s', async (_case, body, status, code) => {
    const reply = await tenant.asUser('POST', `${device}/script/run`, body)
    expect(reply.status).toBe(status)
    expect(reply.json.resultCode).toContain(code)
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })
})

describe('queries', () => {
  test('pass over parameters that the operation does not have, and empty ones', async () => {
    const plain = await tenant.asMachine('GET', '/v2/devices?pageSize=3')
    const noisy = await tenant.asMachine('GET', '/v2/devices?pageSize=3&nodeClass=MAC&df=&whatever')
    expect(noisy.json).toEqual(plain.json)
  })

  test('let any filter through: what cannot be read of it is ignored, not refused', async () => {
    const all = await tenant.asMachine('GET', '/v2/devices')
    const { status, json } = await tenant.asMachine('GET', '/v2/devices?df=org=1%20OR%20org=2')
    expect({ status, json }).toEqual({ status: 200, json: all.json })
  })

  test.each(['pageSize=x', 'pageSize=0', 'pageSize=1.5', 'pageSize=-1', 'after=x'])('refuse %s', async (query) => {
    const { status, json } = await tenant.asMachine('GET', `/v2/devices?${query}`)
    expect({ status, code: json.resultCode }).toEqual({
      status: 400,
      code: query.startsWith('after') ? 'invalid_after' : 'invalid_page_size',
    })
  })

  test.each(['pageSize=9', 'pageSize=1001'])('of activities refuse %s', async (query) => {
    expect((await tenant.asMachine('GET', `${device}/activities?${query}`)).status).toBe(400)
  })
})

describe('moments', () => {
  const iso = '2026-01-05T12:00:00.000Z'
  test.each<[string, unknown]>([
    ['ISO 8601', iso],
    ['epoch seconds', 1_767_614_400],
    ['epoch seconds with a fraction', 1_767_614_400.0],
    ['epoch milliseconds', 1_767_614_400_000],
  ])('come as %s and read back as epoch seconds', async (_case, end) => {
    const body = { disabledFeatures: ['ALERTS'], end }
    expect((await tenant.asMachine('PUT', `${device}/maintenance`, body)).status).toBe(204)
    expect((await tenant.asMachine('GET', device)).json.maintenance.end).toBe(1_767_614_400)
  })

  test.each([
    ['words', 'tomorrow'],
    ['nothing', null],
    ['no time that a date can hold', 1e300],
  ])('that are %s are refused', async (_case, end) => {
    const { status, json } = await tenant.asMachine('PUT', `${device}/maintenance`, {
      disabledFeatures: ['ALERTS'],
      end,
    })
    expect({ status, code: json.resultCode }).toEqual({ status: 400, code: 'invalid_end' })
  })

  test('never make reading throw', () => {
    fc.assert(fc.property(fc.anything(), (value) => void readMoment(value)))
  })
})

test('a wire form that nobody taught the sandbox is found at the start, not in the middle of a test', async () => {
  const { wireForms } = await import('@kunai/api/operation')
  const turn = (text: unknown) => [...String(text)].reverse().join('')
  const Secret = z.string().register(wireForms, { encode: turn, decode: turn })
  const odd = {
    ...operations['devices.reboot'],
    input: z.strictObject({ id: z.int(), mode: z.string(), reason: Secret }),
  }
  expect(() => createDecoder(odd as never, new Incidents(() => 0))).toThrow(/devices\.reboot\.reason/)
})
