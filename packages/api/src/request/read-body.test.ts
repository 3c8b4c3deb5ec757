import { expect, test } from 'vitest'
import { catalogue, operations } from '../catalogue.ts'
import type { Operation } from '../operation.ts'
import { parseInput } from './parse-input.ts'
import { inputOfBody } from './read-body.ts'
import { placeOf, toRequest } from './to-request.ts'

const find = (id: keyof typeof operations) => operations[id] as unknown as Operation

test('the body of every example comes back as the input it was made of', () => {
  for (const operation of catalogue) {
    for (const { input } of operation.examples) {
      const parsed = parseInput(operation, input)
      if (!parsed.ok) throw new Error(`${operation.id}: ${parsed.message}`)
      const { body } = toRequest(operation, parsed.input)
      const read = inputOfBody(operation, body)
      expect(read.ok, operation.id).toBe(true)
      if (!read.ok) continue
      const elsewhere = Object.fromEntries(
        Object.entries(parsed.input).filter(([field]) => placeOf(operation, field) !== 'body'),
      )
      const again = parseInput(operation, { ...elsewhere, ...read.input })
      expect(again, operation.id).toMatchObject({ ok: true })
      if (again.ok) expect(toRequest(operation, again.input), operation.id).toEqual(toRequest(operation, parsed.input))
    }
  }
})

test('a name of the path in the body is not taken for the path’s', () => {
  const read = inputOfBody(find('devices.update'), { id: 7, displayName: 'X' })
  expect(read).toMatchObject({ ok: false, issue: { field: 'id' } })
})

test.each<[string, keyof typeof operations, unknown]>([
  ['a body where none is taken', 'alerts.list', {}],
  ['text for an object', 'devices.update', 'displayName'],
  ['a list for an object', 'devices.update', []],
  ['nothing for an object', 'devices.update', null],
])('%s is refused', (_name, id, body) => {
  expect(inputOfBody(find(id), body)).toMatchObject({ ok: false })
})

test('seconds of the vendor’s are a moment of ours, and a moment stays one', () => {
  for (const end of [1_767_603_600, '2026-01-05T09:00:00.000Z']) {
    const read = inputOfBody(find('devices.setMaintenance'), { disabledFeatures: ['ALERTS'], end })
    expect(read).toMatchObject({ ok: true, input: { end: '2026-01-05T09:00:00.000Z' } })
  }
})
