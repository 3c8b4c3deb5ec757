/** Templates of documents: which fields a document has. Their names are unique. */
import type { DocumentTemplate } from '../world/kinds/documents.ts'
import type { Behaviours, Scene } from './behaviour.ts'
import { type FieldInput, fieldsAfter } from './document-fields.ts'
import { archivedOf, checkReference, find, findAll, given, note, toSeconds } from './entities.ts'

const what = 'document template'

type Word = 'CREATED' | 'UPDATED' | 'DELETED' | 'ARCHIVED' | 'RESTORED'

const tell = (scene: Scene, word: Word, { id, name }: { id: number; name: string }) =>
  note(scene, { activityType: 'DOCUMENTATION', statusCode: `DOCUMENT_TEMPLATE_${word}`, subject: name, id })

function toWire(template: DocumentTemplate, scene: Scene, includeTechnicianRoles = true) {
  const { createdMs, updatedMs, archivedMs, archivedById, allowedTechnicianRoles, fields, ...rest } = template
  const person = archivedById === undefined ? undefined : scene.world.technicians.get(archivedById)
  return {
    ...rest,
    createTime: toSeconds(createdMs),
    updateTime: toSeconds(updatedMs),
    ...(archivedMs !== undefined && { archivedTime: toSeconds(archivedMs) }),
    ...(person && {
      archivedBy: { id: person.id, displayName: `${person.firstName} ${person.lastName}`, deleted: false },
    }),
    ...(includeTechnicianRoles && { allowedTechnicianRoles: [...allowedTechnicianRoles] }),
    fields: fields.map((field) => ({ ...field })),
  }
}

interface Fields {
  readonly name?: string | undefined
  readonly fields?: readonly FieldInput[] | undefined
  readonly allowedTechnicianRoles?: readonly number[] | undefined
}

function check({ name, allowedTechnicianRoles = [] }: Fields, scene: Scene, own?: number): void {
  const { world, refuse } = scene
  const other = name !== undefined && world.documentTemplates.find((template) => template.name === name)
  if (other && other.id !== own) {
    throw refuse(400, 'document_template_name_already_exists', `There is a document template ${name} already`)
  }
  for (const id of allowedTechnicianRoles) checkReference(world.userRoles, id, 'technician role', scene)
}

function setArchived(ids: readonly number[], archived: boolean, scene: Scene): DocumentTemplate[] {
  const { documentTemplates: table } = scene.world
  return findAll(table, ids, what, scene).map((template) => {
    if (template.archived === archived) return template
    const changed = table.update(template.id, archivedOf(archived, scene))
    tell(scene, archived ? 'ARCHIVED' : 'RESTORED', changed)
    return changed
  })
}

function archive(ids: readonly number[], scene: Scene): undefined {
  setArchived(ids, true, scene)
}

/** One template for many ids, as the spec says; the first of them. */
function restore(ids: readonly number[], scene: Scene) {
  const [template] = setArchived(ids, false, scene)
  if (!template) throw new Error('somebody restored no template')
  return toWire(template, scene)
}

export const documentTemplates: Behaviours = {
  'documentTemplates.list': ({ templateName, includeTechnicianRoles = false }, scene) =>
    scene.world.documentTemplates
      .list({ test: ({ name }) => name === (templateName ?? name) })
      .map((template) => toWire(template, scene, includeTechnicianRoles)),

  'documentTemplates.get': ({ documentTemplateId, includeTechnicianRoles = false }, scene) =>
    toWire(find(scene.world.documentTemplates, documentTemplateId, what, scene), scene, includeTechnicianRoles),

  'documentTemplates.create': ({ name, fields = [], ...rest }, scene) => {
    check({ name, allowedTechnicianRoles: rest.allowedTechnicianRoles }, scene)
    const template = scene.world.documentTemplates.insert({
      name,
      allowMultiple: rest.allowMultiple ?? false,
      mandatory: rest.mandatory ?? false,
      availableToAllTechnicians: rest.availableToAllTechnicians ?? true,
      allowedTechnicianRoles: rest.allowedTechnicianRoles ?? [],
      ...given({ description: rest.description }),
      createdMs: scene.nowMs,
      updatedMs: scene.nowMs,
      archived: false,
      fields: fieldsAfter([], fields, scene),
    })
    tell(scene, 'CREATED', template)
    return toWire(template, scene)
  },

  'documentTemplates.update': ({ documentTemplateId: id, fields, ...rest }, scene) => {
    const { documentTemplates: table } = scene.world
    const before = find(table, id, what, scene)
    check(rest, scene, id)
    const change = { ...given(rest), ...(fields && { fields: fieldsAfter(before.fields, fields, scene) }) }
    const changed = table.update(id, { ...change, updatedMs: scene.nowMs })
    tell(scene, 'UPDATED', changed)
    return toWire(changed, scene)
  },

  'documentTemplates.archive': ({ documentTemplateId }, scene) => archive([documentTemplateId], scene),
  'documentTemplates.archiveMany': ({ documentTemplateIds }, scene) => archive(documentTemplateIds, scene),
  'documentTemplates.restore': ({ documentTemplateId }, scene) => restore([documentTemplateId], scene),
  'documentTemplates.restoreMany': ({ documentTemplateIds }, scene) => restore(documentTemplateIds, scene),

  /** Refused while there are documents of it: nobody knows what NinjaOne would do with them. */
  'documentTemplates.delete': ({ documentTemplateId: id }, scene) => {
    const { world, refuse } = scene
    const template = find(world.documentTemplates, id, what, scene)
    if (world.organizationDocuments.idsWhose('documentTemplateId', id).length > 0) {
      throw refuse(400, 'document_template_in_use', `There are documents of the template ${template.name}`)
    }
    world.documentTemplates.delete(id)
    tell(scene, 'DELETED', template)
  },
}
