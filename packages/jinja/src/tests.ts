/** Tests: what stands after `is`. */
import { isCallable } from './compiler/module.ts'
import { formatPercent } from './format/percent.ts'
import { isLowerText, isUpperText } from './methods/case.ts'
import type { Runtime } from './runtime.ts'
import { softText } from './values/arguments.ts'
import { binary } from './values/arithmetic.ts'
import { type CompareOperator, compare } from './values/compare.ts'
import { tableOf } from './values/define.ts'
import { KeySet } from './values/dict.ts'
import { canIterate } from './values/iterate.ts'
import { isInteger, isNumber } from './values/kinds.ts'
import {
  Bytes,
  type Call,
  Dict,
  Float,
  isText,
  Markup,
  Range,
  Tuple,
  textOf,
  Undefined,
  type Value,
} from './values/types.ts'

type Body = (runtime: Runtime, ...values: never[]) => Value

const comparing =
  (operator: CompareOperator): Body =>
  (runtime, left: Value, right: Value) =>
    compare(runtime, operator, left, right)

/** `value % divisor`, which for text is formatting, as in Python. */
const remainder =
  (wanted: (rest: Value) => boolean, by?: number): Body =>
  (runtime, value: Value, given?: Value) => {
    const divisor: Value = given === undefined ? (by as number) : given
    return wanted(isText(value) ? formatPercent(runtime, value, divisor) : binary(runtime, '%', value, divisor))
  }

const is0 = (rest: Value) => rest === 0 || (rest instanceof Float && rest.value === 0)
const is1 = (rest: Value) => rest === 1 || (rest instanceof Float && rest.value === 1)

/** Identity: of one object, or of equal small values, which Python shares too. */
function isSame(_runtime: Runtime, left: Value, right: Value): Value {
  if (left instanceof Float && right instanceof Float) return left === right
  return left === right
}

function isSequence(value: Value): boolean {
  if (value instanceof Undefined) return value.mode !== 'strict'
  return isText(value) || Array.isArray(value) || [Tuple, Dict, Range, Bytes].some((kind) => value instanceof kind)
}

const known =
  (table: 'filters' | 'tests'): Body =>
  (runtime, name: Value) => {
    // What cannot be a key is an error, as in Python, where the tables are dictionaries.
    new KeySet().add(name)
    return isText(name) && runtime.settings[table].has(textOf(name))
  }

const aliases: readonly (readonly [string, CompareOperator])[] = [
  ['eq', '=='],
  ['equalto', '=='],
  ['==', '=='],
  ['ne', '!='],
  ['!=', '!='],
  ['lt', '<'],
  ['lessthan', '<'],
  ['<', '<'],
  ['le', '<='],
  ['<=', '<='],
  ['gt', '>'],
  ['greaterthan', '>'],
  ['>', '>'],
  ['ge', '>='],
  ['>=', '>='],
  ['in', 'in'],
]

const simple: readonly (readonly [string, (value: Value) => boolean])[] = [
  ['boolean', (value) => typeof value === 'boolean'],
  ['callable', (value) => isCallable(value) || value instanceof Undefined],
  ['defined', (value) => !(value instanceof Undefined)],
  ['escaped', (value) => value instanceof Markup || (value instanceof Undefined && value.mode === 'chainable')],
  ['false', (value) => value === false],
  ['float', (value) => value instanceof Float],
  ['integer', (value) => isInteger(value) && typeof value !== 'boolean'],
  ['iterable', canIterate],
  ['mapping', (value) => value instanceof Dict],
  ['none', (value) => value === null],
  ['number', isNumber],
  ['sequence', isSequence],
  ['string', isText],
  ['true', (value) => value === true],
  ['undefined', (value) => value instanceof Undefined],
]

export const tests: ReadonlyMap<string, Call> = tableOf([
  ...aliases.map(([name, operator]) => [`${name} value other`, comparing(operator)] as const),
  ...simple.map(([name, ask]) => [`${name} value`, ((_runtime, value: Value) => ask(value)) as Body] as const),
  ['divisibleby value num', remainder(is0)],
  ['even value', remainder(is0, 2)],
  ['odd value', remainder(is1, 2)],
  ['filter value', known('filters')],
  ['test value', known('tests')],
  ['lower value', (runtime, value: Value) => isLowerText(softText(runtime, value))],
  ['upper value', (runtime, value: Value) => isUpperText(softText(runtime, value))],
  ['sameas value other', isSame],
])
