/** How custom tabs stand on the wire, and what they consist of: custom fields, and elements that only show something. */
import type { CustomField } from '../world/kinds/custom-fields.ts'
import type { NodeRole } from '../world/kinds/policies.ts'
import type { CustomTab, TabItem, UiElement } from '../world/kinds/records.ts'
import type { Scene } from './behaviour.ts'
import { given, toSeconds } from './entities.ts'

/** The vendor's words for where a tab is shown, and ours. */
export const scopes = {
  NODE_ROLE: 'NODE',
  ORGANIZATION: 'ORGANIZATION',
  END_USER: 'END_USER',
  SYSTEM: 'GLOBAL',
} as const

/** Locations share the tabs of organizations. */
const entityTypes = {
  NODE: 'NODE_ROLE',
  ORGANIZATION: 'ORGANIZATION',
  LOCATION: 'ORGANIZATION',
  END_USER: 'END_USER',
  GLOBAL: 'SYSTEM',
} as const

/** Ids from the root of the roles to the one asked for. */
export function hierarchyOf(role: NodeRole, { world }: Scene): number[] {
  const line: number[] = []
  for (let one: NodeRole | undefined = role; one && !line.includes(one.id); ) {
    line.unshift(one.id)
    one = one.nodeRoleParentId === undefined ? undefined : world.roles.get(one.nodeRoleParentId)
  }
  return line
}

export const toLabel = ({ id, name, description, nodeRoleId, position, hiddenForRoles }: CustomTab) => ({
  id,
  name,
  ...given({ description, nodeRoleId }),
  position,
  ...(hiddenForRoles?.length && { hiddenForRoles: [...hiddenForRoles] }),
  default: false,
})

export const itemsOf = ({ items, fieldNames }: CustomTab): readonly TabItem[] =>
  items ?? fieldNames.map((fieldName) => ({ fieldName }))

function toWireElement({ createdMs, updatedMs, ...element }: UiElement) {
  return { ...element, uiElementCreateTime: toSeconds(createdMs), uiElementUpdateTime: toSeconds(updatedMs) }
}

const toWireField = (field: CustomField) => ({
  id: field.id,
  name: field.label,
  fieldName: field.name,
  ...given({ description: field.description, defaultValue: field.defaultValue }),
  entityType: field.entityType,
  attributeType: field.type,
  attributeScope: field.scope,
  definitionScope: [...field.definitionScope],
  technicianPermission: field.technicianPermission,
  scriptPermission: field.scriptPermission,
  apiPermission: field.apiPermission,
  ...(field.content && { content: { ...field.content } }),
  active: true,
})

type WireItem = ReturnType<typeof toWireElement> | ReturnType<typeof toWireField>

/** A field that was deleted since is on no tab any more. */
const toWireItem = (item: TabItem, { world }: Scene): WireItem[] =>
  'uiElementUid' in item ? [toWireElement(item)] : world.customFields.whose('name', item.fieldName).map(toWireField)

export function toWireTab(tab: CustomTab, scene: Scene) {
  const { id, name, description, scope, nodeRoleId, parentTabId, position } = tab
  return {
    id,
    name,
    ...given({ description, entityId: nodeRoleId, parentTabId }),
    entityType: entityTypes[scope],
    position,
    items: itemsOf(tab).flatMap((item) => toWireItem(item, scene)),
    default: false,
    isDefault: false,
  }
}

export interface ItemInput {
  readonly itemType?: 'ATTRIBUTE' | 'UI_ELEMENT' | undefined
  readonly id?: number | undefined
  readonly name?: string | undefined
  readonly uiElementUid?: string | undefined
  readonly uiElementType?: string | undefined
  readonly uiElementValue?: string | undefined
}

/** The items of a tab after a call: those of the call, in its order. */
export const toItems = (items: readonly ItemInput[], before: readonly TabItem[], scene: Scene): TabItem[] =>
  items.map((item) => {
    const isElement = (item.itemType ?? (item.id === undefined ? 'UI_ELEMENT' : 'ATTRIBUTE')) === 'UI_ELEMENT'
    return isElement ? toElement(item, before, scene) : toField(item, scene)
  })

function toField({ id }: ItemInput, { world, refuse }: Scene): TabItem {
  const field = id === undefined ? undefined : world.customFields.get(id)
  if (!field) throw refuse(400, 'invalid_custom_field', `There is no custom field ${id}`)
  return { fieldName: field.name }
}

function toElement(item: ItemInput, before: readonly TabItem[], { world, nowMs, refuse }: Scene): TabItem {
  const { uiElementUid, uiElementType, uiElementValue, name } = item
  const content = given({ uiElementType, uiElementValue, name })
  if (uiElementUid === undefined) {
    if (uiElementType === undefined) throw refuse(400, 'ui_element_type_is_required', 'Say what the element is')
    const uid = world.drawOfCommand(world.nextCommand()).uuid('ui-element')
    return { ...content, uiElementType, uiElementUid: uid, createdMs: nowMs, updatedMs: nowMs }
  }
  const known = before.find((one) => 'uiElementUid' in one && one.uiElementUid === uiElementUid)
  if (!known || !('uiElementUid' in known)) throw refuse(400, 'invalid_ui_element', `There is no ${uiElementUid}`)
  return { ...known, ...content, updatedMs: nowMs }
}
