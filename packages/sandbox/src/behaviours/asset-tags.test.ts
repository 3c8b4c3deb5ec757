import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createStage, readOnly } from '../testing/stage.ts'
import { printServer, startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant({ devices: 20 })
})
afterEach(() => tenant.sandbox.close())

const send = (method: string, path: string, body?: unknown) => tenant.asMachine(method, `/v2/tag${path}`, body)
const tags = async () => (await send('GET', '')).json.tags
const countOf = async (id: number) => (await tags()).find((tag: { id: number }) => tag.id === id)?.targetsCount

describe('an asset tag', () => {
  test('is created, changed, found in the list, and gone when it is deleted', async () => {
    const { json: created } = await send('POST', '', { name: 'Loan pool', description: 'By the day' })
    expect(created).toMatchObject({ name: 'Loan pool', description: 'By the day', createTime: expect.any(Number) })
    const { json: changed } = await send('PUT', `/${created.id}`, { name: 'Loan devices' })
    expect(changed).toMatchObject({ id: created.id, name: 'Loan devices', description: 'By the day' })
    expect(await tags()).toContainEqual({ ...changed, targetsCount: 0 })
    expect((await send('DELETE', `/${created.id}`)).status).toBe(204)
    expect(await countOf(created.id)).toBeUndefined()
    expect((await send('DELETE', `/${created.id}`)).json.resultCode).toBe('tag_not_found')
  })

  test('is given to devices and taken from them', async () => {
    expect((await send('PUT', `/device/${printServer}`, { tagIds: [1, 2] })).status).toBe(204)
    const body = { assetIds: [printServer, 1002], tagIdsToAdd: [3], tagIdsToRemove: [1] }
    expect((await send('POST', '/device', body)).status).toBe(204)
    expect([await countOf(1), await countOf(2), await countOf(3)]).toEqual([0, 1, 2])
    await send('PUT', `/device/${printServer}`, { tagIds: [] })
    expect([await countOf(2), await countOf(3)]).toEqual([0, 1])
  })

  test('takes over the devices of those that are merged into it, old or new', async () => {
    await send('PUT', `/device/${printServer}`, { tagIds: [1, 2] })
    await send('PUT', '/device/1002', { tagIds: [2] })
    const { json: old } = await send('POST', '/merge', {
      tagIds: [1, 2],
      mergeMethod: 'MERGE_INTO_EXISTING_TAG',
      mergeIntoTagId: 1,
    })
    expect(old.id).toBe(1)
    expect([await countOf(1), await countOf(2)]).toEqual([2, undefined])
    const merge = { tagIds: [1, 3], mergeMethod: 'MERGE_INTO_NEW_TAG', name: 'Lent out' }
    const { json: fresh } = await send('POST', '/merge', merge)
    expect([await countOf(1), await countOf(3), await countOf(fresh.id)]).toEqual([undefined, undefined, 2])
  })

  test('is none of the endpoint tags of a device, which the API cannot change (ninjaone-api §9.8)', async () => {
    const device = async () => (await tenant.asMachine('GET', `/v2/device/${printServer}`)).json.tags
    const before = await device()
    await send('PUT', `/device/${printServer}`, { tagIds: [1, 2] })
    expect(await device()).toEqual(before)
  })

  test('that is missing in a list of several leaves the others alone', async () => {
    const { status, json } = await send('POST', '/delete', [1, 999])
    expect([status, json.resultCode]).toEqual([404, 'tag_not_found'])
    expect((await tags()).length).toBe(4)
    expect((await send('POST', '/delete', [1, 2])).status).toBe(204)
    expect((await tags()).length).toBe(2)
  })

  test.each<[string, string, string, unknown, number, string]>([
    ['a name that is taken', 'POST', '', { name: 'LEASED' }, 400, 'tag_name_already_exists'],
    ['a tag there is not', 'PUT', `/device/${printServer}`, { tagIds: [999] }, 400, 'invalid_tag'],
    ['a device there is not', 'PUT', '/device/99999', { tagIds: [1] }, 404, 'device_not_found'],
    [
      'a tag both added and removed',
      'POST',
      '/device',
      { assetIds: [printServer], tagIdsToAdd: [1], tagIdsToRemove: [1] },
      400,
      'invalid_tag',
    ],
  ])('refuses %s', async (_case, method, path, body, status, code) => {
    const reply = await send(method, path, body)
    expect([reply.status, reply.json.resultCode]).toEqual([status, code])
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })

  test('is not written with a token that may only read', async () => {
    const send = await readOnly(tenant)
    expect((await send('POST', '/v2/tag', { name: 'Loan pool' })).status).toBe(403)
    expect((await send('GET', '/v2/tag')).status).toBe(200)
  })

  test('says which person made it, and nobody when an application did', () => {
    const { perform } = createStage(5)
    const { id } = perform('assetTags.create', { name: 'Loan pool' })
    const [tag] = perform('assetTags.list', {}).tags.filter((one: { id: number }) => one.id === id)
    expect(tag).toMatchObject({ createdByUserId: 5, createdBy: { id: 5, email: expect.stringContaining('@') } })
    expect(createStage().perform('assetTags.create', { name: 'Loan pool' })).not.toHaveProperty('createdByUserId')
  })
})
