/**
 * Values of custom fields, whoever owns them: a flat map from name to value (ninjaone-api §5, "custom fields"). What the
 * API may not see is not there, encrypted text comes masked (§9.6), and a value of another type is refused.
 */
import type { CustomField, FieldScope, FieldValues } from '../world/kinds/custom-fields.ts'
import type { Table } from '../world/store/table.ts'
import type { World } from '../world/world.ts'
import type { Scene } from './behaviour.ts'

type Values = Readonly<Record<string, unknown>>

const mask = '*****'
const mayRead = ({ apiPermission }: CustomField) => apiPermission === 'READ_ONLY' || apiPermission === 'READ_WRITE'
const mayWrite = ({ apiPermission }: CustomField) => apiPermission === 'WRITE_ONLY' || apiPermission === 'READ_WRITE'

export function readFields(world: World, scope: FieldScope, table: Table<FieldValues>, ownerId: number): Values {
  return shownValues(world, scope, table.get(ownerId))
}

/** What was never filled in is absent; so is a value whose field was deleted. */
export function shownValues(world: World, scope: FieldScope, owner: FieldValues | undefined): Values {
  const entries = Object.entries(owner?.values ?? {}).flatMap(([name, value]) => {
    const [field] = world.customFields.whose('name', name)
    if (!field?.definitionScope.includes(scope) || !mayRead(field)) return []
    return [[name, field.type === 'TEXT_ENCRYPTED' ? mask : value] as const]
  })
  return Object.fromEntries(entries)
}

/** Null clears a value (grade U). Either all changes are taken or none. */
export function writeFields(
  scope: FieldScope,
  table: Table<FieldValues>,
  ownerId: number,
  changes: Values,
  { world, nowMs, refuse }: Scene,
): void {
  for (const [name, value] of Object.entries(changes)) {
    const [field] = world.customFields.whose('name', name)
    if (!field?.definitionScope.includes(scope)) throw refuse(400, 'custom_field_not_found', `No custom field ${name}`)
    if (!mayWrite(field)) throw refuse(400, 'custom_field_read_only', `The API may not write ${name}`)
    // The vendor's own word (experience.md §1.4).
    if (value !== null && !fits(field, value)) {
      throw refuse(400, 'INVALID_ATTRIBUTE_VALUE', `${name} takes ${field.type}`)
    }
  }
  const values = { ...table.get(ownerId)?.values, ...changes }
  const kept = Object.entries(values).filter(([, value]) => value !== null)
  table.put(ownerId, { values: Object.fromEntries(kept), updatedMs: nowMs })
}

const isText = (value: unknown) => typeof value === 'string'
const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value)
/** Moments here are epoch milliseconds, unlike all others (ninjaone-api §9.2). */
const isWhole = (value: unknown) => Number.isInteger(value)

const tests: Readonly<Record<string, (value: unknown, field: CustomField) => boolean>> = {
  TEXT: isText,
  TEXT_MULTILINE: isText,
  TEXT_ENCRYPTED: isText,
  PHONE: isText,
  EMAIL: (value) => isText(value) && /^[^\s@]+@[^\s@]+$/.test(String(value)),
  URL: (value) => isText(value) && URL.canParse(String(value)),
  IP_ADDRESS: (value) => isText(value) && /^[\da-f.:]+$/i.test(String(value)),
  CHECKBOX: (value) => typeof value === 'boolean',
  NUMERIC: isWhole,
  DECIMAL: isNumber,
  DATE: isWhole,
  DATE_TIME: isWhole,
  TIME: isWhole,
  DROPDOWN: (value, field) => isOption(value, field),
  MULTI_SELECT: (value, field) => Array.isArray(value) && value.every((one) => isOption(one, field)),
}

/** Of the types without a test nothing is known of the form of their values, so any passes. */
const fits = (field: CustomField, value: unknown) => tests[field.type]?.(value, field) ?? true

function isOption(value: unknown, { content }: CustomField): boolean {
  const options = (content?.values ?? []) as readonly { readonly id?: string; readonly active?: boolean }[]
  return options.some(({ id, active }) => id === value && active !== false)
}
