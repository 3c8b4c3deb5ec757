import { operations } from '@kunai/api/catalogue'
import type { Operation } from '@kunai/api/operation'
import { expect, test } from 'vitest'
import { referencesIn } from './references.ts'

const within = (id: keyof typeof operations, input: Record<string, unknown>) =>
  referencesIn(operations[id] as unknown as Operation, input)

test('identifiers are found in fields and in lists', () => {
  expect(within('devices.runScript', { id: 1001, type: 'SCRIPT', scriptId: undefined })).toEqual([
    { resource: 'device', id: 1001 },
  ])
  const input = { url: 'https://hooks.example.com', organizationIds: [1, 2] }
  expect(within('webhooks.set', input)).toEqual([
    { resource: 'organization', id: 1 },
    { resource: 'organization', id: 2 },
  ])
})

test('and in things that are written out, each once', () => {
  const checklists = [
    { organizationId: 1, name: 'Audit' },
    { organizationId: 2, name: 'Audit' },
    { organizationId: 1, name: 'New server' },
  ]
  expect(within('checklists.create', { checklists })).toEqual([
    { resource: 'organization', id: 1 },
    { resource: 'organization', id: 2 },
  ])
})
