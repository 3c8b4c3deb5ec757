/** Documents, their templates, checklists and the knowledge base. */
import { type Call, hasRow, isGone, type WriteProof, type WriteProofs } from './proof.ts'

type Operation = Parameters<Call>[0]
type Rows = readonly { readonly id: number; readonly archived?: boolean }[]

interface Shelf {
  /** Makes one; gives its id. */
  readonly make: (call: Call) => Promise<number>
  readonly archive: readonly [id: Operation, field: string]
  readonly list: readonly [id: Operation, input: object]
}

/** A field that ends with `s` takes several. */
const inputOf = (field: string, id: number) => ({ [field]: field.endsWith('s') ? [id] : id })
const idIn = (input: Record<string, number | number[]>) => [Object.values(input)[0]].flat()[0] as number

/** Some lists leave out what is archived, others say that it is. */
const isActive = (rows: Rows, id: number) => rows.some((row) => row.id === id && row.archived !== true)

const archives = ({ make, list }: Shelf, field: string): WriteProof => ({
  input: async (call) => inputOf(field, await make(call)),
  read: list[0],
  of: () => list[1],
  shows: (rows: Rows, input) => !isActive(rows, idIn(input)),
})

const restores = ({ make, archive, list }: Shelf, field: string): WriteProof => ({
  input: async (call) => {
    const id = await make(call)
    await call(archive[0], inputOf(archive[1], id))
    return inputOf(field, id)
  },
  read: list[0],
  of: () => list[1],
  shows: (rows: Rows, input) => isActive(rows, idIn(input)),
})

const network = {
  name: 'Network',
  allowMultiple: true,
  fields: [{ fieldLabel: 'Key', fieldName: 'key', fieldType: 'TEXT' }],
}
const makeTemplate = async (call: Call): Promise<number> => (await call('documentTemplates.create', network)).id
const templates: Shelf = {
  make: makeTemplate,
  archive: ['documentTemplates.archive', 'documentTemplateId'],
  list: ['documentTemplates.list', {}],
}

const makeDocument = async (call: Call): Promise<number> => {
  const documentTemplateId = await makeTemplate(call)
  const input = { organizationId: 1, documentTemplateId, documentName: 'Core switch', fields: { key: 'x' } }
  return (await call('organizationDocuments.create', input)).documentId
}
const listDocuments = { organizationId: 1 }
const hasDocument = (rows: readonly Record<string, unknown>[], documentName: string) => hasRow(rows, { documentName })

const makeChecklistTemplate = async (call: Call): Promise<number> =>
  (
    await call('checklistTemplates.create', { templates: [{ name: 'Move', tasks: [{ position: 1, name: 'Pack' }] }] })
  )[0].id
const checklistTemplates: Shelf = {
  make: makeChecklistTemplate,
  archive: ['checklistTemplates.archive', 'checklistTemplateIds'],
  list: ['checklistTemplates.list', {}],
}

const odd = { organizationId: 1, name: 'Odd', tasks: [{ position: 1, name: 'One' }] }
const makeChecklist = async (call: Call): Promise<number> =>
  (await call('checklists.create', { checklists: [odd] }))[0].id
const checklists: Shelf = {
  make: makeChecklist,
  archive: ['checklists.archive', 'clientChecklistIds'],
  list: ['checklists.list', {}],
}

const vpn = { name: 'Set up the VPN', destinationFolderPath: 'New', content: { html: '<p>x</p>' } }
const makeArticle = async (call: Call): Promise<number> =>
  (await call('knowledgeBaseArticles.create', { articles: [vpn] }))[0].id
const articles: Shelf = {
  make: makeArticle,
  archive: ['knowledgeBaseArticles.archive', 'articleIds'],
  list: ['knowledgeBaseArticles.listGlobal', {}],
}
const folderOf = async (call: Call): Promise<number> => {
  await makeArticle(call)
  return (await call('knowledgeBaseFolders.find', { folderPath: 'New' })).id
}

export const documentProofs: WriteProofs = {
  'checklistTemplates.archive': archives(checklistTemplates, 'checklistTemplateIds'),
  'checklistTemplates.create': {
    input: () => ({ templates: [{ name: 'Move', tasks: [{ position: 1, name: 'Pack' }] }] }),
    read: 'checklistTemplates.list',
    shows: (rows) => hasRow(rows, { name: 'Move' }),
  },
  'checklistTemplates.delete': archives(checklistTemplates, 'checklistTemplateId'),
  'checklistTemplates.deleteMany': archives(checklistTemplates, 'checklistTemplateIds'),
  'checklistTemplates.restore': restores(checklistTemplates, 'checklistTemplateIds'),
  'checklistTemplates.update': {
    input: async (call) => ({ templates: [{ id: await makeChecklistTemplate(call), name: 'Move out' }] }),
    read: 'checklistTemplates.list',
    shows: (rows) => hasRow(rows, { name: 'Move out' }),
  },
  'checklists.archive': archives(checklists, 'clientChecklistIds'),
  'checklists.create': {
    input: () => ({ checklists: [odd] }),
    read: 'checklists.list',
    shows: (rows) => hasRow(rows, { name: 'Odd' }),
  },
  'checklists.createFromTemplates': {
    input: async (call) => ({ organizationId: 2, checklistTemplateIds: [await makeChecklistTemplate(call)] }),
    read: 'checklists.list',
    of: () => ({ organizationIds: '2' }),
    shows: (rows) => hasRow(rows, { name: 'Move' }),
  },
  'checklists.delete': {
    input: async (call) => ({ checklistId: await makeChecklist(call) }),
    read: 'checklists.get',
    of: (input) => input,
    shows: isGone,
  },
  'checklists.deleteMany': archives(checklists, 'checklistIds'),
  'checklists.promote': {
    input: async (call) => ({ checklistIds: [await makeChecklist(call)] }),
    read: 'checklistTemplates.list',
    shows: (rows) => hasRow(rows, { name: 'Odd' }),
  },
  'checklists.promoteWithName': {
    input: async (call) => ({ checklists: [{ id: await makeChecklist(call), name: 'Odd again' }] }),
    read: 'checklistTemplates.list',
    shows: (rows) => hasRow(rows, { name: 'Odd again' }),
  },
  'checklists.restore': restores(checklists, 'clientChecklistIds'),
  'checklists.update': {
    input: async (call) => ({ checklists: [{ checklistId: await makeChecklist(call), name: 'Even' }] }),
    read: 'checklists.get',
    of: (input) => ({ checklistId: input.checklists[0].checklistId }),
    shows: ({ name }) => name === 'Even',
  },
  'documentTemplates.archive': archives(templates, 'documentTemplateId'),
  'documentTemplates.archiveMany': archives(templates, 'documentTemplateIds'),
  'documentTemplates.create': {
    input: () => network,
    read: 'documentTemplates.list',
    shows: (rows) => hasRow(rows, { name: 'Network' }),
  },
  'documentTemplates.delete': {
    input: async (call) => {
      const documentTemplateId = await makeTemplate(call)
      await call('documentTemplates.archive', { documentTemplateId })
      return { documentTemplateId }
    },
    read: 'documentTemplates.get',
    of: (input) => input,
    shows: isGone,
  },
  'documentTemplates.restore': restores(templates, 'documentTemplateId'),
  'documentTemplates.restoreMany': restores(templates, 'documentTemplateIds'),
  'documentTemplates.update': {
    input: async (call) => ({ documentTemplateId: await makeTemplate(call), description: 'Cables and numbers' }),
    read: 'documentTemplates.get',
    of: ({ documentTemplateId }) => ({ documentTemplateId }),
    shows: ({ description }) => description === 'Cables and numbers',
  },
  'knowledgeBaseArticles.archive': archives(articles, 'articleIds'),
  'knowledgeBaseArticles.create': {
    input: () => ({ articles: [vpn] }),
    read: 'knowledgeBaseArticles.listGlobal',
    shows: (rows) => hasRow(rows, { name: vpn.name }),
  },
  'knowledgeBaseArticles.delete': {
    input: async (call) => {
      const articleIds = [await makeArticle(call)]
      await call('knowledgeBaseArticles.archive', { articleIds })
      return { articleIds }
    },
    read: 'knowledgeBaseArticles.listGlobal',
    of: () => ({ includeArchived: true }),
    shows: (rows, { articleIds }) => !hasRow(rows, { id: articleIds[0] }),
  },
  'knowledgeBaseArticles.restore': restores(articles, 'articleIds'),
  'knowledgeBaseArticles.update': {
    input: async (call) => ({ articles: [{ id: await makeArticle(call), name: 'Connect' }] }),
    read: 'knowledgeBaseArticles.listGlobal',
    shows: (rows) => hasRow(rows, { name: 'Connect' }),
  },
  'knowledgeBaseArticles.upload': {
    input: () => ({
      organizationId: 1,
      folderPath: 'New',
      files: [{ name: 'plan.pdf', contentType: 'application/pdf', base64: 'JVBERi0xLjcK' }],
    }),
    read: 'knowledgeBaseArticles.listForOrganizations',
    of: () => ({ organizationIds: '1' }),
    shows: (rows) => hasRow(rows, { name: 'plan.pdf' }),
  },
  'knowledgeBaseFolders.archive': {
    input: async (call) => ({ folderIds: [await folderOf(call)] }),
    read: 'knowledgeBaseFolders.get',
    of: ({ folderIds }) => ({ folderId: folderIds[0] }),
    shows: ({ isArchived }) => isArchived,
  },
  'knowledgeBaseFolders.delete': {
    input: async (call) => {
      const folderIds = [await folderOf(call)]
      await call('knowledgeBaseFolders.archive', { folderIds })
      return { folderIds }
    },
    read: 'knowledgeBaseFolders.get',
    of: ({ folderIds }) => ({ folderId: folderIds[0], includeArchived: true }),
    shows: isGone,
  },
  'knowledgeBaseFolders.move': {
    input: async (call) => ({ folderIds: [await folderOf(call)], destinationOrganizationId: 3 }),
    read: 'knowledgeBaseFolders.find',
    of: ({ folderIds }) => ({ folderId: folderIds[0], organizationId: 3 }),
    shows: (folder) => folder !== undefined,
  },
  'knowledgeBaseFolders.restore': {
    input: async (call) => {
      const folderIds = [await folderOf(call)]
      await call('knowledgeBaseFolders.archive', { folderIds })
      return { folderIds }
    },
    read: 'knowledgeBaseFolders.get',
    of: ({ folderIds }) => ({ folderId: folderIds[0] }),
    shows: ({ isArchived }) => !isArchived,
  },
  ...documentProofsOfOrganizations(),
}

function documentProofsOfOrganizations(): WriteProofs {
  const documents: Shelf = {
    make: makeDocument,
    archive: ['organizationDocuments.archive', 'documentId'],
    list: ['organizationDocuments.listForOrganization', listDocuments],
  }
  /** Documents carry their id under a name of its own. */
  const byDocumentId = (proof: WriteProof): WriteProof => ({
    ...proof,
    shows: (rows, input, before) =>
      proof.shows(
        rows.map(({ documentId }: { documentId: number }) => ({ id: documentId })),
        input,
        before,
      ),
  })
  const listed = { read: 'organizationDocuments.listForOrganization', of: () => listDocuments } as const
  return {
    'organizationDocuments.archive': byDocumentId(archives(documents, 'documentId')),
    'organizationDocuments.archiveMany': byDocumentId(archives(documents, 'documentIds')),
    'organizationDocuments.create': {
      input: async (call) => ({
        organizationId: 1,
        documentTemplateId: await makeTemplate(call),
        documentName: 'Core switch',
        fields: { key: 'x' },
      }),
      ...listed,
      shows: (rows) => hasDocument(rows, 'Core switch'),
    },
    'organizationDocuments.createMany': {
      input: async (call) => ({
        documents: [{ organizationId: 1, documentTemplateId: await makeTemplate(call), documentName: 'Core switch' }],
      }),
      ...listed,
      shows: (rows) => hasDocument(rows, 'Core switch'),
    },
    'organizationDocuments.delete': {
      input: async (call) => {
        const documentId = await makeDocument(call)
        await call('organizationDocuments.archive', { documentId })
        return { documentId }
      },
      // No list shows what is archived; the document itself is asked for by its files.
      read: 'organizationDocuments.getSignedUrls',
      of: (input) => input,
      shows: isGone,
    },
    'organizationDocuments.restore': byDocumentId(restores(documents, 'documentId')),
    'organizationDocuments.restoreMany': byDocumentId(restores(documents, 'documentIds')),
    'organizationDocuments.update': {
      input: async (call) => ({ organizationId: 1, documentId: await makeDocument(call), documentName: 'Edge switch' }),
      ...listed,
      shows: (rows) => hasDocument(rows, 'Edge switch'),
    },
    'organizationDocuments.updateMany': {
      input: async (call) => ({ documents: [{ documentId: await makeDocument(call), documentName: 'Edge switch' }] }),
      ...listed,
      shows: (rows) => hasDocument(rows, 'Edge switch'),
    },
  }
}
