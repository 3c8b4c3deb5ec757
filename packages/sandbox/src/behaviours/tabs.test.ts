import { createClient } from '@kunai/api'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { readOnly } from '../testing/stage.ts'
import { startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant({ devices: 20 })
})
afterEach(() => tenant.sandbox.close())

const send = (method: string, path: string, body?: unknown) => tenant.asMachine(method, `/v2/tab${path}`, body)
const get = async (path: string) => (await send('GET', path)).json
/** Kiosk, a custom role below Windows Desktop. */
const [kiosk, desktop] = [102, 2] as const
/** On all devices, and on organizations. */
const [asset, contract] = [1, 2] as const
const rackUnit = 6

const rack = {
  name: 'Rack',
  entityType: 'NODE_ROLE',
  entityId: desktop,
  items: [{ itemType: 'ATTRIBUTE', id: rackUnit }],
}
const create = async (fields: object = {}) => (await send('POST', '', { ...rack, ...fields })).json
const idsOf = (rows: readonly { id: number }[]) => rows.map(({ id }) => id)

describe('a custom tab', () => {
  test('is created with custom fields, read, renamed, and gone when it is deleted', async () => {
    const created = await create()
    expect(created).toMatchObject({
      name: 'Rack',
      entityType: 'NODE_ROLE',
      entityId: desktop,
      position: 2,
      default: false,
    })
    expect(created.items[0]).toMatchObject({
      id: rackUnit,
      name: 'Rack unit',
      fieldName: 'rackUnit',
      attributeType: 'NUMERIC',
    })
    expect(await get(`/${created.id}`)).toEqual(created)
    expect((await send('PATCH', '/rename', { tabId: created.id, name: 'Rack and power' })).status).toBe(200)
    expect(await get(`/${created.id}`)).toEqual({ ...created, name: 'Rack and power' })
    const deleted = await send('DELETE', `/${created.id}`)
    expect([deleted.status, deleted.text]).toEqual([200, ''])
    expect((await get(`/${created.id}`)).resultCode).toBe('custom_tab_not_found')
  })

  test('has texts among its fields, each with an id of its own that stays', async () => {
    const { id } = await create()
    const title = { itemType: 'UI_ELEMENT', uiElementType: 'TITLE', uiElementValue: 'Where it stands' }
    expect((await send('PATCH', `/${id}`, { items: [title, ...rack.items], position: 9 })).status).toBe(200)
    const { items, position } = await get(`/${id}`)
    expect(position).toBe(9)
    expect(items[0]).toMatchObject({
      uiElementValue: 'Where it stands',
      uiElementCreateTime: tenant.clock.now() / 1000,
    })
    const { uiElementUid } = items[0]
    await send('PATCH', `/${id}`, { items: [{ uiElementUid, uiElementValue: 'Place' }] })
    expect((await get(`/${id}`)).items).toEqual([expect.objectContaining({ uiElementUid, uiElementValue: 'Place' })])
  })

  test('is extended for a role: seen by that role, and not on the tab itself', async () => {
    const { id, items } = await create()
    const body = { roleId: kiosk, items: [{ uiElementType: 'SEPARATOR' }] }
    await send('PATCH', `/${id}`, body)
    await send('PATCH', `/${id}`, { ...body, items: [...body.items, { id: 1 }] })
    const { tabs } = await get(`/${id}/role/${kiosk}`)
    expect(tabs).toHaveLength(2)
    expect(tabs[1]).toMatchObject({
      parentTabId: id,
      entityId: kiosk,
      items: [{ uiElementType: 'SEPARATOR' }, { id: 1 }],
    })
    expect((await get(`/${id}/role/${desktop}`)).tabs).toHaveLength(1)
    expect((await get(`/${id}`)).items).toEqual(items)
    await send('DELETE', `/${id}`)
    expect((await get(`/${tabs[1].id}`)).resultCode).toBe('custom_tab_not_found')
  })
})

describe('summaries', () => {
  test('of a role have its tabs and those of the roles above it, and the line of roles', async () => {
    const { id } = await create()
    const own = await create({ name: 'Lobby', entityId: kiosk })
    expect(await get(`/summary/role/${kiosk}`)).toEqual({
      labels: [
        { id: asset, name: 'Asset', position: 1, default: false },
        { id, name: 'Rack', nodeRoleId: desktop, position: 2, default: false },
        { id: own.id, name: 'Lobby', nodeRoleId: kiosk, position: 3, default: false },
      ],
      roleHierarchy: [desktop, kiosk],
    })
    expect(idsOf((await get(`/summary/role/${desktop}`)).labels)).toEqual([asset, id])
  })

  test('of organizations and of end users have theirs, and so have the tabs themselves', async () => {
    const { id } = await create({ name: 'Person', entityType: 'END_USER', entityId: undefined })
    expect(idsOf((await get('/summary/organization')).labels)).toEqual([contract])
    expect(idsOf((await get('/summary/end-user')).labels)).toEqual([id])
    expect((await get(`/${contract}/organization`)).tabs[0]).toMatchObject({ id: contract, entityType: 'ORGANIZATION' })
    expect((await get(`/${id}/end-user`)).tabs[0]).toMatchObject({ id, entityType: 'END_USER' })
    expect((await get(`/${id}/organization`)).resultCode).toBe('custom_tab_not_found')
  })

  test('hide a tab for a role and show it again', async () => {
    const { id } = await create()
    const set = (hidden: boolean) => send('PATCH', `/role/${kiosk}/visibility`, [{ tabId: id, hidden }])
    expect((await set(true)).json).toEqual([expect.objectContaining({ id, hiddenForRoles: [kiosk] })])
    expect((await get(`/summary/role/${kiosk}`)).labels[1].hiddenForRoles).toEqual([kiosk])
    expect((await set(false)).json[0]).not.toHaveProperty('hiddenForRoles')
  })
})

describe('orders', () => {
  test('of organizations, end users and a role are kept', async () => {
    const { id: second } = await create({ name: 'Site', entityType: 'ORGANIZATION', entityId: undefined })
    const order = [
      { tabId: second, position: 1 },
      { tabId: contract, position: 2 },
    ]
    const { json } = await send('PATCH', '/organization/order', order)
    expect(json.map(({ id, position }: { id: number; position: number }) => [id, position])).toEqual([
      [second, 1],
      [contract, 2],
    ])
    expect((await get(`/${contract}`)).position).toBe(2)
    const { id: person } = await create({ name: 'Person', entityType: 'END_USER', entityId: undefined })
    expect((await send('PATCH', '/end-user/order', [{ tabId: person, position: 7 }])).json[0].position).toBe(7)
    const { id: own } = await create({ entityId: kiosk })
    expect((await send('PATCH', `/role/${kiosk}/order`, [{ tabId: own, position: 5 }])).json[0].position).toBe(5)
  })

  test('must name every tab of the place, once, and no inherited one', async () => {
    await create({ name: 'Site', entityType: 'ORGANIZATION', entityId: undefined })
    const one = [{ tabId: contract, position: 1 }]
    const code = async (path: string, body: unknown) => {
      const { status, json } = await send('PATCH', path, body)
      return [status, json.resultCode]
    }
    expect(await code('/organization/order', one)).toEqual([400, 'all_tabs_must_be_specified'])
    expect(await code('/organization/order', [...one, ...one])).toEqual([400, 'all_tabs_must_be_specified'])
    const { id } = await create()
    expect(await code(`/role/${kiosk}/order`, [{ tabId: id, position: 1 }])).toEqual([400, 'invalid_custom_tab'])
    expect(await code('/organization/order', [{ tabId: 99, position: 1 }])).toEqual([404, 'custom_tab_not_found'])
  })
})

test.each<[string, string, string, unknown, number, string]>([
  ['a role there is not', 'POST', '', { ...rack, entityId: 999 }, 400, 'invalid_node_role'],
  ['no role', 'POST', '', { ...rack, entityId: undefined }, 400, 'entity_id_is_required'],
  ['a role for an organization', 'POST', '', { ...rack, entityType: 'ORGANIZATION' }, 400, 'invalid_entity_id'],
  ['a field there is not', 'POST', '', { ...rack, items: [{ id: 999 }] }, 400, 'invalid_custom_field'],
  [
    'a name that is taken',
    'POST',
    '',
    { name: 'Contract', entityType: 'ORGANIZATION' },
    400,
    'custom_tab_name_already_exists',
  ],
  ['a role there is not in the path', 'GET', '/summary/role/999', undefined, 404, 'node_role_not_found'],
  ['an extension of what has none', 'PATCH', `/${contract}`, { roleId: kiosk, items: [] }, 400, 'invalid_custom_tab'],
])('a custom tab is refused with %s', async (_case, method, path, body, status, code) => {
  const reply = await send(method, path, body)
  expect([reply.status, reply.json.resultCode]).toEqual([status, code])
  expect(tenant.sandbox.control.ledger()).toEqual([])
})

test('what is answered with an empty 200 is a success to the typed client', async () => {
  const { url: baseUrl, machine } = tenant.sandbox
  const client = createClient({ baseUrl, machine, clock: tenant.clock })
  onTestFinished(() => client.close())
  const { id: tabId } = await client.tabs.create({ name: 'Rack', entityType: 'NODE_ROLE', entityId: kiosk })
  await client.tabs.rename({ tabId, name: 'Rack and power' })
  await client.tabs.setRoleOrder({ roleId: kiosk, tabs: [{ tabId, position: 4 }] })
  expect(await client.tabs.get({ tabId })).toMatchObject({ name: 'Rack and power', position: 4 })
  expect(await client.tabs.delete({ tabId })).toBeUndefined()
})

test('a custom tab is not written with a token that may only read', async () => {
  const send = await readOnly(tenant)
  expect((await send('POST', '/v2/tab', rack)).status).toBe(403)
})
