/**
 * Filters, tests, methods and functions with Python's way of taking arguments: by position or by name. A signature is its
 * name, then its parameters: `truncate value length? end?`. `?` may be left out, `/` ends what goes by position alone,
 * `*rest` takes what is left.
 */
import { type Runtime, typeError } from '../runtime.ts'
import type { Arguments, Call, Value } from './types.ts'

type Body = (runtime: Runtime, ...values: never[]) => Value
type AnyBody = (runtime: Runtime, ...values: (Value | undefined | readonly Value[])[]) => Value

interface Parameter {
  readonly name: string
  readonly isOptional: boolean
  readonly isPositional: boolean
}

interface Signature {
  readonly label: string
  readonly parameters: readonly Parameter[]
  readonly hasRest: boolean
  readonly required: number
}

/** The body gets one value per parameter, `undefined` for one that was left out, and then the list of the rest. */
export function define(text: string, body: Body): Call {
  const signature = parse(text)
  const { parameters, hasRest, required } = signature
  const run = body as unknown as AnyBody
  return (runtime, given) => {
    const { positional, named } = given
    if (named === undefined && !hasRest && positional.length >= required && positional.length <= parameters.length) {
      return run(runtime, ...positional)
    }
    return run(runtime, ...bind(signature, given))
  }
}

function parse(text: string): Signature {
  const [label = '', ...words] = text.split(' ')
  const slash = words.indexOf('/')
  const parameters = words
    .filter((word) => word !== '/' && !word.startsWith('*'))
    .map((word, index) => ({
      name: word.replace('?', ''),
      isOptional: word.endsWith('?'),
      isPositional: index < slash,
    }))
  return {
    label,
    parameters,
    hasRest: words.some((word) => word.startsWith('*')),
    required: parameters.filter(({ isOptional }) => !isOptional).length,
  }
}

function bind({ label, parameters, hasRest }: Signature, { positional, named }: Arguments) {
  if (positional.length > parameters.length && !hasRest) {
    throw typeError(`${label}() takes at most ${parameters.length} arguments (${positional.length} given)`)
  }
  const values: (Value | undefined | readonly Value[])[] = parameters.map((_, index) => positional[index])
  for (const [name, value] of named ?? []) {
    const index = parameters.findIndex((parameter) => parameter.name === name && !parameter.isPositional)
    if (index < 0) throw typeError(`${label}() got an unexpected keyword argument '${name}'`)
    if (values[index] !== undefined) throw typeError(`${label}() got multiple values for argument '${name}'`)
    values[index] = value
  }
  const absent = parameters.find(({ isOptional }, index) => !isOptional && values[index] === undefined)
  if (absent !== undefined) throw typeError(`${label}() missing required argument '${absent.name}'`)
  if (hasRest) values.push(positional.slice(parameters.length))
  return values
}

/** A table of them by name, as a signature's first word says. */
export function tableOf(entries: readonly (readonly [string, Body])[]): Map<string, Call> {
  return new Map(entries.map(([signature, body]) => [signature.split(' ', 1)[0] as string, define(signature, body)]))
}
