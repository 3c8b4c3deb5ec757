/**
 * What a custom field is: its type, where it applies and who may read or write its values. The values themselves are
 * in custom-fields.ts.
 */
import { z } from 'zod'
import { NodeClass, OrganizationId, openEnum, Timestamp } from './index.ts'

export const fieldTypes = [
  'DROPDOWN',
  'MULTI_SELECT',
  'CHECKBOX',
  'TEXT',
  'TEXT_MULTILINE',
  'TEXT_ENCRYPTED',
  'NUMERIC',
  'DECIMAL',
  'DATE',
  'DATE_TIME',
  'TIME',
  'ATTACHMENT',
  'NODE_DROPDOWN',
  'NODE_MULTI_SELECT',
  'CLIENT_DROPDOWN',
  'CLIENT_MULTI_SELECT',
  'CLIENT_LOCATION_DROPDOWN',
  'CLIENT_LOCATION_MULTI_SELECT',
  'CLIENT_DOCUMENT_DROPDOWN',
  'CLIENT_DOCUMENT_MULTI_SELECT',
  'EMAIL',
  'PHONE',
  'IP_ADDRESS',
  'WYSIWYG',
  'URL',
  'MONETARY',
  'IDENTIFIER',
  'TOTP',
] as const
export const technicianPermissions = ['NONE', 'EDITABLE', 'READ_ONLY'] as const
export const programPermissions = ['NONE', 'READ_ONLY', 'WRITE_ONLY', 'READ_WRITE'] as const
const scopes = ['NODE_GLOBAL', 'NODE_ROLE', 'NODE_CLASS'] as const
const definitionScopes = ['NODE', 'END_USER', 'LOCATION', 'ORGANIZATION'] as const

/** What tabs show of a field as well. */
export const definitionDetails = {
  entityType: openEnum(['USER', 'NODE', 'TICKET', 'DOCUMENT']).optional(),
  definitionScope: z.array(openEnum(definitionScopes)).optional(),
  defaultValue: z.string().optional(),
  technicianPermission: openEnum(technicianPermissions).optional(),
  scriptPermission: openEnum(programPermissions).optional(),
  apiPermission: openEnum(programPermissions).optional(),
  content: z.record(z.string(), z.unknown()).optional(),
  active: z.boolean().optional(),
  createTime: Timestamp.optional(),
  updateTime: Timestamp.optional(),
}
export const FieldTypeShown = openEnum(fieldTypes)
export const FieldScopeShown = openEnum(scopes)

export const CustomFieldDefinition = z.looseObject({
  name: z.string().optional(),
  label: z.string().optional(),
  description: z.string().optional(),
  type: FieldTypeShown.optional(),
  scope: FieldScopeShown.optional(),
  ...definitionDetails,
  endUserPermission: openEnum(['HIDDEN', 'EDITABLE_OPTIONAL', 'EDITABLE_REQUIRED', 'READ_ONLY']).optional(),
  system: z.boolean().optional(),
})

/** The name by which programs know a field, as opposed to its label. */
export const FieldName = z.string().min(1).describe('Name of the field, from customFields.list')
export const DefinitionScope = z.enum(definitionScopes)

const AdvancedSettings = z.strictObject({
  fileMaxSize: z.int().describe('Largest attachment; the vendor names no unit').optional(),
  fileExtensions: z.array(z.string().min(1)).describe('Kinds of files that may be attached').optional(),
  dateFilters: z
    .strictObject({
      type: z.enum(['NONE', 'INCLUDE', 'EXCLUDE', 'PAST_DATES_ONLY', 'FUTURE_DATES_ONLY', 'RANGE']).optional(),
      selected: z.array(z.string()).describe('Dates or weekdays the filter is about').optional(),
    })
    .describe('Which dates can be chosen')
    .optional(),
  maxCharacters: z.int().describe('Longest text').optional(),
  complexityRules: z
    .strictObject({
      mustContainOneInteger: z.boolean().optional(),
      mustContainOneLowercaseLetter: z.boolean().optional(),
      mustContainOneUppercaseLetter: z.boolean().optional(),
      greaterOrEqualThanSixCharacters: z.boolean().optional(),
    })
    .describe('What an encrypted text must have')
    .optional(),
  numericRange: z
    .strictObject({ min: z.number().optional(), max: z.number().optional() })
    .describe('Smallest and largest number')
    .optional(),
  org: z.array(OrganizationId).describe('Only things of these organizations can be chosen').optional(),
  nodeClass: z.array(NodeClass).describe('Only devices of these classes can be chosen').optional(),
  ipAddressType: z.enum(['ALL', 'IPV4', 'IPV6']).describe('Kinds of addresses').optional(),
  expandLargeValueOnRender: z.boolean().describe('Show long values whole').optional(),
  identifier: z
    .strictObject({
      automaticGenerationEnabled: z.boolean().optional(),
      scope: z.enum(['NONE', 'GLOBAL', 'ORGANIZATION']).optional(),
      assignTo: z.enum(['NEW_ASSETS_ONLY', 'NEW_AND_EXISTING_ASSETS']).optional(),
      type: z.enum(['CUSTOM', 'SEQUENCE']).optional(),
      nextSequenceNumber: z.int().optional(),
      prefix: z.string().optional(),
      suffix: z.string().optional(),
    })
    .describe('How identifiers are made')
    .optional(),
  monetary: z
    .strictObject({
      currency: z.string().length(3).describe('ISO 4217, e.g. EUR').optional(),
    })
    .describe('Currency of an amount')
    .optional(),
  templates: z.array(z.int().positive()).describe('Ids of document templates that can be chosen from').optional(),
})

const OptionName = z.string().min(1).describe('What people choose')
const NewOption = z.strictObject({ name: OptionName })
const Option = z.strictObject({
  id: z.uuid().describe('Option that is there already; without it the option is new').optional(),
  name: OptionName.optional(),
  active: z.boolean().describe('Whether it can be chosen').optional(),
  system: z.boolean().describe('Whether it belongs to the system').optional(),
})

function contentOf<Value extends z.ZodType>(value: Value) {
  return z
    .strictObject({
      values: z.array(value).describe('What a drop-down or a multiple choice offers').optional(),
      required: z.boolean().describe('Whether a value must be given').optional(),
      footerText: z.string().describe('Text below the field').optional(),
      tooltipText: z.string().describe('Text shown when the pointer rests on the field').optional(),
      advancedSettings: AdvancedSettings.describe('Bounds and forms of values, by the type of the field').optional(),
    })
    .describe('What the field offers and accepts')
}

const permissions = {
  technicianPermission: z.enum(technicianPermissions).describe('What technicians may do with values').optional(),
  scriptPermission: z.enum(programPermissions).describe('What scripts may do with values').optional(),
  apiPermission: z.enum(programPermissions).describe('What the API may do with values').optional(),
}
const place = {
  scope: z.enum(scopes).describe('Older form of definitionScope; the vendor will remove it').optional(),
  definitionScope: z.array(DefinitionScope).describe('What kinds of things have the field').optional(),
  groupId: z.int().positive().describe('Group of fields it belongs to').optional(),
}
const Label = z.string().min(1).describe('Name that people see')
const NewFieldName = z.string().min(1).describe('Name for programs; no other field has it')
const Description = z.string().describe('What it is for')
const FieldType = z.enum(fieldTypes).describe('Kind of value')

export const newFieldInput = {
  label: Label,
  fieldName: NewFieldName,
  description: Description.optional(),
  type: FieldType.optional(),
  ...permissions,
  defaultValue: z.string().describe('Value to begin with; drop-downs and multiple choices alone heed it').optional(),
  content: contentOf(NewOption).optional(),
  ...place,
  addToDefaultTab: z.boolean().describe('Whether the default tab shows it').optional(),
}

/** The vendor's names; who changes one field by its name gives the new one under another name of ours. */
export const fieldChanges = {
  label: Label.optional(),
  description: Description.optional(),
  type: FieldType.optional(),
  ...permissions,
  defaultValue: z.string().describe('Value to begin with').optional(),
  content: contentOf(Option).optional(),
  active: z.boolean().describe('Whether the field is in use').optional(),
  ...place,
}
export const RenamedFieldName = NewFieldName.describe(
  'New name for programs; scripts that use the old one stop working',
)
