/** Values of custom fields of one owner: how they are read, masked, checked and changed. */
import type { CustomField, FieldScope, FieldValues } from '../world/kinds/custom-fields.ts'
import type { Table } from '../world/store/table.ts'
import type { World } from '../world/world.ts'
import type { Scene } from './behaviour.ts'

/** Secrets come masked unless somebody asks for them in the clear, which no operation of ours does (ninjaone-api §9.6). */
const mask = '**********'

const fieldsOfScope = (world: World, scope: FieldScope): CustomField[] =>
  world.customFields.list({ test: ({ definitionScope }) => definitionScope.includes(scope) })

/** Flat map from name to value. What was never filled in is absent; so is a value whose field was deleted. */
export function shownValues(world: World, scope: FieldScope, owner: FieldValues | undefined) {
  const shown: Record<string, unknown> = {}
  for (const { name, type } of fieldsOfScope(world, scope)) {
    const value = owner?.values[name]
    if (value !== undefined) shown[name] = type === 'TEXT_ENCRYPTED' ? mask : value
  }
  return shown
}

/** All or nothing: one value of the wrong type refuses the whole change. Null clears (grade U). */
export function changeValues(
  { world, nowMs, refuse }: Scene,
  scope: FieldScope,
  table: Table<FieldValues>,
  ownerId: number,
  changes: Readonly<Record<string, unknown>>,
): void {
  const known = new Map(fieldsOfScope(world, scope).map((field) => [field.name, field]))
  const values: Record<string, unknown> = { ...table.get(ownerId)?.values }
  for (const [name, value] of Object.entries(changes)) {
    const field = known.get(name)
    if (!field) throw refuse(400, 'custom_field_not_found', `There is no custom field ${name} here`)
    if (field.apiPermission === 'NONE' || field.apiPermission === 'READ_ONLY') {
      throw refuse(400, 'custom_field_not_writable', `Custom field ${name} may not be written by the API`)
    }
    if (value === null) delete values[name]
    else if (fits(field, value)) values[name] = value
    else throw refuse(400, 'INVALID_ATTRIBUTE_VALUE', `Custom field ${name} of type ${field.type} has another type`)
  }
  table.put(ownerId, { values, updatedMs: nowMs })
}

const optionIds = ({ content }: CustomField) =>
  ((content?.values ?? []) as readonly { readonly id: string }[]).map(({ id }) => id)

function fits(field: CustomField, value: unknown): boolean {
  switch (field.type) {
    case 'CHECKBOX':
      return typeof value === 'boolean'
    case 'NUMERIC':
      return Number.isInteger(value)
    case 'DECIMAL':
      return typeof value === 'number'
    case 'DATE':
    case 'DATE_TIME':
    case 'TIME':
      // Epoch milliseconds, unlike every other moment (ninjaone-api §9.2).
      return Number.isInteger(value)
    case 'DROPDOWN':
      return typeof value === 'string' && optionIds(field).includes(value)
    case 'MULTI_SELECT':
      return Array.isArray(value) && value.every((one) => optionIds(field).includes(one))
    default:
      return typeof value !== 'boolean' && typeof value !== 'number'
  }
}
