/** Tokens one after another, and the count of how deep the parser is. */
import type { Source, Span } from '../error.ts'
import { describeToken, type Token, type TokenType } from '../lexer/token.ts'
import { syntaxError } from '../lexer/words.ts'
import { bound } from '../runtime.ts'

export class Stream {
  readonly source: Source
  readonly #tokens: readonly Token[]
  readonly #nestingMax: number
  #at = 0
  #depth = 0

  constructor(source: Source, tokens: readonly Token[], nestingMax: number) {
    this.source = source
    this.#tokens = tokens
    this.#nestingMax = nestingMax
  }

  get current(): Token {
    return this.#tokens[this.#at] as Token
  }

  peek(): Token | undefined {
    return this.#tokens[this.#at + 1]
  }

  next(): Token {
    const token = this.current
    if (token.type !== 'end') this.#at++
    return token
  }

  is(type: TokenType, value?: string): boolean {
    const { current } = this
    return current.type === type && (value === undefined || current.value === value)
  }

  isOperator(value: string): boolean {
    return this.is('operator', value)
  }

  skip(type: TokenType, value?: string): boolean {
    if (!this.is(type, value)) return false
    this.next()
    return true
  }

  skipOperator(value: string): boolean {
    return this.skip('operator', value)
  }

  expect(type: TokenType, value?: string): Token {
    if (this.is(type, value)) return this.next()
    throw this.fail(`expected token '${value ?? type}', got ${describeToken(this.current)}`)
  }

  fail(reason: string, token: Token = this.current) {
    return syntaxError(this.source, token.start, reason, token.end)
  }

  /** From a place to the last token that was taken. */
  span(start: number): Span {
    return { source: this.source, start, end: this.#tokens[this.#at - 1]?.end ?? start }
  }

  /** Runs a part of the parser one level deeper; the bound comes long before JavaScript's own stack ends. */
  nested<Result>(parse: () => Result): Result {
    this.deepen()
    try {
      return parse()
    } finally {
      this.#depth--
    }
  }

  deepen(): void {
    this.#depth++
    if (this.#depth > this.#nestingMax) {
      throw bound('nestingMax', this.#nestingMax, 'levels of nesting').at(this.span(this.current.start))
    }
  }

  /** Chains like `a.b.c` or `1 + 1 + 1` are as deep as they are long, because each step holds the one before. */
  chain<Result>(parse: (link: () => void) => Result): Result {
    const before = this.#depth
    try {
      return parse(() => this.deepen())
    } finally {
      this.#depth = before
    }
  }
}
