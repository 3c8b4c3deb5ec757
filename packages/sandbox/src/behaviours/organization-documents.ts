/** Documents of organizations. What is archived is in no list; only what is archived can be deleted (spec). */
import type { DocumentTemplate, OrganizationDocument } from '../world/kinds/documents.ts'
import { attachmentsIn, signedUrlsOf } from './attachments.ts'
import type { Behaviours, Scene } from './behaviour.ts'
import { checkRequired, checkValues, shownValues } from './document-fields.ts'
import { checkReference, find, findAll, given, note, readIds, toSeconds } from './entities.ts'
import { forgetRelations } from './relations.ts'

const what = 'document'

type Word = 'CREATED' | 'UPDATED' | 'DELETED' | 'ARCHIVED' | 'RESTORED'

const tell = (scene: Scene, word: Word, { id, name }: OrganizationDocument) =>
  note(scene, { activityType: 'DOCUMENTATION', statusCode: `CLIENT_DOCUMENT_${word}`, subject: name, id })

const facts = ({ id, name, description, updatedMs, documentTemplateId, organizationId }: OrganizationDocument) => ({
  documentId: id,
  documentName: name,
  ...(description !== undefined && { documentDescription: description }),
  documentUpdateTime: toSeconds(updatedMs),
  documentTemplateId,
  organizationId,
})

const templateOf = ({ documentTemplateId }: OrganizationDocument, { world }: Scene) =>
  world.documentTemplates.expect(documentTemplateId)

function valuesOf(document: OrganizationDocument, template: DocumentTemplate) {
  const { values, valueMs = {}, updatedMs } = document
  return shownValues(template, values).map((field) => ({
    ...field,
    valueUpdateTime: toSeconds(valueMs[field.name] ?? updatedMs),
  }))
}

function toWire(document: OrganizationDocument, scene: Scene) {
  const template = templateOf(document, scene)
  return { ...facts(document), documentTemplateName: template.name, fields: valuesOf(document, template) }
}

interface Fields {
  readonly documentName?: string | undefined
  readonly documentDescription?: string | undefined
  readonly fields?: Readonly<Record<string, unknown>> | undefined
}

type New = Fields & { readonly organizationId: number; readonly documentTemplateId: number }

/** Null takes a value away. */
const withoutNull = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined))

/** Judges documents that a call wants to make, before any of them is made. */
function checkNew(list: readonly New[], scene: Scene): void {
  const { world, refuse } = scene
  for (const [index, { organizationId, documentTemplateId, fields = {} }] of list.entries()) {
    const template = world.documentTemplates.expect(documentTemplateId)
    if (template.archived) throw refuse(400, 'document_template_archived', `${template.name} is archived`)
    const isOfSame = (one: { organizationId: number; documentTemplateId: number }) =>
      one.organizationId === organizationId && one.documentTemplateId === documentTemplateId
    const has = world.organizationDocuments.whose('organizationId', organizationId).some(isOfSame)
    if (!template.allowMultiple && (has || list.slice(0, index).some(isOfSame))) {
      throw refuse(400, 'multiple_documents_not_allowed', `The organization has a document ${template.name} already`)
    }
    checkValues(template, fields, scene)
    checkRequired(template, withoutNull(fields), scene)
  }
}

function insert({ organizationId, documentTemplateId, fields = {}, ...rest }: New, scene: Scene) {
  const values = withoutNull(fields)
  const document = scene.world.organizationDocuments.insert({
    organizationId,
    documentTemplateId,
    name: rest.documentName ?? scene.world.documentTemplates.expect(documentTemplateId).name,
    ...given({ description: rest.documentDescription }),
    updatedMs: scene.nowMs,
    archived: false,
    values,
    valueMs: Object.fromEntries(Object.keys(values).map((name) => [name, scene.nowMs])),
  })
  tell(scene, 'CREATED', document)
  return toWire(document, scene)
}

function checkChange(document: OrganizationDocument, { fields = {} }: Fields, scene: Scene): void {
  if (document.archived) throw scene.refuse(400, 'document_archived', `${document.name} is archived`)
  const template = templateOf(document, scene)
  checkValues(template, fields, scene)
  checkRequired(template, withoutNull({ ...document.values, ...fields }), scene)
}

/** Answers with the fields that it touched, and no others. */
function change(before: OrganizationDocument, { fields = {}, ...rest }: Fields, scene: Scene) {
  const { nowMs, world } = scene
  const names = Object.keys(before.values).map((name) => [name, before.valueMs?.[name] ?? before.updatedMs])
  const document = world.organizationDocuments.update(before.id, {
    ...given({ name: rest.documentName, description: rest.documentDescription }),
    values: withoutNull({ ...before.values, ...fields }),
    valueMs: { ...Object.fromEntries(names), ...Object.fromEntries(Object.keys(fields).map((name) => [name, nowMs])) },
    updatedMs: nowMs,
  })
  tell(scene, 'UPDATED', document)
  const template = templateOf(document, scene)
  const updatedFields = valuesOf(document, template).filter(({ name }) => Object.hasOwn(fields, name))
  return { ...facts(document), documentTemplateName: template.name, updatedFields }
}

function setArchived(ids: readonly number[], archived: boolean, scene: Scene) {
  const { organizationDocuments: table } = scene.world
  return findAll(table, ids, what, scene).map((document) => {
    if (document.archived === archived) return toWire(document, scene)
    const changed = table.update(document.id, { archived })
    tell(scene, archived ? 'ARCHIVED' : 'RESTORED', changed)
    return toWire(changed, scene)
  })
}

function setOneArchived(id: number, archived: boolean, scene: Scene) {
  const [document] = setArchived([id], archived, scene)
  if (!document) throw new Error('one id makes one document')
  return document
}

export const organizationDocuments: Behaviours = {
  'organizationDocuments.list': (query, scene) => {
    const organizationIds = readIds(query.organizationIds, 'organization ids', scene)
    const templateIds = readIds(query.templateIds, 'template ids', scene)
    const found = scene.world.organizationDocuments.list({
      test: (one) =>
        !one.archived &&
        (organizationIds?.has(one.organizationId) ?? true) &&
        (templateIds?.has(one.documentTemplateId) ?? true) &&
        one.name === (query.documentName ?? one.name) &&
        (query.templateName === undefined || templateOf(one, scene).name === query.templateName),
    })
    const key = query.groupBy === 'TEMPLATE' ? 'documentTemplateId' : 'organizationId'
    return found.sort((one, other) => one[key] - other[key] || one.id - other.id).map((one) => toWire(one, scene))
  },

  'organizationDocuments.listForOrganization': ({ organizationId }, scene) => {
    find(scene.world.organizations, organizationId, 'organization', scene)
    const documents = scene.world.organizationDocuments.whose('organizationId', organizationId)
    return documents.filter(({ archived }) => !archived).map((document) => toWire(document, scene))
  },

  'organizationDocuments.create': (document, scene) => {
    find(scene.world.organizations, document.organizationId, 'organization', scene)
    find(scene.world.documentTemplates, document.documentTemplateId, 'document template', scene)
    checkNew([document], scene)
    return insert(document, scene)
  },

  'organizationDocuments.createMany': ({ documents }, scene) => {
    for (const { organizationId, documentTemplateId } of documents) {
      checkReference(scene.world.organizations, organizationId, 'organization', scene)
      checkReference(scene.world.documentTemplates, documentTemplateId, 'document template', scene)
    }
    checkNew(documents, scene)
    return documents.map((document) => insert(document, scene))
  },

  'organizationDocuments.update': ({ organizationId, documentId, ...fields }, scene) => {
    const document = find(scene.world.organizationDocuments, documentId, what, scene)
    if (document.organizationId !== organizationId) {
      throw scene.refuse(404, 'document_not_found', `Organization ${organizationId} has no document ${documentId}`)
    }
    checkChange(document, fields, scene)
    return change(document, fields, scene)
  },

  'organizationDocuments.updateMany': ({ documents }, scene) => {
    const { organizationDocuments: table } = scene.world
    for (const { documentId, ...fields } of documents) checkChange(find(table, documentId, what, scene), fields, scene)
    return documents.map(({ documentId, ...fields }) => change(table.expect(documentId), fields, scene))
  },

  'organizationDocuments.archive': ({ documentId }, scene) => setOneArchived(documentId, true, scene),
  'organizationDocuments.restore': ({ documentId }, scene) => setOneArchived(documentId, false, scene),
  'organizationDocuments.archiveMany': ({ documentIds }, scene) => setArchived(documentIds, true, scene),
  'organizationDocuments.restoreMany': ({ documentIds }, scene) => setArchived(documentIds, false, scene),

  'organizationDocuments.delete': ({ documentId }, scene) => {
    const document = find(scene.world.organizationDocuments, documentId, what, scene)
    if (!document.archived) throw scene.refuse(400, 'document_not_archived', `Archive ${document.name} first`)
    scene.world.organizationDocuments.delete(documentId)
    forgetRelations(scene.world, 'DOCUMENT', documentId)
    tell(scene, 'DELETED', document)
  },

  'organizationDocuments.getSignedUrls': ({ documentId }, scene) => {
    const { values } = find(scene.world.organizationDocuments, documentId, what, scene)
    return signedUrlsOf(attachmentsIn(values, scene), scene)
  },
}
