import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fetchToken, machineGrant, sender, startTenant, type Tenant } from '../testing/tenant.ts'
import { callTenant, faultsOfAnswer, operationOf } from './test/answers.ts'

let tenant: Tenant
beforeAll(async () => {
  tenant = await startTenant({ alive: false })
})
beforeEach(() => tenant.sandbox.control.reset())
afterAll(() => tenant.sandbox.close())

const get = async (path: string) => (await tenant.asMachine('GET', `/v2/${path}`)).json
const call = (id: string, input: unknown) => callTenant(tenant, operationOf(id), input)
const rack = { label: 'Rack', fieldName: 'rack', type: 'TEXT', definitionScope: ['NODE'] }
const nameOf = ({ name }: { name: string }) => name

describe('definitions', () => {
  test('are created, changed, renamed and deleted, with their values', async () => {
    const created = await call('customFields.create', rack)
    expect(created.json).toMatchObject({ name: 'rack', entityType: 'NODE', active: true, apiPermission: 'NONE' })
    expect(await get('custom-fields/field-name/rack')).toEqual(created.json)
    const changed = await call('customFields.update', { fieldName: 'rack', newFieldName: 'shelf', active: false })
    expect(changed.json).toMatchObject({ name: 'shelf', label: 'Rack', active: false })
    expect((await get('custom-fields/field-name/rack')).resultCode).toBe('custom_field_not_found')
    expect((await call('customFields.delete', { fieldName: 'shelf' })).status).toBe(204)
    expect((await call('customFields.delete', { fieldName: 'shelf' })).status).toBe(404)
  })

  test('take their values along to a new name, and away when they go', async () => {
    const rows = async (field: string) => (await get(`queries/custom-fields?fields=${field}`)).cursor.count
    const before = await rows('assetOwner')
    expect(before).toBeGreaterThan(0)
    await call('customFields.update', { fieldName: 'assetOwner', newFieldName: 'owner' })
    expect([await rows('assetOwner'), await rows('owner')]).toEqual([0, before])
    await call('customFields.delete', { fieldName: 'owner' })
    await call('customFields.create', { ...rack, fieldName: 'owner' })
    expect(await rows('owner')).toBe(0)
  })

  test('keep their options: one without an id is new each time', async () => {
    const [gold] = (await get('custom-fields/field-name/serviceLevel')).content.values
    const content = { values: [{ id: gold.id, name: 'Platinum' }, { name: 'None' }] }
    const { json } = await call('customFields.update', { fieldName: 'serviceLevel', content })
    expect(json.content.values.map(nameOf)).toEqual(['Platinum', 'Silver', 'Gold', 'None'])
    const wrong = { values: [{ id: '3f0c0a52-53d0-4b0e-9c53-7a1f7f6f6a11', name: 'x' }] }
    const refused = await call('customFields.update', { fieldName: 'serviceLevel', content: wrong })
    expect([refused.status, refused.json.resultCode]).toEqual([400, 'option_not_found'])
  })

  test.each([
    ['a name that is taken', { fieldName: 'assetOwner' }, 'custom_field_already_exists'],
    ['a name that is no word', { fieldName: 'asset owner' }, 'invalid_field_name'],
    ['a drop-down without values', { type: 'DROPDOWN' }, 'values_are_required'],
  ])('with %s are refused', async (_case, more, resultCode) => {
    const { status, json } = await call('customFields.create', { ...rack, ...more })
    expect([status, json.resultCode]).toEqual([400, resultCode])
  })

  test('keep their type', async () => {
    const { status, json } = await call('customFields.update', { fieldName: 'assetOwner', type: 'NUMERIC' })
    expect([status, json.resultCode]).toEqual([400, 'type_not_changeable'])
  })
})

describe('bulk calls do all or nothing', () => {
  test('create', async () => {
    const customFields = [rack, { ...rack, fieldName: 'assetOwner' }]
    expect((await call('customFields.createMany', { customFields })).status).toBe(400)
    expect((await get('custom-fields/field-name/rack')).resultCode).toBe('custom_field_not_found')
  })

  test('update', async () => {
    const customFields = [
      { fieldName: 'assetOwner', label: 'Changed' },
      { fieldName: 'nobody', label: 'x' },
    ]
    expect((await call('customFields.updateMany', { customFields })).status).toBe(404)
    expect((await get('custom-fields/field-name/assetOwner')).label).toBe('Asset owner')
  })

  test('delete', async () => {
    expect((await call('customFields.deleteMany', { fieldNames: 'assetOwner,nobody' })).status).toBe(404)
    expect((await get('custom-fields/field-name/assetOwner')).name).toBe('assetOwner')
    const names = ['assetOwner', 'rackUnit']
    expect((await call('customFields.deleteMany', { fieldNames: names.join(',') })).json).toEqual(names)
    expect((await get('custom-fields?pageSize=500')).results.map(nameOf)).not.toContain('rackUnit')
  })
})

describe('the list', () => {
  test('comes in an envelope, each field once, whatever the page size', async () => {
    const all = await get('custom-fields')
    expect(all).toMatchObject({ page: 1, pageSize: 50, count: all.results.length })
    const seen: unknown[] = []
    for (let cursor = ''; ; ) {
      const { results, cursorName } = await get(`custom-fields?pageSize=5&cursorName=${cursor}`)
      seen.push(...results)
      if (!cursorName) break
      cursor = cursorName
    }
    expect(seen).toEqual(all.results)
    const { status, json } = await tenant.asMachine('GET', '/v2/custom-fields?cursorName=nobody')
    expect([status, json.resultCode]).toEqual([400, 'invalid_cursor_name'])
    expect((await get('custom-fields?pageSize=4')).resultCode).toBe('invalid_page_size')
  })

  test('of devices knows scopes, and passes over words that are none', async () => {
    const names = async (scopes: string) => (await get(`device-custom-fields?scopes=${scopes}`)).map(nameOf)
    expect(await names('location')).toContain('alarmCode')
    expect(await names('node')).not.toContain('alarmCode')
    expect(await names('all')).toContain('alarmCode')
    expect(await names('colour')).toEqual([])
  })
})

test('links to files: none of an owner without files, 404 for one that is not there', async () => {
  expect(await get('custom-fields/entity-type/NODE/1001/signed-urls')).toEqual({})
  expect((await get('custom-fields/entity-type/NODE/1/signed-urls')).resultCode).toBe('entity_not_found')
})

test('a reader’s token defines no field', async () => {
  const token = await fetchToken(tenant.sandbox, { ...machineGrant(tenant.sandbox), scope: 'monitoring' })
  expect((await sender(tenant.sandbox.url, token)('POST', '/v2/custom-fields', rack)).status).toBe(403)
})

test.each([
  'customFields.list',
  'customFields.get',
  'customFields.listForDevices',
  'customFields.create',
  'customFields.createMany',
  'customFields.update',
  'customFields.updateMany',
  'customFields.delete',
  'customFields.deleteMany',
])('%s answers its first example in the vendor’s form', async (id) => {
  for (const fieldName of ['assetTag', 'backupTier', 'rack', 'doorCode']) {
    const [example] = operationOf(id).examples
    if (!id.startsWith('customFields.create') && JSON.stringify(example.input).includes(fieldName)) {
      await call('customFields.create', { ...rack, fieldName })
    }
  }
  const reply = await call(id, operationOf(id).examples[0].input)
  expect(reply.status).toBeLessThan(300)
  // Where the next cursor stands is unverified, so the sandbox names it in a place of its own.
  const faults = faultsOfAnswer(operationOf(id), reply).filter((fault) => !fault.includes('.cursorName:'))
  expect(faults).toEqual([])
})
