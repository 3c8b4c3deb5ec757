/** The smallest parts of a template, and what errors call them. */

export type TokenType =
  | 'data'
  | 'variable-begin'
  | 'variable-end'
  | 'block-begin'
  | 'block-end'
  | 'name'
  | 'string'
  | 'integer'
  | 'float'
  | 'operator'
  | 'end'

export interface Token {
  readonly type: TokenType
  /** Text of data and strings (escapes read), digits of numbers, the operator or the name itself. */
  readonly value: string
  readonly start: number
  readonly end: number
}

export function describeToken(token: Token | undefined): string {
  if (token === undefined) return 'end of template'
  switch (token.type) {
    case 'end':
      return 'end of template'
    case 'variable-end':
      return 'end of print statement'
    case 'block-end':
      return 'end of statement block'
    case 'variable-begin':
      return 'begin of print statement'
    case 'block-begin':
      return 'begin of statement block'
    case 'data':
      return 'template data'
    default:
      return `'${token.value}'`
  }
}
