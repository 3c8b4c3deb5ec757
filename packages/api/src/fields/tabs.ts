/** Custom tabs: pages of custom fields on devices, end users and organizations. */
import { z } from 'zod'
import { definitionDetails, FieldScopeShown, FieldTypeShown } from './custom-field-definitions.ts'
import { NodeRoleId, openEnum, Timestamp } from './index.ts'

const entityTypes = ['NODE_ROLE', 'ORGANIZATION', 'END_USER', 'SYSTEM'] as const
const elementTypes = ['TITLE', 'DESCRIPTION', 'SEPARATOR'] as const

export const TabId = z.int().positive().describe('Custom tab id, from the lists of tabs')
export const TabName = z.string().min(1).describe('Name of the tab')
export const TabDescription = z.string().max(250).describe('Description, at most 250 characters')
export const TabPosition = z.int().describe('Place among the tabs')
export const EntityType = z.enum(entityTypes).describe('Where the tab is shown; locations share those of organizations')
export const RoleOfTabs = NodeRoleId.describe('Device role id, from nodeRoles.list')

/** The times of an element are the vendor's to write, so they are left out. */
export const TabItems = z
  .array(
    z.strictObject({
      itemType: z.enum(['ATTRIBUTE', 'UI_ELEMENT']).optional(),
      id: z.int().positive().describe('Custom field id, with ATTRIBUTE').optional(),
      name: z.string().optional(),
      uiElementUid: z.uuid().describe('Element that is there already').optional(),
      uiElementType: z.enum(elementTypes).optional(),
      uiElementValue: z.string().describe('Text of a title or description').optional(),
    }),
  )
  .describe('Custom fields and texts, in their order')

/** All tabs of a place must be named, or the vendor refuses. */
export const TabOrder = z
  .array(z.strictObject({ tabId: TabId, position: TabPosition }))
  .min(1)
  .describe('Every tab of the place with its position')

export const TabVisibility = z
  .array(
    z.strictObject({ tabId: TabId, hidden: z.boolean().describe('Whether the role and those below do not see it') }),
  )
  .min(1)
  .describe('Tabs to hide or show')

const TabItem = z.looseObject({
  id: z.int().optional(),
  name: z.string().optional(),
  fieldName: z.string().optional(),
  description: z.string().optional(),
  attributeType: FieldTypeShown.optional(),
  attributeScope: FieldScopeShown.optional(),
  ...definitionDetails,
  uiElementUid: z.string().optional(),
  uiElementType: openEnum(elementTypes).optional(),
  uiElementValue: z.string().optional(),
  uiElementCreateTime: Timestamp.optional(),
  uiElementUpdateTime: Timestamp.optional(),
})

export const CustomTab = z.looseObject({
  id: z.int(),
  name: z.string().optional(),
  description: z.string().optional(),
  entityType: openEnum(entityTypes).optional(),
  /** The device role, for tabs that belong to one. */
  entityId: z.int().optional(),
  /** The tab that this one extends. */
  parentTabId: z.int().optional(),
  items: z.array(TabItem).optional(),
  position: z.int().optional(),
  default: z.boolean().optional(),
  isDefault: z.boolean().optional(),
})

/**
 * The spec describes what follows and forgets to say which answers have these shapes; its sentences leave little doubt
 * (grade U).
 */
const TabLabel = z.looseObject({
  id: z.int().optional(),
  name: z.string().optional(),
  description: z.string().optional(),
  nodeRoleId: z.int().optional(),
  position: z.int().optional(),
  hiddenForRoles: z.array(z.int()).optional(),
  default: z.boolean().optional(),
})

/** Not sorted; `roleHierarchy` goes from the root to the role asked for. */
export const TabSummary = z.looseObject({
  labels: z.array(TabLabel).optional(),
  roleHierarchy: z.array(z.int()).optional(),
})

/** The tab itself first, then what extends it. */
export const TabWithExtensions = z.looseObject({ tabs: z.array(CustomTab).optional() })

/** What comes back of tabs that were ordered or hidden. */
export const TabLabels = z.array(TabLabel)
