import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { operations } from '../catalogue.ts'
import { fillPath, matchesTemplate, pathParameters, pathSegment, RequestError } from './path.ts'
import { requestTarget, toRequest } from './to-request.ts'

const template = '/v2/device/{id}/windows-service/{serviceId}/control'

/** What any server sees: the path after a URL parser has had its way with it. */
function resolvedSegments(serviceId: string): string[] | undefined {
  try {
    const path = fillPath(template, { id: 1001, serviceId })
    return new URL(`https://app.ninjarmm.com${path}`).pathname.split('/')
  } catch (error) {
    if (error instanceof RequestError) return undefined
    throw error
  }
}

function expectContained(serviceId: string): void {
  const segments = resolvedSegments(serviceId)
  if (segments === undefined) return
  const [given] = segments.splice(5, 1)
  expect(segments, serviceId).toEqual(['', 'v2', 'device', '1001', 'windows-service', 'control'])
  expect(decodeURIComponent(given ?? ''), serviceId).toBe(serviceId)
}

describe('a value stays one segment of its path', () => {
  test.each(['.', '..', '', 'a\u0000b', '\n', 'x\u007f', 'x\u0085', '\ud800'])('%j is refused', (value) => {
    expect(() => pathSegment(value, 'serviceId')).toThrow(RequestError)
  })

  test.each([undefined, null, {}, [], ['..'], true, () => 'x'])('%o is refused: not text or a number', (value) => {
    expect(() => pathSegment(value, 'serviceId')).toThrow(/^serviceId is not text or a number/)
  })

  test.each([
    ['MSSQL$A B', 'MSSQL%24A%20B'],
    ['a/../b', 'a%2F..%2Fb'],
    ['%2e%2e', '%252e%252e'],
    ['..;/x', '..%3B%2Fx'],
    ['a?b#c', 'a%3Fb%23c'],
    ['a\\..\\b', 'a%5C..%5Cb'],
    ['Döner', 'D%C3%B6ner'],
    ['...', '...'],
  ])('%j is encoded as %s', (value, encoded) => {
    expect(pathSegment(value)).toBe(encoded)
  })

  test('any text either is refused or comes out of a URL parser as it went in, in its own place', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(
        '.',
        '/',
        '\\',
        '%',
        '2',
        'e',
        'E',
        'f',
        ';',
        '?',
        '#',
        ':',
        '@',
        '\t',
        '\u0000',
        '．',
        '／',
        'a',
        ' ',
      ),
      maxLength: 12,
    })
    fc.assert(fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' })), expectContained), { numRuns: 5_000 })
  })
})

describe('matchesTemplate', () => {
  test('accepts what fillPath makes', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (serviceId) => {
        fc.pre(resolvedSegments(serviceId) !== undefined)
        expect(matchesTemplate(template, fillPath(template, { id: 7, serviceId }))).toBe(true)
      }),
    )
  })

  test.each([
    '/v2/device/1/windows-service/Spooler/configure',
    '/v2/device/1/windows-service/Spooler/control/',
    '/v2/device/1/windows-service/../control',
    '/v2/device/1/windows-service/%2e%2e/control',
    '/v2/device/1/windows-service/a%2fb/control',
    '/v2/device/1/windows-service/a b/control',
    '/v2/device/1/windows-service//control',
    '/v2/device/1/windows-service/%zz/control',
    '//evil.example/device/1/windows-service/Spooler/control',
    '/v2/device/1/windows-service/Spooler/control?x=1',
    '/V2/device/1/windows-service/Spooler/control',
  ])('refuses %s', (path) => {
    expect(matchesTemplate(template, path)).toBe(false)
  })

  test('names the parameters of a template', () => {
    expect(pathParameters(template)).toEqual(['id', 'serviceId'])
  })
})

test('a query value cannot add a parameter or end the query', () => {
  const operation = operations['devices.list']
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (df) => {
      const target = requestTarget(toRequest(operation, { df, pageSize: 5 }))
      const url = new URL(`https://app.ninjarmm.com${target}`)
      expect([...url.searchParams]).toEqual([
        ['df', df],
        ['pageSize', '5'],
      ])
      expect(url.hash).toBe('')
    }),
  )
})
