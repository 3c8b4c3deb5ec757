import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { catalogue } from '../catalogue.ts'
import { findInRegistry, type Operation, wireForms } from '../operation.ts'
import { matchOperation } from './match-path.ts'
import { fillPath, pathParameters } from './path.ts'
import { placeOf, requestTarget, toRequest } from './to-request.ts'

function find(method: string, path: string, list: readonly Operation[] = catalogue) {
  const match = matchOperation(list, method, path)
  return match.ok ? [match.operation.id, match.input] : match.message
}

describe('a path in writing is the operation it means', () => {
  test.each<[string, string, string, Record<string, unknown>]>([
    ['GET', '/v2/device/1', 'devices.get', { id: 1 }],
    ['GET', '/api/v2/device/1', 'devices.get', { id: 1 }],
    ['POST', '/v2/device/7/reboot/FORCED', 'devices.reboot', { id: 7, mode: 'FORCED' }],
    [
      'POST',
      '/v2/device/7/windows-service/MSSQL%24A%20b/control',
      'devices.controlWindowsService',
      { id: 7, serviceId: 'MSSQL$A b' },
    ],
    ['GET', '/v2/devices', 'devices.list', {}],
    [
      'GET',
      '/v2/devices?df=org%20=%201%20AND%20online&pageSize=5',
      'devices.list',
      { df: 'org = 1 AND online', pageSize: 5 },
    ],
    ['GET', '/v2/activities?after=20260101&class=ALL', 'activities.list', { recordedAfter: '20260101', class: 'ALL' }],
    ['POST', '/v2/user/end-users?sendInvitation=true', 'endUsers.create', { sendInvitation: true }],
  ])('%s %s', (method, path, id, input) => {
    expect(find(method, path)).toEqual([id, input])
  })

  test('for every operation and example: the request that it makes is found again, with all of its path and query', () => {
    for (const operation of catalogue) {
      for (const example of operation.examples) {
        const input = operation.input.parse(example.input)
        const given = Object.entries(input).filter(([field]) => placeOf(operation, field) !== 'body')
        // What the text of a path cannot say is refused, and is tested below.
        const hasWireForm = given.some(([field]) =>
          findInRegistry(wireForms, operation.input.shape[field] as z.ZodType),
        )
        if (hasWireForm || /%(2F|5C|25)/.test(toRequest(operation, input).path)) continue
        const request = toRequest(operation, input)
        const match = matchOperation(catalogue, operation.http.method, requestTarget(request))
        expect(match).toEqual({ ok: true, operation, path: request.path, input: Object.fromEntries(given) })
      }
    }
  })

  test('filling the template with what was found gives the path again', () => {
    const text = catalogue.filter(({ http, input }) =>
      pathParameters(http.path).every((name) => (input.shape[name] as z.ZodType).def.type === 'string'),
    )
    fc.assert(
      fc.property(fc.constantFrom(...text), fc.string({ unit: 'grapheme', minLength: 1 }), (operation, value) => {
        fc.pre(!/^\.\.?$|[%/\\]/.test(value))
        const values = Object.fromEntries(pathParameters(operation.http.path).map((name) => [name, value]))
        const path = fillPath(operation.http.path, values)
        const match = matchOperation(catalogue, operation.http.method, `/api${path}`)
        if (!match.ok) throw new Error(match.message)
        // A value may be a fixed word of another template; then that one is meant.
        expect(fillPath(match.operation.http.path, match.input)).toBe(path)
        expect(match.path).toBe(path)
      }),
    )
  })
})

const spelling = 'percent-encode what needs it and nothing else.'
const example = 'write a path of this API such as /v2/device/1'

describe('anything else is refused, with the reason', () => {
  test.each<[string, string, string]>([
    ['https://host/v2/device/1', 'absolute_url', `The path is a URL: ${example}, without scheme and host.`],
    ['javascript:alert(1)', 'absolute_url', `The path is a URL: ${example}, without scheme and host.`],
    ['//host/v2/device/1', 'absolute_url', `The path begins with //, which names a host: ${example}, with one slash.`],
    ['//user:pass@host/v2', 'absolute_url', `The path begins with //, which names a host: ${example}, with one slash.`],
    [
      '/\\host/v2/device/1',
      'forbidden_character',
      'The path has a backslash, which URL parsers read as a slash: remove it.',
    ],
    ['v2/device/1', 'not_a_path', `The path does not begin with a slash: ${example}.`],
    ['', 'not_a_path', `The path does not begin with a slash: ${example}.`],
    ['/', 'not_a_path', `The path does not begin with /v2/ or /api/v2/: ${example}.`],
    ['/api/api/v2/device/1', 'not_a_path', `The path does not begin with /v2/ or /api/v2/: ${example}.`],
    ['/V2/device/1', 'not_a_path', `The path does not begin with /v2/ or /api/v2/: ${example}.`],
    [`/v2/${'x'.repeat(8_000)}`, 'not_a_path', 'The path is too long: use at most 8000 characters.'],
    ['/v2/device/1#x', 'fragment', 'The path has a fragment: remove # and what follows.'],
    [
      '/v2/device/1\n',
      'forbidden_character',
      'The path has a control character: write it percent-encoded, or remove it.',
    ],
    [
      '/v2/dev\tice/1',
      'forbidden_character',
      'The path has a control character: write it percent-encoded, or remove it.',
    ],
    [
      '/v2/device/１',
      'forbidden_character',
      'The path has a character outside ASCII: write it percent-encoded, or remove it.',
    ],
    ['/v2/device/1 2', 'forbidden_character', 'The path has a space: write %20.'],
    [
      '/v2//device/1',
      'empty_segment',
      'The path has an empty segment: write one slash between segments and none at the end.',
    ],
    [
      '/v2/device/1/',
      'empty_segment',
      'The path has an empty segment: write one slash between segments and none at the end.',
    ],
    ...['.', '..', '%2e', '%2E%2e', '.%2e', '%2e.'].map((dots): [string, string, string] => [
      `/v2/device/${dots}/1`,
      'dot_segment',
      'The path has a segment of dots: write the path that is meant.',
    ]),
    ['/v2/alert/a%2fb', 'encoding', 'The path has an encoded slash: give this value as an input field instead.'],
    ['/v2/alert/a%5Cb', 'encoding', 'The path has an encoded slash: give this value as an input field instead.'],
    [
      '/v2/alert/%252e',
      'encoding',
      'The path is percent-encoded twice: encode once, or give this value as an input field instead.',
    ],
    ['/v2/alert/%c0%af', 'encoding', 'The path has a percent sign that encodes nothing: write valid UTF-8 as %XX.'],
    ['/v2/alert/%zz', 'encoding', 'The path has a percent sign that encodes nothing: write valid UTF-8 as %XX.'],
    ['/v2/alert/a%00', 'forbidden_character', 'The path has a segment that has a control character: remove it.'],
    ['/v2/alert/a;b=c', 'encoding', `The path has a segment in an unusual spelling: ${spelling}`],
    ['/v2/de%76ice/1', 'encoding', `The path has a segment in an unusual spelling: ${spelling}`],
    ['/v2/user@host', 'encoding', `The path has a segment in an unusual spelling: ${spelling}`],
    [
      '/v2/device/01',
      'wrong_value',
      'The path has no fitting value for id: write a number in digits, without zeros before it.',
    ],
    [
      '/v2/device/1e3',
      'wrong_value',
      'The path has no fitting value for id: write a number in digits, without zeros before it.',
    ],
    [
      '/v2/device/x',
      'wrong_value',
      'The path has no fitting value for id: write a number in digits, without zeros before it.',
    ],
    ['/v2/nothing', 'no_such_path', 'The path belongs to no operation: look the operation up in the catalogue.'],
    ['/v2/__proto__/1', 'no_such_path', 'The path belongs to no operation: look the operation up in the catalogue.'],
    ['/v2/device/1/reboot/NORMAL', 'wrong_method', 'The path has no operation with this method: use POST.'],
    [
      '/v2/device/1?_method=DELETE',
      'query',
      'The path has a query name that the operation does not have: this operation has none.',
    ],
    [
      '/v2/devices?org=1',
      'query',
      'The path has a query name that the operation does not have: known are df, pageSize, after.',
    ],
    ['/v2/devices?after=1&after=2', 'query', 'The path has after twice: write each name once.'],
    ['/v2/devices?after', 'query', 'The path has a query without name=value: write ?name=value&name=value.'],
    ['/v2/devices?', 'query', 'The path has a query without name=value: write ?name=value&name=value.'],
    ['/v2/devices?after=1&', 'query', 'The path has a query without name=value: write ?name=value&name=value.'],
    [
      '/v2/devices?a%66ter=1',
      'query',
      'The path has a query name that is no plain word: write its name as documented.',
    ],
    [
      '/v2/devices?df=a+b',
      'query',
      'The path has a value of df that is not encoded: write what is not a letter or digit as %XX.',
    ],
    [
      '/v2/devices?df=a;b',
      'query',
      'The path has a value of df that is not encoded: write what is not a letter or digit as %XX.',
    ],
    [
      '/v2/devices?df=%0a',
      'query',
      'The path has a value of df that is not encoded: write what is not a letter or digit as %XX.',
    ],
    [
      '/v2/devices?df=%ff',
      'query',
      'The path has a value of df that is not encoded: write what is not a letter or digit as %XX.',
    ],
    [
      '/v2/devices?pageSize=05',
      'wrong_value',
      'The path has no fitting value for pageSize: write a number in digits, without zeros before it.',
    ],
  ])('%s', (path, code, message) => {
    const match = matchOperation(catalogue, 'GET', path)
    expect(match).toMatchObject({ ok: false, code })
    expect(match.ok || match.message).toBe(message)
  })

  test('a refused method comes with those there are, and is spelled exactly', () => {
    expect(matchOperation(catalogue, 'DELETE', '/v2/device/1')).toMatchObject({
      code: 'wrong_method',
      methods: ['GET', 'PATCH'],
    })
    expect(find('get', '/v2/device/1')).toContain('use GET or PATCH')
  })

  test('whatever the text, it is answered and does not throw', () => {
    const part = fc.constantFrom(
      '/',
      '.',
      '%2e',
      '%2f',
      'v2',
      'api',
      'device',
      '1',
      '?',
      '=',
      '&',
      'df',
      ';',
      '\\',
      '#',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part).map((parts) => `/v2/device${parts.join('')}`),
    )
    fc.assert(
      fc.property(text, (path) => {
        expect(typeof matchOperation(catalogue, 'GET', path).ok).toBe('boolean')
      }),
      { numRuns: 5_000 },
    )
  })
})

const operation = (method: string, path: string) =>
  ({
    id: `${method} ${path}`,
    http: { method, path },
    input: z.strictObject(Object.fromEntries(pathParameters(path).map((name) => [name, z.string()]))),
  }) as unknown as Operation

test('a value that the wire has in another form cannot be given in a path', () => {
  const moment = z.string().register(wireForms, {
    encode: (iso: string) => Date.parse(iso) / 1000,
    decode: (seconds) => new Date(Number(seconds) * 1000).toISOString(),
  })
  const list = [
    { ...operation('GET', '/v2/log'), input: z.strictObject({ since: moment.optional() }) } as unknown as Operation,
  ]
  expect(find('GET', '/v2/log?since=1767603600', list)).toBe(
    'The path has no fitting value for since: give this value as an input field instead.',
  )
})

describe('where templates overlap', () => {
  const list = [
    operation('GET', '/v2/organization/{id}'),
    operation('DELETE', '/v2/organization/{organizationId}'),
    operation('POST', '/v2/organization/documents'),
    operation('GET', '/v2/organization/{id}/documents'),
    operation('GET', '/v2/organization/documents/{documentId}'),
    operation('GET', '/v2/organization/{id}/{part}/rows'),
  ]

  test.each([
    ['GET', '/v2/organization/7', ['GET /v2/organization/{id}', { id: '7' }]],
    ['DELETE', '/v2/organization/7', ['DELETE /v2/organization/{organizationId}', { organizationId: '7' }]],
    ['POST', '/v2/organization/documents', ['POST /v2/organization/documents', {}]],
    ['GET', '/v2/organization/documents', 'The path has no operation with this method: use POST.'],
    [
      'GET',
      '/v2/organization/documents/documents',
      ['GET /v2/organization/documents/{documentId}', { documentId: 'documents' }],
    ],
    ['GET', '/v2/organization/7/documents', ['GET /v2/organization/{id}/documents', { id: '7' }]],
    [
      'GET',
      '/v2/organization/documents/x/rows',
      ['GET /v2/organization/{id}/{part}/rows', { id: 'documents', part: 'x' }],
    ],
  ])('the fixed word wins, and gives way where only the parameter leads on: %s %s', (method, path, found) => {
    expect(find(method, path, list)).toEqual(found)
  })

  test('a catalogue in which two operations mean the same is a fault', () => {
    const twins = [operation('GET', '/v2/device/{id}'), operation('GET', '/v2/device/{deviceId}')]
    expect(() => find('GET', '/v2/device/1', twins)).toThrow('have the same method and path')
  })
})
