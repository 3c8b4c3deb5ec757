/** Templates that checklists are made from. Their names are unique (spec, ChecklistTemplatePublicApiDTO). */
import type { ChecklistTask, ChecklistTemplate } from '../world/kinds/checklists.ts'
import type { Behaviours, Scene } from './behaviour.ts'
import { type TaskInput, toWireTemplate } from './checklist-shapes.ts'
import { archivedOf, authorOf, checkDistinct, find, findAll, given, note, readIds } from './entities.ts'

const what = 'checklist template'

type Word = 'CREATED' | 'UPDATED' | 'DELETED' | 'ARCHIVED' | 'RESTORED'

const tell = (scene: Scene, word: Word, { id, name }: { id: number; name: string }) =>
  note(scene, { activityType: 'CHECKLIST_TEMPLATE', statusCode: `CHECKLIST_TEMPLATE_${word}`, subject: name, id })

export function checkTemplateName(name: string | undefined, scene: Scene, own?: number): void {
  const other = name !== undefined && scene.world.checklistTemplates.find((template) => template.name === name)
  if (other && other.id !== own) {
    throw scene.refuse(400, 'checklist_template_name_already_exists', `There is a checklist template ${name} already`)
  }
}

/** Who changed it and when; an application is nobody. */
export const changeOf = (scene: Scene) => ({ updatedMs: scene.nowMs, updatedById: authorOf(scene) ?? 0 })

/** Tasks of a template have no id in calls, so those of a call replace all there were (grade U). */
const templateTasks = (tasks: readonly TaskInput[], { refuse }: Scene): ChecklistTask[] =>
  tasks.map(({ name, position, description }, index) => {
    if (name === undefined) throw refuse(400, 'task_name_is_required', 'A task needs a name')
    const task = { id: index + 1, position: position ?? index + 1, name }
    return (description ? { ...task, description: given(description) } : task) as ChecklistTask
  })

export function insertTemplate(
  template: Pick<ChecklistTemplate, 'name' | 'required' | 'tasks' | 'description'>,
  scene: Scene,
) {
  const inserted = scene.world.checklistTemplates.insert({ ...template, ...changeOf(scene), archived: false })
  tell(scene, 'CREATED', inserted)
  return inserted
}

function setArchived(ids: readonly number[], archived: boolean, scene: Scene) {
  const { checklistTemplates } = scene.world
  return findAll(checklistTemplates, ids, what, scene).map((template) => {
    if (template.archived === archived) return toWireTemplate(template, scene)
    const changed = checklistTemplates.update(template.id, archivedOf(archived, scene))
    tell(scene, archived ? 'ARCHIVED' : 'RESTORED', changed)
    return toWireTemplate(changed, scene)
  })
}

function remove(ids: readonly number[], scene: Scene): undefined {
  for (const template of findAll(scene.world.checklistTemplates, ids, what, scene)) {
    scene.world.checklistTemplates.delete(template.id)
    tell(scene, 'DELETED', template)
  }
}

export const checklistTemplates: Behaviours = {
  'checklistTemplates.list': (query, scene) => {
    const ids = readIds(query.checklistTemplateIds, 'checklist template ids', scene)
    const test = ({ id, name, required, archived }: ChecklistTemplate) =>
      (ids?.has(id) ?? true) &&
      name === (query.checklistTemplateName ?? name) &&
      required === (query.required ?? required) &&
      (!archived || query.includeArchived === true)
    return scene.world.checklistTemplates.list({ test }).map((template) => toWireTemplate(template, scene))
  },

  'checklistTemplates.create': ({ templates }, scene) => {
    for (const { name } of templates) checkTemplateName(name, scene)
    checkDistinct(
      templates.map(({ name }) => name),
      'checklist_template_name_already_exists',
      scene,
    )
    const prepared = templates.map(({ name, required = false, tasks = [], description }) => ({
      name,
      required,
      tasks: templateTasks(tasks, scene),
      ...(description && { description: given(description) }),
    }))
    return prepared.map((template) => toWireTemplate(insertTemplate(template, scene), scene))
  },

  'checklistTemplates.update': ({ templates }, scene) => {
    const { checklistTemplates: table } = scene.world
    const names = templates.map(({ name }) => name)
    checkDistinct(names, 'checklist_template_name_already_exists', scene)
    const changes = templates.map(({ id, tasks, description, ...fields }) => {
      find(table, id, what, scene)
      checkTemplateName(fields.name, scene, id)
      return {
        id,
        ...given(fields),
        ...(description && { description: given(description) }),
        ...(tasks && { tasks: templateTasks(tasks, scene) }),
        ...changeOf(scene),
      }
    })
    return changes.map(({ id, ...change }) => {
      const changed = table.update(id, change)
      tell(scene, 'UPDATED', changed)
      return toWireTemplate(changed, scene)
    })
  },

  'checklistTemplates.archive': ({ checklistTemplateIds }, scene) => setArchived(checklistTemplateIds, true, scene),
  'checklistTemplates.restore': ({ checklistTemplateIds }, scene) => setArchived(checklistTemplateIds, false, scene),
  'checklistTemplates.delete': ({ checklistTemplateId }, scene) => remove([checklistTemplateId], scene),
  'checklistTemplates.deleteMany': ({ checklistTemplateIds }, scene) => remove(checklistTemplateIds, scene),
}
