/**
 * A batch's templates, compiled once: each row becomes a call, or an error that belongs to that row alone.
 * Undefined names are errors. What a call may do is nobody's question here.
 */
import type { Operation } from '@kunai/api/operation'
import { nearestName, parseInput } from '@kunai/api/request'
import { compile, type Template, TemplateError, type UndefinedMode } from '@kunai/jinja'
import { GatewayError, holdsSecret } from '../call/index.ts'
import { arrayPaging, type BatchAction, type BatchField, findAction, findField, namesOnlyItsThing } from './action.ts'
import { absent, type FieldIssue, fieldError, RowError, toValue } from './values.ts'

/** A row of the input, by column. */
export type Row = Readonly<Record<string, unknown>>

/** What a row asks for. */
export interface RowCall {
  readonly operation: string
  readonly input: Readonly<Record<string, unknown>>
  /** Read page after page until so many rows. */
  readonly limit?: number
  /** A call to follow when this one has gone well; `ids` come from its answer. */
  readonly second?: {
    readonly operation: string
    readonly input: Readonly<Record<string, unknown>>
    readonly ids: Readonly<Record<string, string>>
  }
}

export type Rendered =
  | { readonly ok: true; readonly call: RowCall }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly issues: readonly FieldIssue[] }

export interface CompiledBatch {
  readonly action: BatchAction
  /** Between two requests at least; the templates may set it, as that page's field does. */
  readonly intervalMs: number
  /** Columns that the templates read. */
  readonly names: readonly string[]
  /** Columns that end in a field which is hidden from people: whoever looks at rows is not shown them either. */
  readonly secretNames: ReadonlySet<string>
  render(row: Row): Rendered
}

export interface CompileOptions {
  readonly undefined?: UndefinedMode
  /** ISO 8601: what "batch end time" means. */
  readonly endTime: string
}

interface Filled {
  readonly field: BatchField
  readonly template: Template
}

/**
 * @param templates by label or input field name.
 * @throws GatewayError for what is wrong with the batch as a whole.
 */
export function compileBatch(
  actionName: string,
  templates: Readonly<Record<string, string>>,
  options: CompileOptions,
): CompiledBatch {
  const action = findAction(actionName)
  let { intervalMs } = action
  const filled = new Map<BatchField, Template>()
  for (const [key, source] of Object.entries(templates)) {
    const field = findField(action, key)
    if (field === 'interval') {
      intervalMs = readInterval(source)
      continue
    }
    if (filled.has(field)) throw new GatewayError('invalid_template', `${field.label} is given twice.`)
    filled.set(field, compileField(field, source, options.undefined ?? 'strict'))
  }
  const missing = action.fields.filter((field) => field.required && !filled.has(field))
  if (missing.length > 0) {
    const names = missing.map(({ label }) => label).join(', ')
    throw new GatewayError('invalid_template', `${action.name} needs ${names}: give a template for it.`)
  }
  const list: readonly Filled[] = [...filled].map(([field, template]) => ({ field, template }))
  return {
    action,
    intervalMs,
    names: [...new Set(list.flatMap(({ template }) => template.names))].sort(),
    secretNames: secretNamesOf(action, list),
    render(row) {
      try {
        return { ok: true, call: callOf(action, list, row, options) }
      } catch (error) {
        if (error instanceof RowError) {
          const { code, message, issues } = error
          return { ok: false, code, message, issues }
        }
        throw error
      }
    },
  }
}

/** What another field reads as well is sent in the open anyway, and may say which row it is. */
function secretNamesOf({ operation }: BatchAction, filled: readonly Filled[]): ReadonlySet<string> {
  const isSecret = ({ field: { use } }: Filled) => 'input' in use && holdsSecret(operation.input.shape[use.input])
  const open = new Set(filled.filter((one) => !isSecret(one)).flatMap(({ template }) => template.names))
  return new Set(filled.filter(isSecret).flatMap(({ template }) => template.names.filter((name) => !open.has(name))))
}

/** @throws GatewayError when the templates read columns that the input does not have. */
export function checkColumns(batch: CompiledBatch, columns: readonly string[]): void {
  const missing = batch.names.filter((name) => !columns.includes(name))
  if (missing.length === 0) return
  const named = missing.map((name) => {
    const nearest = nearestName(name, columns)
    return nearest === undefined ? `"${name}"` : `"${name}" (did you mean "${nearest}"?)`
  })
  throw new GatewayError(
    'missing_column',
    `The input has no column ${named.join(', ')}, which the templates read. Its columns are: ${columns.join(', ')}.`,
  )
}

export function compileField(field: BatchField, source: string, mode: UndefinedMode): Template {
  try {
    return compile(source, { undefined: mode })
  } catch (error) {
    if (error instanceof TemplateError) {
      throw new GatewayError('invalid_template', `The template of ${field.label}: ${error.message}.`)
    }
    throw error
  }
}

export function readInterval(text: string): number {
  const value = Number(text.trim() === '' ? Number.NaN : text)
  if (Number.isInteger(value) && value >= 0 && value <= 3_600_000) return value
  throw new GatewayError(
    'invalid_template',
    'The time between requests is a whole number of milliseconds, at most an hour.',
  )
}

function callOf(action: BatchAction, filled: readonly Filled[], row: Row, { endTime }: CompileOptions): RowCall {
  const input: Record<string, unknown> = {}
  let limit: number | undefined
  let second: unknown = absent
  for (const { use } of action.fields) {
    if ('setting' in use) limit = use.otherwise
    if ('input' in use && use.endOfBatch) input[use.input] = endTime
  }
  for (const { field, template } of filled) {
    const value = toValue(field, renderField(field, template, row))
    const { use } = field
    if (value === absent) continue
    if ('without' in use) {
      if (isEmpty(value)) continue
      throw fieldError(field, 'no_such_field', `${use.without}. Leave it empty.`)
    }
    if ('setting' in use) limit = limitOf(field, value)
    else if ('second' in use) second = value
    else setInput(action.operation, input, field, use.input, value)
  }
  checkInput(action.operation, input, action)
  const paged = arrayPaging.has(action.operation.paging) ? { limit: limit ?? 100_000 } : {}
  if (action.second === undefined || second === absent || isEmpty(second)) {
    return { operation: action.operation.id, input, ...paged }
  }
  return withSecond(action, input, second)
}

export function renderField(field: BatchField, template: Template, row: Row): unknown {
  try {
    return template.renderValue(row)
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    throw fieldError(field, `template_${error.kind}`, `${error.message}.`)
  }
}

const isEmpty = (value: unknown) =>
  value === null ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0)

function limitOf(field: BatchField, value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value
  throw fieldError(field, 'invalid_input', 'is not a whole number above 0.')
}

/** A command has nothing to clear: there, null is as good as nothing. */
function setInput(
  operation: Operation,
  input: Record<string, unknown>,
  field: BatchField,
  name: string,
  value: unknown,
): void {
  const clears = operation.http.method === 'PATCH' || operation.http.method === 'PUT'
  if (value !== null) input[name] = value
  else if (clears) {
    if (operation.input.shape[name]?.safeParse(null).success !== true) {
      throw fieldError(field, 'not_clearable', 'cannot be cleared in NinjaOne. Leave it empty to keep it.')
    }
    input[name] = null
  }
}

/** Names where ids are wanted are left for the corridor to look up; everything else is judged now. */
function checkInput(operation: Operation, input: Readonly<Record<string, unknown>>, action: BatchAction): void {
  const parsed = parseInput(operation, input)
  if (parsed.ok) return
  const issues = parsed.issues.filter(
    ({ field, rule }) => !(rule === 'has the wrong type' && isName(operation, field, input[field])),
  )
  if (issues.length === 0) return
  const labels = new Map(
    action.fields.flatMap(({ use, label }) => ('input' in use ? [[use.input, label] as const] : [])),
  )
  const said = issues.map(({ field, rule, cure }) => {
    const [first = '', ...rest] = field.split('.')
    return { label: [labels.get(first) ?? first, ...rest].join('.') || 'The row', message: `${rule}; ${cure}.` }
  })
  throw new RowError('invalid_input', said)
}

function isName(operation: Operation, field: string, value: unknown): boolean {
  return typeof value === 'string' && operation.input.shape[field] !== undefined && /\D/.test(value)
}

function withSecond(action: BatchAction, input: Readonly<Record<string, unknown>>, fields: unknown): RowCall {
  const { operation, ids } = action.second as NonNullable<BatchAction['second']>
  const known: Record<string, unknown> = { fields }
  const fromAnswer: Record<string, string> = {}
  for (const [name, source] of Object.entries(ids)) {
    if ('input' in source) known[name] = input[source.input]
    else fromAnswer[name] = source.answer
  }
  // Identifiers that are not known yet are held open by any id: what is judged now is the rest.
  const placeholders = Object.fromEntries(Object.keys(fromAnswer).map((name) => [name, 1]))
  const parsed = parseInput(operation, { ...known, ...placeholders })
  if (!parsed.ok && !parsed.issues.every(({ field }) => isName(operation, field, known[field]))) {
    throw new RowError('invalid_input', [{ label: 'Fields', message: parsed.message }])
  }
  // An update that changes nothing but custom fields is that one call.
  if (Object.keys(fromAnswer).length === 0 && namesOnlyItsThing(action.operation, input)) {
    return { operation: operation.id, input: known }
  }
  return { operation: action.operation.id, input, second: { operation: operation.id, input: known, ids: fromAnswer } }
}
