/** What a person is told that a change would change: today's values, read when the page is looked at. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestGateway, type TestGateway, waiting } from '../../test/gateway.ts'
import { getApproval } from './approvals.ts'
import type { FieldChange } from './changes-now.ts'
import type { Principal } from './index.ts'

const person: Principal = {
  kind: 'person',
  session: { person: { id: 'person_bob', name: 'Bob' }, role: 'approver', csrfToken: '' },
}

let test: TestGateway
beforeAll(async () => {
  test = await startTestGateway()
})
afterAll(() => test.close())

async function changesOf(operation: string, input: Record<string, unknown>): Promise<FieldChange[] | null> {
  const { approvalId } = waiting(await test.ask(operation, input))
  const shown = await getApproval.run(test.gateway.parts, person, { id: approvalId })
  return (shown as { changes: FieldChange[] | null }).changes
}

const read = async <Data>(operation: string, input: object) =>
  ((await test.ask(operation, input as Record<string, unknown>)) as unknown as { data: Data }).data

it('each field that would differ, and no other', async () => {
  const { name, description = null } = await read<{ name: string; description?: string }>('organizations.get', {
    id: 1,
  })
  expect(await changesOf('organizations.update', { id: 1, name, description: 'Moved to the harbor' })).toEqual([
    { field: 'description', before: description, after: 'Moved to the harbor' },
  ])
  expect(await changesOf('organizations.update', { id: 1, name })).toEqual([])
})

it('what NinjaOne says nothing of is null', async () => {
  const { displayName } = await read<{ displayName?: string }>('devices.get', { id: 1003 })
  expect(displayName).toBeUndefined()
  expect(await changesOf('devices.update', { id: 1003, displayName: 'FRONTDESK' })).toEqual([
    { field: 'displayName', before: null, after: 'FRONTDESK' },
  ])
})

it.each([
  ['a command changes no fields', 'devices.reboot', { id: 1001, mode: 'NORMAL' }],
  ['what is new was nothing before', 'locations.create', { id: 1, name: 'Warehouse' }],
  [
    'a secret is not shown beside the request that hides it',
    'relatedItems.addSecureValue',
    { entityType: 'NODE', entityId: 1001, name: 'Console', username: 'admin', password: 'kanarie-42' },
  ],
])('nothing is compared: %s', async (_, operation, input) => {
  expect(await changesOf(operation, input)).toBe(null)
})

it('NinjaOne does not answer: nothing is compared, and the page is there all the same', async () => {
  const { approvalId } = waiting(await test.ask('organizations.update', { id: 1, description: 'x' }))
  test.sandbox.control.addFault({ match: { path: '/v2/organization/1' }, effect: { kind: 'status', status: 400 } })
  const shown = await getApproval.run(test.gateway.parts, person, { id: approvalId })
  test.sandbox.control.clearFaults()
  expect(shown).toMatchObject({ changes: null, id: approvalId })
})
