/** Checklists of organizations and the templates they come from. */

import { dayMs, type Origin } from '../origin.ts'
import type { Kind } from '../store/kind.ts'
import { listSource, sparseSource } from '../store/source.ts'

interface RichText {
  readonly text?: string
  readonly html?: string
}

export interface ChecklistTask {
  readonly id: number
  readonly position: number
  readonly name: string
  readonly description?: RichText
  readonly assignedToUserId?: number
  readonly dueMs?: number
  readonly completed?: boolean
  readonly completedMs?: number
  readonly completedById?: number
}

export interface ChecklistTemplate {
  readonly id: number
  readonly name: string
  readonly description?: RichText
  readonly required: boolean
  readonly tasks: readonly ChecklistTask[]
  readonly updatedMs: number
  /** 0 when an application without a person did it. */
  readonly updatedById: number
  readonly archived: boolean
  readonly archivedMs?: number
  readonly archivedById?: number
}

export interface Checklist extends ChecklistTemplate {
  readonly organizationId: number
  readonly checklistTemplateId?: number
  readonly assignedToUserId?: number
  readonly dueMs?: number
  readonly completed: boolean
  readonly completedMs?: number
}

const templates = [
  ['New starter', ['Create account', 'Hand out laptop', 'Add to groups', 'Explain the help desk']],
  ['Leaver', ['Disable account', 'Collect devices', 'Forward mail', 'Remove licences']],
  ['Quarterly review', ['Test a restore', 'Look through alerts', 'Review licences']],
] as const

const tasksOf = (names: readonly string[], done: (position: number) => boolean = () => false): ChecklistTask[] =>
  names.map((name, index) => ({
    id: index + 1,
    position: index + 1,
    name,
    ...(done(index) && { completed: true }),
  }))

export const checklistTemplateKind = (origin: Origin): Kind<ChecklistTemplate> => ({
  name: 'checklist-template',
  source: listSource(() =>
    templates.map(([name, tasks], index) => ({
      id: index + 1,
      name,
      required: index === 2,
      tasks: tasksOf(tasks),
      updatedMs: origin.startMs - (200 - index) * dayMs,
      updatedById: 5,
      archived: false,
    })),
  ),
})

export const checklistKind = (origin: Origin): Kind<Checklist, 'organizationId'> => {
  const idsOf = (organizationId: number) => {
    if (organizationId < 1 || organizationId > origin.size.orgs) return []
    const count = origin.draw('checklists', organizationId).whole('count', 0, 3)
    return Array.from({ length: count }, (_, index) => organizationId * 10 + index + 1)
  }
  return {
    name: 'checklist',
    source: sparseSource(
      () => Array.from({ length: origin.size.orgs }, (_, index) => idsOf(index + 1)).flat(),
      (id) => {
        const organizationId = Math.floor(id / 10)
        if (!idsOf(organizationId).includes(id)) return undefined
        const draw = origin.draw('checklist', id)
        const turn = (id % 10) - 1
        const [name, tasks] = templates[turn] ?? templates[0]
        const done = draw.whole('done', 0, tasks.length)
        return {
          id,
          organizationId,
          checklistTemplateId: turn + 1,
          // Names are unique in an organization.
          name,
          required: turn === 2,
          tasks: tasksOf(tasks, (position) => position < done),
          updatedMs: origin.startMs - draw.whole('updated', 1, 90) * dayMs,
          updatedById: draw.whole('by', 1, 9),
          archived: false,
          ...(draw.chance('assigned', 0.5) && { assignedToUserId: draw.whole('to', 1, 9) }),
          ...(draw.chance('due', 0.4) && { dueMs: origin.startMs + draw.whole('due-in', -20, 40) * dayMs }),
          completed: done === tasks.length,
        }
      },
    ),
    indexes: {
      organizationId: { keyOf: ({ organizationId }) => organizationId, seedIds: (key) => idsOf(Number(key)) },
    },
  }
}
