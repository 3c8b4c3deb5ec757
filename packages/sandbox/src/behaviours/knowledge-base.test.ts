import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createStage, readOnly } from '../testing/stage.ts'
import { startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant({ devices: 20 })
})
afterEach(() => tenant.sandbox.close())

const send = (method: string, path: string, body?: unknown) =>
  tenant.asMachine(method, `/v2/knowledgebase${path}`, body)
const get = async (path: string) => (await send('GET', path)).json
const idsOf = (rows: readonly { id: number }[]) => rows.map(({ id }) => id)
const [network, vpn, printing, siteNotes] = [1, 2, 3, 4] as const
const folder = (id: number, query = '') => get(`/folder/${id}?${query}`)
const article = {
  name: 'Set up the VPN',
  organizationId: 1,
  destinationFolderPath: 'Network|VPN',
  content: { text: 'Install the client first' },
}
const create = async () => (await send('POST', '/articles', [article])).json[0]

describe('an article', () => {
  test('is written into a path, whose missing folders are made for its organization', async () => {
    const created = await create()
    expect(created).toMatchObject({
      name: 'Set up the VPN',
      organizationId: 1,
      path: 'Network|VPN',
      isNinjaArticle: true,
      content: { text: 'Install the client first' },
    })
    expect(created.parentFolderId).not.toBe(vpn)
    const found = await get('/folder?folderPath=Network|VPN&organizationId=1')
    expect(found).toMatchObject({ id: created.parentFolderId, name: 'VPN', organizationId: 1 })
    expect(found.content).toEqual([
      expect.objectContaining({ id: created.id, isFolder: false, fileExtension: 'ninja' }),
    ])
    const [other] = (await send('POST', '/articles', [{ ...article, name: 'Another' }])).json
    expect(other.parentFolderId).toBe(created.parentFolderId)
    expect(idsOf(await get('/organization/articles?organizationIds=1&articleName=Another'))).toEqual([other.id])
    expect(idsOf(await get('/global/articles?articleName=Another'))).toEqual([])
  })

  test('is changed, archived, restored and deleted', async () => {
    const { id } = await create()
    const [changed] = (await send('PATCH', '/articles', [{ id, content: { html: '<p>First</p>' } }])).json
    expect(changed.content).toEqual({ html: '<p>First</p>', text: 'Install the client first' })
    expect((await send('POST', '/articles/archive', [id])).status).toBe(204)
    const named = (query: string) => get(`/organization/articles?articleName=Set up the VPN&${query}`)
    expect(await named('')).toEqual([])
    expect((await named('includeArchived=true'))[0]).toMatchObject({
      isArchived: true,
      archivedTime: expect.any(Number),
    })
    expect((await send('POST', '/articles/restore', [id])).status).toBe(204)
    expect(await named('')).toEqual([changed])
    expect((await send('POST', '/articles/delete', [id])).status).toBe(204)
    expect((await send('POST', '/articles/delete', [id])).json.resultCode).toBe('knowledge_base_article_not_found')
  })

  test.each<[string, unknown, string]>([
    ['a folder of another organization', { destinationFolderId: siteNotes, organizationId: 2 }, 'invalid_folder'],
    ['a folder there is not', { destinationFolderId: 99 }, 'invalid_folder'],
    [
      'folder and path that contradict',
      { destinationFolderId: network, destinationFolderPath: 'VPN' },
      'invalid_folder_path',
    ],
    ['a folder without a name', { destinationFolderPath: 'Network||VPN' }, 'invalid_folder_path'],
    ['an organization there is not', { organizationId: 99 }, 'invalid_organization'],
  ])('is refused with %s, and nothing is made', async (_case, fields, code) => {
    const reply = await send('POST', '/articles', [article, { name: 'Other', ...(fields as object) }])
    expect([reply.status, reply.json.resultCode]).toEqual([400, code])
    expect((await send('GET', '/folder?folderPath=Network&organizationId=1')).status).toBe(404)
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })

  test('is not written with a token that may only read', async () => {
    const send = await readOnly(tenant)
    expect((await send('POST', '/v2/knowledgebase/articles', [article])).status).toBe(403)
  })

  test('that was uploaded is a file in its folder, has a link, and cannot be rewritten', () => {
    const { perform, refusal } = createStage()
    const file = { name: 'plan.pdf', contentType: 'application/pdf', base64: 'JVBERi0xLjcK' }
    const [uploaded] = perform('knowledgeBaseArticles.upload', { folderPath: 'Network', files: [file] })
    expect(uploaded).toMatchObject({ name: 'plan.pdf', isNinjaArticle: false, parentFolderId: network })
    const [{ metadata }] = uploaded.attachments
    const { content } = perform('knowledgeBaseFolders.get', { folderId: network })
    expect(content.at(-1)).toMatchObject({ id: uploaded.id, fileExtension: 'pdf', fileSize: '9' })
    const links = perform('knowledgeBaseArticles.getSignedUrls', { articleId: uploaded.id })
    expect(Object.keys(links)).toEqual([metadata.contentId])
    const change = { articles: [{ id: uploaded.id, content: { text: 'x' } }] }
    expect(refusal('knowledgeBaseArticles.update', change)).toBe('400 not_a_ninja_article')
  })

  test('that was written here is downloaded as a page', () => {
    const { base64, ...file } = createStage().perform('knowledgeBaseArticles.download', { articleId: 1 })
    expect(file).toEqual({ contentType: 'text/html', name: 'Connect to the VPN.html' })
    expect(Buffer.from(base64, 'base64').toString()).toContain('<p>Connect to the VPN')
  })
})

describe('a folder', () => {
  test('shows what lies in it, folders first', async () => {
    const { content, ...shown } = await folder(network)
    expect(shown).toMatchObject({ id: network, name: 'Network', isArchived: false })
    expect(content.map((one: { name: string; isFolder: boolean }) => [one.name, one.isFolder])).toEqual([
      ['VPN', true],
      ['Change the wireless password', false],
    ])
    expect((await get(`/folder?folderId=${vpn}&folderPath=Network|VPN`)).id).toBe(vpn)
  })

  test('moves with all that is in it, and never into itself', async () => {
    const move = { folderIds: [vpn], documentIds: [3], destinationFolderId: siteNotes }
    expect((await send('PATCH', '/folders/move', move)).status).toBe(204)
    const { content } = await folder(siteNotes)
    expect(content.map((one: { name: string }) => one.name)).toEqual([
      'VPN',
      'Clear a print queue',
      'Order of starting the servers',
    ])
    expect((await folder(vpn)).content[0]).toMatchObject({ name: 'Connect to the VPN', organizationId: 1 })
    const refused = await send('PATCH', '/folders/move', { folderIds: [siteNotes], destinationFolderId: vpn })
    expect([refused.status, refused.json.resultCode]).toEqual([400, 'invalid_destination_folder'])
  })

  test('moves to an organization that has no folder yet: its root folder is made, once', async () => {
    await send('PATCH', '/folders/move', { folderIds: [printing], destinationOrganizationId: 2 })
    const { parentFolderId, organizationId } = await folder(printing)
    expect(organizationId).toBe(2)
    const root = await folder(parentFolderId)
    expect(root.content.map(({ id }: { id: number }) => id)).toEqual([printing])
    await send('PATCH', '/folders/move', { folderIds: [network], destinationOrganizationId: 2 })
    expect((await folder(network)).parentFolderId).toBe(parentFolderId)
  })

  test('is archived, restored and deleted with all that is in it', async () => {
    await send('POST', '/folders/archive', [network])
    expect(await get('/global/articles?articleName=Connect to the VPN')).toEqual([])
    expect((await folder(network)).content).toEqual([])
    expect((await folder(network, 'includeArchived=true')).content).toHaveLength(2)
    await send('POST', '/folders/restore', [network])
    expect(await get('/global/articles?articleName=Connect to the VPN')).toHaveLength(1)
    expect((await send('POST', '/folders/delete', [vpn, network])).status).toBe(204)
    expect(await get('/global/articles?articleName=Connect to the VPN')).toEqual([])
    expect((await folder(vpn)).resultCode).toBe('knowledge_base_folder_not_found')
  })

  test.each<[string, string, string, unknown, number, string]>([
    ['no folder named', 'GET', '/folder', undefined, 400, 'folder_path_is_required'],
    [
      'a path of another organization',
      'GET',
      '/folder?folderPath=Network&organizationId=1',
      undefined,
      404,
      'knowledge_base_folder_not_found',
    ],
    [
      'a folder of another organization',
      'GET',
      `/folder?folderId=${siteNotes}&organizationId=2`,
      undefined,
      404,
      'knowledge_base_folder_not_found',
    ],
    ['no destination', 'PATCH', '/folders/move', { folderIds: [vpn] }, 400, 'destination_folder_id_is_required'],
    ['a list with one there is not', 'POST', '/folders/delete', [vpn, 99], 404, 'knowledge_base_folder_not_found'],
  ])('refuses %s', async (_case, method, path, body, status, code) => {
    const reply = await send(method, path, body)
    expect([reply.status, reply.json.resultCode]).toEqual([status, code])
    expect((await folder(vpn)).id).toBe(vpn)
  })

  test('is not moved with a token that may only read', async () => {
    const send = await readOnly(tenant)
    expect((await send('PATCH', '/v2/knowledgebase/folders/move', { folderIds: [vpn] })).status).toBe(403)
  })
})
