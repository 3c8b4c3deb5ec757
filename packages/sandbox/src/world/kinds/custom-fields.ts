/** Custom fields: what a tenant wants to know beyond what NinjaOne knows, and how little of it was filled in. */

import { dayMs, type Origin } from '../origin.ts'
import type { Draw } from '../random.ts'
import { firstDeviceId } from '../skeleton.ts'
import type { Kind } from '../store/kind.ts'
import { listSource, rangeSource, type Source } from '../store/source.ts'

export type FieldScope = 'NODE' | 'LOCATION' | 'ORGANIZATION' | 'END_USER'

export interface CustomField {
  readonly id: number
  readonly name: string
  readonly label: string
  readonly description?: string
  readonly type: string
  readonly entityType: string
  readonly scope: string
  readonly definitionScope: readonly FieldScope[]
  readonly defaultValue?: string
  readonly technicianPermission: string
  readonly scriptPermission: string
  readonly apiPermission: string
  readonly content?: Readonly<Record<string, unknown>>
  /** Absent: in use. */
  readonly active?: boolean
  readonly createdMs?: number
  readonly updatedMs?: number
}

/** Values of one owner; the id is the owner's. What is absent was never filled in. */
export interface FieldValues {
  readonly id: number
  readonly values: Readonly<Record<string, unknown>>
  readonly updatedMs: number
}

type Row = readonly [
  name: string,
  label: string,
  type: string,
  scopes: readonly FieldScope[],
  choices?: readonly string[],
]

const definitions: readonly Row[] = [
  ['assetOwner', 'Asset owner', 'TEXT', ['NODE']],
  ['purchaseDate', 'Purchase date', 'DATE', ['NODE']],
  ['backupVerified', 'Backup verified', 'CHECKBOX', ['NODE', 'ORGANIZATION']],
  ['serviceLevel', 'Service level', 'DROPDOWN', ['NODE', 'LOCATION', 'ORGANIZATION'], ['Bronze', 'Silver', 'Gold']],
  ['localAdminPassword', 'Local administrator password', 'TEXT_ENCRYPTED', ['NODE']],
  ['rackUnit', 'Rack unit', 'NUMERIC', ['NODE']],
  ['alarmCode', 'Alarm code', 'TEXT_ENCRYPTED', ['LOCATION']],
  ['openingHours', 'Opening hours', 'TEXT', ['LOCATION']],
  ['contractNumber', 'Contract number', 'TEXT', ['ORGANIZATION']],
  ['onboardingNotes', 'Onboarding notes', 'TEXT_MULTILINE', ['ORGANIZATION']],
  ['employeeNumber', 'Employee number', 'TEXT', ['END_USER']],
  ['department', 'Department', 'DROPDOWN', ['END_USER'], ['Sales', 'Office', 'Workshop', 'Management']],
]

const optionId = (origin: Origin, field: number, option: number) =>
  origin.draw('custom-field-option', field * 100 + option).uuid()

export const customFieldKind = (origin: Origin): Kind<CustomField, 'name'> => ({
  name: 'custom-field',
  source: listSource(() =>
    definitions.map(([name, label, type, definitionScope, choices], index) => ({
      id: index + 1,
      name,
      label,
      type,
      entityType: definitionScope.includes('NODE') ? 'NODE' : definitionScope.includes('END_USER') ? 'USER' : 'CLIENT',
      scope: 'NODE_GLOBAL',
      definitionScope,
      technicianPermission: 'EDITABLE',
      scriptPermission: 'READ_WRITE',
      apiPermission: 'READ_WRITE',
      ...(choices && {
        content: {
          values: choices.map((text, option) => ({
            id: optionId(origin, index + 1, option),
            name: text,
            active: true,
          })),
        },
      }),
    })),
  ),
  indexes: { name: { keyOf: ({ name }) => name } },
})

function drawValue(origin: Origin, draw: Draw, [name, , type, , choices]: Row, field: number): unknown {
  switch (type) {
    case 'CHECKBOX':
      return draw.chance(`value-${name}`, 0.6)
    case 'NUMERIC':
      return draw.whole(`value-${name}`, 1, 42)
    case 'DATE':
      // Values of dates are in milliseconds, unlike every other moment of this API (ninjaone-api §9.2).
      return Math.floor((origin.startMs - draw.whole(`value-${name}`, 30, 1800) * dayMs) / dayMs) * dayMs
    case 'DROPDOWN':
      return optionId(origin, field, draw.whole(`value-${name}`, 0, (choices?.length ?? 1) - 1))
    case 'TEXT_ENCRYPTED':
      return `secret-${draw.hex(`value-${name}`, 8)}`
    case 'TEXT_MULTILINE':
      return 'First contact by phone.\nKeys are at the reception.'
    default:
      return draw.pick(`value-${name}`, ['A-1001', 'see contract', 'Mon-Fri 8-17', 'unknown', 'tbd', 'B-2207'])
  }
}

function drawValues(origin: Origin, scope: FieldScope, id: number): FieldValues {
  const draw = origin.draw(`custom-values-${scope}`, id)
  const values: Record<string, unknown> = {}
  for (const [index, row] of definitions.entries()) {
    const [name, , , scopes] = row
    if (!scopes.includes(scope) || !draw.chance(`filled-${name}`, origin.profile.filledFields)) continue
    values[name] = drawValue(origin, draw, row, index + 1)
  }
  return { id, values, updatedMs: origin.startMs - draw.whole('updated', 1, 400) * dayMs }
}

const valuesKind = (origin: Origin, scope: FieldScope, name: string, owners: Source<unknown>): Kind<FieldValues> => ({
  name,
  source: sparseOf(owners, (id) => drawValues(origin, scope, id)),
})

/** As many as there are owners, under the same ids. */
function sparseOf<Entity>(owners: Source<unknown>, draw: (id: number) => Entity): Source<Entity> {
  return {
    get count() {
      return owners.count
    },
    idAt: (index) => owners.idAt(index),
    indexAfter: (id) => owners.indexAfter(id),
    has: (id) => owners.has(id),
    draw: (id) => (owners.has(id) ? draw(id) : undefined),
  }
}

export const deviceFieldsKind = (origin: Origin) =>
  valuesKind(
    origin,
    'NODE',
    'device-fields',
    rangeSource(firstDeviceId, origin.size.devices, () => null),
  )

export const organizationFieldsKind = (origin: Origin) =>
  valuesKind(
    origin,
    'ORGANIZATION',
    'organization-fields',
    rangeSource(1, origin.size.orgs, () => null),
  )

export const locationFieldsKind = (origin: Origin, locations: Source<unknown>) =>
  valuesKind(origin, 'LOCATION', 'location-fields', locations)

export const endUserFieldsKind = (origin: Origin, endUsers: Source<unknown>) =>
  valuesKind(origin, 'END_USER', 'end-user-fields', endUsers)
