/**
 * What a batch can do with each row: every operation of the catalogue under its id and its own field names, and the
 * actions of the SOAR table under theirs. An action is a way to write an operation's input, nothing more.
 */
import { catalogue } from '@kunai/api/catalogue'
import { type Operation, pagingFields } from '@kunai/api/operation'
import { nearestName, pathParameters } from '@kunai/api/request'
import { z } from 'zod'
import { GatewayError } from '../call/index.ts'
import { type FieldUse, intervalLabel, type SecondCall, soarActions, soarIntervalMs } from './soar-actions.ts'

/** How rendered text becomes a value. */
export type ValueKind = 'text' | 'number' | 'boolean' | 'json' | 'moment'

export interface BatchField {
  /** What people call it: the page's label, or the operation's field name. */
  readonly label: string
  /** Other names a template may use for it. */
  readonly aliases: readonly string[]
  readonly use: FieldUse
  readonly kind: ValueKind
  readonly required: boolean
  readonly description: string | undefined
}

export interface BatchAction {
  readonly name: string
  readonly operation: Operation
  readonly fields: readonly BatchField[]
  readonly second: (Omit<SecondCall, 'operation'> & { readonly operation: Operation }) | undefined
  /** Between two requests at least, in milliseconds. */
  readonly intervalMs: number
}

interface Property {
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Property[]
  readonly description?: string
}

const byId = new Map(catalogue.map((operation) => [operation.id, operation]))

function operationOf(id: string): Operation {
  const operation = byId.get(id)
  if (operation === undefined) throw new TypeError(`the table of actions names ${id}, which is no operation`)
  return operation
}

function kindOf(property: Property | undefined): ValueKind {
  if (property === undefined) return 'json'
  const kinds = (property.anyOf ?? [property])
    .filter(({ type }) => type !== 'null')
    .map(({ type, const: constant }) => type ?? typeof constant)
  if (kinds.every((kind) => kind === 'integer' || kind === 'number')) return 'number'
  if (kinds.every((kind) => kind === 'boolean')) return 'boolean'
  return kinds.includes('string') ? 'text' : 'json'
}

interface InputSchema {
  readonly properties?: Readonly<Record<string, Property>>
  readonly required?: readonly string[]
}

const schemas = new Map<string, InputSchema>()

function schemaOf(operation: Operation): InputSchema {
  let schema = schemas.get(operation.id)
  if (schema === undefined) {
    schema = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }) as InputSchema
    schemas.set(operation.id, schema)
  }
  return schema
}

function fieldOf(operation: Operation, label: string, use: FieldUse): BatchField {
  const { properties = {}, required = [] } = schemaOf(operation)
  if (!('input' in use)) {
    const kind = 'setting' in use ? 'number' : 'json'
    return { label, aliases: [], use, kind, required: false, description: undefined }
  }
  const property = properties[use.input]
  if (property === undefined) throw new TypeError(`${operation.id} has no field ${use.input}`)
  return {
    label,
    aliases: use.input === label ? [] : [use.input],
    use,
    kind: use.endOfBatch ? 'moment' : kindOf(property),
    required: required.includes(use.input) && !use.endOfBatch,
    description: property.description,
  }
}

/** Lists of whole arrays are read page after page, so how a page is asked for is no row's business. */
export const arrayPaging: ReadonlySet<string> = new Set(['after', 'anchor', 'anchorNaturalId'])

function actionOfOperation(operation: Operation): BatchAction {
  const pages = arrayPaging.has(operation.paging)
  const place = operation.paging === 'none' ? undefined : pagingFields[operation.paging]
  const own = Object.keys(operation.input.shape).filter((input) => !pages || (input !== 'pageSize' && input !== place))
  const fields = own.map((input) => fieldOf(operation, input, { input }))
  const limit: FieldUse = { setting: 'limit', otherwise: 100_000 }
  return {
    name: operation.id,
    operation,
    fields: pages ? [...fields, fieldOf(operation, 'limit', limit)] : fields,
    second: undefined,
    intervalMs: 0,
  }
}

/** All actions: the table's in its order, then every operation by its id. */
export const batchActions: readonly BatchAction[] = [
  ...soarActions.map(({ name, operation: id, fields, second }): BatchAction => {
    const operation = operationOf(id)
    return {
      name,
      operation,
      fields: fields.map(([label, use]) => fieldOf(operation, label, typeof use === 'string' ? { input: use } : use)),
      second: second && { ...second, operation: operationOf(second.operation) },
      intervalMs: soarIntervalMs,
    }
  }),
  ...catalogue.map(actionOfOperation),
]

const plain = (name: string) => name.trim().replace(/:$/, '').trim().toLowerCase()
const byName = new Map(batchActions.map((action) => [plain(action.name), action]))

/** @throws GatewayError `unknown_action`, with the nearest name. */
export function findAction(name: string): BatchAction {
  const action = byName.get(plain(name))
  if (action !== undefined) return action
  const nearest = nearestName(
    name,
    batchActions.map((one) => one.name),
  )
  const cure = nearest ? `Did you mean "${nearest}"?` : 'docs/reference/actions.md lists them all.'
  throw new GatewayError('unknown_action', `There is no action of that name. ${cure}`)
}

/** The field that a template's key means; `interval` for the page's constant of the step. */
export function findField(action: BatchAction, key: string): BatchField | 'interval' {
  if (plain(key) === plain(intervalLabel)) return 'interval'
  const field =
    action.fields.find(({ label }) => plain(label) === plain(key)) ??
    action.fields.find(({ aliases }) => aliases.some((alias) => plain(alias) === plain(key)))
  if (field !== undefined) return field
  const labels = action.fields.map(({ label }) => label)
  const nearest = nearestName(key, labels)
  const cure = nearest ? `Did you mean "${nearest}"?` : `Its fields are: ${labels.join(', ')}.`
  throw new GatewayError('unknown_field', `${action.name} has no field of that name. ${cure}`)
}

/** Whether the call says nothing but which thing it is about. */
export function namesOnlyItsThing(operation: Operation, input: Readonly<Record<string, unknown>>): boolean {
  const inPath = new Set(pathParameters(operation.http.path))
  return Object.keys(input).every((field) => inPath.has(field))
}
