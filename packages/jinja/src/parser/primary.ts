/** What an expression is made of: names, literals, brackets. */
import { describeToken } from '../lexer/token.ts'
import { narrow } from '../values/from-host.ts'
import { Float, type Value } from '../values/types.ts'
import type { Expression } from './ast.ts'
import type { Stream } from './stream.ts'

/** The rest of the grammar, passed in because it needs this part too. */
interface Parsers {
  expression(stream: Stream): Expression
  tuple(stream: Stream, options: { isExplicit: boolean }): Expression
}

const constants: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
])

/** Python reads no longer integer from text. */
const digitsMax = 4300

export function isReserved(name: string): boolean {
  return constants.has(name)
}

export function parsePrimary(stream: Stream, parsers: Parsers): Expression {
  const token = stream.next()
  const { start, value } = token
  switch (token.type) {
    case 'name': {
      const constant = constants.get(value)
      if (constant !== undefined) return { kind: 'constant', value: constant, span: stream.span(start) }
      return { kind: 'name', name: value, span: stream.span(start) }
    }
    case 'string': {
      let text = value
      while (stream.is('string')) text += stream.next().value
      return { kind: 'constant', value: text, span: stream.span(start) }
    }
    case 'integer': {
      const digits = value.replaceAll('_', '')
      if (digits.length > digitsMax) throw stream.fail('integer literal is too long', token)
      return { kind: 'constant', value: narrow(BigInt(digits)), span: stream.span(start) }
    }
    case 'float':
      return { kind: 'constant', value: new Float(Number(value.replaceAll('_', ''))), span: stream.span(start) }
    default:
      return stream.nested(() => parseBracket(stream, parsers, token))
  }
}

function parseBracket(stream: Stream, parsers: Parsers, token: ReturnType<Stream['next']>): Expression {
  const { start } = token
  switch (token.type === 'operator' ? token.value : '') {
    case '(': {
      const inner = parsers.tuple(stream, { isExplicit: true })
      stream.expect('operator', ')')
      return { ...inner, span: stream.span(start) }
    }
    case '[': {
      const items = parseItems(stream, ']', () => parsers.expression(stream))
      return { kind: 'list', items, span: stream.span(start) }
    }
    case '{': {
      const entries = parseItems(stream, '}', () => {
        const key = parsers.expression(stream)
        stream.expect('operator', ':')
        return [key, parsers.expression(stream)] as const
      })
      return { kind: 'dict', entries, span: stream.span(start) }
    }
    default:
      throw stream.fail(`unexpected ${describeToken(token)}`, token)
  }
}

function parseItems<Item>(stream: Stream, end: string, parse: () => Item): Item[] {
  const items: Item[] = []
  while (!stream.isOperator(end)) {
    if (items.length > 0) stream.expect('operator', ',')
    if (stream.isOperator(end)) break
    items.push(parse())
  }
  stream.expect('operator', end)
  return items
}
