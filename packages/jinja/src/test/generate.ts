/** Templates made up from choices: nearly all render in Python, because each place gets a value of the kind it takes. */
import type { Choices } from './choices.ts'
import { grammar, words } from './grammar/index.ts'
import { branches, heirs, leaves, loopExpressions } from './statements.ts'

/** Placeholders that are no expression, and parts of words: nothing takes brackets around it. */
const bare: ReadonlySet<string> = new Set(
  'body tag end loop digits quoted digit flags align sign zero comma'.split(' '),
)

/** As the grammars write them: `<kind>`, `<kind~>`, `@kind`. */
const placeholder = new RegExp(`<(${[...Object.keys(grammar), ...bare].join('|')})(~?)>|@(\\w+)`, 'g')

const letters = [...'abcXYZ019 _-.,:/\\\'"<>&%{}é ß日😀\t\n']

/** A kind that is another kind goes no deeper. */
const isOther = (production: string) => /^<\w+>$/.test(production)

/** Of each kind the productions that do not go deeper: no placeholder, words alone, or another kind itself. */
const ends = Object.fromEntries(
  Object.entries(grammar).map(([kind, productions]) => {
    const isEnd = (production: string) =>
      isOther(production) ||
      [...production.matchAll(placeholder)].every(
        ([, part]) => part === 'digits' || part === 'quoted' || Object.hasOwn(words, part as string),
      )
    return [kind, productions.filter(isEnd)]
  }),
)

export class Generator {
  readonly #choices: Choices
  /** Variables that statements introduced, by kind. */
  #names: Readonly<Record<string, readonly string[]>> = {}
  /** Named in a tag that has not ended: its own expressions do not see them. */
  #coming: { readonly kind: string; readonly name: string }[] = []

  constructor(choices: Choices) {
    this.#choices = choices
  }

  options(): Record<string, unknown> {
    const options: Record<string, unknown> = { undefined: this.#choices.pick(['lenient', 'strict', 'chainable']) }
    if (this.#choices.chance(20)) options.trim_blocks = true
    if (this.#choices.chance(20)) options.lstrip_blocks = true
    if (this.#choices.chance(12)) options.autoescape = true
    if (this.#choices.chance(5)) options.keep_trailing_newline = true
    if (this.#choices.chance(5)) options.newline_sequence = this.#choices.pick(['\r\n', '\r'])
    return options
  }

  template(): string {
    const form = this.#choices.below(20)
    if (form < 9) return this.#expand('{{ <any~> }}', 1 + this.#choices.below(3))
    if (form < 19) return this.#body(1 + this.#choices.below(3))
    return this.#expand(this.#choices.pick(heirs), 2)
  }

  #body(depth: number): string {
    let text = ''
    for (let count = 1 + this.#choices.below(3); count > 0; count--) text += this.#statement(depth)
    return text
  }

  #statement(depth: number): string {
    const isLeaf = depth <= 0 || this.#choices.below(10) < 3
    return this.#expand(this.#choices.pick(isLeaf ? leaves : branches), depth - 1)
  }

  /** Each placeholder in turn, from left to right; the variables of this production are known in it alone. */
  #expand(production: string, depth: number): string {
    const names = this.#names
    const text = production.replace(
      placeholder,
      (whole: string, kind: string | undefined, loose: string, variable: string | undefined, at: number) => {
        if (variable !== undefined) return this.#name(variable)
        const part = this.#part(kind as string, depth)
        if (loose !== '' || bare.has(kind as string)) return part
        return isOneWord(part, production[at + whole.length]) ? part : `(${part})`
      },
    )
    this.#names = names
    return text
  }

  #part(kind: string, depth: number): string {
    switch (kind) {
      case 'body':
        return this.#body(depth)
      case 'tag':
        return `{%${this.#choices.chance(12) ? this.#choices.pick(['-', '+']) : ''}`
      case 'end':
        return this.#endTag()
      case 'loop':
        return this.#expand(this.#choices.pick(loopExpressions), 0)
      case 'digits':
        return String(1 + this.#choices.below(10 ** (1 + this.#choices.below(9))))
      case 'quoted':
        return this.#quoted()
      default:
        return this.#expression(kind, depth)
    }
  }

  #endTag(): string {
    for (const { kind, name } of this.#coming) {
      const others = Object.entries(this.#names).map(([other, list]) => [other, list.filter((each) => each !== name)])
      this.#names = Object.fromEntries(others)
      this.#names = { ...this.#names, [kind]: [...(this.#names[kind] ?? []), name] }
    }
    this.#coming = []
    return this.#choices.chance(12) ? '-%}' : '%}'
  }

  #expression(kind: string, depth: number): string {
    const names = this.#names[kind] ?? []
    if (names.length > 0 && this.#choices.chance(35)) return this.#choices.pick(names)
    if (depth <= 0 || this.#choices.below(10) < 2) return this.#expand(this.#choices.pick(ends[kind] ?? []), 0)
    const productions = this.#choices.chance(1) ? grammar.wild : grammar[kind]
    const production = this.#choices.pick(productions ?? [])
    return this.#expand(production, isOther(production) ? depth : depth - 1)
  }

  #quoted(): string {
    let text = ''
    for (let count = this.#choices.below(8); count > 0; count--) text += this.#choices.pick(letters)
    return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
  }

  #name(kind: string): string {
    const free = ['x', 'y', 'z', 'name', 'other'].filter((each) => !this.#coming.some(({ name }) => name === each))
    const name = this.#choices.pick(free)
    this.#coming.push({ kind, name })
    return name
  }
}

/** Whether nothing around an expression tears it apart: it has no operator outside of brackets and strings. */
function isOneWord(text: string, next: string | undefined): boolean {
  const outside = text.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/gs, 'q')
  let depth = 0
  for (const character of outside) {
    if ('([{'.includes(character)) depth++
    else if (')]}'.includes(character)) depth--
    else if (depth === 0 && !/[\w.|]/.test(character)) return false
    // Behind a filter a point would belong to its name.
    else if (depth === 0 && character === '|' && (next === '.' || next === '[')) return false
  }
  return true
}
