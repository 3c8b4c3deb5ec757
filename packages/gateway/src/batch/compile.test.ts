import { expect, test } from 'vitest'
import { compileBatch } from './index.ts'

const batch = compileBatch(
  'Update Device Information',
  { 'Device ID': '{{ id }}', 'Display Name': '{{ name if keep }}', 'User Data': '{{ data if keep }}' },
  { endTime: '2026-01-01T00:00:00.000Z' },
)

test('a field whose condition is false is not sent', () => {
  const input = (keep: boolean) => {
    const rendered = batch.render({ id: 7, name: 'srv', data: { site: 'x' }, keep })
    return rendered.ok ? rendered.call.input : rendered
  }
  expect(input(true)).toEqual({ id: 7, displayName: 'srv', userData: { site: 'x' } })
  expect(Object.keys(input(false))).toEqual(['id'])
})
