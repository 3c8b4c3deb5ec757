/** Statements: what stands between block delimiters. */
import type { Body, Expression, Statement, Target } from './ast.ts'
import { parseExpression, parseFilter, parseTuple } from './expressions.ts'
import type { Stream } from './stream.ts'
import { parseName, parseSignature, parseTarget } from './targets.ts'
import { parseExtends, parseFrom, parseImport, parseInclude } from './templates.ts'

/** How a statement reads what it encloses: up to one of these tags, which is left to it. */
export interface Bodies {
  until(stream: Stream, ends: readonly string[]): Body
  /** Inside loops only. */
  readonly loops: { depth: number }
  readonly blocks: Set<string>
}

type Parse = (stream: Stream, bodies: Bodies, start: number) => Statement

const statements: ReadonlyMap<string, Parse> = new Map<string, Parse>([
  ['if', parseIf],
  ['for', parseFor],
  ['set', parseSet],
  ['macro', parseMacro],
  ['call', parseCallBlock],
  ['filter', parseFilterBlock],
  ['with', parseWith],
  ['block', parseBlock],
  ['autoescape', parseAutoescape],
  ['do', (stream, _bodies, start) => ({ kind: 'do', value: parseTuple(stream), span: stream.span(start) })],
  ['break', parseLoopControl],
  ['continue', parseLoopControl],
  ['extends', (stream, _bodies, start) => parseExtends(stream, start)],
  ['include', (stream, _bodies, start) => parseInclude(stream, start)],
  ['import', (stream, _bodies, start) => parseImport(stream, start)],
  ['from', (stream, _bodies, start) => parseFrom(stream, start)],
])

export function parseStatement(stream: Stream, bodies: Bodies): Statement {
  const token = stream.current
  if (token.type !== 'name') throw stream.fail('tag name expected')
  const parse = statements.get(token.value)
  if (parse === undefined) throw stream.fail(`Encountered unknown tag '${token.value}'`)
  if (token.value !== 'break' && token.value !== 'continue') stream.next()
  return parse(stream, bodies, token.start)
}

function endTag(stream: Stream): string {
  return stream.next().value
}

/** The body, and the tag that ended it with all that belongs to it. */
function body(stream: Stream, bodies: Bodies, end: string): Body {
  stream.expect('block-end')
  const inner = bodies.until(stream, [end])
  stream.next()
  return inner
}

function parseIf(stream: Stream, bodies: Bodies, start: number): Statement {
  const branches: { test: Expression; body: Body }[] = []
  let otherwise: Body = []
  for (;;) {
    const test = parseTuple(stream, { withCondition: false })
    stream.expect('block-end')
    branches.push({ test, body: bodies.until(stream, ['elif', 'else', 'endif']) })
    const tag = endTag(stream)
    if (tag === 'elif') continue
    if (tag === 'else') otherwise = body(stream, bodies, 'endif')
    return { kind: 'if', branches, otherwise, span: stream.span(start) }
  }
}

function parseFor(stream: Stream, bodies: Bodies, start: number): Statement {
  const target = parseTarget(stream, { ends: 'in' })
  if (namesLoop(target)) throw stream.fail("Can't assign to special loop variable in for-loop target")
  stream.expect('name', 'in')
  const values = parseTuple(stream, { withCondition: false, ends: (inner) => inner.is('name', 'recursive') })
  const test = stream.skip('name', 'if') ? parseExpression(stream) : undefined
  const isRecursive = stream.skip('name', 'recursive')
  stream.expect('block-end')
  bodies.loops.depth++
  const inner = bodies.until(stream, ['endfor', 'else'])
  bodies.loops.depth--
  const otherwise = endTag(stream) === 'else' ? body(stream, bodies, 'endfor') : []
  return { kind: 'for', target, values, test, isRecursive, body: inner, otherwise, span: stream.span(start) }
}

function namesLoop(target: Target): boolean {
  return target.kind === 'tuple' ? target.items.some(namesLoop) : target.name === 'loop'
}

function parseSet(stream: Stream, bodies: Bodies, start: number): Statement {
  const target = parseTarget(stream, { withNamespace: true })
  if (stream.skipOperator('=')) {
    const value = parseTuple(stream)
    return { kind: 'set', target, value, span: stream.span(start) }
  }
  const filter = stream.isOperator('|') ? parseFilters(stream, false) : undefined
  return { kind: 'set-block', target, filter, body: body(stream, bodies, 'endset'), span: stream.span(start) }
}

function parseFilters(stream: Stream, startsInside: boolean): Expression {
  let filter = parseFilter(stream, undefined, startsInside)
  while (stream.isOperator('|')) filter = parseFilter(stream, filter)
  return filter
}

function parseMacro(stream: Stream, bodies: Bodies, start: number): Statement {
  const name = parseName(stream)
  const signature = parseSignature(stream)
  return { kind: 'macro', name, signature, body: outsideLoops(stream, bodies, 'endmacro'), span: stream.span(start) }
}

/** A macro's body is called from anywhere, so that the loops around its text are not its loops. */
function outsideLoops(stream: Stream, bodies: Bodies, end: string): Body {
  const { depth } = bodies.loops
  bodies.loops.depth = 0
  const inner = body(stream, bodies, end)
  bodies.loops.depth = depth
  return inner
}

function parseCallBlock(stream: Stream, bodies: Bodies, start: number): Statement {
  const signature = stream.isOperator('(') ? parseSignature(stream) : { parameters: [] }
  const token = stream.current
  const call = parseExpression(stream)
  if (call.kind !== 'call') throw stream.fail('expected call', token)
  return {
    kind: 'call-block',
    signature,
    call,
    body: outsideLoops(stream, bodies, 'endcall'),
    span: stream.span(start),
  }
}

function parseFilterBlock(stream: Stream, bodies: Bodies, start: number): Statement {
  const filter = parseFilters(stream, true)
  return { kind: 'filter-block', filter, body: body(stream, bodies, 'endfilter'), span: stream.span(start) }
}

function parseWith(stream: Stream, bodies: Bodies, start: number): Statement {
  const targets: Target[] = []
  const values: Expression[] = []
  while (!stream.is('block-end')) {
    if (targets.length > 0) stream.expect('operator', ',')
    targets.push(parseTarget(stream))
    stream.expect('operator', '=')
    values.push(parseExpression(stream))
  }
  return { kind: 'with', targets, values, body: body(stream, bodies, 'endwith'), span: stream.span(start) }
}

function parseBlock(stream: Stream, bodies: Bodies, start: number): Statement {
  const token = stream.current
  const name = stream.expect('name').value
  if (bodies.blocks.has(name)) throw stream.fail(`block '${name}' defined twice`, token)
  bodies.blocks.add(name)
  const isScoped = stream.skip('name', 'scoped')
  const isRequired = stream.skip('name', 'required')
  if (stream.isOperator('-'))
    throw stream.fail('Block names in Jinja have to be valid identifiers and may not contain hyphens')
  stream.expect('block-end')
  const { depth } = bodies.loops
  bodies.loops.depth = 0
  const inner = bodies.until(stream, ['endblock'])
  bodies.loops.depth = depth
  stream.next()
  stream.skip('name', name)
  if (isRequired && inner.some((statement) => statement.kind !== 'data' || statement.text.trim() !== '')) {
    throw stream.fail('Required blocks can only contain comments or whitespace', token)
  }
  return { kind: 'block', name, isScoped, isRequired, body: inner, span: stream.span(start) }
}

function parseAutoescape(stream: Stream, bodies: Bodies, start: number): Statement {
  const value = parseExpression(stream)
  return { kind: 'autoescape', value, body: body(stream, bodies, 'endautoescape'), span: stream.span(start) }
}

function parseLoopControl(stream: Stream, bodies: Bodies, start: number): Statement {
  const token = stream.next()
  if (bodies.loops.depth === 0) throw stream.fail(`'${token.value}' outside of a loop`, token)
  return { kind: token.value as 'break' | 'continue', span: stream.span(start) }
}
