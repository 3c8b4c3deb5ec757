import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fetchToken, machineGrant, sender, startTenant, type Tenant } from '../testing/tenant.ts'
import { callTenant, faultsOfAnswer, operationOf } from './test/answers.ts'

let tenant: Tenant
beforeAll(async () => {
  tenant = await startTenant({ alive: false })
})
beforeEach(() => tenant.sandbox.control.reset())
afterAll(() => tenant.sandbox.close())

const get = (path: string) => tenant.asMachine('GET', `/v2/${path}`)
const call = (id: string, input: unknown) => callTenant(tenant, operationOf(id), input)
const expectGone = async (path: string, resultCode: string) => {
  const { status, json } = await get(path)
  expect([status, json.resultCode]).toEqual([404, resultCode])
}

describe('technicians', () => {
  const person = { firstName: 'Noor', lastName: 'Vos', email: 'noor@msp.example' }

  test('are invited, renamed and deleted by a person', async () => {
    const { id, invitationStatus } = (await call('technicians.create', person)).json
    expect(invitationStatus).toBe('PENDING')
    expect((await call('technicians.update', { id, lastName: 'Vos-Kim' })).status).toBe(200)
    expect((await get(`user/technician/${id}`)).json).toMatchObject({ firstName: 'Noor', lastName: 'Vos-Kim' })
    expect((await get('users?userType=TECHNICIAN')).json.at(-1)).toMatchObject({ id, userType: 'TECHNICIAN' })
    expect((await call('technicians.delete', { id })).status).toBe(204)
    await expectGone(`user/technician/${id}`, 'technician_not_found')
  })

  test('are no business of a machine, and nobody deletes themselves', async () => {
    expect((await tenant.asMachine('POST', '/v2/user/technicians', person)).json.error).toBe('user_context_required')
    expect((await call('technicians.delete', { id: 1 })).json.resultCode).toBe('cannot_delete_self')
  })

  test('cannot share an address with anybody', async () => {
    await call('technicians.create', person)
    const { status, json } = await call('technicians.create', { ...person, email: 'NOOR@msp.example' })
    expect([status, json.resultCode]).toEqual([400, 'email_already_in_use'])
  })
})

describe('end users', () => {
  const person = { firstName: 'Mia', lastName: 'Ito', email: 'mia@cedar.example', organizationId: 1 }

  test('are created, moved and deleted', async () => {
    const created = (await call('endUsers.create', { ...person, sendInvitation: true })).json
    const moved = await call('endUsers.update', { id: created.id, organizationId: 2, fullPortalAccess: true })
    expect(moved.json).toEqual({ ...created, organizationId: 2, fullPortalAccess: true })
    expect((await get(`user/end-user/${created.id}`)).json).toEqual(moved.json)
    expect((await call('endUsers.delete', { id: created.id })).status).toBe(204)
    await expectGone(`user/end-user/${created.id}`, 'end_user_not_found')
  })

  test('have custom fields, which null clears', async () => {
    const { id } = (await call('endUsers.create', person)).json
    const fields = { employeeNumber: 'E-7' }
    expect((await call('endUsers.updateCustomFields', { id, fields })).status).toBe(204)
    expect((await get(`user/end-user/${id}/custom-fields`)).json).toEqual(fields)
    await call('endUsers.updateCustomFields', { id, fields: { employeeNumber: null } })
    expect((await get(`user/end-user/${id}/custom-fields`)).json).toEqual({})
  })

  test('quirk 3: a value of the wrong type is an INVALID_ATTRIBUTE_VALUE, and nothing of the change is kept', async () => {
    const { id } = (await call('endUsers.create', person)).json
    const fields = { employeeNumber: 'E-7', department: 'No such department' }
    const { status, json } = await call('endUsers.updateCustomFields', { id, fields })
    expect([status, json.resultCode]).toEqual([400, 'INVALID_ATTRIBUTE_VALUE'])
    expect((await get(`user/end-user/${id}/custom-fields`)).json).toEqual({})
    const unknown = await call('endUsers.updateCustomFields', { id, fields: { rackUnit: 3 } })
    expect([unknown.status, unknown.json.resultCode]).toEqual([400, 'custom_field_not_found'])
  })

  test('of an organization that does not exist are refused', async () => {
    const { status, json } = await call('endUsers.create', { ...person, organizationId: 999 })
    expect([status, json.resultCode]).toEqual([400, 'organization_not_found'])
  })
})

describe('contacts', () => {
  test('are created, changed and deleted, and ticketing knows them', async () => {
    const input = { organizationId: 1, firstName: 'Ana', lastName: 'Reis' }
    const created = (await call('contacts.create', input)).json
    const changed = await call('contacts.update', { id: created.id, phone: '+1 555 0100' })
    expect(changed.json).toEqual({ ...created, phone: '+1 555 0100' })
    expect((await get(`contact/${created.id}`)).json).toEqual(changed.json)
    expect((await get('ticketing/contact/contacts')).json.at(-1)).toMatchObject({
      displayName: 'Ana Reis',
      clientId: 1,
    })
    expect((await call('contacts.delete', { id: created.id })).status).toBe(204)
    await expectGone(`contact/${created.id}`, 'contact_not_found')
    expect((await call('contacts.delete', { id: created.id })).status).toBe(404)
    expect((await call('contacts.create', { ...input, organizationId: 999 })).status).toBe(400)
  })
})

describe('roles', () => {
  const membersOf = async (roleId: number) => {
    const role = (await get('user/roles')).json.find(({ id }: { id: number }) => id === roleId)
    return role.members.map(({ id }: { id: number }) => id)
  }

  test('get members and lose them', async () => {
    await call('userRoles.addMembers', { roleId: 4, members: [1, 5] })
    expect(await membersOf(4)).toEqual(expect.arrayContaining([1, 5]))
    await call('userRoles.removeMembers', { roleId: 4, members: [1] })
    expect(await membersOf(4)).not.toContain(1)
    expect((await get('users?includeRoles=true')).json[4].roles).toContain('Read Only')
    expect((await get('users')).json[4].roles).toBeUndefined()
  })

  test('refuse a change as a whole when one member cannot have it', async () => {
    const [user] = (await get('user/end-users')).json
    const before = await membersOf(4)
    const wrong = await call('userRoles.addMembers', { roleId: 4, members: [1, user.id] })
    expect([wrong.status, wrong.json.resultCode]).toEqual([400, 'invalid_user_type'])
    const missing = await call('userRoles.addMembers', { roleId: 4, members: [1, 999] })
    expect([missing.status, missing.json.resultCode]).toEqual([404, 'user_not_found'])
    expect((await call('userRoles.addMembers', { roleId: 99, members: [1] })).json.resultCode).toBe('role_not_found')
    expect(await membersOf(4)).toEqual(before)
  })
})

test.each(['contacts', 'user/end-users'])('a reader’s token does not write %s', async (path) => {
  const token = await fetchToken(tenant.sandbox, { ...machineGrant(tenant.sandbox), scope: 'monitoring' })
  expect((await sender(tenant.sandbox.url, token)('POST', `/v2/${path}`, {})).status).toBe(403)
})

test.each([
  'technicians.list',
  'technicians.get',
  'technicians.create',
  'technicians.update',
  'technicians.delete',
  'endUsers.list',
  'endUsers.get',
  'endUsers.create',
  'endUsers.update',
  'endUsers.delete',
  'endUsers.getCustomFields',
  'endUsers.updateCustomFields',
  'contacts.list',
  'contacts.get',
  'contacts.create',
  'contacts.update',
  'contacts.delete',
  'users.list',
  'userRoles.list',
  'userRoles.addMembers',
  'userRoles.removeMembers',
])('%s answers its first example in the vendor’s form', async (id) => {
  const [example] = operationOf(id).examples
  const people = { technicians: 2, endUsers: 0, contacts: 10, userRoles: 0 } as Record<string, number>
  const [user] = (await get('user/end-users')).json
  const given = example.input as Record<string, unknown>
  const input = {
    ...given,
    ...('id' in given && { id: people[id.split('.')[0] ?? ''] || user.id }),
    ...('roleId' in given && { roleId: 2, members: [1] }),
    ...('fields' in given && { fields: { employeeNumber: 'E-7' } }),
  }
  const reply = await call(id, input)
  expect(reply.status).toBeLessThan(300)
  expect(faultsOfAnswer(operationOf(id), reply)).toEqual([])
})
