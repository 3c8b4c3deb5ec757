import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lengthMax, parseDeviceFilter } from './parse.ts'
import type { DeviceFilterTerm } from './vocabulary.ts'

function termsOf(text: string): readonly DeviceFilterTerm[] | string {
  const parsed = parseDeviceFilter(text)
  return parsed.ok ? parsed.terms : parsed.message
}

describe('every documented spelling is read', () => {
  test.each<[string, DeviceFilterTerm[]]>([
    ['org=1', [{ key: 'organization', operator: 'in', values: [1] }]],
    ['organization eq 1', [{ key: 'organization', operator: 'in', values: [1] }]],
    ['org != 1', [{ key: 'organization', operator: 'notIn', values: [1] }]],
    ['org neq 1', [{ key: 'organization', operator: 'notIn', values: [1] }]],
    ['org<>1', [{ key: 'organization', operator: 'notIn', values: [1] }]],
    ['loc in(11,12)', [{ key: 'location', operator: 'in', values: [11, 12] }]],
    ['location nin ( 11 , 12 )', [{ key: 'location', operator: 'notIn', values: [11, 12] }]],
    ['role notin (3)', [{ key: 'role', operator: 'notIn', values: [3] }]],
    ['id !in (2147483647)', [{ key: 'id', operator: 'notIn', values: [2_147_483_647] }]],
    ['class eq WINDOWS_WORKSTATION', [{ key: 'class', operator: 'in', values: ['WINDOWS_WORKSTATION'] }]],
    ['status != APPROVED', [{ key: 'status', operator: 'isNot', value: 'APPROVED' }]],
    ['created after 2024-01-01', [{ key: 'created', operator: 'after', value: '2024-01-01' }]],
    ['created<20240229', [{ key: 'created', operator: 'before', value: '20240229' }]],
    ['created gt 2024-01-01T09:30:00.000Z', [{ key: 'created', operator: 'after', value: '2024-01-01T09:30:00.000Z' }]],
    ['created = 2024-01-01', [{ key: 'created', operator: 'is', value: '2024-01-01' }]],
    ['group 563', [{ key: 'group', id: 563 }]],
    [
      'org=1 AND class in (WINDOWS_SERVER,MAC) and online && status = APPROVED',
      [
        { key: 'organization', operator: 'in', values: [1] },
        { key: 'class', operator: 'in', values: ['WINDOWS_SERVER', 'MAC'] },
        { key: 'online' },
        { key: 'status', operator: 'is', value: 'APPROVED' },
      ],
    ],
  ])('%s', (text, terms) => {
    expect(termsOf(text)).toEqual(terms)
  })

  test('two bounds of a date and two saved searches go together', () => {
    expect(termsOf('created after 2024-01-01 AND created before 2024-02-01')).toHaveLength(2)
    expect(termsOf('group 1 AND group 2')).toHaveLength(2)
  })
})

const joinByAnd = 'join terms by AND; several values of one key are a list, such as org in (1,2).'
const keys = 'write org, loc, role, id, class, status, created, online, offline, group.'

describe('what the vendor would ignore is refused: place, text, rule, cure', () => {
  test.each([
    ['', 'The filter is empty: write a term such as org = 1, or leave the filter out.'],
    ['   ', 'The filter is empty: write a term such as org = 1, or leave the filter out.'],
    ['org = 1 OR org = 2', `"OR" at character 9 is not supported: ${joinByAnd}`],
    ['online || offline', `"||" at character 8 is not supported: ${joinByAnd}`],
    ['(org = 1)', `"(" at character 1 groups terms, which is not supported: ${joinByAnd}`],
    ['org = 1 online', `"online" at character 9 goes on after the end of its term: ${joinByAnd}`],
    ['org = 1 And online', '"And" at character 9 is not a spelling of AND: write AND.'],
    ['org=1&&online', '"&&" at character 6 has no space on each side: write a space before and after &&.'],
    [
      'AND online',
      '"AND" at character 1 has no term: write a term such as org = 1 on each side of AND, or remove the AND.',
    ],
    [
      'online AND',
      'The filter, at its end (character 11), has no term: write a term such as org = 1 on each side of AND, or remove the AND.',
    ],
    ['colour = 1', `"colour" at character 1 is not a key: ${keys}`],
    ['NOT online', `"NOT" at character 1 is not a key: ${keys}`],
    ['name = x', '"name" at character 1 is not a key: names cannot be filtered by: use devices.search.'],
    ['Org = 1', '"Org" at character 1 is a key in other letters: write org.'],
    ['OFFLINE', '"OFFLINE" at character 1 is a key in other letters: write offline.'],
    ['org IN (1)', '"IN" at character 5 is not an operator: write =, !=, in, nin.'],
    ['org > 1', '">" at character 5 is no operator for organization: write =, !=, in, nin.'],
    ['created in (20240101)', '"in" at character 9 is no operator for created: write =, before, after.'],
    ['created != 20240101', '"!=" at character 9 is no operator for created: write =, before, after.'],
    ['status in (PENDING)', '"in" at character 8 is no operator for status: write =, !=.'],
    ['status = DECOMMISSIONED', '"DECOMMISSIONED" at character 10 is not a status: write PENDING or APPROVED.'],
    ['org', 'The filter, at its end (character 4), has no operator after its key: write =, !=, in, nin.'],
    ['org = AND online', '"AND" at character 7 has no value: write a value.'],
    ['org in 1', '"1" at character 8 stands where "(" belongs: write the list as (1,2).'],
    ['org in (1', 'The filter, at its end (character 10), stands where ")" belongs: write the list as (1,2).'],
    ['org = (1)', '"(" at character 7 is a list where one value belongs: write one value, without parentheses.'],
    ['org in (1,1)', '"1" at character 11 stands twice in its list: write it once.'],
    [
      'class = "MAC"',
      '""" at character 9 is a quote: write values without quotes. """ at character 13 is a quote: write values without quotes.',
    ],
    ['org\t= 1', 'Text at character 4 is white space other than a space: use plain spaces.'],
    ['org = 1 AND \u202eonline', 'Text at character 13 is not a character of a filter: remove it.'],
    [
      'class = windows_server',
      '"windows_server" at character 9 is not a device class: write WINDOWS_SERVER, in capitals and without quotes.',
    ],
    [
      'class = LINUX',
      '"LINUX" at character 9 is not a device class: write LINUX_SERVER, LINUX_WORKSTATION, in capitals and without quotes.',
    ],
    [
      'created after 2024-02-30',
      '"2024-02-30" at character 15 is not in the calendar: write a day and time that exist.',
    ],
    [
      'online AND offline',
      '"offline" at character 12 contradicts online: remove one of the two; without them both kinds come.',
    ],
    [
      'org = 1 AND org = 2',
      '"org = 2" at character 13 speaks of the same key again: write each key once; several values are a list, such as org in (1,2).',
    ],
    [
      'created after 2024-02-01 AND created before 20240101',
      '"created before 20240101" at character 30 leaves no time between after and before: let after be the earlier date.',
    ],
    [
      'created = 2024-02-01 AND created before 20250101',
      '"created before 20250101" at character 26 bounds a date that is already fixed: write either one date with = or two bounds.',
    ],
  ])('%j', (text, message) => {
    expect(termsOf(text)).toBe(message)
  })

  test.each(['0', '01', '-1', '1.5', '2147483648', 'x', '1e3', '１'])('the id %s', (id) => {
    for (const text of [`org = ${id}`, `id in (1,${id})`, `group ${id}`])
      expect(parseDeviceFilter(text).ok, text).toBe(false)
  })

  test.each([
    'yesterday',
    '2024-1-1',
    '2024-0101',
    '2024-01-01T00:00:00Z',
    '2024-01-01T00:00:00.000+01:00',
    '2024-13-01',
  ])('the date %s', (date) => {
    expect(parseDeviceFilter(`created after ${date}`).ok).toBe(false)
  })

  test('several faults are all named, and each says where it begins', () => {
    const text = 'colour = 1 AND org = x'
    const parsed = parseDeviceFilter(text)
    expect(parsed).toMatchObject({ ok: false, issues: [{ position: 0 }, { position: 21, offending: 'x' }] })
  })

  test('of very many faults the first few are named', () => {
    expect(parseDeviceFilter('"'.repeat(lengthMax))).toMatchObject({ ok: false, issues: { length: 5 } })
  })

  test('a filter that no request line holds', () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => 1_000_000 + index)
    expect(termsOf(`id in (${ids})`)).toBe(`The filter is too long: use at most ${lengthMax} characters.`)
  })
})

test('whatever the text, it is read or refused with a place inside it, and long text is not repeated', () => {
  const words = fc.constantFrom('org', 'class', 'created', '=', 'in', '(', ')', ',', '1', 'MAC', 'AND', '&&', ' ', '!')
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words, { maxLength: 20 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(text, (given) => {
      const parsed = parseDeviceFilter(given)
      if (parsed.ok) return
      for (const { position, offending } of parsed.issues) {
        expect(given.slice(position, position + offending.length)).toBe(offending)
      }
      expect(parsed.message).toMatch(/^[\x20-\x7e]+$/)
    }),
    { numRuns: 2_000 },
  )
})
