import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DeviceFilterError, deviceFilter } from './build.ts'
import { findClashes, parseDeviceFilter } from './parse.ts'
import { printDeviceFilter } from './print.ts'
import { type DeviceFilterTerm, deviceClasses, idKeys, statuses } from './vocabulary.ts'

test('a filter is written in the vendor’s words', () => {
  const filter = deviceFilter()
    .organizationIn(1, 2)
    .locationNotIn(7)
    .classIn('WINDOWS_SERVER', 'MAC')
    .statusNot('PENDING')
    .createdAfter('2024-01-01')
    .createdBefore(new Date('2025-01-01T00:00:00Z'))
    .group(563)
    .online()
  expect(String(filter)).toBe(
    'org in (1,2) AND loc != 7 AND class in (WINDOWS_SERVER,MAC) AND status != PENDING' +
      ' AND created after 2024-01-01 AND created before 2025-01-01T00:00:00.000Z AND group 563 AND online',
  )
})

test('adding a term leaves the filter it was added to as it was', () => {
  const base = deviceFilter().organizationIn(1)
  expect(`${base.online()} | ${base.offline()} | ${base}`).toBe('org = 1 AND online | org = 1 AND offline | org = 1')
  expect(Object.isFrozen(base) && Object.isFrozen(base.terms)).toBe(true)
})

describe('a filter that would not mean what it says cannot be built', () => {
  test.each<[string, () => unknown, string]>([
    ['nothing at all', () => String(deviceFilter()), 'An empty filter means every device'],
    // @ts-expect-error a list of ids has at least one
    ['no ids', () => deviceFilter().organizationIn(), 'organization has no value'],
    ['an empty list', () => deviceFilter().idIn(...([] as unknown as [number])), 'id has no value'],
    ['an id twice', () => deviceFilter().idIn(1, 1), 'id has a value twice'],
    ['no id', () => deviceFilter().idIn(0), 'A value of id is not an id'],
    ['half an id', () => deviceFilter().roleIn(1.5), 'A value of role is not an id'],
    // @ts-expect-error a class that the vendor does not have
    ['an unknown class', () => deviceFilter().classIn('WINDOWS'), 'A value of class is not a device class'],
    ['words in a class', () => deviceFilter().classIn('MAC) AND online' as 'MAC'), 'is not a device class'],
    ['a date that is none', () => deviceFilter().createdOn('soon'), 'A value of created is not a date'],
    ['an invalid Date', () => deviceFilter().createdOn(new Date(Number.NaN)), 'is not a date'],
    ['a contradiction', () => deviceFilter().online().offline(), 'offline contradicts online'],
    ['a key twice', () => deviceFilter().organizationIn(1).organizationNotIn(2), 'speaks of the same key again'],
  ])('%s', (_name, build, message) => {
    expect(build).toThrow(DeviceFilterError)
    expect(build).toThrow(message)
  })

  test('more than a request line holds', () => {
    const [first = 0, ...ids] = Array.from({ length: 1_000 }, (_, index) => 1_000_000 + index)
    expect(() => String(deviceFilter().idIn(first, ...ids))).toThrow(/too long/)
  })
})

const id = fc.integer({ min: 1, max: 2_147_483_647 })
const membership = fc.constantFrom('in' as const, 'notIn' as const)
const day = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .chain((date) => fc.constantFrom(date.toISOString(), date.toISOString().slice(0, 10)))
const term: fc.Arbitrary<DeviceFilterTerm> = fc.oneof(
  fc.record({
    key: fc.constantFrom(...idKeys),
    operator: membership,
    values: fc.uniqueArray(id, { minLength: 1, maxLength: 5 }).map((ids) => ids as [number]),
  }),
  fc.record({
    key: fc.constant('class' as const),
    operator: membership,
    values: fc
      .uniqueArray(fc.constantFrom(...deviceClasses), { minLength: 1, maxLength: 5 })
      .map((classes) => classes as ['MAC']),
  }),
  fc.record({
    key: fc.constant('status' as const),
    operator: fc.constantFrom('is' as const, 'isNot' as const),
    value: fc.constantFrom(...statuses),
  }),
  fc.record({
    key: fc.constant('created' as const),
    operator: fc.constantFrom('is' as const, 'before' as const, 'after' as const),
    value: fc.oneof(
      day,
      day.map((date) => date.slice(0, 10).replaceAll('-', '')),
    ),
  }),
  fc.record({ key: fc.constantFrom('online' as const, 'offline' as const) }),
  fc.record({ key: fc.constant('group' as const), id }),
)

test('what is printed is read back as the same terms', () => {
  let printed = 0
  fc.assert(
    fc.property(fc.array(term, { minLength: 1, maxLength: 4 }), (terms) => {
      fc.pre(findClashes(terms).length === 0)
      printed++
      expect(parseDeviceFilter(printDeviceFilter(terms))).toEqual({ ok: true, terms })
    }),
    { numRuns: 1_000 },
  )
  expect(printed).toBe(1_000)
})
