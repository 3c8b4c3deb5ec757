/** What is assigned to: names, tuples of names, attributes of namespaces; and the parameters of macros. */
import type { Expression, Signature, Target } from './ast.ts'
import { parseExpression } from './expressions.ts'
import { isReserved } from './primary.ts'
import type { Stream } from './stream.ts'

export function parseName(stream: Stream): string {
  const token = stream.expect('name')
  if (isReserved(token.value)) throw stream.fail(`can't assign to '${token.value}'`, token)
  return token.value
}

export function parseTarget(stream: Stream, options: { withNamespace?: boolean; ends?: string } = {}): Target {
  const { start } = stream.current
  const next = stream.peek()
  if (options.withNamespace && stream.is('name') && next?.type === 'operator' && next.value === '.') {
    const name = stream.next().value
    stream.next()
    return { kind: 'attribute', name, attribute: stream.expect('name').value, span: stream.span(start) }
  }
  return parseTargets(stream, options.ends)
}

function parseTargets(stream: Stream, ends: string | undefined): Target {
  const { start } = stream.current
  const items: Target[] = []
  let isTuple = false
  while (!isEnd(stream, ends)) {
    items.push(parseOne(stream))
    if (!stream.skipOperator(',')) break
    isTuple = true
  }
  const [only] = items
  if (only === undefined) throw stream.fail('Expected a name to assign to')
  return isTuple ? { kind: 'tuple', items, span: stream.span(start) } : only
}

function isEnd(stream: Stream, ends: string | undefined): boolean {
  return (
    stream.isOperator('=') ||
    stream.isOperator(')') ||
    stream.is('block-end') ||
    (ends !== undefined && stream.is('name', ends))
  )
}

function parseOne(stream: Stream): Target {
  const { start } = stream.current
  if (!stream.skipOperator('(')) return { kind: 'name', name: parseName(stream), span: stream.span(start) }
  const inner = stream.nested(() => parseTargets(stream, undefined))
  stream.expect('operator', ')')
  return inner
}

export function parseSignature(stream: Stream): Signature {
  const parameters: { name: string; otherwise: Expression | undefined }[] = []
  stream.expect('operator', '(')
  while (!stream.isOperator(')')) {
    if (parameters.length > 0) stream.expect('operator', ',')
    const token = stream.current
    const name = parseName(stream)
    const otherwise = stream.skipOperator('=') ? parseExpression(stream) : undefined
    if (otherwise === undefined && parameters.at(-1)?.otherwise !== undefined) {
      throw stream.fail('non-default argument follows default argument', token)
    }
    if (parameters.some((parameter) => parameter.name === name))
      throw stream.fail(`duplicate argument '${name}'`, token)
    parameters.push({ name, otherwise })
  }
  stream.expect('operator', ')')
  return { parameters }
}
