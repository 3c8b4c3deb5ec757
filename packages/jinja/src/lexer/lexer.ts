/** From a template's text to tokens: where text ends and code begins, and what white space goes. */
import type { Source } from '../error.ts'
import { type Opening, openingsOf, type Syntax } from './delimiters.ts'
import type { Token } from './token.ts'
import { skipSpace, syntaxError, wordAt } from './words.ts'

const pairs: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

export function tokenize(source: Source, syntax: Syntax): Token[] {
  return new Lexer(source, syntax).run()
}

/** The words of one expression without delimiters around it. */
export function tokenizeExpression(source: Source): Token[] {
  const tokens: Token[] = []
  let at = skipSpace(source.text, 0)
  while (at < source.text.length) {
    const token = wordAt(source, at)
    tokens.push(token)
    at = token.end + skipSpace(source.text, token.end)
  }
  tokens.push({ type: 'end', value: '', start: at, end: at })
  return tokens
}

interface Found {
  readonly kind: Opening
  readonly start: string
  readonly end: string
  readonly at: number
}

class Lexer {
  readonly #source: Source
  readonly #text: string
  readonly #syntax: Syntax
  readonly #openings: ReturnType<typeof openingsOf>
  readonly #tokens: Token[] = []
  /** Where each kind of opening comes next. */
  readonly #places = new Map<Opening, number>()
  #at = 0
  /** Whether what comes next begins a line, for lstrip_blocks. */
  #beginsLine = true

  constructor(source: Source, syntax: Syntax) {
    this.#source = source
    this.#text = source.text
    this.#syntax = syntax
    this.#openings = openingsOf(syntax)
  }

  run(): Token[] {
    while (this.#at < this.#text.length) {
      const opening = this.#nextOpening()
      if (opening === undefined) {
        this.#data(this.#text.slice(this.#at), this.#at)
        break
      }
      this.#open(opening)
    }
    this.#push('end', '', this.#text.length, this.#text.length)
    return this.#tokens
  }

  #push(type: Token['type'], value: string, start: number, end: number): void {
    this.#tokens.push({ type, value, start, end })
  }

  #data(text: string, start: number): void {
    if (text === '') return
    const { newline_sequence } = this.#syntax
    const value = newline_sequence === '\n' ? text : text.replaceAll('\n', newline_sequence)
    this.#push('data', value, start, start + text.length)
  }

  #nextOpening(): Found | undefined {
    let best: Found | undefined
    for (const opening of this.#openings) {
      let at = this.#places.get(opening.kind)
      // Looked for once per place where it is, and not again from every place in between.
      if (at === undefined || at < this.#at) {
        const found = this.#text.indexOf(opening.start, this.#at)
        at = found < 0 ? Number.POSITIVE_INFINITY : found
        this.#places.set(opening.kind, at)
      }
      if (Number.isFinite(at) && (best === undefined || at < best.at)) best = { ...opening, at }
    }
    return best
  }

  #open({ kind, start, end, at }: Found): void {
    const sign = this.#signAt(at + start.length)
    this.#data(this.#textBefore(this.#text.slice(this.#at, at), sign, kind !== 'variable'), this.#at)
    this.#at = at + start.length + sign.length
    if (kind === 'comment') {
      this.#comment(at, end)
      return
    }
    if (kind === 'block') {
      const rawAt = this.#rawEnd(end)
      if (rawAt !== undefined) {
        this.#raw(at, rawAt)
        return
      }
    }
    this.#push(`${kind}-begin`, start, at, this.#at)
    this.#code(kind, at, end)
  }

  #signAt(at: number): '' | '-' | '+' {
    const character = this.#text[at]
    return character === '-' || character === '+' ? character : ''
  }

  /** What is left of the text before an opening. */
  #textBefore(text: string, sign: string, isBlock: boolean): string {
    if (sign === '-') return trimEnd(text)
    if (sign === '+' || !isBlock || !this.#syntax.lstrip_blocks) return text
    const line = text.lastIndexOf('\n') + 1
    if (line === 0 && !this.#beginsLine) return text
    return trimEnd(text.slice(line)) === '' ? text.slice(0, line) : text
  }

  /** Steps over an end, and over the white space that its sign or trim_blocks takes. */
  #close(end: string, hasMinus: boolean, isBlock: boolean, hasPlus: boolean): void {
    this.#at += end.length + (hasMinus || hasPlus ? 1 : 0)
    const before = this.#at
    if (hasMinus) this.#at += skipSpace(this.#text, this.#at)
    else if (isBlock && !hasPlus && this.#syntax.trim_blocks && this.#text[this.#at] === '\n') this.#at++
    this.#beginsLine = this.#at > before && this.#text[this.#at - 1] === '\n'
  }

  #comment(start: number, end: string): void {
    // As in Jinja2, a comment that opens at the very end is none.
    if (this.#at >= this.#text.length) return
    const at = this.#text.indexOf(end, this.#at)
    if (at < 0) throw syntaxError(this.#source, start, 'Missing end of comment tag')
    const sign = at > this.#at ? this.#signAt(at - 1) : ''
    this.#at = at - sign.length
    this.#close(end, sign === '-', true, sign === '+')
  }

  /** Where a raw block's text begins, if this block opens one. */
  #rawEnd(end: string): number | undefined {
    let at = this.#at + skipSpace(this.#text, this.#at)
    if (!this.#text.startsWith('raw', at)) return undefined
    at += 3
    at += skipSpace(this.#text, at)
    const hasMinus = this.#text.startsWith(`-${end}`, at)
    if (!hasMinus && !this.#text.startsWith(end, at)) return undefined
    at += end.length + (hasMinus ? 1 : 0)
    return hasMinus ? at + skipSpace(this.#text, at) : at
  }

  #raw(start: number, begin: number): void {
    const { block_start_string: open, block_end_string: close } = this.#syntax
    this.#beginsLine = this.#text[begin - 1] === '\n'
    for (let at = this.#text.indexOf(open, begin); at >= 0; at = this.#text.indexOf(open, at + 1)) {
      const sign = this.#signAt(at + open.length)
      let end = at + open.length + sign.length
      end += skipSpace(this.#text, end)
      if (!this.#text.startsWith('endraw', end)) continue
      end += 6
      end += skipSpace(this.#text, end)
      const endSign = this.#signAt(end)
      if (!this.#text.startsWith(close, end + endSign.length)) continue
      this.#data(this.#textBefore(this.#text.slice(begin, at), sign, true), begin)
      this.#at = end
      this.#close(close, endSign === '-', true, endSign === '+')
      return
    }
    throw syntaxError(this.#source, start, 'Missing end of raw directive')
  }

  #code(kind: 'block' | 'variable', start: number, end: string): void {
    const open: string[] = []
    for (;;) {
      this.#at += skipSpace(this.#text, this.#at)
      if (this.#at >= this.#text.length) {
        throw syntaxError(this.#source, start, `unexpected end of template: this ${kind} is not closed`, start + 40)
      }
      if (open.length === 0 && this.#endCode(kind, end)) return
      const token = wordAt(this.#source, this.#at)
      if (token.type === 'operator') this.#balance(open, token)
      this.#tokens.push(token)
      this.#at = token.end
    }
  }

  #endCode(kind: 'block' | 'variable', end: string): boolean {
    const sign = this.#signAt(this.#at)
    const taken = sign === '+' && kind === 'variable' ? '' : sign
    if (!this.#text.startsWith(end, this.#at + taken.length)) return false
    const start = this.#at
    this.#close(end, taken === '-', kind === 'block', taken === '+')
    this.#push(`${kind}-end`, end, start, start + taken.length + end.length)
    return true
  }

  #balance(open: string[], { value, start }: Token): void {
    if (Object.hasOwn(pairs, value)) open.push(pairs[value] as string)
    else if (value === ')' || value === ']' || value === '}') {
      const expected = open.pop()
      if (expected === value) return
      const reason = expected === undefined ? `unexpected '${value}'` : `unexpected '${value}', expected '${expected}'`
      throw syntaxError(this.#source, start, reason)
    }
  }
}

function trimEnd(text: string): string {
  let end = text.length
  while (end > 0 && skipSpace(text, end - 1) > 0) end--
  return text.slice(0, end)
}
