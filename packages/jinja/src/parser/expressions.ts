/** Expressions, by Jinja2's precedence, which is Python's but for powers and unary signs. */
import { describeToken } from '../lexer/token.ts'
import type { BinaryOperator } from '../values/arithmetic.ts'
import type { CompareOperator } from '../values/compare.ts'
import type { CallArguments, Expression } from './ast.ts'
import { noArguments, parseCallArguments } from './call-arguments.ts'
import { parsePrimary } from './primary.ts'
import type { Stream } from './stream.ts'

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>='])

export function parseExpression(stream: Stream, withCondition = true): Expression {
  return stream.nested(() => (withCondition ? parseCondition(stream) : parseOr(stream)))
}

function parseCondition(stream: Stream): Expression {
  return stream.chain((link) => {
    const { start } = stream.current
    let value = parseOr(stream)
    while (stream.skip('name', 'if')) {
      link()
      const test = parseOr(stream)
      const otherwise = stream.skip('name', 'else') ? parseExpression(stream) : undefined
      value = { kind: 'condition', test, value, otherwise, span: stream.span(start) }
    }
    return value
  })
}

function leftToRight(
  stream: Stream,
  parse: (stream: Stream) => Expression,
  join: (left: Expression) => ((right: Expression) => Expression) | undefined,
): Expression {
  return stream.chain((link) => {
    let left = parse(stream)
    for (let joined = join(left); joined !== undefined; joined = join(left)) {
      link()
      left = joined(parse(stream))
    }
    return left
  })
}

function parseOr(stream: Stream): Expression {
  return leftToRight(stream, parseAnd, (left) =>
    stream.skip('name', 'or')
      ? (right) => ({ kind: 'or', left, right, span: stream.span(left.span.start) })
      : undefined,
  )
}

function parseAnd(stream: Stream): Expression {
  return leftToRight(stream, parseNot, (left) =>
    stream.skip('name', 'and')
      ? (right) => ({ kind: 'and', left, right, span: stream.span(left.span.start) })
      : undefined,
  )
}

function parseNot(stream: Stream): Expression {
  const { start } = stream.current
  if (!stream.skip('name', 'not')) return parseComparison(stream)
  const value = stream.nested(() => parseNot(stream))
  return { kind: 'not', value, span: stream.span(start) }
}

function parseComparison(stream: Stream): Expression {
  const first = parseSum(stream)
  const rest: { operator: CompareOperator; value: Expression }[] = []
  for (let operator = comparison(stream); operator !== undefined; operator = comparison(stream)) {
    rest.push({ operator, value: parseSum(stream) })
  }
  return rest.length === 0 ? first : { kind: 'compare', first, rest, span: stream.span(first.span.start) }
}

function comparison(stream: Stream): CompareOperator | undefined {
  const { current } = stream
  if (current.type === 'operator' && comparisons.has(current.value)) return stream.next().value as CompareOperator
  if (stream.skip('name', 'in')) return 'in'
  const next = stream.peek()
  if (!stream.is('name', 'not') || next?.type !== 'name' || next.value !== 'in') return undefined
  stream.next()
  stream.next()
  return 'not in'
}

function binaryLevel(operators: readonly BinaryOperator[], parse: (stream: Stream) => Expression) {
  return (stream: Stream) =>
    leftToRight(stream, parse, (left) => {
      const operator = operators.find((candidate) => stream.isOperator(candidate))
      if (operator === undefined) return undefined
      stream.next()
      return (right) => ({ kind: 'binary', operator, left, right, span: stream.span(left.span.start) })
    })
}

const parseSum = binaryLevel(['+', '-'], parseConcatenation)
const parsePower = binaryLevel(['**'], (stream) => parseUnary(stream, true))
const parseProduct = binaryLevel(['*', '/', '//', '%'], parsePower)

function parseConcatenation(stream: Stream): Expression {
  const first = parseProduct(stream)
  if (!stream.isOperator('~')) return first
  const parts = [first]
  while (stream.skipOperator('~')) parts.push(parseProduct(stream))
  return { kind: 'concatenate', parts, span: stream.span(first.span.start) }
}

/** A sign binds closer than a power, and a filter less close than a sign: `-1|abs` is `(-1)|abs`. */
function parseUnary(stream: Stream, withFilter: boolean): Expression {
  const { start } = stream.current
  const sign = stream.skipOperator('-') ? 'negate' : stream.skipOperator('+') ? 'plus' : undefined
  const inner: Expression =
    sign === undefined
      ? parsePostfix(stream, parsePrimary(stream, parsers))
      : signed(
          sign,
          stream.nested(() => parseUnary(stream, false)),
        )
  return withFilter ? parseFilters(stream, inner) : inner

  function signed(kind: 'negate' | 'plus', value: Expression): Expression {
    return { kind, value, span: stream.span(start) }
  }
}

function parsePostfix(stream: Stream, first: Expression): Expression {
  return stream.chain((link) => {
    let value = first
    for (;;) {
      if (stream.isOperator('.') || stream.isOperator('[')) value = parseSubscript(stream, value)
      else if (stream.isOperator('(')) value = parseCall(stream, value)
      else return value
      link()
    }
  })
}

function parseFilters(stream: Stream, first: Expression): Expression {
  return stream.chain((link) => {
    let value = first
    for (;;) {
      if (stream.isOperator('|')) value = parseFilter(stream, value)
      else if (stream.is('name', 'is')) value = parseTest(stream, value)
      else if (stream.isOperator('(')) value = parseCall(stream, value)
      else return value
      link()
    }
  })
}

function parseCall(stream: Stream, callee: Expression): Expression & { kind: 'call' } {
  const given = parseArguments(stream)
  return { kind: 'call', callee, given, span: stream.span(callee.span.start) }
}

/** `|name(…)|name`; without a value it is the filter of a block. */
export function parseFilter(stream: Stream, first?: Expression, startsInside = false): Expression {
  return stream.chain((link) => {
    let value = first
    let isFirst = startsInside
    while (isFirst || stream.skipOperator('|')) {
      isFirst = false
      link()
      const start = value?.span.start ?? stream.current.start
      const name = parseDottedName(stream)
      const given = stream.isOperator('(') ? parseArguments(stream) : noArguments
      value = { kind: 'filter', name, value, given, span: stream.span(start) }
      if (!startsInside) break
    }
    return value as Expression
  })
}

function parseDottedName(stream: Stream): string {
  let name = stream.expect('name').value
  while (stream.skipOperator('.')) name += `.${stream.expect('name').value}`
  return name
}

function parseTest(stream: Stream, value: Expression): Expression {
  stream.next()
  const isNegated = stream.skip('name', 'not')
  const name = parseDottedName(stream)
  const given = parseTestArguments(stream)
  const span = stream.span(value.span.start)
  const test: Expression = { kind: 'test', name, value, given, span }
  return isNegated ? { kind: 'not', value: test, span } : test
}

function parseTestArguments(stream: Stream): CallArguments {
  if (stream.isOperator('(')) return parseArguments(stream)
  const { type, value } = stream.current
  const begins = type === 'name' || type === 'string' || type === 'integer' || type === 'float'
  if (!begins && !(type === 'operator' && (value === '[' || value === '{'))) return noArguments
  if (type === 'name' && ['else', 'or', 'and'].includes(value)) return noArguments
  if (type === 'name' && value === 'is') throw stream.fail('You cannot chain multiple tests with is')
  return { ...noArguments, positional: [parsePostfix(stream, parsePrimary(stream, parsers))] }
}

function parseSubscript(stream: Stream, value: Expression): Expression {
  const { start } = value.span
  if (stream.skipOperator('.')) {
    const token = stream.next()
    if (token.type === 'name') return { kind: 'attribute', value, name: token.value, span: stream.span(start) }
    if (token.type !== 'integer') throw stream.fail('expected name or number', token)
    const key: Expression = {
      kind: 'constant',
      value: Number(token.value.replaceAll('_', '')),
      span: stream.span(token.start),
    }
    return { kind: 'item', value, key, span: stream.span(start) }
  }
  stream.expect('operator', '[')
  const keys: (Expression | (Expression | undefined)[])[] = []
  while (!stream.isOperator(']')) {
    if (keys.length > 0) stream.expect('operator', ',')
    keys.push(parseSubscripted(stream))
  }
  stream.expect('operator', ']')
  const [key] = keys
  if (Array.isArray(key) && keys.length === 1) return { kind: 'slice', value, bounds: key, span: stream.span(start) }
  if (keys.some((part) => Array.isArray(part))) throw stream.fail('a slice stands alone between its brackets')
  const items = keys as Expression[]
  const only: Expression =
    items.length === 1 ? (items[0] as Expression) : { kind: 'tuple', items, span: stream.span(start) }
  return { kind: 'item', value, key: only, span: stream.span(start) }
}

/** One key, or the bounds of a slice. */
function parseSubscripted(stream: Stream): Expression | (Expression | undefined)[] {
  const bounds: (Expression | undefined)[] = []
  for (;;) {
    const isEmpty = stream.isOperator(':') || stream.isOperator(']') || stream.isOperator(',')
    const part = isEmpty ? undefined : parseExpression(stream)
    if (bounds.length === 0 && !stream.isOperator(':') && part !== undefined) return part
    bounds.push(part)
    if (bounds.length === 3 || !stream.skipOperator(':')) break
  }
  return bounds
}

const parseArguments = (stream: Stream): CallArguments => parseCallArguments(stream, parseExpression)

/** Values with commas between them are a tuple; one alone is itself. */
export function parseTuple(
  stream: Stream,
  options: { isExplicit?: boolean; withCondition?: boolean; ends?: (stream: Stream) => boolean } = {},
): Expression {
  const { isExplicit = false, withCondition = true, ends } = options
  const { start } = stream.current
  const items: Expression[] = []
  let isTuple = false
  for (;;) {
    if (items.length > 0) stream.expect('operator', ',')
    if (endsTuple(stream) || ends?.(stream)) break
    items.push(parseExpression(stream, withCondition))
    if (!stream.isOperator(',')) break
    isTuple = true
  }
  if (!isTuple) {
    if (items[0] !== undefined) return items[0]
    if (!isExplicit) throw stream.fail(`Expected an expression, got ${describeToken(stream.current)}`)
  }
  return { kind: 'tuple', items, span: stream.span(start) }
}

function endsTuple(stream: Stream): boolean {
  return stream.is('variable-end') || stream.is('block-end') || stream.isOperator(')')
}

const parsers = { expression: parseExpression, tuple: parseTuple }
