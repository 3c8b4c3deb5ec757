/** Statements about other templates. */
import type { Statement } from './ast.ts'
import { parseExpression } from './expressions.ts'
import type { Stream } from './stream.ts'
import { parseName } from './targets.ts'

export function parseExtends(stream: Stream, start: number): Statement {
  return { kind: 'extends', template: parseExpression(stream), span: stream.span(start) }
}

export function parseInclude(stream: Stream, start: number): Statement {
  const template = parseExpression(stream)
  const next = stream.peek()
  const ignoreMissing = stream.is('name', 'ignore') && next?.value === 'missing'
  if (ignoreMissing) {
    stream.next()
    stream.next()
  }
  return { kind: 'include', template, ignoreMissing, withContext: parseContext(stream, true), span: stream.span(start) }
}

export function parseImport(stream: Stream, start: number): Statement {
  const template = parseExpression(stream)
  stream.expect('name', 'as')
  const name = parseName(stream)
  return { kind: 'import', template, name, withContext: parseContext(stream, false), span: stream.span(start) }
}

export function parseFrom(stream: Stream, start: number): Statement {
  const template = parseExpression(stream)
  stream.expect('name', 'import')
  const names: { name: string; as: string }[] = []
  let withContext: boolean | undefined
  for (;;) {
    if (names.length > 0) stream.expect('operator', ',')
    if (!stream.is('name')) break
    withContext = contextWords(stream)
    if (withContext !== undefined) break
    const token = stream.current
    const name = parseName(stream)
    if (name.startsWith('_')) throw stream.fail('names starting with an underline can not be imported', token)
    names.push({ name, as: stream.skip('name', 'as') ? parseName(stream) : name })
    withContext = contextWords(stream)
    if (withContext !== undefined || !stream.isOperator(',')) break
  }
  if (names.length === 0) throw stream.fail('expected a name to import')
  return { kind: 'from-import', template, names, withContext: withContext ?? false, span: stream.span(start) }
}

function parseContext(stream: Stream, otherwise: boolean): boolean {
  return contextWords(stream) ?? otherwise
}

/** `with context` or `without context`, if that is what comes. */
function contextWords(stream: Stream): boolean | undefined {
  const { value } = stream.current
  if (!stream.is('name') || (value !== 'with' && value !== 'without') || stream.peek()?.value !== 'context')
    return undefined
  stream.next()
  stream.next()
  return value === 'with'
}
