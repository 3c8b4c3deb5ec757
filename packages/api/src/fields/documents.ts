/** Documents of organizations: records whose fields a template defines. */
import { z } from 'zod'
import { fieldTypes, programPermissions, technicianPermissions } from './custom-field-definitions.ts'
import { OrganizationId, openEnum, Timestamp } from './index.ts'

const Id = z.int().positive()
export const DocumentId = Id.describe('Organization document id, from organizationDocuments.list')
export const DocumentIds = z.array(DocumentId).min(1).describe('Ids of organization documents')
export const DocumentTemplateId = Id.describe('Document template id, from documentTemplates.list')
export const DocumentTemplateIds = z.array(DocumentTemplateId).min(1).describe('Ids of document templates')
export const IncludeTechnicianRoles = z.boolean().describe('Also the technician roles that may use it')

/** What a call says of a document. Values have the types of their fields; dates are epoch milliseconds (§9.2). */
export const documentFields = {
  documentName: z.string().min(1).describe('Name of the document').optional(),
  documentDescription: z.string().describe('Description of the document').optional(),
  fields: z
    .record(z.string().min(1), z.unknown())
    .describe('Name of a field to its value; names from documentTemplates.get')
    .optional(),
}

/** Required on our account in both: whose document, by which template, and which document is meant. */
export const NewDocument = z.strictObject({
  organizationId: OrganizationId,
  documentTemplateId: DocumentTemplateId,
  ...documentFields,
})
export const DocumentChange = z.strictObject({ documentId: DocumentId, ...documentFields })

const FieldValue = z.looseObject({
  name: z.string().optional(),
  value: z.unknown().optional(),
  valueUpdateTime: Timestamp.optional(),
})

const documentFacts = {
  documentId: z.int(),
  documentName: z.string().optional(),
  documentDescription: z.string().optional(),
  documentUpdateTime: Timestamp.optional(),
  documentTemplateId: z.int().optional(),
  documentTemplateName: z.string().optional(),
  organizationId: z.int().optional(),
}

export const OrganizationDocument = z.looseObject({ ...documentFacts, fields: z.array(FieldValue).optional() })
/** After a change: only the fields that it touched. */
export const ChangedDocument = z.looseObject({ ...documentFacts, updatedFields: z.array(FieldValue).optional() })

const elementTypes = ['TITLE', 'DESCRIPTION', 'SEPARATOR'] as const

/** Settings differ by type of field, and the vendor says nowhere which belong to which; so they pass as they are. */
const AdvancedSettings = z
  .record(z.string(), z.unknown())
  .describe('Settings of the type, e.g. { "maxCharacters": 80 }')

function contentWith<Option extends z.ZodObject>(option: Option) {
  return z
    .strictObject({
      values: z.array(option).describe('Options to choose from').optional(),
      required: z.boolean().describe('Whether it has to be filled in').optional(),
      footerText: z.string().describe('Text below it').optional(),
      tooltipText: z.string().describe('Text shown on pointing at it').optional(),
      advancedSettings: AdvancedSettings.optional(),
    })
    .describe('What the field offers and demands')
}

const itemFields = {
  fieldDescription: z.string().describe('Description of the field').optional(),
  fieldType: z.enum(fieldTypes).describe('Kind of value').optional(),
  fieldTechnicianPermission: z
    .enum(technicianPermissions)
    .describe('What technicians may do with its value')
    .optional(),
  fieldScriptPermission: z.enum(programPermissions).describe('What scripts may do with its value').optional(),
  fieldApiPermission: z.enum(programPermissions).describe('What the API may do with its value').optional(),
  fieldDefaultValue: z.string().describe('Value until another is given').optional(),
  uiElementName: z.string().describe('Name of an element that only shows something').optional(),
  uiElementType: z.enum(elementTypes).describe('Kind of such an element').optional(),
  uiElementValue: z.string().describe('Text of such an element').optional(),
}

const OptionName = z.string().min(1).describe('Name of the option')

const NewTemplateField = z.strictObject({
  fieldLabel: z.string().min(1).describe('Label that people read'),
  fieldName: z.string().min(1).describe('Name by which values refer to it; it stays'),
  fieldContent: contentWith(z.strictObject({ name: OptionName.optional() })).optional(),
  ...itemFields,
})

const TemplateFieldChange = z.strictObject({
  fieldId: Id.describe('Which field, from documentTemplates.get; without one it is a new field').optional(),
  fieldLabel: z.string().min(1).describe('Label that people read').optional(),
  fieldName: z.string().min(1).describe('Name by which values refer to it; only of a new field').optional(),
  fieldContent: contentWith(
    z.strictObject({
      id: z.uuid().describe('Which option; without one it is a new option').optional(),
      name: OptionName.optional(),
      active: z.boolean().describe('Whether it can be chosen').optional(),
    }),
  ).optional(),
  uiElementUid: z.uuid().describe('Which element that only shows something').optional(),
  ...itemFields,
})

const templateFields = {
  description: z.string().describe('Description of the template').optional(),
  mandatory: z.boolean().describe('Whether each organization has to have one').optional(),
  availableToAllTechnicians: z.boolean().describe('Whether every technician may use it').optional(),
  allowedTechnicianRoles: z.array(Id).describe('Ids of the technician roles that may use it').optional(),
}

export const newTemplateFields = {
  name: z.string().min(1).describe('Name of the template, unique'),
  allowMultiple: z.boolean().describe('Whether an organization may have several').optional(),
  fields: z.array(NewTemplateField).describe('Fields and what stands between them').optional(),
  ...templateFields,
}

export const templateChangeFields = {
  name: z.string().min(1).describe('Name of the template, unique').optional(),
  fields: z.array(TemplateFieldChange).describe('Fields and what stands between them').optional(),
  ...templateFields,
}

export const DocumentTemplate = z.looseObject({
  id: z.int(),
  name: z.string().optional(),
  description: z.string().optional(),
  allowMultiple: z.boolean().optional(),
  mandatory: z.boolean().optional(),
  createTime: Timestamp.optional(),
  updateTime: Timestamp.optional(),
  availableToAllTechnicians: z.boolean().optional(),
  allowedTechnicianRoles: z.array(z.int()).optional(),
  archived: z.boolean().optional(),
  archivedTime: Timestamp.optional(),
  archivedBy: z
    .looseObject({ id: z.int().optional(), displayName: z.string().optional(), deleted: z.boolean().optional() })
    .optional(),
  fields: z
    .array(
      z.looseObject({
        fieldId: z.int().optional(),
        fieldLabel: z.string().optional(),
        fieldName: z.string().optional(),
        fieldDescription: z.string().optional(),
        fieldType: openEnum(fieldTypes).optional(),
        fieldTechnicianPermission: openEnum(technicianPermissions).optional(),
        fieldScriptPermission: openEnum(programPermissions).optional(),
        fieldApiPermission: openEnum(programPermissions).optional(),
        fieldDefaultValue: z.string().optional(),
        fieldContent: z.record(z.string(), z.unknown()).optional(),
        uiElementUid: z.string().optional(),
        uiElementName: z.string().optional(),
        uiElementType: openEnum(elementTypes).optional(),
        uiElementValue: z.string().optional(),
        createdTime: Timestamp.optional(),
        updatedTime: Timestamp.optional(),
      }),
    )
    .optional(),
})
