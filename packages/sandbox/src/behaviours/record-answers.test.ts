/** Every modelled operation on records: its answer is one that the catalogue and the vendor's own description know. */
import { createClient } from '@kunai/api'
import { type OperationId, operations } from '@kunai/api/catalogue'
import { manualClock } from '@kunai/api/clock'
import type { Operation } from '@kunai/api/operation'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../server/answer.ts'
import { createStage, type Stage } from '../testing/stage.ts'
import { startTenant } from '../testing/tenant.ts'
import { behaviours } from './index.ts'
import { differences, hasVendorSpec, vendorWords } from './test/vendor-spec.ts'

const resources = [
  'assetTags',
  'attachments',
  'checklists',
  'checklistTemplates',
  'documentTemplates',
  'organizationDocuments',
  'knowledgeBaseArticles',
  'knowledgeBaseFolders',
  'relatedItems',
  'tabs',
  'nodeRoles',
  'policyConditions',
]
const ids = (Object.keys(operations) as OperationId[]).filter((id) => resources.includes(id.split('.')[0] ?? ''))

const files = [{ name: 'plan.pdf', contentType: 'application/pdf', base64: 'JVBERi0xLjcK' }]
const device = { entityType: 'NODE', entityId: 1001 } as const
const comparison = { fieldName: 'serviceLevel', operator: 'EQUALS', value: 'Gold' } as const

/** One call of each, in an order in which what a call needs is there. Ids of what was made are asked of the world. */
const calls: readonly (readonly [id: string, input: object | ((stage: Stage) => object)])[] = [
  ['assetTags.create', { name: 'Loan pool', description: 'By the day' }],
  ['assetTags.setForAsset', { assetType: 'device', assetId: 1001, tagIds: [1] }],
  ['assetTags.updateForAssets', { assetType: 'device', assetIds: [1001], tagIdsToAdd: [2], tagIdsToRemove: [1] }],
  ['assetTags.list', {}],
  ['assetTags.update', { tagId: 1, description: 'Not ours' }],
  ['assetTags.merge', { tagIds: [1, 2], mergeMethod: 'MERGE_INTO_EXISTING_TAG', mergeIntoTagId: 2 }],
  ['assetTags.delete', { tagId: 2 }],
  ['assetTags.deleteMany', { tagIds: [3] }],
  ['attachments.uploadTemporary', { entityType: 'DOCUMENT', files }],
  [
    'checklistTemplates.create',
    { templates: [{ name: 'Move', description: { text: 'x' }, tasks: [{ name: 'Pack' }] }] },
  ],
  ['checklistTemplates.update', { templates: [{ id: 4, required: true }] }],
  ['checklistTemplates.archive', { checklistTemplateIds: [1] }],
  ['checklistTemplates.list', { includeArchived: true }],
  ['checklistTemplates.restore', { checklistTemplateIds: [1] }],
  ['checklists.createFromTemplates', { organizationId: 1, checklistTemplateIds: [4] }],
  [
    'checklists.create',
    { checklists: [{ organizationId: 1, name: 'Odd', assignedToUserId: 5, tasks: [{ name: 'One' }] }] },
  ],
  [
    'checklists.update',
    ({ world }) => ({ checklists: [{ checklistId: newest(world.checklists), tasks: [{ id: 1, completed: true }] }] }),
  ],
  ['checklists.get', ({ world }) => ({ checklistId: newest(world.checklists) })],
  ['checklists.archive', ({ world }) => ({ clientChecklistIds: [newest(world.checklists)] })],
  ['checklists.list', { includeArchived: true }],
  ['checklists.restore', ({ world }) => ({ clientChecklistIds: [newest(world.checklists)] })],
  ['checklists.promote', ({ world }) => ({ checklistIds: [newest(world.checklists)] })],
  [
    'checklists.promoteWithName',
    ({ world }) => ({ checklists: [{ id: newest(world.checklists), name: 'Odd again' }] }),
  ],
  ['checklists.getSignedUrls', ({ world }) => ({ checklistId: newest(world.checklists) })],
  ['checklists.delete', ({ world }) => ({ checklistId: newest(world.checklists) })],
  ['checklists.deleteMany', ({ world }) => ({ checklistIds: [newest(world.checklists)] })],
  ['checklistTemplates.delete', { checklistTemplateId: 1 }],
  ['checklistTemplates.deleteMany', { checklistTemplateIds: [2] }],
  [
    'documentTemplates.create',
    { name: 'Network', allowMultiple: true, fields: [{ fieldLabel: 'Key', fieldName: 'key', fieldType: 'TEXT' }] },
  ],
  ['documentTemplates.update', { documentTemplateId: 4, description: 'Cables and numbers' }],
  ['documentTemplates.archive', { documentTemplateId: 4 }],
  ['documentTemplates.list', { includeTechnicianRoles: true }],
  ['documentTemplates.restore', { documentTemplateId: 4 }],
  ['documentTemplates.archiveMany', { documentTemplateIds: [4] }],
  ['documentTemplates.get', { documentTemplateId: 4 }],
  ['documentTemplates.restoreMany', { documentTemplateIds: [4] }],
  ['documentTemplates.delete', { documentTemplateId: 4 }],
  [
    'organizationDocuments.create',
    { organizationId: 1, documentTemplateId: 2, documentDescription: 'x', fields: { name: 'x' } },
  ],
  ['organizationDocuments.createMany', { documents: [{ organizationId: 1, documentTemplateId: 2 }] }],
  [
    'organizationDocuments.update',
    ({ world }) => ({ organizationId: 1, documentId: newest(world.organizationDocuments), fields: { name: 'y' } }),
  ],
  [
    'organizationDocuments.updateMany',
    ({ world }) => ({ documents: [{ documentId: newest(world.organizationDocuments), documentName: 'z' }] }),
  ],
  ['organizationDocuments.list', { groupBy: 'TEMPLATE' }],
  ['organizationDocuments.listForOrganization', { organizationId: 1 }],
  ['organizationDocuments.getSignedUrls', { documentId: 11 }],
  ['organizationDocuments.archive', { documentId: 11 }],
  ['organizationDocuments.restore', { documentId: 11 }],
  ['organizationDocuments.archiveMany', { documentIds: [11] }],
  ['organizationDocuments.restoreMany', { documentIds: [11] }],
  [
    'knowledgeBaseArticles.create',
    { articles: [{ name: 'Odd', destinationFolderPath: 'New', content: { html: '<p>x</p>' } }] },
  ],
  ['knowledgeBaseArticles.upload', { organizationId: 1, folderPath: 'New', files }],
  ['knowledgeBaseArticles.update', { articles: [{ id: 1, name: 'Connect' }] }],
  ['knowledgeBaseArticles.archive', { articleIds: [1] }],
  ['knowledgeBaseArticles.listGlobal', { includeArchived: true }],
  ['knowledgeBaseArticles.listForOrganizations', { organizationIds: '1,2' }],
  ['knowledgeBaseArticles.restore', { articleIds: [1] }],
  ['knowledgeBaseArticles.download', ({ world }) => ({ articleId: newest(world.knowledgeBaseArticles) })],
  ['knowledgeBaseArticles.getSignedUrls', ({ world }) => ({ articleId: newest(world.knowledgeBaseArticles) })],
  ['knowledgeBaseFolders.find', { folderPath: 'Network|VPN' }],
  ['knowledgeBaseFolders.move', { folderIds: [2], destinationOrganizationId: 3 }],
  ['knowledgeBaseFolders.archive', { folderIds: [1] }],
  ['knowledgeBaseFolders.get', { folderId: 1, includeArchived: true }],
  ['knowledgeBaseFolders.restore', { folderIds: [1] }],
  ['knowledgeBaseFolders.delete', { folderIds: [1] }],
  ['knowledgeBaseArticles.delete', { articleIds: [5] }],
  ['relatedItems.addRelation', { ...device, relEntityType: 'DOCUMENT', relEntityId: 11 }],
  ['relatedItems.addRelations', { ...device, relations: [{ relEntityType: 'CREDENTIAL', relEntityId: 31 }] }],
  ['relatedItems.addAttachment', { ...device, file: files[0] }],
  ['relatedItems.downloadAttachment', ({ world }) => ({ relatedItemId: newest(world.relatedItems) })],
  ['relatedItems.addSecureValue', { ...device, name: 'Console', password: 'change-me' }],
  ['relatedItems.list', {}],
  ['relatedItems.listForEntity', device],
  ['relatedItems.listForEntityType', { entityType: 'NODE' }],
  ['relatedItems.listForRelatedEntity', { relatedEntityType: 'DOCUMENT', relatedEntityId: 11 }],
  ['relatedItems.listForRelatedEntityType', { relatedEntityType: 'ATTACHMENT' }],
  ['relatedItems.getSignedUrls', device],
  ['relatedItems.delete', { relatedItemId: 1 }],
  ['relatedItems.deleteAll', device],
  ['organizationDocuments.archive', { documentId: 11 }],
  ['organizationDocuments.delete', { documentId: 11 }],
  ['nodeRoles.createMany', { roles: [{ name: 'Lobby', nodeClass: 'WINDOWS_WORKSTATION', nodeRoleParentId: 2 }] }],
  ['nodeRoles.updateMany', { roles: [{ id: 102, description: 'One application' }] }],
  ['nodeRoles.list', {}],
  ['nodeRoles.deleteMany', { ids: [103] }],
  [
    'tabs.create',
    {
      name: 'Rack',
      entityType: 'NODE_ROLE',
      entityId: 2,
      items: [{ id: 4 }, { uiElementType: 'TITLE', uiElementValue: 'x' }],
    },
  ],
  ['tabs.get', { tabId: 3 }],
  ['tabs.update', { tabId: 3, roleId: 102, items: [] }],
  ['tabs.getForRole', { tabId: 3, roleId: 102 }],
  ['tabs.getForOrganizations', { tabId: 2 }],
  ['tabs.rename', { tabId: 2, name: 'Contracts' }],
  ['tabs.listForRole', { roleId: 102 }],
  ['tabs.listForOrganizations', {}],
  ['tabs.setRoleOrder', { roleId: 2, tabs: [{ tabId: 3, position: 4 }] }],
  ['tabs.setRoleVisibility', { roleId: 2, tabs: [{ tabId: 3, hidden: true }] }],
  ['tabs.setOrganizationOrder', { tabs: [{ tabId: 2, position: 4 }] }],
  ['tabs.delete', { tabId: 3 }],
  ['tabs.create', { name: 'Person', entityType: 'END_USER' }],
  ['tabs.getForEndUsers', ({ world }) => ({ tabId: newest(world.customTabs) })],
  ['tabs.listForEndUsers', {}],
  ['tabs.setEndUserOrder', ({ world }) => ({ tabs: [{ tabId: newest(world.customTabs), position: 1 }] })],
  ['policyConditions.createCustomField', { policyId: 51, matchAll: [comparison] }],
  ['policyConditions.listCustomFields', { policyId: 51 }],
  ['policyConditions.getCustomField', ({ world }) => condition(world)],
  ['policyConditions.createWindowsEvent', { policyId: 51, source: 'disk', eventIds: [7], occurrence: {}, text: {} }],
  ['policyConditions.listWindowsEvents', { policyId: 51 }],
  ['policyConditions.getWindowsEvent', ({ world }) => condition(world)],
  ['policyConditions.delete', ({ world }) => condition(world)],
]

type World = Stage['world']
const newest = (table: { list(): readonly { readonly id: number }[] }) => table.list().at(-1)?.id ?? 0
const condition = ({ policyConditions }: World) => ({
  policyId: 51,
  conditionId: policyConditions.get(newest(policyConditions))?.uid,
})

/** The spec types these maps as one string, and the downloads as nothing at all. */
const isMistyped = (id: string) => id.endsWith('getSignedUrls') || id.includes('.download')

describe('records', () => {
  test('have all their operations modelled, and each is tried here', () => {
    expect(ids.filter((id) => behaviours[id] === undefined)).toEqual([])
    expect([...new Set(calls.map(([id]) => id))].sort()).toEqual([...ids].sort())
  })

  test('are answered as the catalogue says, and with nothing that the vendor’s spec does not know', () => {
    const stage = createStage(5)
    const found = calls.flatMap(([id, input]) => {
      const answer = stage.perform(id as OperationId, (typeof input === 'function' ? input(stage) : input) as never)
      const text = JSON.stringify(answer) ?? ''
      // The vendor leaves out what is null, and its moments are epoch seconds, although schemas let texts pass.
      expect(text, id).not.toMatch(/[:[,]null[\],}]|"\w*(Time|On|dueDate)":"/)
      if (!hasVendorSpec || answer === undefined || isMistyped(id)) return []
      return differences(operations[id as OperationId] as Operation, answer) ?? []
    })
    expect(found).toEqual([])
  })

  test.runIf(hasVendorSpec)('write activities of types and codes that the vendor has', () => {
    const stage = createStage(5)
    for (const [id, input] of calls) {
      stage.perform(id as OperationId, (typeof input === 'function' ? input(stage) : input) as never)
    }
    const words = vendorWords()
    const written = stage.world.activities.list({ test: ({ userId }) => userId === 5 })
    expect(new Set(written.map(({ activityType }) => activityType)).size).toBe(6)
    const codes = written.flatMap(({ activityType, statusCode }) => [activityType, statusCode])
    expect(codes.filter((code) => !words.has(code))).toEqual([])
  })

  test('answer the typed client over HTTP as they answer here', async () => {
    const stage = createStage()
    const clock = manualClock(stage.world.nowMs())
    const { sandbox } = await startTenant({ devices: 60, orgs: 6, clock })
    const client = createClient({ baseUrl: sandbox.url, machine: sandbox.machine, clock })
    const resourcesOf = client as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>
    for (const [id, input] of calls) {
      const operation = operations[id as OperationId] as Operation
      // Forms and files are the server's to read and to write; what they mean is tried above.
      if (operation.http.multipart || operation.http.answer) continue
      const values = typeof input === 'function' ? input(stage) : input
      const expected = operation.output.safeParse(stage.perform(id as OperationId, values as never))
      const [resource = '', name = ''] = id.split('.')
      const answer = await resourcesOf[resource]?.[name]?.(values)
      // An empty 200 is no output.
      if (expected.success) expect([id, answer]).toEqual([id, expected.data])
    }
    await client.close()
    await sandbox.close()
  })

  test('stand in an exported file of the world, which another world can read', () => {
    const stage = createStage()
    for (const [id, input] of calls) {
      stage.perform(id as OperationId, (typeof input === 'function' ? input(stage) : input) as never)
    }
    const { world } = createStage()
    world.import(stage.world.export())
    expect([...world.dump()]).toEqual([...stage.world.dump()])
  })

  test('take the first example of each operation, or say what it is about that is not there', () => {
    for (const id of ids) {
      const { perform } = createStage()
      try {
        perform(id, operations[id].examples[0].input as never)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        const { status, body } = error.answer
        expect([id, status === 404 || status === 400]).toEqual([id, true])
        expect(JSON.parse(String(body)).resultCode).toMatch(/_not_found$|^invalid_|already_exists$/)
      }
    }
  })
})
