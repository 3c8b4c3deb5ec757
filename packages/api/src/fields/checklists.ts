/** Checklists of organizations and the templates they are made from. Names are unique, says the vendor. */
import { z } from 'zod'
import { MomentInput, OrganizationId, Timestamp, UserId } from './index.ts'

const Id = z.int().positive()
export const ChecklistId = Id.describe('Checklist id, from checklists.list')
export const ChecklistTemplateId = Id.describe('Checklist template id, from checklistTemplates.list')
export const ChecklistIds = z.array(ChecklistId).min(1).describe('Ids of checklists')
export const ChecklistTemplateIds = z.array(ChecklistTemplateId).min(1).describe('Ids of checklist templates')

const RichText = z
  .strictObject({
    text: z.string().describe('As plain text').optional(),
    html: z.string().describe('The same as HTML').optional(),
  })
  .describe('What it is about')

/** 1 to the largest number that the vendor's servers hold. */
const Position = z.int().min(1).max(2_147_483_647).describe('Place in the list, from 1')

const TemplateTask = z.strictObject({
  position: Position.optional(),
  name: z.string().min(1).describe('Name of the task').optional(),
  description: RichText.optional(),
})

const templateFields = {
  description: RichText.optional(),
  tasks: z.array(TemplateTask).describe('Tasks').optional(),
  required: z.boolean().describe('Whether checklists made from it have to be completed').optional(),
}

/** The vendor requires none of these; a template that has no name, and a change of no template, mean nothing. */
export const NewChecklistTemplate = z.strictObject({
  name: z.string().min(1).describe('Name of the template, unique'),
  ...templateFields,
})
export const ChecklistTemplateChange = z.strictObject({
  id: ChecklistTemplateId,
  name: z.string().min(1).describe('Name of the template, unique').optional(),
  ...templateFields,
})

const ChecklistTask = z.strictObject({
  id: Id.describe('Task id, from checklists.get; without one it is a new task').optional(),
  // Unlike in templates, the vendor gives no bounds here.
  position: z.int().describe('Place in the list').optional(),
  name: z.string().min(1).describe('Name of the task').optional(),
  description: RichText.optional(),
  assignedToUserId: UserId.describe('Who is to do it').optional(),
  dueDate: MomentInput.optional(),
  completed: z.boolean().describe('Whether it is done').optional(),
})

/** Due dates are "double" in the spec; seconds like every other moment of this API, not seen live (grade U). */
const checklistFields = {
  description: RichText.optional(),
  required: z.boolean().describe('Whether it has to be completed').optional(),
  dueDate: MomentInput.optional(),
  assignedToUserId: UserId.describe('Who is to complete it').optional(),
  tasks: z.array(ChecklistTask).describe('Tasks').optional(),
}

/** Required on our account: without an organization it would belong to nobody. A template may give the name. */
export const NewChecklist = z.strictObject({
  organizationId: OrganizationId,
  name: z.string().min(1).describe('Name of the checklist').optional(),
  checklistTemplateId: ChecklistTemplateId.describe('Template it is made from').optional(),
  ...checklistFields,
})
export const ChecklistChange = z.strictObject({
  checklistId: ChecklistId,
  name: z.string().min(1).describe('Name of the checklist').optional(),
  ...checklistFields,
})

/** A checklist, and what the template made from it is to be called. */
export const PromotedChecklist = z.strictObject({
  id: ChecklistId,
  name: z.string().min(1).describe('Name of the new template, unique'),
})

const Text = z.looseObject({ text: z.string().optional(), html: z.string().optional() })

const Person = z.looseObject({
  id: z.int().optional(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  deleted: z.boolean().optional(),
})

const task = { position: z.int().optional(), name: z.string().optional(), description: Text.optional() }

const listed = {
  id: z.int(),
  name: z.string().optional(),
  description: Text.optional(),
  required: z.boolean().optional(),
  lastUpdatedOn: Timestamp.optional(),
  lastUpdatedBy: Person.optional(),
  archived: z.boolean().optional(),
  archivedBy: Person.optional(),
  archiveTime: Timestamp.optional(),
}

export const ChecklistTemplate = z.looseObject({ ...listed, tasks: z.array(z.looseObject(task)).optional() })

const progress = {
  assignedTo: Person.optional(),
  dueDate: Timestamp.optional(),
  completed: z.boolean().optional(),
  completedOn: Timestamp.optional(),
}

export const Checklist = z.looseObject({
  ...listed,
  ...progress,
  organizationId: z.int().optional(),
  /** Name of the organization. */
  clientName: z.string().optional(),
  completedTaskCount: z.int().optional(),
  totalTaskCount: z.int().optional(),
  tasks: z
    .array(z.looseObject({ id: z.int().optional(), ...task, ...progress, completedBy: Person.optional() }))
    .optional(),
})
