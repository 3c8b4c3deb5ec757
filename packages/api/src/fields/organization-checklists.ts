/** Checklists of organizations. */
import { z } from 'zod'
import { Timestamp } from './index.ts'

const RichText = z.looseObject({ text: z.string().optional(), html: z.string().optional() })
const ChecklistUser = z.looseObject({
  id: z.int().optional(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  deleted: z.boolean().optional(),
})

const progress = {
  name: z.string().optional(),
  description: RichText.optional(),
  dueDate: Timestamp.optional(),
  completed: z.boolean().optional(),
  completedOn: Timestamp.optional(),
  assignedTo: ChecklistUser.optional(),
}

export const OrganizationChecklist = z.looseObject({
  id: z.int(),
  ...progress,
  required: z.boolean().optional(),
  lastUpdatedOn: Timestamp.optional(),
  lastUpdatedBy: ChecklistUser.optional(),
  completedTaskCount: z.int().optional(),
  totalTaskCount: z.int().optional(),
  tasks: z
    .array(
      z.looseObject({
        id: z.int().optional(),
        position: z.int().optional(),
        ...progress,
        completedBy: ChecklistUser.optional(),
      }),
    )
    .optional(),
  organizationId: z.int().optional(),
  clientName: z.string().optional(),
  archived: z.boolean().optional(),
  archivedBy: ChecklistUser.optional(),
  archiveTime: Timestamp.optional(),
})

export const ChecklistIds = z.array(z.int().positive()).min(1).describe('Ids of checklists of organizations')
