import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createStage, readOnly } from '../testing/stage.ts'
import { printServer, startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant({ devices: 20 })
})
afterEach(() => tenant.sandbox.close())

const send = (method: string, path: string, body?: unknown) =>
  tenant.asMachine(method, `/v2/related-items${path}`, body)
const get = async (path: string) => (await send('GET', path)).json
const idsOf = (rows: readonly { id: number }[]) => rows.map(({ id }) => id)
const device = `NODE/${printServer}`
/** The document about internet access of the first organization. */
const documentId = 11
const toDocument = { relEntityType: 'DOCUMENT', relEntityId: documentId }

describe('a relation', () => {
  test('is found from both sides, by entity and by kind', async () => {
    const { json: item } = await send('POST', `/entity/${device}/relation`, toDocument)
    expect(item).toMatchObject({ type: 'ENTITY', entityType: 'NODE', entityId: printServer, ...toDocument })
    expect(await get(`/with-entity/${device}`)).toEqual([item])
    expect(await get(`/with-entity/${device}?scope=HOSTED_BY`)).toEqual([])
    expect(idsOf(await get(`/with-entity/DOCUMENT/${documentId}?scope=HOSTED_BY`))).toContain(item.id)
    expect(await get(`/with-entity/DOCUMENT/${documentId}?scope=HOSTING`)).toEqual([])
    expect(idsOf(await get(`/with-related-entity/DOCUMENT/${documentId}`))).toContain(item.id)
    expect(await get('/with-entity-type/NODE')).toEqual([item])
    expect(idsOf(await get('/with-related-entity-type/DOCUMENT'))).toContain(item.id)
    expect(idsOf(await get(''))).toContain(item.id)
    expect((await send('DELETE', `/${item.id}`)).status).toBe(204)
    expect(await get(`/with-entity/${device}`)).toEqual([])
    expect((await send('DELETE', `/${item.id}`)).json.resultCode).toBe('related_item_not_found')
  })

  test('and others go with all that belongs to an entity, on either side', async () => {
    const relations = [toDocument, { relEntityType: 'TECHNICIAN', relEntityId: 5 }]
    expect((await send('POST', `/entity/${device}/relations`, relations)).json).toHaveLength(2)
    expect((await send('DELETE', '/TECHNICIAN/5')).status).toBe(204)
    expect(await get(`/with-entity/${device}`)).toHaveLength(1)
    expect((await send('DELETE', `/${device}`)).status).toBe(204)
    expect(await get(`/with-entity/${device}`)).toEqual([])
  })

  test('ends with either of its ends', async () => {
    await send('POST', `/entity/${device}/relation`, toDocument)
    await tenant.asMachine('POST', `/v2/organization/document/${documentId}/archive`)
    expect((await tenant.asMachine('DELETE', `/v2/organization/document/${documentId}`)).status).toBe(204)
    expect(await get(`/with-entity/${device}`)).toEqual([])
  })

  test.each<[string, string, unknown, number, string]>([
    ['a device there is not', '/entity/NODE/99999/relation', toDocument, 404, 'node_not_found'],
    [
      'an end there is not',
      `/entity/${device}/relation`,
      { ...toDocument, relEntityId: 9 },
      400,
      'invalid_related_entity',
    ],
    ['an entity with itself', `/entity/DOCUMENT/${documentId}/relation`, toDocument, 400, 'invalid_related_entity'],
    ['the same twice', `/entity/${device}/relations`, [toDocument, toDocument], 400, 'relation_already_exists'],
  ])('is refused with %s', async (_case, path, body, status, code) => {
    const reply = await send('POST', path, body)
    expect([reply.status, reply.json.resultCode]).toEqual([status, code])
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })

  test('is not written with a token that may only read', async () => {
    const send = await readOnly(tenant)
    expect((await send('POST', `/v2/related-items/entity/${device}/relation`, toDocument)).status).toBe(403)
  })
})

describe('a secret', () => {
  test('never comes back: neither what it is nor whom it belongs to', async () => {
    const secret = {
      name: 'Switch console',
      username: 'admin-7',
      password: 'change-me-7',
      totpSecret: 'JBSWY3DP',
      notes: 'n-7',
    }
    const { json: item } = await send('POST', `/entity/${device}/secure`, secret)
    expect(item).toMatchObject({ type: 'VALUE', relEntityType: 'SECURE', value: { name: 'Switch console' } })
    const shown = JSON.stringify([item, await get(`/with-entity/${device}`), await get('')])
    for (const word of ['admin-7', 'change-me-7', 'JBSWY3DP', 'n-7']) expect(shown).not.toContain(word)
    const reply = await send('GET', `/${item.id}/attachment/download`)
    expect([reply.status, reply.json.resultCode]).toEqual([400, 'not_an_attachment'])
  })
})

describe('an attachment', () => {
  const file = { name: 'plan.pdf', contentType: 'application/pdf', base64: 'JVBERi0xLjcK' }

  test('stands beside its entity with what it is, and its link has its content id', () => {
    const { perform, world } = createStage()
    const item = perform('relatedItems.addAttachment', { entityType: 'NODE', entityId: 1001, file })
    const { contentId, ...value } = item.value
    expect(value).toEqual({ name: 'plan.pdf', mimeType: 'application/pdf', size: '9', extension: 'pdf' })
    const links = perform('relatedItems.getSignedUrls', { entityType: 'NODE', entityId: 1001 })
    expect(links).toEqual({ [contentId]: expect.stringMatching(/^https:\/\/files\.sandbox\.example\/.*plan\.pdf\?/) })
    expect(world.activities.list().at(-1)).toMatchObject({ statusCode: 'RELATED_ITEM_CREATED', deviceId: 1001 })
  })

  test('of nothing is refused, and downloading what there is not too', () => {
    const { refusal } = createStage()
    expect(refusal('relatedItems.addAttachment', { entityType: 'CHECKLIST', entityId: 9_999, file })).toBe(
      '404 checklist_not_found',
    )
    expect(refusal('relatedItems.downloadAttachment', { relatedItemId: 999 })).toBe('404 related_item_not_found')
  })
})
