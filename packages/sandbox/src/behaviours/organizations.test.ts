import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fetchToken, machineGrant, printServer, sender, startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant({ devices: 300 })
})
afterEach(() => tenant.sandbox.close())

const get = async (path: string) => (await tenant.asMachine('GET', path)).json
const send = (method: string, path: string, body?: unknown) => tenant.asMachine(method, path, body)
const refusal = async (method: string, path: string, body?: unknown) => {
  const { status, json } = await send(method, path, body)
  return [status, json.resultCode]
}
const newest = async () => (await get('/v2/activities?pageSize=10')).activities[0]
const idsOf = (rows: readonly { id: number }[]) => rows.map(({ id }) => id)

describe('an organization that is created', () => {
  test('has what was said, and stands at the end of every list', async () => {
    const body = { name: 'Maple Law', nodeApprovalMode: 'MANUAL', locations: [{ name: 'Quay', address: '1 Quay' }] }
    const { status, json } = await send('POST', '/v2/organizations', body)
    expect(status).toBe(200)
    expect(json).toMatchObject({ name: 'Maple Law', nodeApprovalMode: 'MANUAL', locations: [{ name: 'Quay' }] })
    expect(json.policies).toContainEqual({ nodeRoleId: 1, policyId: 51 })
    expect((await get('/v2/organizations-detailed')).at(-1)).toEqual(json)
    expect(idsOf(await get('/v2/organizations')).at(-1)).toBe(json.id)
    expect(await get(`/v2/organization/${json.id}`)).toEqual(json)
    expect((await get('/v2/locations')).at(-1)).toMatchObject({ name: 'Quay', organizationId: json.id })
    expect(await get(`/v2/organization/${json.id}/devices`)).toEqual([])
    expect(await newest()).toMatchObject({ statusCode: 'CLIENT_CREATED', sourceName: 'Maple Law' })
  })

  test('like a template has its policies and its approval, unless told otherwise', async () => {
    await send('PUT', '/v2/organization/1/policies', [{ nodeRoleId: 1, policyId: 201 }])
    const { json } = await send('POST', '/v2/organizations?templateOrganizationId=1', {
      name: 'Twin',
      policies: [{ nodeRoleId: 2, policyId: 202 }],
    })
    expect(json.policies).toEqual([
      { nodeRoleId: 1, policyId: 201 },
      { nodeRoleId: 2, policyId: 202 },
    ])
    expect(json.nodeApprovalMode).toBe((await get('/v2/organization/1')).nodeApprovalMode)
  })

  test.each([
    ['?templateOrganizationId=999', { name: 'X' }, 'template_organization_not_found'],
    ['', {}, 'name_is_required'],
    ['', { name: 'X', policies: [{ nodeRoleId: 1, policyId: 999 }] }, 'invalid_policy'],
    ['', { name: 'X', policies: [{ nodeRoleId: 999, policyId: 51 }] }, 'invalid_node_role'],
  ])('%s %j is refused as %s, and none is made', async (query, body, resultCode) => {
    const before = await get('/v2/organizations')
    expect(await refusal('POST', `/v2/organizations${query}`, body)).toEqual([400, resultCode])
    expect(await get('/v2/organizations')).toEqual(before)
  })

  test('twice is there twice: the API knows no idempotency key (quirk 15)', async () => {
    const ids = [await send('POST', '/v2/organizations', { name: 'Twice' })]
    ids.push(await send('POST', '/v2/organizations', { name: 'Twice' }))
    expect(new Set(ids.map(({ json }) => json.id)).size).toBe(2)
  })
})

describe('an organization that is changed', () => {
  test('reads back changed, and nodeApprovalMode is ignored (ninjaone-api §5)', async () => {
    const { nodeApprovalMode } = await get('/v2/organization/1')
    const body = { name: 'Renamed', description: 'Two dentists', userData: { tier: 2 }, nodeApprovalMode: 'REJECT' }
    const { status, text } = await send('PATCH', '/v2/organization/1', body)
    expect({ status, text }).toEqual({ status: 204, text: '' })
    expect(await get('/v2/organization/1')).toMatchObject({ ...body, nodeApprovalMode })
    expect((await get('/v2/organizations'))[0].name).toBe('Renamed')
    expect(await newest()).toMatchObject({ statusCode: 'CLIENT_UPDATED' })
  })

  test.each([
    ['PATCH', ''],
    ['PUT', '/policies'],
    ['PATCH', '/custom-fields'],
    ['POST', '/locations'],
  ])('%s /v2/organization/999%s is 404 and says what is missing', async (method, rest) => {
    const body = method === 'PUT' ? [{ nodeRoleId: 1, policyId: 51 }] : { name: 'X' }
    expect(await refusal(method, `/v2/organization/999${rest}`, body)).toEqual([404, 'organization_not_found'])
  })

  test('needs the scope for it', async () => {
    const { sandbox } = tenant
    const token = await fetchToken(sandbox, { ...machineGrant(sandbox), scope: 'monitoring' })
    const reader = sender(sandbox.url, token)
    expect((await reader('GET', '/v2/organization/1')).status).toBe(200)
    for (const [method, path] of [
      ['PATCH', '/v2/organization/1'],
      ['PATCH', `/v2/device/${printServer}`],
      ['POST', '/v2/organization/1/locations'],
      ['POST', '/v2/policies?mode=NEW'],
      ['POST', '/v2/backup/integrity-check-jobs'],
      ['POST', `/v2/device/${printServer}/patch/os/apply`],
      ['POST', '/v2/alert/7d3cbf5e-5d0a-4c67-8a44-1f1f2f3f4f5f/reset'],
    ] as const) {
      expect([path, (await reader(method, path, { name: 'X' })).status]).toEqual([path, 403])
    }
  })
})

describe('the policies of an organization', () => {
  const put = (body: unknown) => send('PUT', '/v2/organization/1/policies', body)

  test('are replaced as a list, and the answer names the devices that follow another one now', async () => {
    const before = await get('/v2/organization/1/devices')
    const { status, json } = await put([{ nodeRoleId: 1, policyId: 201 }])
    expect(status).toBe(200)
    expect(json).toContain(printServer)
    expect((await get('/v2/organization/1')).policies).toEqual([{ nodeRoleId: 1, policyId: 201 }])
    expect((await get(`/v2/device/${printServer}`)).policyId).toBe(201)
    const other = before.find(({ nodeRoleId }: { nodeRoleId: number }) => nodeRoleId !== 1)
    expect(await get(`/v2/device/${other.id}`)).not.toHaveProperty('policyId')
    expect((await put([{ nodeRoleId: 1, policyId: 201 }])).json).toEqual([])
  })

  test.each([
    [[{ nodeRoleId: 999, policyId: 51 }], 'invalid_node_role'],
    [[{ nodeRoleId: 1, policyId: 999 }], 'invalid_policy'],
    [[{ nodeRoleId: 1, policyId: 52 }], 'invalid_policy'],
    [
      [
        { nodeRoleId: 1, policyId: 51 },
        { nodeRoleId: 1, policyId: 201 },
      ],
      'duplicate_node_role',
    ],
    [{ policies: [] }, 'invalid_policies'],
    [undefined, 'policies_is_required'],
  ])('%j are refused as %s', async (body, resultCode) => {
    const { status, json } = await put(body)
    expect([status, json.resultCode]).toEqual([400, resultCode])
  })
})

describe('reads of an organization', () => {
  test('page in detail as without (after, ascending id)', async () => {
    const ids = idsOf(await get('/v2/organizations'))
    expect(idsOf(await get('/v2/organizations-detailed'))).toEqual(ids)
    expect(idsOf(await get(`/v2/organizations-detailed?pageSize=2&after=${ids[0]}`))).toEqual(ids.slice(1, 3))
    expect(idsOf(await get('/v2/locations?pageSize=2'))).toEqual(idsOf(await get('/v2/locations')).slice(0, 2))
  })

  test('devices of one are those the fleet has of it, and a df there is passed over', async () => {
    const all = await get('/v2/devices?df=org=2')
    expect(await get('/v2/organization/2/devices?df=offline')).toEqual(all)
    expect(await get(`/v2/organization/2/devices?pageSize=2&after=${all[0].id}`)).toEqual(all.slice(1, 3))
  })

  test('end users have roles when asked for', async () => {
    const [user] = await get('/v2/organization/1/end-users')
    expect(user).toMatchObject({ userType: 'END_USER', organizationId: 1 })
    expect(user).not.toHaveProperty('roles')
    expect((await get('/v2/organization/1/end-users?includeRoles=true'))[0].roles).toEqual(['End User'])
  })
})

describe('an installer', () => {
  test('is a new link each time it is generated, named for its token and kind', async () => {
    const body = { organizationId: 1, locationId: 11, installerType: 'WINDOWS_MSI', content: { nodeRoleId: 'auto' } }
    const urls = await Promise.all([1, 2].map(() => send('POST', '/v2/organization/generate-installer', body)))
    for (const { json } of urls) expect(json.url).toMatch(/\/NinjaOneAgent_[\da-f-]{36}\.msi$/)
    expect(urls[0]?.json.url).not.toBe(urls[1]?.json.url)
    const path = '/v2/organization/generate-installer'
    expect(await refusal('POST', path, { ...body, locationId: 21 })).toEqual([400, 'invalid_location'])
    expect(await refusal('POST', path, { ...body, content: { nodeRoleId: 999 } })).toEqual([400, 'invalid_node_role'])
  })

  test('of a location is the same link each time', async () => {
    const path = '/v2/organization/1/location/11/installer/MAC_PKG'
    const { url } = await get(path)
    expect(url).toMatch(/\.pkg$/)
    expect((await get(path)).url).toBe(url)
    expect(await refusal('GET', '/v2/organization/1/location/21/installer/MAC_PKG')).toEqual([
      404,
      'location_not_found',
    ])
  })
})

describe('a location', () => {
  test('is created, changed and read back, below its organization only', async () => {
    const { json } = await send('POST', '/v2/organization/1/locations', { name: 'Branch', address: '9 Elm Street' })
    expect(json).toEqual({ id: json.id, name: 'Branch', address: '9 Elm Street' })
    expect(await newest()).toMatchObject({ statusCode: 'LOCATION_CREATED', sourceName: 'Branch' })
    const path = `/v2/organization/1/locations/${json.id}`
    const changed = { id: json.id, name: 'Branch', address: '10 Elm Street' }
    expect((await send('PATCH', path, { address: '10 Elm Street' })).json).toEqual(changed)
    expect(await get('/v2/organization/1/locations')).toContainEqual(changed)
    expect(await refusal('PATCH', `/v2/organization/2/locations/${json.id}`, { name: 'X' })).toEqual([
      404,
      'location_not_found',
    ])
    expect(await refusal('POST', '/v2/organization/1/locations', {})).toEqual([400, 'name_is_required'])
  })
})

describe('custom fields of organizations and locations', () => {
  test('read back; those of a location come with the organization’s when asked for', async () => {
    expect((await send('PATCH', '/v2/organization/1/custom-fields', { contractNumber: 'C-9' })).status).toBe(204)
    const path = '/v2/organization/1/location/11/custom-fields'
    expect((await send('PATCH', path, { openingHours: '9-18', alarmCode: '4711' })).status).toBe(204)
    expect(await get('/v2/organization/1/custom-fields')).toMatchObject({ contractNumber: 'C-9' })
    expect(await get(path)).toMatchObject({ openingHours: '9-18', alarmCode: '*****' })
    expect(await get(path)).not.toHaveProperty('contractNumber')
    expect(await get(`${path}?withInheritance=true`)).toMatchObject({ contractNumber: 'C-9', openingHours: '9-18' })
    expect(await refusal('PATCH', path, { openingHours: 9 })).toEqual([400, 'INVALID_ATTRIBUTE_VALUE'])
    expect((await send('PATCH', path, {})).status).toBe(400)
  })
})
