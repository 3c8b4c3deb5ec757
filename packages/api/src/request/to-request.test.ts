import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { operations } from '../catalogue.ts'
import { MomentInput, NoContent } from '../fields/index.ts'
import { defineOperation, type Operation } from '../operation.ts'
import { type ExactRequest, isRequestOf, requestTarget, toRequest } from './to-request.ts'

describe('a GET', () => {
  test('puts what is not in its path into the query, in the order of its fields', () => {
    const request = toRequest(operations['devices.listActivities'], { pageSize: 10, id: 1001, newerThan: 7 })
    expect(request).toEqual({
      method: 'GET',
      path: '/v2/device/1001/activities',
      query: { newerThan: '7', pageSize: '10' },
    })
    expect(requestTarget(request)).toBe('/v2/device/1001/activities?newerThan=7&pageSize=10')
  })

  test('writes a space as %20 and leaves absent fields out', () => {
    const request = toRequest(operations['devices.list'], { df: 'org = 1 AND online', after: undefined })
    expect(requestTarget(request)).toBe('/v2/devices?df=org%20%3D%201%20AND%20online')
  })
})

describe('a DELETE', () => {
  test('has no body, because the vendor rejects one', () => {
    const request = toRequest(operations['alerts.reset'], { uid: '7d3cbf5e-5d0a-4c67-8a44-1f1f2f3f4f5f' })
    expect(request).toEqual({ method: 'DELETE', path: '/v2/alert/7d3cbf5e-5d0a-4c67-8a44-1f1f2f3f4f5f', query: {} })
  })
})

describe('a POST or PUT', () => {
  test('puts what is not in its path into the body', () => {
    expect(
      toRequest(operations['devices.controlWindowsService'], { id: 1, serviceId: 'Spooler', action: 'RESTART' }),
    ).toEqual({
      method: 'POST',
      path: '/v2/device/1/windows-service/Spooler/control',
      query: {},
      body: { action: 'RESTART' },
    })
  })

  test('with body fields of which none is set sends an empty object', () => {
    expect(toRequest(operations['devices.reboot'], { id: 1, mode: 'NORMAL' }).body).toEqual({})
  })

  test('sends the dates of a license as the vendor wants them: bought in milliseconds, ending in seconds', () => {
    const create = operations['softwareLicenses.create']
    const [{ input, output }] = create.examples
    const bought = '2026-01-05T00:00:00Z'
    const { body } = toRequest(create, create.input.parse({ ...input, purchaseDate: bought }))
    expect(body).toMatchObject({ purchaseDate: Date.parse(bought), term: { expirationDate: 1_799_107_200 } })
    expect(create.output.parse({ ...output, purchaseDate: Date.parse(bought) })).toMatchObject({
      purchaseDate: '2026-01-05T00:00:00.000Z',
      term: { expirationDate: '2027-01-05T00:00:00.000Z' },
    })
  })

  test('uses the name on the wire where the path took the same name', () => {
    const request = toRequest(operations['devices.runScript'], { id: 1001, type: 'SCRIPT', scriptId: 7 })
    expect(request.path).toBe('/v2/device/1001/script/run')
    expect(request.body).toEqual({ type: 'SCRIPT', id: 7 })
  })

  test('sends moments as epoch seconds, through optional too', () => {
    const request = toRequest(operations['devices.setMaintenance'], {
      id: 1,
      disabledFeatures: ['ALERTS'],
      start: '2026-01-05T10:00:00+01:00',
      end: '2026-01-05T12:00:00.500Z',
    })
    expect(request.body).toEqual({ disabledFeatures: ['ALERTS'], start: 1_767_603_600, end: 1_767_614_400.5 })
  })
})

const probe = defineOperation({
  id: 'probes.probe',
  summary: 'Probe what no shipped operation does yet',
  phrase: 'Probe',
  http: { method: 'POST', path: '/v2/probe', query: ['templateId'] },
  scope: 'management',
  risk: 'write',
  idempotent: false,
  identity: 'machine',
  paging: 'none',
  input: z.strictObject({
    templateId: z.int().optional(),
    policyId: z.int().nullable().optional(),
    moments: z.array(MomentInput).nullable().optional(),
  }),
  output: NoContent,
  examples: [{ input: {}, output: undefined }],
})

describe('less common fields', () => {
  test('a field listed in http.query goes there although the method has a body', () => {
    expect(toRequest(probe, { templateId: 4, policyId: 2 })).toEqual({
      method: 'POST',
      path: '/v2/probe',
      query: { templateId: '4' },
      body: { policyId: 2 },
    })
  })

  test('null is sent: it clears a value', () => {
    expect(toRequest(probe, { policyId: null, moments: null }).body).toEqual({ policyId: null, moments: null })
  })

  test('each moment of a list is converted', () => {
    const moments = ['2026-01-05T09:00:00Z', '2026-01-05T10:00:00Z']
    expect(toRequest(probe, { moments }).body).toEqual({ moments: [1_767_603_600, 1_767_607_200] })
  })

  test('a moment inside an object is converted, and what stands beside it is left alone', () => {
    const nested = defineOperation({
      ...probe,
      http: { method: 'POST', path: '/v2/probe' },
      input: z.strictObject({
        dates: z.strictObject({ end: MomentInput.nullable().optional(), name: z.string() }).optional(),
      }),
      examples: [{ input: {}, output: undefined }],
    })
    const input = { dates: { end: '2026-01-05T09:00:00Z', name: '2026-01-05T09:00:00Z' } }
    expect(toRequest(nested, input).body).toEqual({ dates: { end: 1_767_603_600, name: '2026-01-05T09:00:00Z' } })
    expect(toRequest(nested, { dates: { end: null, name: '' } }).body).toEqual({ dates: { end: null, name: '' } })
  })

  test('fields that the operation does not have never travel', () => {
    const stray = { policyId: 1, isAdmin: true } as { policyId: number }
    expect(toRequest(probe, stray).body).toEqual({ policyId: 1 })
  })
})

const mapping = defineOperation({
  ...probe,
  id: 'probes.map',
  http: { method: 'PUT', path: '/v2/probe/{id}/rows', body: 'rows' },
  input: z.strictObject({ id: z.int(), rows: z.array(z.strictObject({ roleId: z.int() })) }),
  examples: [{ input: { id: 1, rows: [] }, output: undefined }],
})

describe('a field that is the whole body', () => {
  const good = toRequest(mapping, { id: 4, rows: [{ roleId: 2 }] })

  test('travels without its name, as a list too', () => {
    expect(good).toEqual({ method: 'PUT', path: '/v2/probe/4/rows', query: {}, body: [{ roleId: 2 }] })
    expect(isRequestOf(mapping as unknown as Operation, JSON.parse(JSON.stringify(good)))).toBe(true)
  })

  test.each<[string, unknown]>([
    ['no body', undefined],
    ['its name around it', { rows: [] }],
    ['a row with one field too many', [{ roleId: 2, force: true }]],
    ['another shape', 'rows'],
  ])('is refused as %s', (_name, body) => {
    expect(isRequestOf(mapping as unknown as Operation, { ...good, body })).toBe(false)
  })
})

describe('isRequestOf', () => {
  const reboot = operations['devices.reboot'] as unknown as Operation
  const good = toRequest(operations['devices.reboot'], { id: 1, mode: 'NORMAL', reason: 'Updates' })

  test('accepts what toRequest makes, also after a trip through JSON', () => {
    expect(isRequestOf(reboot, good)).toBe(true)
    expect(isRequestOf(reboot, JSON.parse(JSON.stringify(good)) as ExactRequest)).toBe(true)
  })

  test.each<[string, Partial<ExactRequest>]>([
    ['another method', { method: 'DELETE' }],
    ['another path', { path: '/v2/device/1/script/run' }],
    ['a path with a query', { path: '/v2/device/1/reboot/NORMAL?x=1' }],
    ['a dot segment', { path: '/v2/device/../reboot/NORMAL' }],
    ['a query it does not have', { query: { _method: 'DELETE' } }],
    ['a body field it does not have', { body: { reason: 'x', force: true } }],
    ['a body that is a list', { body: [] }],
    ['no body', { body: undefined }],
  ])('refuses %s', (_name, change) => {
    expect(isRequestOf(reboot, { ...good, ...change })).toBe(false)
  })

  test('refuses a body where the operation has none', () => {
    const request = { ...toRequest(operations['devices.get'], { id: 1 }), body: {} }
    expect(isRequestOf(operations['devices.get'] as unknown as Operation, request)).toBe(false)
  })
})
