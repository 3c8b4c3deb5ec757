import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createStage, readOnly } from '../testing/stage.ts'
import { startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant({ devices: 20 })
})
afterEach(() => tenant.sandbox.close())

const send = (method: string, path: string, body?: unknown) => tenant.asMachine(method, `/v2${path}`, body)
const templates = async (query = '') => (await send('GET', `/checklist/templates?${query}`)).json
const checklist = async (id: number) => (await send('GET', `/organization/checklist/${id}`)).json
const list = async (query: string) => (await send('GET', `/organization/checklists?${query}`)).json
const idsOf = (rows: readonly { id: number }[]) => rows.map(({ id }) => id)

const server = {
  organizationId: 1,
  name: 'New server',
  dueDate: 1_772_402_400,
  assignedToUserId: 5,
  tasks: [
    { position: 2, name: 'Set up backup' },
    { position: 1, name: 'Join the domain' },
  ],
}
const create = async () => (await send('POST', '/organization/checklists', [server])).json[0]

describe('a checklist', () => {
  test('is created, and read back as it was answered', async () => {
    const created = await create()
    expect(created).toMatchObject({
      name: 'New server',
      organizationId: 1,
      clientName: expect.any(String),
      dueDate: 1_772_402_400,
      assignedTo: { id: 5, deleted: false },
      completed: false,
      completedTaskCount: 0,
      totalTaskCount: 2,
    })
    expect(created.tasks.map((task: { name: string }) => task.name)).toEqual(['Join the domain', 'Set up backup'])
    expect(await checklist(created.id)).toEqual(created)
    expect(idsOf(await list('organizationIds=1&checklistName=New server'))).toEqual([created.id])
    expect(idsOf(await list('organizationIds=2&checklistName=New server'))).toEqual([])
  })

  test('is completed with the last of its tasks, and at that moment', async () => {
    const { id, tasks } = await create()
    const change = async (taskId: number) => {
      const body = [{ checklistId: id, tasks: [{ id: taskId, completed: true }] }]
      return (await send('PUT', '/organization/checklists', body)).json[0]
    }
    expect(await change(tasks[0].id)).toMatchObject({ completed: false, completedTaskCount: 1, totalTaskCount: 2 })
    const done = await change(tasks[1].id)
    expect(done).toMatchObject({ completed: true, completedOn: tenant.clock.now() / 1000, completedTaskCount: 2 })
    await tenant.clock.advance(60_000)
    expect((await change(tasks[1].id)).completedOn).toBe(done.completedOn)
    expect(idsOf(await list('completed=true&checklistName=New server'))).toEqual([id])
  })

  test('is archived out of the lists, restored, and gone when it is deleted', async () => {
    const { id } = await create()
    const [archived] = (await send('POST', '/organization/archive', { clientChecklistIds: [id] })).json
    expect(archived).toMatchObject({ id, archived: true, archiveTime: tenant.clock.now() / 1000 })
    expect(await list('checklistName=New server')).toEqual([])
    expect(idsOf(await list('checklistName=New server&includeArchived=true'))).toEqual([id])
    const [restored] = (await send('POST', '/organization/restore', { clientChecklistIds: [id] })).json
    expect(restored.archived).toBe(false)
    expect(restored).not.toHaveProperty('archiveTime')
    expect((await send('DELETE', `/organization/checklist/${id}`)).status).toBe(204)
    expect((await checklist(id)).resultCode).toBe('checklist_not_found')
  })

  test('is made from templates with their tasks, and becomes one without what was done', async () => {
    const [template] = (
      await send('POST', '/checklist/templates', [{ name: 'Move', required: true, tasks: [{ name: 'Pack' }] }])
    ).json
    const [made] = (await send('POST', '/organization/2/checklists-from-templates', [template.id])).json
    expect(made).toMatchObject({ name: 'Move', required: true, organizationId: 2, totalTaskCount: 1 })
    const again = await send('POST', '/organization/2/checklists-from-templates', [template.id])
    expect([again.status, again.json.resultCode]).toEqual([400, 'checklist_name_already_exists'])
    await send('PUT', '/organization/checklists', [{ checklistId: made.id, tasks: [{ id: 1, completed: true }] }])
    const body = [{ id: made.id, name: 'Move, as at this customer' }]
    expect((await send('POST', '/organization/checklists/promote-with-name', body)).status).toBe(204)
    const [promoted] = await templates('checklistTemplateName=Move, as at this customer')
    expect(promoted.tasks).toEqual([{ position: 1, name: 'Pack' }])
    const same = await send('POST', '/organization/checklists/promote', [made.id])
    expect([same.status, same.json.resultCode]).toEqual([400, 'checklist_template_name_already_exists'])
    expect((await send('POST', '/organization/checklists/delete', [made.id])).status).toBe(204)
  })

  test('writes activities of the vendor’s words', async () => {
    const { perform, world } = createStage(5)
    const [{ id }] = perform('checklists.create', { checklists: [{ organizationId: 1, name: 'New server' }] })
    perform('checklists.promote', { checklistIds: [id] })
    perform('checklists.delete', { checklistId: id })
    const codes = world.activities.list({ test: ({ userId }) => userId === 5 }).map(({ statusCode }) => statusCode)
    expect(codes.slice(-4)).toEqual([
      'CLIENT_CHECKLIST_CREATED',
      'CHECKLIST_TEMPLATE_CREATED',
      'CLIENT_CHECKLIST_PROMOTED',
      'CLIENT_CHECKLIST_DELETED',
    ])
  })

  test('gives signed links for the uploads its texts refer to, and for no others', () => {
    const { perform } = createStage()
    const files = [1, 2].map((turn) => ({ name: `${turn}.txt`, contentType: 'text/plain', base64: 'b25l' }))
    const [one] = perform('attachments.uploadTemporary', { entityType: 'CHECKLIST', files })
    const html = `<img src="cid:${one.contentId}">`
    const checklists = [{ organizationId: 1, name: 'Pictures', tasks: [{ name: 'Look', description: { html } }] }]
    const [{ id }] = perform('checklists.create', { checklists })
    expect(perform('checklists.getSignedUrls', { checklistId: id })).toEqual({
      [one.contentId]: expect.stringContaining('signature='),
    })
  })

  test.each<[string, string, string, unknown, number, string]>([
    [
      'no organization',
      'POST',
      '/organization/checklists',
      [{ ...server, organizationId: 99 }],
      400,
      'invalid_organization',
    ],
    ['no user', 'POST', '/organization/checklists', [{ ...server, assignedToUserId: 99_999 }], 400, 'invalid_user'],
    ['the same name twice', 'POST', '/organization/checklists', [server, server], 400, 'checklist_name_already_exists'],
    ['neither name nor template', 'POST', '/organization/checklists', [{ organizationId: 1 }], 400, 'name_is_required'],
    ['no checklist', 'PUT', '/organization/checklists', [{ checklistId: 9_999 }], 404, 'checklist_not_found'],
    [
      'no organization in the path',
      'POST',
      '/organization/99/checklists-from-templates',
      [1],
      404,
      'organization_not_found',
    ],
    ['ids that are none', 'GET', '/organization/checklists?checklistIds=one', undefined, 400, 'invalid_checklist_ids'],
  ])('refuses %s', async (_case, method, path, body, status, code) => {
    const reply = await send(method, path, body)
    expect([reply.status, reply.json.resultCode]).toEqual([status, code])
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })

  test('is not written with a token that may only read', async () => {
    const send = await readOnly(tenant)
    expect((await send('POST', '/v2/organization/checklists', [server])).status).toBe(403)
  })
})

describe('a checklist template', () => {
  test('is created, changed, archived, restored and deleted', async () => {
    const body = [{ name: 'Move', tasks: [{ name: 'Pack' }, { name: 'Carry' }] }]
    const [{ id, ...created }] = (await send('POST', '/checklist/templates', body)).json
    expect(created).toMatchObject({ name: 'Move', required: false, archived: false })
    const [changed] = (await send('PUT', '/checklist/templates', [{ id, tasks: [{ name: 'Call movers' }] }])).json
    expect(changed.tasks).toEqual([{ position: 1, name: 'Call movers' }])
    expect(await templates(`checklistTemplateIds=${id}`)).toEqual([changed])
    await send('POST', '/checklist/archive', { checklistTemplateIds: [id] })
    expect(await templates(`checklistTemplateIds=${id}`)).toEqual([])
    const refused = await send('POST', '/organization/1/checklists-from-templates', [id])
    expect(refused.json.resultCode).toBe('checklist_template_archived')
    const [restored] = (await send('POST', '/checklist/restore', { checklistTemplateIds: [id] })).json
    expect(restored).toEqual(changed)
    expect((await send('DELETE', `/checklist/template/${id}`)).status).toBe(204)
    expect((await send('POST', '/checklist/templates/delete', [id])).json.resultCode).toBe(
      'checklist_template_not_found',
    )
  })

  test('is not renamed together with another to one name', async () => {
    const both = [1, 2].map((id) => ({ id, name: 'Same' }))
    const { status, json } = await send('PUT', '/checklist/templates', both)
    expect([status, json.resultCode]).toEqual([400, 'checklist_template_name_already_exists'])
  })

  test('has a name of its own', async () => {
    const { status, json } = await send('POST', '/checklist/templates', [{ name: 'Leaver' }])
    expect([status, json.resultCode]).toEqual([400, 'checklist_template_name_already_exists'])
  })

  test('is not written with a token that may only read', async () => {
    const send = await readOnly(tenant)
    expect((await send('POST', '/v2/checklist/templates', [{ name: 'Move' }])).status).toBe(403)
  })
})
