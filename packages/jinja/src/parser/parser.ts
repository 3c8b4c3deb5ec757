/** From tokens to a tree. */
import type { Source } from '../error.ts'
import type { Syntax } from '../lexer/delimiters.ts'
import { tokenize, tokenizeExpression } from '../lexer/lexer.ts'
import { describeToken } from '../lexer/token.ts'
import type { Limits } from '../limits.ts'
import { bound } from '../runtime.ts'
import type { Body, Expression, Statement } from './ast.ts'
import { parseExpression, parseTuple } from './expressions.ts'
import { type Bodies, parseStatement } from './statements.ts'
import { Stream } from './stream.ts'

/** Every line ending becomes `\n`, and one at the very end goes. */
export function prepareSource(text: string, name: string | undefined, syntax: Syntax, limits: Limits): Source {
  if (text.length > limits.sourceMax) throw bound('sourceMax', limits.sourceMax, 'characters of template')
  const normalized = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n')
  const isCut = !syntax.keep_trailing_newline && normalized.endsWith('\n')
  return { name, text: isCut ? normalized.slice(0, -1) : normalized }
}

export function parseTemplate(source: Source, syntax: Syntax, limits: Limits): Body {
  const stream = new Stream(source, tokenize(source, syntax), limits.nestingMax)
  const bodies: Bodies = {
    until: (inner, ends) => parseBody(inner, bodies, ends),
    loops: { depth: 0 },
    blocks: new Set(),
  }
  return parseBody(stream, bodies, [])
}

/** One expression without delimiters around it. */
export function parseOnlyExpression(source: Source, limits: Limits): Expression {
  const stream = new Stream(source, tokenizeExpression(source), limits.nestingMax)
  const expression = parseExpression(stream)
  if (!stream.is('end')) throw stream.fail(`expected the end, got ${describeToken(stream.current)}`)
  return expression
}

/** Up to one of these tags, whose name is then the current token. */
function parseBody(stream: Stream, bodies: Bodies, ends: readonly string[]): Body {
  return stream.nested(() => {
    const statements: Statement[] = []
    for (;;) {
      const token = stream.next()
      if (token.type === 'data') {
        statements.push({ kind: 'data', text: token.value, span: stream.span(token.start) })
      } else if (token.type === 'variable-begin') {
        const value = parseTuple(stream)
        stream.expect('variable-end')
        statements.push({ kind: 'output', value, span: stream.span(token.start) })
      } else if (token.type === 'block-begin') {
        if (stream.is('name') && ends.includes(stream.current.value)) return statements
        statements.push(parseStatement(stream, bodies))
        stream.expect('block-end')
      } else {
        if (ends.length === 0 && token.type === 'end') return statements
        const wanted = ends.map((end) => `'${end}'`).join(' or ')
        throw stream.fail(`Unexpected ${describeToken(token)}; looking for ${wanted}`, token)
      }
    }
  })
}
