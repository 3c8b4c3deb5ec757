import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readOnly } from '../testing/stage.ts'
import { startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant({ devices: 20 })
})
afterEach(() => tenant.sandbox.close())

const send = (method: string, path: string, body?: unknown) => tenant.asMachine(method, `/v2/noderole${path}`, body)
const roles = async () => (await send('GET', '/list')).json
const named = async (name: string) => (await roles()).find((role: { name: string }) => role.name === name)

const lobby = { name: 'Lobby', nodeClass: 'WINDOWS_WORKSTATION' }

describe('device roles', () => {
  test('are created with their parents in one call, whose answer is the request and has no id', async () => {
    const body = [
      { ...lobby, name: 'Lobby, left', nodeRoleParentName: 'Lobby' },
      { ...lobby, nodeRoleParentId: 2, chassisType: 'DESKTOP' },
    ]
    const { status, json } = await send('POST', '', body)
    expect([status, json]).toEqual([200, body])
    const parent = await named('Lobby')
    expect(parent).toMatchObject({ custom: true, nodeRoleParentId: 2, chassisType: 'DESKTOP' })
    expect(await named('Lobby, left')).toMatchObject({ nodeRoleParentId: parent.id, created: expect.any(Number) })
  })

  test('are renamed and deleted, when they are custom', async () => {
    expect((await send('PATCH', '', [{ id: 102, name: 'Lobby kiosk' }])).json).toEqual([
      { id: 102, name: 'Lobby kiosk' },
    ])
    expect(await named('Lobby kiosk')).toMatchObject({ id: 102, description: 'One application only' })
    expect((await send('POST', '/delete', { ids: [102] })).status).toBe(204)
    expect(await named('Lobby kiosk')).toBeUndefined()
    expect((await send('POST', '/delete', { ids: [102] })).json.resultCode).toBe('node_role_not_found')
  })

  test('that can be given to devices are those of real classes', async () => {
    const assignable = (await send('GET', '/list?isAssignable=true')).json
    expect(assignable.length).toBe((await roles()).length - 1)
  })

  test.each<[string, string, string, unknown, string]>([
    ['a name that is taken', 'POST', '', [{ ...lobby, name: 'kiosk' }], 'node_role_name_already_exists'],
    ['a name twice', 'POST', '', [lobby, lobby], 'node_role_name_already_exists'],
    ['another class than the parent', 'POST', '', [{ ...lobby, nodeRoleParentId: 1 }], 'invalid_node_class'],
    ['a parent there is not', 'POST', '', [{ ...lobby, nodeRoleParentId: 999 }], 'invalid_node_role'],
    ['a parent no role of the call is', 'POST', '', [{ ...lobby, nodeRoleParentName: 'Hall' }], 'invalid_node_role'],
    ['a role that is its own parent', 'POST', '', [{ ...lobby, nodeRoleParentName: 'Lobby' }], 'invalid_node_role'],
    ['a class there is not', 'POST', '', [{ ...lobby, nodeClass: 'TOASTER' }], 'invalid_node_class'],
    ['an icon for managed devices', 'POST', '', [{ ...lobby, icon: 'lamp' }], 'invalid_icon'],
    ['one name for two', 'PATCH', '', [101, 102].map((id) => ({ id, name: 'Same' })), 'node_role_name_already_exists'],
    ['to change a role of the system', 'PATCH', '', [{ id: 2, name: 'Desktop' }], 'invalid_node_role'],
    ['to delete a role of the system', 'POST', '/delete', { ids: [2] }, 'invalid_node_role'],
  ])('refuse %s', async (_case, method, path, body, code) => {
    const reply = await send(method, path, body)
    expect([reply.status, reply.json.resultCode]).toEqual([400, code])
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })

  test('are not written with a token that may only read', async () => {
    const send = await readOnly(tenant)
    expect((await send('POST', '/v2/noderole', [lobby])).status).toBe(403)
  })
})
