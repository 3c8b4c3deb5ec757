/**
 * From text to terms, each judged by itself. Whoever wants a filter uses `parseDeviceFilter`; whoever has to do what the
 * vendor does, which is to pass over what it cannot read, takes the terms that could be read from here.
 */
import { readTokens, type Token } from './tokens.ts'
import { type Read, readClass, readDate, readId, readStatus } from './values.ts'
import {
  type DeviceFilterIssue,
  type DeviceFilterTerm,
  type FilterKey,
  type IdKey,
  keySpellings,
  type Operator,
  operatorSpellings,
  operatorsOfKey,
} from './vocabulary.ts'

export type ReadTerm =
  | { readonly ok: true; readonly term: DeviceFilterTerm; readonly position: number; readonly text: string }
  | { readonly ok: false; readonly issues: readonly DeviceFilterIssue[] }

/** Thrown and caught within this file: a term ends at its first fault. */
class Fault {
  readonly issue: DeviceFilterIssue
  constructor(at: Pick<Token, 'position' | 'text'>, rule: string, cure: string) {
    this.issue = { position: at.position, offending: at.text, rule, cure }
  }
}

/** The terms of a filter between its ANDs, in order. Never throws. */
export function readTerms(text: string): ReadTerm[] {
  const { tokens, issues } = readTokens(text)
  const terms: ReadTerm[] = []
  let from = 0
  let start = 0
  for (let index = 0; index <= tokens.length; index++) {
    const token = tokens[index]
    if (token && !isJoin(token)) continue
    const until = token?.position ?? text.length
    const bad = issues.filter(({ position }) => position >= start && position < until)
    const end = { position: token?.position ?? text.length, text: token?.text ?? '' }
    terms.push(bad.length > 0 ? { ok: false, issues: bad } : readTerm(text, tokens.slice(from, index), end))
    from = index + 1
    start = token?.end ?? until
    if (token && !isSpaced(text, token)) terms.push({ ok: false, issues: [unspaced(token)] })
  }
  return terms
}

/** The vendor documents these three. */
const isJoin = ({ text }: Token) => text === 'AND' || text === 'and' || text === '&&'

/** `)and` and `x&&y` are not documented. */
function isSpaced(text: string, { position, end }: Token): boolean {
  return (position === 0 || text[position - 1] === ' ') && (end === text.length || text[end] === ' ')
}

const unspaced = ({ position, text }: Token): DeviceFilterIssue => ({
  position,
  offending: text,
  rule: 'has no space on each side',
  cure: `write a space before and after ${text}`,
})

function readTerm(text: string, tokens: readonly Token[], end: Pick<Token, 'position' | 'text'>): ReadTerm {
  const [first] = tokens
  const last = tokens.at(-1)
  const reader = new TermReader(tokens, end)
  try {
    const term = reader.read()
    const position = first?.position ?? end.position
    return { ok: true, term, position, text: text.slice(position, last?.end) }
  } catch (fault) {
    if (fault instanceof Fault) return { ok: false, issues: [fault.issue] }
    throw fault
  }
}

class TermReader {
  readonly #tokens: readonly Token[]
  /** What stands after the term: the next AND, or nothing. */
  readonly #end: Pick<Token, 'position' | 'text'>
  #index = 0

  constructor(tokens: readonly Token[], end: Pick<Token, 'position' | 'text'>) {
    this.#tokens = tokens
    this.#end = end
  }

  read(): DeviceFilterTerm {
    const term = this.#readTerm()
    const next = this.#tokens[this.#index]
    if (next) throw explainRest(next)
    return term
  }

  #readTerm(): DeviceFilterTerm {
    const first = this.#take('has no term', 'write a term such as org = 1 on each side of AND, or remove the AND')
    if (first.text === 'online' || first.text === 'offline') return { key: first.text }
    if (first.text === 'group') {
      return { key: 'group', id: this.#value(readId, 'write the id of a saved search, such as group 563') }
    }
    const key = findSpelling(keySpellings, first.text)
    if (!key) throw explainKey(first)
    const operator = this.#operator(key)
    switch (key) {
      case 'class':
        return { key, ...this.#values(operator, readClass) }
      case 'status':
        return { key, operator: operator as 'is' | 'isNot', value: this.#value(readStatus) }
      case 'created':
        return { key, operator: operator as 'is' | 'before' | 'after', value: this.#value(readDate) }
      default:
        return { key: key satisfies IdKey, ...this.#values(operator, readId) }
    }
  }

  #operator(key: FilterKey): Operator {
    const allowed = operatorsOfKey[key]
    const known = allowed.map((one) => operatorSpellings[one][0]).join(', ')
    const token = this.#take('has no operator after its key', `write ${known}`)
    const operator = findSpelling(operatorSpellings, token.text)
    if (!operator) throw new Fault(token, 'is not an operator', `write ${known}`)
    if (!allowed.includes(operator)) throw new Fault(token, `is no operator for ${key}`, `write ${known}`)
    return operator
  }

  #values<Value>(operator: Operator, read: (text: string) => Read<Value>) {
    if (operator === 'is' || operator === 'isNot') {
      return { operator: operator === 'is' ? 'in' : 'notIn', values: [this.#value(read)] } as const
    }
    this.#punctuation('(')
    const values: [Value, ...Value[]] = [this.#listed(read, [])]
    while (this.#tokens[this.#index]?.text === ',') {
      this.#index++
      values.push(this.#listed(read, values))
    }
    this.#punctuation(')')
    return { operator: operator === 'in' ? 'in' : 'notIn', values } as const
  }

  #listed<Value>(read: (text: string) => Read<Value>, others: readonly Value[]): Value {
    const token = this.#tokens[this.#index]
    const value = this.#value(read)
    if (token && others.includes(value)) throw new Fault(token, 'stands twice in its list', 'write it once')
    return value
  }

  #value<Value>(read: (text: string) => Read<Value>, cure?: string): Value {
    const token = this.#take('has no value', cure ?? 'write a value')
    if (token.text === '(')
      throw new Fault(token, 'is a list where one value belongs', 'write one value, without parentheses')
    const result = read(token.text)
    if (!result.ok) throw new Fault(token, result.rule, cure ?? result.cure)
    return result.value
  }

  #punctuation(wanted: '(' | ')'): void {
    const token = this.#tokens[this.#index]
    if (token?.text !== wanted) {
      throw new Fault(token ?? this.#end, `stands where "${wanted}" belongs`, 'write the list as (1,2)')
    }
    this.#index++
  }

  #take(rule: string, cure: string): Token {
    const token = this.#tokens[this.#index++]
    if (!token) throw new Fault(this.#end, rule, cure)
    return token
  }
}

function findSpelling<Name extends string>(
  table: Readonly<Record<Name, readonly string[]>>,
  text: string,
): Name | undefined {
  return (Object.keys(table) as Name[]).find((name) => table[name].includes(text))
}

const joinByAnd = 'join terms by AND; several values of one key are a list, such as org in (1,2)'
const isOr = ({ text }: Token) => text === '||' || text.toLowerCase() === 'or'

function explainRest(token: Token): Fault {
  if (isOr(token)) return new Fault(token, 'is not supported', joinByAnd)
  if (token.text.toLowerCase() === 'and') return new Fault(token, 'is not a spelling of AND', 'write AND')
  return new Fault(token, 'goes on after the end of its term', joinByAnd)
}

const keys = [...Object.values(keySpellings).map(([spelling]) => spelling), 'online', 'offline', 'group']

function explainKey(token: Token): Fault {
  if (token.text === '(') return new Fault(token, 'groups terms, which is not supported', joinByAnd)
  if (isOr(token)) return new Fault(token, 'is not supported', joinByAnd)
  const lower = token.text.toLowerCase()
  const meant = keys.find((key) => key === lower) ?? findSpelling(keySpellings, lower)
  if (meant) return new Fault(token, 'is a key in other letters', `write ${lower}`)
  if (/name/.test(lower)) return new Fault(token, 'is not a key', 'names cannot be filtered by: use devices.search')
  return new Fault(token, 'is not a key', `write ${keys.join(', ')}`)
}
