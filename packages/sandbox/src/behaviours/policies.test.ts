import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { printServer, startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant()
})
afterEach(() => tenant.sandbox.close())

const get = async (path: string) => (await tenant.asMachine('GET', path)).json
const refusal = async (method: string, path: string, body?: unknown) => {
  const { status, json } = await tenant.asMachine(method, path, body)
  return [status, json.resultCode]
}

describe('a policy', () => {
  const create = (query: string, body: unknown) => tenant.asMachine('POST', `/v2/policies?${query}`, body)

  test.each([
    ['mode=NEW', { name: 'Fresh', nodeClass: 'MAC' }, { nodeClass: 'MAC', nodeClassDefault: false }],
    ['mode=CHILD', { name: 'Child', parentPolicyId: 51 }, { nodeClass: 'WINDOWS_SERVER', parentPolicyId: 51 }],
    ['mode=COPY&templatePolicyId=201', { name: 'Copy' }, { nodeClass: 'WINDOWS_SERVER', parentPolicyId: 51 }],
  ])('of %s is made, listed, and can be given to a device', async (query, body, expected) => {
    const { status, json } = await create(query, body)
    expect(status).toBe(200)
    expect(json).toMatchObject({ name: body.name, ...expected })
    expect((await get('/v2/policies')).at(-1)).toEqual(json)
    const { activities } = await get('/v2/activities?status=POLICY_CREATED')
    expect(activities).toHaveLength(1)
    if (expected.nodeClass !== 'WINDOWS_SERVER') return
    await tenant.asMachine('PATCH', `/v2/device/${printServer}`, { policyId: json.id })
    expect((await get(`/v2/device/${printServer}`)).policyId).toBe(json.id)
  })

  test.each([
    ['mode=NEW', { name: 'X' }, 'node_class_is_required'],
    ['mode=NEW', { name: 'X', nodeClass: 'TOASTER' }, 'invalid_node_class'],
    ['mode=CHILD', { name: 'X' }, 'parent_policy_id_is_required'],
    ['mode=CHILD', { name: 'X', parentPolicyId: 999 }, 'parent_policy_not_found'],
    ['mode=CHILD', { name: 'X', parentPolicyId: 51, nodeClass: 'MAC' }, 'invalid_node_class'],
    ['mode=COPY&templatePolicyId=999', { name: 'X' }, 'template_policy_not_found'],
    ['mode=NEW', { nodeClass: 'MAC' }, 'name_is_required'],
  ])('of %s %j is refused as %s', async (query, body, resultCode) => {
    const before = await get('/v2/policies')
    expect(await refusal('POST', `/v2/policies?${query}`, body)).toEqual([400, resultCode])
    expect(await get('/v2/policies')).toEqual(before)
  })
})

describe('a group', () => {
  test('holds what its saved search finds, and counts it', async () => {
    for (const { id, deviceCount } of await get('/v2/groups')) {
      const ids = await get(`/v2/group/${id}/device-ids`)
      expect(ids).toHaveLength(deviceCount)
      expect((await get(`/v2/devices?df=group ${id}`)).map((one: { id: number }) => one.id)).toEqual(ids)
    }
    expect(await refusal('GET', '/v2/group/999/device-ids')).toEqual([404, 'group_not_found'])
  })
})

describe('what a tenant has set up', () => {
  test('roles name the class they are for, and the one they were made from', async () => {
    const roles = await get('/v2/roles')
    expect(roles[0]).toMatchObject({ id: 1, nodeClass: 'WINDOWS_SERVER', custom: false })
    expect(roles.at(-1)).toMatchObject({ name: 'Kiosk', custom: true, nodeRoleParentId: 2 })
  })

  test('products are known by the identifier that patches name', async () => {
    const products = new Set((await get('/v2/software-products')).map(({ id }: { id: string }) => id))
    for (const { id } of await get('/v2/devices?df=class=WINDOWS_WORKSTATION')) {
      const patches = await get(`/v2/device/${id}/software-patch-installs`)
      for (const { productIdentifier } of patches) expect(products).toContain(productIdentifier)
    }
  })

  test('scan groups are listed and found', async () => {
    const [group] = await get('/v2/vulnerability/scan-groups')
    expect(await get(`/v2/vulnerability/scan-groups/${group.id}`)).toEqual(group)
    expect(await refusal('GET', '/v2/vulnerability/scan-groups/999')).toEqual([404, 'scan_group_not_found'])
  })
})
