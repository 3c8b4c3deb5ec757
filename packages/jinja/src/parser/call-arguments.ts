/** What stands between the parentheses of a call. */
import type { CallArguments, Expression } from './ast.ts'
import type { Stream } from './stream.ts'

export const noArguments: CallArguments = { positional: [], named: [], spread: undefined, namedSpread: undefined }

export function parseCallArguments(stream: Stream, parseExpression: (stream: Stream) => Expression): CallArguments {
  const opening = stream.expect('operator', '(')
  const positional: Expression[] = []
  const named: { name: string; value: Expression }[] = []
  let spread: Expression | undefined
  let namedSpread: Expression | undefined
  for (let isFirst = true; !stream.isOperator(')'); isFirst = false) {
    if (!isFirst) {
      stream.expect('operator', ',')
      if (stream.isOperator(')')) break
    }
    const next = stream.peek()
    if (stream.isOperator('*') || stream.isOperator('**')) {
      const isNamed = stream.next().value === '**'
      if (namedSpread !== undefined || (!isNamed && spread !== undefined))
        throw stream.fail('invalid syntax for function call expression', opening)
      if (isNamed) namedSpread = parseExpression(stream)
      else spread = parseExpression(stream)
    } else if (stream.is('name') && next?.type === 'operator' && next.value === '=') {
      if (namedSpread !== undefined) throw stream.fail('invalid syntax for function call expression', opening)
      const name = stream.next().value
      stream.next()
      named.push({ name, value: parseExpression(stream) })
    } else {
      if (spread !== undefined || namedSpread !== undefined || named.length > 0) {
        throw stream.fail('invalid syntax for function call expression', opening)
      }
      positional.push(parseExpression(stream))
    }
  }
  stream.expect('operator', ')')
  return { positional, named, spread, namedSpread }
}
