/** One row before a batch exists: what each template gives for it, and what the row would ask for. */
import { GatewayError } from '../call/index.ts'
import { findAction, findField } from './action.ts'
import {
  type CompileOptions,
  compileBatch,
  compileField,
  type Row,
  type RowCall,
  readInterval,
  renderField,
} from './compile.ts'
import { intervalLabel } from './soar-actions.ts'
import { absent, RowError, toValue } from './values.ts'

/** What became of one template. */
export interface InspectedField {
  readonly label: string
  /** `absent` is not sent, `cleared` empties the field in NinjaOne where it can. */
  readonly state: 'value' | 'absent' | 'cleared' | 'error'
  readonly value?: unknown
  /** Of `error`; may be shown. */
  readonly message?: string
}

export interface InspectedRow {
  readonly fields: readonly InspectedField[]
  /** Null while something is wrong. */
  readonly call: RowCall | null
  /** What is wrong with the row and belongs to none of `fields`. */
  readonly errors: readonly string[]
}

/**
 * Renders one row as `compileBatch` would, and goes on where that stops at the first mistake.
 * @throws GatewayError for an action or a field that there is not.
 */
export function inspectRow(
  actionName: string,
  templates: Readonly<Record<string, string>>,
  row: Row,
  options: CompileOptions,
): InspectedRow {
  const action = findAction(actionName)
  const fields = new Map(
    Object.entries(templates).map(([key, source]) => {
      const field = findField(action, key)
      const label = field === 'interval' ? intervalLabel : field.label
      return [label, inspect(label, () => renderedValue(field, source, row, options))] as const
    }),
  )
  for (const { label, required } of action.fields) {
    if (required && !fields.has(label)) fields.set(label, { label, state: 'error', message: 'is needed.' })
  }
  const errors: string[] = []
  let call: RowCall | null = null
  if ([...fields.values()].every(({ state }) => state !== 'error')) {
    const rendered = compileBatch(actionName, templates, options).render(row)
    if (rendered.ok) call = rendered.call
    else {
      for (const { label, message } of rendered.issues) {
        if (fields.has(label)) fields.set(label, { label, state: 'error', message })
        else errors.push(`${label}: ${message}`)
      }
    }
  }
  return { fields: [...fields.values()], call, errors }
}

function inspect(label: string, value: () => unknown): InspectedField {
  try {
    const found = value()
    if (found === absent) return { label, state: 'absent' }
    return found === null ? { label, state: 'cleared' } : { label, state: 'value', value: found }
  } catch (error) {
    if (error instanceof RowError) {
      return { label, state: 'error', message: error.issues.map(({ message }) => message).join(' ') }
    }
    if (error instanceof GatewayError) return { label, state: 'error', message: error.message }
    throw error
  }
}

function renderedValue(
  field: ReturnType<typeof findField>,
  source: string,
  row: Row,
  options: CompileOptions,
): unknown {
  if (field === 'interval') return readInterval(source)
  return toValue(field, renderField(field, compileField(field, source, options.undefined ?? 'strict'), row))
}
