/** The arguments of a call, evaluated. */

import type { CallArguments } from '../parser/ast.ts'
import { type Runtime, typeError, useOf } from '../runtime.ts'
import { iterate } from '../values/iterate.ts'
import {
  type Arguments,
  Callable,
  Dict,
  isText,
  Special,
  textOf,
  typeName,
  Undefined,
  type Value,
} from '../values/types.ts'
import type { Evaluate, Scope } from './scope.ts'

export type Given = (scope: Scope, first?: Value) => Arguments

/** With a value that comes first, as a filter's does. */
export function compileArguments(given: CallArguments, compile: (expression: never) => Evaluate): Given {
  const make = compile as (expression: unknown) => Evaluate
  const positional = given.positional.map(make)
  const named = given.named.map(({ name, value }) => ({ name, evaluate: make(value) }))
  const spread = given.spread && make(given.spread)
  const namedSpread = given.namedSpread && make(given.namedSpread)
  const isPlain = named.length === 0 && spread === undefined && namedSpread === undefined
  if (isPlain && positional.length === 0) {
    return (_scope, first) => ({ positional: first === undefined ? [] : [first], named: undefined })
  }
  return (scope, first) => {
    const values: Value[] = first === undefined ? [] : [first]
    for (const evaluate of positional) values.push(evaluate(scope))
    if (isPlain) return { positional: values, named: undefined }
    const names = new Map<string, Value>()
    for (const { name, evaluate } of named) addNamed(names, name, evaluate(scope))
    if (spread !== undefined) for (const value of iterate(scope.runtime, spread(scope))) values.push(value)
    if (namedSpread !== undefined) spreadNamed(scope.runtime, names, namedSpread(scope))
    return { positional: values, named: names.size === 0 ? undefined : names }
  }
}

function addNamed(names: Map<string, Value>, name: string, value: Value): void {
  if (names.has(name)) throw typeError(`got multiple values for keyword argument '${name}'`)
  names.set(name, value)
}

function spreadNamed(runtime: Runtime, names: Map<string, Value>, value: Value): void {
  if (value instanceof Undefined) throw useOf(value)
  if (!(value instanceof Dict)) throw typeError(`argument after ** must be a mapping, not ${typeName(value)}`)
  for (const [key, item] of value.entries.values()) {
    runtime.step()
    if (!isText(key)) throw typeError('keywords must be strings')
    addNamed(names, textOf(key), item)
  }
}

/** Calls what can be called: functions of ours alone. */
export function callValue(runtime: Runtime, callee: Value, given: Arguments): Value {
  runtime.step()
  if (callee instanceof Callable) return callee.call(runtime, given)
  if (callee instanceof Undefined) throw useOf(callee)
  const result = callee instanceof Special ? callee.call(runtime, given) : undefined
  if (result === undefined) throw typeError(`'${typeName(callee)}' object is not callable`)
  return result
}
