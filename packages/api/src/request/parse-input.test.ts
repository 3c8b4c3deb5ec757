import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type OperationId, operations } from '../catalogue.ts'
import type { Operation } from '../operation.ts'
import { nearestName } from './explain.ts'
import { parseInput } from './parse-input.ts'

const parse = (id: OperationId, value: unknown) => parseInput(operations[id] as unknown as Operation, value)

function messageOf(id: OperationId, value: unknown): string {
  const parsed = parse(id, value)
  return parsed.ok ? 'ok' : parsed.message
}

test('good input comes back parsed', () => {
  expect(parse('devices.reboot', { id: 1, mode: 'NORMAL' })).toEqual({ ok: true, input: { id: 1, mode: 'NORMAL' } })
})

describe('a message names the field, the rule and the cure', () => {
  test.each<[OperationId, unknown, string]>([
    ['devices.reboot', { mode: 'NORMAL' }, 'id is missing: give a number.'],
    ['devices.reboot', { id: 1 }, 'mode is missing: use NORMAL, FORCED.'],
    ['devices.reboot', { id: '1', mode: 'NORMAL' }, 'id has the wrong type: give a number.'],
    ['devices.reboot', { id: 1.5, mode: 'NORMAL' }, 'id has the wrong type: give a whole number.'],
    ['devices.reboot', { id: 0, mode: 'NORMAL' }, 'id is too small: use a number above 0.'],
    ['devices.reboot', { id: 2 ** 60, mode: 'NORMAL' }, 'id is too large: use at most 9007199254740991.'],
    ['devices.reboot', { id: 1, mode: 'normal' }, 'mode is not one of the allowed words: use NORMAL, FORCED.'],
    ['devices.reboot', { id: 1, mode: 'NORMAL', reason: null }, 'reason has the wrong type: give text in quotes.'],
    [
      'devices.reboot',
      { id: 1, mode: 'NORMAL', reson: 'x' },
      'reson is not a field of this operation: did you mean reason?',
    ],
    ['devices.list', { page_size: 5 }, 'page_size is not a field of this operation: did you mean pageSize?'],
    ['devices.get', { id: 1, colour: 1 }, 'colour is not a field of this operation: known are id.'],
    ['devices.listActivities', { id: 1, pageSize: 5000 }, 'pageSize is too large: use at most 1000.'],
    ['devices.search', { q: '' }, 'q is too short: use at least 1 character.'],
    ['alerts.reset', { uid: 'x' }, 'uid is not a UUID: write it as xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx.'],
    [
      'devices.setMaintenance',
      { id: 1, disabledFeatures: [], end: '2026-01-05T12:00:00Z' },
      'disabledFeatures is too short: use at least 1 entry.',
    ],
    [
      'devices.setMaintenance',
      { id: 1, disabledFeatures: ['ALERTS', 'TASK'], end: '2026-01-05T12:00:00Z' },
      'disabledFeatures.1 is not one of the allowed words: use ALERTS, PATCHING, AVSCANS, TASKS.',
    ],
    [
      'devices.setMaintenance',
      { id: 1, disabledFeatures: ['ALERTS'], end: '2026-01-05T12:00:00' },
      'end is not a moment with a time zone: write ISO 8601 such as 2026-03-01T22:00:00Z.',
    ],
    [
      'devices.setMaintenance',
      { id: 1, disabledFeatures: ['ALERTS'], start: '2026-01-06T12:00:00Z', end: '2026-01-05T12:00:00Z' },
      'end breaks a rule of the operation: must be later than start.',
    ],
    [
      'devices.runScript',
      { id: 1, type: 'SCRIPT' },
      'scriptId breaks a rule of the operation: type SCRIPT takes scriptId, type ACTION takes uid.',
    ],
    [
      'devices.controlWindowsService',
      { id: 1, serviceId: '..', action: 'STOP' },
      'serviceId may not be "..": give a name or an id.',
    ],
    [
      'devices.list',
      { df: 'org = 1 OR org = 2' },
      'df is no filter that NinjaOne is known to follow: "OR" at character 9 is not supported: ' +
        'join terms by AND; several values of one key are a list, such as org in (1,2).',
    ],
    ['devices.list', { df: '' }, 'df is too short: use at least 1 character.'],
    ['devices.get', null, 'The input has the wrong type: give an object in braces.'],
    ['devices.get', 'devices', 'The input has the wrong type: give an object in braces.'],
    ['devices.get', [], 'The input has the wrong type: give an object in braces.'],
  ])('%s %j', (id, value, message) => {
    expect(messageOf(id, value)).toBe(message)
  })

  test('several faults make several sentences on one line, and as many issues', () => {
    const parsed = parse('devices.reboot', { id: 'x', mod: 'NORMAL' })
    expect(parsed).toMatchObject({
      ok: false,
      issues: [{ field: 'id' }, { field: 'mode', rule: 'is missing' }, { field: 'mod', cure: 'did you mean mode?' }],
    })
    expect(messageOf('devices.reboot', { id: 'x', mod: 'NORMAL' })).not.toContain('\n')
  })
})

describe('what no schema looks at is refused too', () => {
  test.each([
    ['__proto__', JSON.parse('{"id":1,"__proto__":{"id":2}}')],
    ['constructor', { id: 1, constructor: {} }],
    ['prototype', { id: 1, prototype: 1 }],
  ])('the name %s', (name, value) => {
    expect(messageOf('devices.get', value)).toBe(`${name} is a forbidden name: remove it.`)
  })

  test('an inherited field', () => {
    expect(messageOf('devices.get', Object.create({ id: 5 }))).toBe(
      'The input is not plain data: give what JSON can express.',
    )
  })

  test('a lone surrogate, which no UTF-8 can carry', () => {
    expect(messageOf('devices.search', { q: 'a\ud800' })).toBe(
      'q is not well-formed Unicode: remove the lone surrogate.',
    )
  })

  test('a control character in a path', () => {
    expect(messageOf('devices.controlWindowsService', { id: 1, serviceId: 'a\nb', action: 'STOP' })).toBe(
      'serviceId has a control character: remove it.',
    )
  })

  test('endless nesting', () => {
    const circle: Record<string, unknown> = { id: 1 }
    circle.more = circle
    expect(messageOf('devices.get', circle)).toBe('more is nested too deeply: give plain values.')
  })
})

test('values are never repeated in a message', () => {
  const canary = 'canary-7f3a'
  fc.assert(
    fc.property(fc.constantFrom(...(Object.keys(operations) as OperationId[])), fc.string(), (id, text) => {
      const shape = Object.keys(operations[id].input.shape)
      const value = Object.fromEntries(shape.map((field) => [field, { secret: `${canary}${text}` }]))
      expect(messageOf(id, value)).not.toContain(canary)
    }),
  )
})

test('whatever is given, parseInput answers and does not throw', () => {
  fc.assert(
    fc.property(fc.constantFrom(...(Object.keys(operations) as OperationId[])), fc.anything(), (id, value) => {
      expect(typeof parse(id, value).ok).toBe('boolean')
    }),
    { numRuns: 2_000 },
  )
})

test('a name that is hostile or far from every known one is neither shown nor guessed', () => {
  expect(messageOf('devices.get', { id: 1, 'x\n\u001b[31m': 1 })).toBe(
    '(a field) is not a field of this operation: known are id.',
  )
  expect(nearestName('entirelyDifferent', ['id', 'mode'])).toBeUndefined()
  expect(nearestName('x'.repeat(10_000), ['id'])).toBeUndefined()
})
