/** Rows of the reports about custom fields: who has values, and which. */
import type { FieldScope, FieldValues } from '../world/kinds/custom-fields.ts'
import type { World } from '../world/world.ts'
import type { Scene } from './behaviour.ts'
import { shownValues } from './custom-field-values.ts'
import { isBetween } from './date-text.ts'
import { devicesOf } from './report-rows.ts'

interface Query {
  readonly updatedAfter?: string | undefined
  readonly fields?: string | undefined
}

interface FieldRow {
  readonly scope: FieldScope
  readonly entityId: number
  readonly updatedMs: number
  readonly values: Readonly<Record<string, unknown>>
}

const wordsOf = (text: string | undefined) => text?.split(',').map((word) => word.trim())

/** Undefined when there is nothing to tell of this owner. */
function toRow(world: World, scope: FieldScope, owner: FieldValues | undefined, query: Query): FieldRow | undefined {
  if (!owner || !isBetween(owner.updatedMs, query.updatedAfter, undefined)) return undefined
  const wanted = wordsOf(query.fields)
  const values = Object.fromEntries(
    Object.entries(shownValues(world, scope, owner)).filter(([name]) => wanted === undefined || wanted.includes(name)),
  )
  if (Object.keys(values).length === 0) return undefined
  return { scope, entityId: owner.id, updatedMs: owner.updatedMs, values }
}

export const fieldRowsOfDevices = (scene: Scene, query: Query & { readonly df?: string | undefined }): FieldRow[] =>
  devicesOf(scene, query.df).flatMap(
    ({ id }) => toRow(scene.world, 'NODE', scene.world.deviceFields.get(id), query) ?? [],
  )

/** `all`, or a list of scopes; words that name none are passed over. */
export function fieldRowsOfScopes(
  { world }: Scene,
  query: Query & { readonly scopes?: string | undefined },
): FieldRow[] {
  const wanted = wordsOf(query.scopes?.toUpperCase()) ?? ['ALL']
  const tables = [
    ['NODE', world.deviceFields],
    ['LOCATION', world.locationFields],
    ['ORGANIZATION', world.organizationFields],
    ['END_USER', world.endUserFields],
  ] as const
  return tables
    .filter(([scope]) => wanted.includes('ALL') || wanted.includes(scope))
    .flatMap(([scope, table]) => table.list().flatMap((owner) => toRow(world, scope, owner, query) ?? []))
}

export const withDefinitions = ({ values, updatedMs }: FieldRow) =>
  Object.entries(values).map(([name, value]) => ({ name, value, updateTime: updatedMs / 1000 }))
