import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createStage, readOnly } from '../testing/stage.ts'
import { startTenant, type Tenant } from '../testing/tenant.ts'
import { mask } from './document-fields.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant({ devices: 20 })
})
afterEach(() => tenant.sandbox.close())

const send = (method: string, path: string, body?: unknown) => tenant.asMachine(method, `/v2${path}`, body)
const documents = async (query = '') => (await send('GET', `/organization/documents?${query}`)).json
const template = async (id: number) => (await send('GET', `/document-templates/${id}`)).json

const network = {
  name: 'Network',
  fields: [
    { fieldLabel: 'Gateway', fieldName: 'gateway', fieldType: 'IP_ADDRESS' },
    { fieldLabel: 'Speed', fieldName: 'speed', fieldType: 'NUMERIC' },
    { fieldLabel: 'Key', fieldName: 'key', fieldType: 'TEXT_ENCRYPTED' },
    { fieldLabel: 'Kind', fieldName: 'kind', fieldType: 'DROPDOWN', fieldContent: { values: [{ name: 'Fiber' }] } },
    { fieldLabel: 'Secret', fieldName: 'hidden', fieldType: 'TEXT', fieldApiPermission: 'WRITE_ONLY' },
    { fieldLabel: 'Fixed', fieldName: 'fixed', fieldType: 'TEXT', fieldApiPermission: 'READ_ONLY' },
    { fieldLabel: 'Plan', fieldName: 'plan', fieldType: 'ATTACHMENT' },
  ],
}
const createTemplate = async () => (await send('POST', '/document-templates', network)).json
const createDocument = async (fields: Record<string, unknown> = { gateway: '192.0.2.1' }) => {
  const { id } = await createTemplate()
  const path = `/organization/1/template/${id}/document`
  return (await send('POST', path, { documentName: 'Head office', fields })).json
}

describe('a document', () => {
  test('is created by its template, and listed for its organization', async () => {
    const created = await createDocument()
    expect(created).toMatchObject({ documentName: 'Head office', documentTemplateName: 'Network', organizationId: 1 })
    expect(created.fields).toEqual([
      { name: 'gateway', value: '192.0.2.1', valueUpdateTime: tenant.clock.now() / 1000 },
    ])
    expect((await send('GET', '/organization/1/documents')).json).toContainEqual(created)
    expect(await documents('templateName=Network')).toEqual([created])
    expect(await documents(`organizationIds=2&templateIds=${created.documentTemplateId}`)).toEqual([])
  })

  test('answers a change with the fields that it touched, and takes a value away with null', async () => {
    const { documentId: id } = await createDocument()
    await tenant.clock.advance(60_000)
    const path = `/organization/1/document/${id}`
    const { json } = await send('POST', path, { fields: { speed: 100 } })
    const now = tenant.clock.now() / 1000
    expect(json).not.toHaveProperty('fields')
    expect(json.updatedFields).toEqual([{ name: 'speed', value: 100, valueUpdateTime: now }])
    const [{ fields }] = await documents('templateName=Network')
    expect(fields.map((one: { valueUpdateTime: number }) => one.valueUpdateTime)).toEqual([now - 60, now])
    await send('PATCH', '/organization/documents', [{ documentId: id, fields: { gateway: null } }])
    expect((await documents('templateName=Network'))[0].fields).toHaveLength(1)
  })

  test('never shows a secret or what the API may not read', async () => {
    const { fields } = await createDocument({ key: 'open-sesame', hidden: 'also-secret' })
    expect(fields).toEqual([expect.objectContaining({ name: 'key', value: mask })])
    const [accounts] = await documents('organizationIds=1,2,3,4,5,6&templateIds=3')
    expect(accounts.fields.find(({ name }: { name: string }) => name === 'password').value).toBe(mask)
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['INVALID_ATTRIBUTE_VALUE for a wrong type', { speed: 'fast' }, 'INVALID_ATTRIBUTE_VALUE'],
    ['an option there is not', { kind: 'Fiber' }, 'INVALID_ATTRIBUTE_VALUE'],
    ['no address', { gateway: 'router' }, 'INVALID_ATTRIBUTE_VALUE'],
    [
      'an upload there is not',
      { plan: { contentId: '6f1d2c3b-4a59-4e68-9777-8695a4b3c2d1' } },
      'INVALID_ATTRIBUTE_VALUE',
    ],
    ['a field there is not', { dns: '192.0.2.53' }, 'invalid_field'],
    ['a field the API may not write', { fixed: 'x' }, 'field_not_writable'],
  ])('is refused: %s', async (_case, fields, code) => {
    const { id } = await createTemplate()
    const reply = await send('POST', `/organization/1/template/${id}/document`, { fields })
    expect([reply.status, reply.json.resultCode]).toEqual([400, code])
    expect(await documents('templateName=Network')).toEqual([])
  })

  test('is one for each organization, unless its template allows several', async () => {
    const { documentTemplateId } = await createDocument()
    const another = await send('POST', '/organization/documents', [{ organizationId: 1, documentTemplateId }])
    expect([another.status, another.json.resultCode]).toEqual([400, 'multiple_documents_not_allowed'])
    expect((await send('POST', '/organization/documents', [{ organizationId: 2, documentTemplateId }])).status).toBe(
      200,
    )
  })

  test('is deleted only when it is archived, and an archived one is in no list', async () => {
    const { documentId: id } = await createDocument()
    const path = `/organization/document/${id}`
    expect((await send('DELETE', path)).json.resultCode).toBe('document_not_archived')
    expect((await send('POST', `${path}/archive`)).json.documentId).toBe(id)
    expect(await documents('templateName=Network')).toEqual([])
    expect((await send('POST', '/organization/documents/restore', [id])).json[0].documentId).toBe(id)
    expect(await documents('templateName=Network')).toHaveLength(1)
    await send('POST', '/organization/documents/archive', [id])
    expect((await send('POST', `/organization/1/document/${id}`, {})).json.resultCode).toBe('document_archived')
    expect((await send('DELETE', path)).status).toBe(204)
    expect((await send('POST', `${path}/restore`)).json.resultCode).toBe('document_not_found')
  })

  test('of one organization is not found under another', async () => {
    const { documentId: id } = await createDocument()
    expect((await send('POST', `/organization/2/document/${id}`, {})).json.resultCode).toBe('document_not_found')
    expect((await send('GET', '/organization/99/documents')).json.resultCode).toBe('organization_not_found')
  })

  test('refers to an upload by its content id, and gives a link to it', () => {
    const { perform } = createStage()
    const { id } = perform('documentTemplates.create', network as never)
    const file = { name: 'plan.pdf', contentType: 'application/pdf', base64: 'JVBERi0xLjcK' }
    const [{ contentId }] = perform('attachments.uploadTemporary', { entityType: 'DOCUMENT', files: [file] })
    const document = { organizationId: 1, documentTemplateId: id, fields: { plan: { contentId } } }
    const { documentId } = perform('organizationDocuments.create', document)
    expect(Object.keys(perform('organizationDocuments.getSignedUrls', { documentId }))).toEqual([contentId])
  })

  test('is grouped by organization, or by template', async () => {
    const of = async (key: string, query: string) =>
      (await documents(query)).map((one: Record<string, number>) => one[key])
    const sorted = (list: number[]) => list.toSorted((one, other) => one - other)
    const byTemplate = await of('documentTemplateId', 'groupBy=TEMPLATE')
    expect(byTemplate).toEqual(sorted(byTemplate))
    const byOrganization = await of('organizationId', '')
    expect(byOrganization).toEqual(sorted(byOrganization))
  })

  test('is not written with a token that may only read', async () => {
    const send = await readOnly(tenant)
    expect((await send('POST', '/v2/organization/1/template/2/document', {})).status).toBe(403)
  })
})

describe('a document template', () => {
  test('is created and read, with its technician roles on request', async () => {
    const created = await createTemplate()
    expect(created.fields[3].fieldContent.values[0]).toMatchObject({
      id: expect.any(String),
      name: 'Fiber',
      active: true,
    })
    const { allowedTechnicianRoles, ...rest } = created
    expect(allowedTechnicianRoles).toEqual([])
    expect(await template(created.id)).toEqual(rest)
    expect(
      (await send('GET', `/document-templates/3?includeTechnicianRoles=true`)).json.allowedTechnicianRoles,
    ).toEqual([1, 3])
    expect((await send('GET', '/document-templates?templateName=Network')).json).toEqual([rest])
  })

  test('keeps fields by their id, adds those without one, and drops what is left out with its values', async () => {
    const { documentTemplateId: id } = await createDocument({ gateway: '192.0.2.1', speed: 100 })
    const [gateway] = (await template(id)).fields
    const fields = [
      { uiElementType: 'TITLE', uiElementValue: 'Where it goes' },
      { fieldId: gateway.fieldId, fieldLabel: 'Default gateway' },
      { fieldLabel: 'DNS', fieldName: 'dns', fieldType: 'TEXT' },
    ]
    const { json } = await send('PUT', `/document-templates/${id}`, { fields })
    expect(json.fields[0]).toMatchObject({ uiElementUid: expect.any(String), uiElementType: 'TITLE' })
    expect(json.fields[1]).toEqual({ ...gateway, fieldLabel: 'Default gateway' })
    expect(json.fields[2]).toMatchObject({ fieldId: expect.any(Number), fieldName: 'dns' })
    const [document] = await documents('templateName=Network')
    expect(document.fields.map(({ name }: { name: string }) => name)).toEqual(['gateway'])
  })

  test('is archived and restored, one or several', async () => {
    const { id } = await createTemplate()
    expect((await send('POST', '/document-templates/archive', [id])).status).toBe(204)
    expect(await template(id)).toMatchObject({ archived: true, archivedTime: tenant.clock.now() / 1000 })
    const refused = await send('POST', `/organization/1/template/${id}/document`, {})
    expect(refused.json.resultCode).toBe('document_template_archived')
    expect((await send('POST', '/document-templates/restore', [id])).json).toMatchObject({ id, archived: false })
    expect((await send('POST', `/document-templates/${id}/archive`)).status).toBe(204)
    expect((await send('POST', `/document-templates/${id}/restore`)).json).toMatchObject({ id, archived: false })
    expect((await send('DELETE', `/document-templates/${id}`)).status).toBe(204)
    expect((await template(id)).resultCode).toBe('document_template_not_found')
  })

  test.each<[string, string, string, unknown, string]>([
    ['a name that is taken', 'POST', '', { name: 'Accounts' }, 'document_template_name_already_exists'],
    ['a role there is not', 'POST', '', { name: 'New', allowedTechnicianRoles: [99] }, 'invalid_technician_role'],
    [
      'a field twice',
      'POST',
      '',
      { name: 'New', fields: [network.fields[0], network.fields[0]] },
      'field_name_already_exists',
    ],
    ['another name for a field', 'PUT', '/1', { fields: [{ fieldId: 11, fieldName: 'isp' }] }, 'invalid_field'],
    ['a field there is not', 'PUT', '/1', { fields: [{ fieldId: 99 }] }, 'invalid_field'],
    ['to go while there are documents of it', 'DELETE', '/1', undefined, 'document_template_in_use'],
  ])('refuses %s', async (_case, method, path, body, code) => {
    const reply = await send(method, `/document-templates${path}`, body)
    expect([reply.status, reply.json.resultCode]).toEqual([400, code])
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })

  test('is not written with a token that may only read', async () => {
    const send = await readOnly(tenant)
    expect((await send('POST', '/v2/document-templates', { name: 'New' })).status).toBe(403)
  })
})
