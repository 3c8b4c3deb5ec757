/** Checklists of organizations. Their names are unique in an organization. */
import type { Checklist, ChecklistTask } from '../world/kinds/checklists.ts'
import { attachmentsIn, signedUrlsOf } from './attachments.ts'
import type { Behaviours, Scene } from './behaviour.ts'
import { dueOf, mergeTasks, type TaskInput, toWireChecklist } from './checklist-shapes.ts'
import { changeOf, checkTemplateName, insertTemplate } from './checklist-templates.ts'
import {
  archivedOf,
  checkDistinct,
  checkReference,
  checkUser,
  find,
  findAll,
  given,
  note,
  readIds,
} from './entities.ts'
import { forgetRelations } from './relations.ts'

type Word = 'CREATED' | 'UPDATED' | 'DELETED' | 'ARCHIVED' | 'RESTORED' | 'PROMOTED'

const tell = (scene: Scene, word: Word, { id, name }: { id: number; name: string }) =>
  note(scene, { activityType: 'CLIENT_CHECKLIST', statusCode: `CLIENT_CHECKLIST_${word}`, subject: name, id })

function checkName(name: string | undefined, organizationId: number, scene: Scene, own?: number): void {
  const { world, refuse } = scene
  const other = world.checklists.whose('organizationId', organizationId).find((one) => one.name === name)
  if (other && other.id !== own) {
    throw refuse(400, 'checklist_name_already_exists', `The organization has a checklist ${name} already`)
  }
}

interface Fields {
  readonly description?: TaskInput['description']
  readonly required?: boolean | undefined
  readonly dueDate?: string | undefined
  readonly assignedToUserId?: number | undefined
}

function fieldsOf({ description, required, dueDate, assignedToUserId }: Fields, scene: Scene) {
  checkUser(assignedToUserId, scene)
  return given({ description: description && given(description), required, dueMs: dueOf(dueDate), assignedToUserId })
}

/** A checklist is completed when all its tasks are. */
function progressOf(tasks: readonly ChecklistTask[], before: Checklist | undefined, { nowMs }: Scene) {
  const completed = tasks.length > 0 && tasks.every((task) => task.completed)
  const completedMs = completed ? (before?.completed ? before.completedMs : nowMs) : undefined
  return { tasks, completed, completedMs }
}

/** Whatever is not said comes from the template; its tasks come first. */
function prepare(
  checklist: Fields & {
    readonly organizationId: number
    readonly name?: string | undefined
    readonly checklistTemplateId?: number | undefined
    readonly tasks?: readonly TaskInput[] | undefined
  },
  scene: Scene,
): Omit<Checklist, 'id'> {
  const { world, refuse } = scene
  const { organizationId, checklistTemplateId } = checklist
  checkReference(world.organizations, organizationId, 'organization', scene)
  checkReference(world.checklistTemplates, checklistTemplateId, 'checklist template', scene)
  const template = checklistTemplateId === undefined ? undefined : world.checklistTemplates.get(checklistTemplateId)
  if (template?.archived) throw refuse(400, 'checklist_template_archived', `${template.name} is archived`)
  const name = checklist.name ?? template?.name
  if (name === undefined) throw refuse(400, 'name_is_required', 'Without a template a checklist needs a name')
  checkName(name, organizationId, scene)
  const tasks = mergeTasks(template?.tasks ?? [], checklist.tasks ?? [], scene)
  return {
    required: template?.required ?? false,
    ...(template?.description && { description: template.description }),
    ...fieldsOf(checklist, scene),
    name,
    organizationId,
    ...(checklistTemplateId !== undefined && { checklistTemplateId }),
    ...progressOf(tasks, undefined, scene),
    ...changeOf(scene),
    archived: false,
  } as Omit<Checklist, 'id'>
}

function insertAll(prepared: readonly Omit<Checklist, 'id'>[], scene: Scene) {
  const names = prepared.map(({ organizationId, name }) => `${organizationId} ${name}`)
  checkDistinct(names, 'checklist_name_already_exists', scene)
  return prepared.map((checklist) => {
    const inserted = scene.world.checklists.insert(checklist)
    tell(scene, 'CREATED', inserted)
    return toWireChecklist(inserted, scene)
  })
}

function setArchived(ids: readonly number[], archived: boolean, scene: Scene) {
  const { checklists: table } = scene.world
  return findAll(table, ids, 'checklist', scene).map((checklist) => {
    if (checklist.archived === archived) return toWireChecklist(checklist, scene)
    const changed = table.update(checklist.id, archivedOf(archived, scene))
    tell(scene, archived ? 'ARCHIVED' : 'RESTORED', changed)
    return toWireChecklist(changed, scene)
  })
}

function remove(ids: readonly number[], scene: Scene): undefined {
  for (const checklist of findAll(scene.world.checklists, ids, 'checklist', scene)) {
    scene.world.checklists.delete(checklist.id)
    forgetRelations(scene.world, 'CHECKLIST', checklist.id)
    tell(scene, 'DELETED', checklist)
  }
}

/** A template comes of it, with the same tasks and none of them done; the checklist stays (grade U). */
function promote(wanted: readonly { id: number; name?: string }[], scene: Scene): undefined {
  const { world } = scene
  const found = wanted.map(({ id, name }) => {
    const checklist = find(world.checklists, id, 'checklist', scene)
    return { checklist, name: name ?? checklist.name }
  })
  const names = found.map(({ name }) => name)
  for (const name of names) checkTemplateName(name, scene)
  checkDistinct(names, 'checklist_template_name_already_exists', scene)
  for (const { checklist, name } of found) {
    const { required, description, tasks } = checklist
    const bare = tasks.map((task) => {
      const { id, position, name: taskName, description: text } = task
      return { id, position, name: taskName, ...(text && { description: text }) }
    })
    insertTemplate({ name, required, tasks: bare, ...(description && { description }) }, scene)
    tell(scene, 'PROMOTED', checklist)
  }
}

export const checklists: Behaviours = {
  'checklists.list': (query, scene) => {
    const ids = readIds(query.checklistIds, 'checklist ids', scene)
    const organizationIds = readIds(query.organizationIds, 'organization ids', scene)
    const test = (one: Checklist) =>
      (ids?.has(one.id) ?? true) &&
      (organizationIds?.has(one.organizationId) ?? true) &&
      one.name === (query.checklistName ?? one.name) &&
      one.assignedToUserId === (query.assignedToUserId ?? one.assignedToUserId) &&
      one.completed === (query.completed ?? one.completed) &&
      one.required === (query.required ?? one.required) &&
      (!one.archived || query.includeArchived === true)
    return scene.world.checklists.list({ test }).map((checklist) => toWireChecklist(checklist, scene))
  },

  'checklists.get': ({ checklistId }, scene) =>
    toWireChecklist(find(scene.world.checklists, checklistId, 'checklist', scene), scene),

  'checklists.create': ({ checklists: list }, scene) =>
    insertAll(
      list.map((one) => prepare(one, scene)),
      scene,
    ),

  'checklists.createFromTemplates': ({ organizationId, checklistTemplateIds }, scene) => {
    find(scene.world.organizations, organizationId, 'organization', scene)
    const prepared = checklistTemplateIds.map((id) => prepare({ organizationId, checklistTemplateId: id }, scene))
    return insertAll(prepared, scene)
  },

  'checklists.update': ({ checklists: list }, scene) => {
    const { checklists: table } = scene.world
    const changes = list.map(({ checklistId, name, tasks, ...fields }) => {
      const before = find(table, checklistId, 'checklist', scene)
      if (name !== undefined) checkName(name, before.organizationId, scene, checklistId)
      return {
        id: checklistId,
        ...fieldsOf(fields, scene),
        ...given({ name }),
        ...(tasks && progressOf(mergeTasks(before.tasks, tasks, scene), before, scene)),
        ...changeOf(scene),
      }
    })
    const names = changes.map(({ id, name }) => name && `${table.expect(id).organizationId} ${name}`)
    checkDistinct(names, 'checklist_name_already_exists', scene)
    return changes.map(({ id, ...change }) => {
      const changed = table.update(id, change)
      tell(scene, 'UPDATED', changed)
      return toWireChecklist(changed, scene)
    })
  },

  'checklists.archive': ({ clientChecklistIds }, scene) => setArchived(clientChecklistIds, true, scene),
  'checklists.restore': ({ clientChecklistIds }, scene) => setArchived(clientChecklistIds, false, scene),
  'checklists.delete': ({ checklistId }, scene) => remove([checklistId], scene),
  'checklists.deleteMany': ({ checklistIds }, scene) => remove(checklistIds, scene),
  'checklists.promote': ({ checklistIds }, scene) =>
    promote(
      checklistIds.map((id) => ({ id })),
      scene,
    ),
  'checklists.promoteWithName': ({ checklists: list }, scene) => promote(list, scene),

  'checklists.getSignedUrls': ({ checklistId }, scene) => {
    const { description, tasks } = find(scene.world.checklists, checklistId, 'checklist', scene)
    return signedUrlsOf(attachmentsIn([description, tasks], scene), scene)
  },
}
