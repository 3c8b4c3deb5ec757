/** How checklists and their templates stand on the wire, and how the tasks of a call become tasks of a checklist. */
import type { Checklist, ChecklistTask, ChecklistTemplate } from '../world/kinds/checklists.ts'
import type { Scene } from './behaviour.ts'
import { checkUser, given, personOf, toSeconds } from './entities.ts'

const person = <Name extends string>(name: Name, id: number | undefined, scene: Scene) => {
  const found = personOf(id, scene)
  return found && { [name]: found }
}

const moment = <Name extends string>(name: Name, milliseconds: number | undefined) =>
  milliseconds !== undefined && { [name]: toSeconds(milliseconds) }

function head(entity: ChecklistTemplate, scene: Scene) {
  const { id, name, description, required, archived } = entity
  return {
    id,
    name,
    ...(description && { description: { ...description } }),
    required,
    lastUpdatedOn: toSeconds(entity.updatedMs),
    ...person('lastUpdatedBy', entity.updatedById, scene),
    archived,
    ...person('archivedBy', entity.archivedById, scene),
    ...moment('archiveTime', entity.archivedMs),
  }
}

const taskHead = ({ position, name, description }: ChecklistTask) => ({
  position,
  name,
  ...(description && { description: { ...description } }),
})

const byPosition = (tasks: readonly ChecklistTask[]) =>
  tasks.toSorted((one, other) => one.position - other.position || one.id - other.id)

export const toWireTemplate = (template: ChecklistTemplate, scene: Scene) => ({
  ...head(template, scene),
  tasks: byPosition(template.tasks).map(taskHead),
})

export function toWireChecklist(checklist: Checklist, scene: Scene) {
  const { organizationId, completed, tasks } = checklist
  const organization = scene.world.organizations.get(organizationId)
  return {
    ...head(checklist, scene),
    organizationId,
    ...(organization && { clientName: organization.name }),
    completed,
    ...moment('completedOn', checklist.completedMs),
    ...moment('dueDate', checklist.dueMs),
    ...person('assignedTo', checklist.assignedToUserId, scene),
    completedTaskCount: tasks.filter((task) => task.completed).length,
    totalTaskCount: tasks.length,
    tasks: byPosition(tasks).map((task) => ({
      id: task.id,
      ...taskHead(task),
      completed: task.completed ?? false,
      ...moment('completedOn', task.completedMs),
      ...moment('dueDate', task.dueMs),
      ...person('assignedTo', task.assignedToUserId, scene),
      ...person('completedBy', task.completedById, scene),
    })),
  }
}

export interface TaskInput {
  readonly id?: number | undefined
  readonly position?: number | undefined
  readonly name?: string | undefined
  readonly description?: { readonly text?: string | undefined; readonly html?: string | undefined } | undefined
  readonly assignedToUserId?: number | undefined
  readonly dueDate?: string | undefined
  readonly completed?: boolean | undefined
}

export const dueOf = (dueDate: string | undefined) => (dueDate === undefined ? undefined : Date.parse(dueDate))

/**
 * The tasks of a checklist after a call: those with an id are changed, the others are new, and what the call leaves out
 * stays. The vendor says nothing of that (grade U); what stays can still be seen, what went could not be brought back.
 */
export function mergeTasks(before: readonly ChecklistTask[], tasks: readonly TaskInput[], scene: Scene) {
  const merged = new Map(before.map((task) => [task.id, task]))
  let lastId = Math.max(0, ...merged.keys())
  for (const { id, dueDate, completed, ...fields } of tasks) {
    const known = id === undefined ? undefined : merged.get(id)
    if (id !== undefined && !known) throw scene.refuse(400, 'invalid_task', `The checklist has no task ${id}`)
    if (!known && fields.name === undefined) throw scene.refuse(400, 'task_name_is_required', 'A new task needs a name')
    checkUser(fields.assignedToUserId, scene)
    const taskId = known?.id ?? ++lastId
    merged.set(taskId, {
      ...(known ?? { id: taskId, position: merged.size + 1, name: '' }),
      ...given({ ...fields, dueMs: dueOf(dueDate) }),
      id: taskId,
      ...(completed !== undefined && completion(completed, known, scene)),
    } as ChecklistTask)
  }
  return [...merged.values()]
}

/** When it was completed stays what it was, however often somebody says so again. */
function completion(completed: boolean, known: ChecklistTask | undefined, { nowMs, requester }: Scene) {
  if (completed && known?.completed) return {}
  if (!completed) return { completed, completedMs: undefined, completedById: undefined }
  return {
    completed,
    completedMs: nowMs,
    ...(requester.userId !== undefined && { completedById: requester.userId }),
  }
}
