/** Templates made up from a seed: mostly such that Python renders, some such that it raises. */

export const context = {
  name: 'SRV-01',
  org: { id: 7, name: 'Acme, Inc.', tags: ['a', 'B'] },
  tags: ['prod', 'db', 'eu'],
  n: 42,
  neg: -7,
  f: 3.5,
  tiny: 0.000012345,
  big: 9007199254740991,
  t: true,
  fa: false,
  no: null,
  empty: '',
  html: '<b a="1">&\'x\'</b>',
  multi: 'one two\n  three\n\nfour',
  words: 'the quick brown fox',
  uni: 'héllo ✓ ß 日本 😀x',
  csv: 'a,b;c,,d',
  num: ' 17 ',
  rows: [
    { id: 3, os: 'win', ram: 8, up: true, n: { k: 1 } },
    { id: 1, os: 'Lin', ram: 16.5, up: false, n: { k: 2 } },
    { id: 2, os: 'lin', ram: 4, up: true, n: { k: 0 } },
  ],
  nested: [[1, 2], [3], []],
  d: { b: 1, a: 'x', C: [1], items: 0 },
  mixed: [1, '1', 1.0, null, true, 'a'],
}

/** A generator of numbers from 0 to 1 that gives the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const literals =
  "0 1 2 3 -1 7 10 100 255 1000000 2.0 0.5 1.5 2.5 -2.5 1e3 1e16 1e-7 0.1 123456.789 9007199254740993 true false none '' 'a' 'Abc' 'x y' 'a-b' '%s' '%05.1f|%-4d' '{}' '{:>8}' '{0!r:_^9}' \"it's\" [] [1,2,3] (1,) (1,'b') {} {'a':1} {'k':[1,none]} range(3) range(5,0,-2) [3,1,2] ['b','A','c'] [1.5,2] '12' '3.7' '-0' '1e3' '\\t\\n' ['a','a','B','b'] [true,1,none]".split(
    ' ',
  )
const filters =
  "abs|attr('upper')|batch(2)|list|batch(2,0)|list|capitalize|center(9)|default('D')|default('D',true)|dictsort|dictsort(by='value')|dictsort(reverse=true)|escape|filesizeformat|filesizeformat(true)|first|float|float(1.5)|forceescape|format(1)|format('z',2)|groupby('os')|groupby('os',case_sensitive=true)|indent|indent(2,true)|indent(first=true,blank=true)|int|int(9)|int(base=16)|items|list|join|join(',')|join('-',attribute='os')|last|length|list|lower|map('upper')|list|map(attribute='id')|list|map(attribute='zz',default=0)|list|map('default','q')|list|max|min|max(attribute='ram')|pprint|reject('odd')|list|rejectattr('up')|list|replace('a','<')|replace('a','bb',1)|reverse|list|round|round(1)|round(2,'floor')|round(-1)|round(0,'ceil')|safe|select|list|select('string')|list|selectattr('up')|list|selectattr('ram','gt',5)|list|slice(2)|list|slice(3,'-')|list|sort|sort(reverse=true)|sort(attribute='ram')|sort(attribute='os,id')|sort(case_sensitive=true)|string|striptags|sum|sum(attribute='ram')|sum(start=1.5)|title|tojson|tojson(2)|trim|trim('a')|truncate(5)|truncate(7,true,'..')|truncate(6,leeway=0)|unique|list|unique(attribute='os')|list|upper|urlencode|urlize|wordcount|wordwrap(7)|wordwrap(4,false)|xmlattr|upper|string|list|length"
const methods =
  "upper()|lower()|title()|capitalize()|swapcase()|strip()|strip('a')|lstrip()|rstrip('x')|split()|split(',')|split(' ',1)|rsplit(' ',1)|rsplit(none,1)|splitlines()|splitlines(true)|replace('a','o')|replace('','-')|replace('a','o',1)|startswith('S')|endswith(('1','x'))|find('o')|rfind('o')|index('a')|count('a')|count('')|center(10,'*')|center(11)|ljust(9,'.')|rjust(9)|zfill(9)|isdigit()|isalpha()|isupper()|islower()|istitle()|isspace()|isalnum()|isnumeric()|isidentifier()|partition('-')|rpartition(' ')|join(tags)|join([1])|format(1,name='x')|format(f,n)|expandtabs(4)|casefold()|removeprefix('SRV')|removesuffix('1')|encode()|keys()|values()|items()|get('a')|get('zz',1)|copy()|index(1)|count(1)|pop()|append(1)|id|name|a|k1|missing|0|real|is_integer()|format_map({'a':1})|title|islower()".split(
    '|',
  )
const tests =
  "defined|undefined|none|number|integer|float|string|sequence|mapping|iterable|boolean|true|false|callable|odd|even|divisibleby 3|eq 1|ne 'a'|lt 5|ge 2.5|in tags|in [1,2]|sameas none|upper|lower|filter|test|escaped|gt(0)".split(
    '|',
  )
const subscripts = "0 -1 1 5 1: :2 ::2 ::-1 -2: 1:3 :-1 5: 'a' 'name' 'items' 3:0:-1 none:none:2 2.0 true".split(' ')
const operators = [
  '+',
  '-',
  '*',
  '/',
  '//',
  '%',
  '**',
  '~',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'not in',
  'and',
  'or',
]
const percents =
  "'%d' '%5.2f' '%s|%r' '%x' '%+d' '%-6s|' '%e' '%g' '%c' '%%' '%06d' '%.3s' '%#o' '% d' '%i' '%G' '%(a)s'".split(' ')
const specs = '05d,.2f,>10,^9s,+,e,g,x,#b,%,,_,d,n,.3,08.3f,<7,=+9,c,*^11,.1%,10.4g,G,X,,.2f'.split(',')

/** Chains like `batch(2)|list` stay together often enough; splitting anywhere also makes plain generators. */
const filterList = filters.split(/\|(?!list)/)

export class Generator {
  readonly #random: () => number

  constructor(seed: number) {
    this.#random = seeded(seed)
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)] as Item
  }

  #chance(probability: number): boolean {
    return this.#random() < probability
  }

  #atom(): string {
    if (this.#chance(0.03)) return 'missing'
    return this.#chance(0.5) ? this.#pick(Object.keys(context)) : this.#pick(literals)
  }

  expression(depth: number): string {
    if (depth <= 0) return this.#atom()
    const inner = () => this.expression(depth - 1 - Math.floor(this.#random() * 2))
    switch (Math.floor(this.#random() * 13)) {
      case 0:
      case 1:
      case 2:
        return `${this.#grouped(inner())}|${this.#pick(filterList)}`
      case 3:
      case 4:
        return `${this.#grouped(inner())}.${this.#pick(methods)}`
      case 5:
        return `${this.#grouped(inner())}[${this.#pick(subscripts)}]`
      case 6:
        return `${inner()} is ${this.#chance(0.2) ? 'not ' : ''}${this.#pick(tests)}`
      case 7:
      case 8:
        return `${inner()} ${this.#pick(operators)} ${inner()}`
      case 9:
        return this.#pick([`[${inner()}, ${inner()}]`, `(${inner()}, ${inner()})`, `{'k': ${inner()}, 'a': 1}`])
      case 10:
        return this.#pick([`not ${inner()}`, `-${this.#grouped(inner())}`, `+${this.#grouped(inner())}`])
      case 11:
        return `(${inner()} if ${inner()} else ${inner()})`
      default:
        return this.#chance(0.5)
          ? `${this.#pick(percents)} % ${this.#grouped(inner())}`
          : `'{:${this.#pick(specs)}}'.format(${inner()})`
    }
  }

  #grouped(expression: string): string {
    return this.#chance(0.75) || expression.includes(' ') ? `(${expression})` : expression
  }

  #body(depth: number): string {
    let text = ''
    const count = 1 + Math.floor(this.#random() * 3)
    for (let index = 0; index < count; index++) text += this.statement(depth - 1)
    return text
  }

  #tag(content: string): string {
    const sign = () => (this.#chance(0.12) ? '-' : this.#chance(0.04) ? '+' : '')
    return `{%${sign()} ${content} ${this.#chance(0.12) ? '-' : ''}%}`
  }

  statement(depth: number): string {
    const short = () => this.expression(Math.floor(this.#random() * 3))
    const tag = (content: string) => this.#tag(content)
    if (depth <= 0 || this.#chance(0.3)) {
      return this.#pick([`{{ ${short()} }}`, ' text\n', '\n', '  ', `{{- ${short()} -}}`, '{# c #}', ' {#- c -#} x'])
    }
    const body = () => this.#body(depth)
    switch (Math.floor(this.#random() * 12)) {
      case 0:
        return `${tag(`if ${short()}`)}${body()}${tag(`elif ${short()}`)}${body()}${tag('else')}${body()}${tag('endif')}`
      case 1:
      case 2:
        return `${tag(`for x in ${this.#chance(0.6) ? this.#pick(['rows', 'tags', 'nested', 'words', 'd', 'range(4)']) : short()}`)}{{ loop.${this.#pick(['index', 'revindex0', 'first', 'last', 'length', 'previtem', "cycle('a','b')", 'changed(x)', 'depth', 'nextitem is defined'])} }}${body()}${tag('else')}none${tag('endfor')}`
      case 3:
        return `${tag(`for k, v in ${this.#pick(['d.items()', 'd|dictsort', "rows|groupby('os')", "[(1, 2), ('a', 'b')]", 'nested'])}`)}{{ k }}={{ v }};${body()}${tag('endfor')}`
      case 4:
        return `${tag(`set x = ${short()}`)}{{ x }}${body()}`
      case 5:
        return `${tag('set y')}${body()}${tag('endset')}[{{ y }}]`
      case 6:
        return `${tag("macro m(a, b='q')")}{{ a }}{{ b }}{{ varargs }}{{ kwargs }}${body()}${tag('endmacro')}{{ m(${short()}) }}{{ m(1, ${short()}, 3, c=4) }}`
      case 7:
        return `${tag(`filter ${this.#pick(['upper', 'trim', "replace('e', '3')", 'indent', 'title', 'length'])}`)}${body()}${tag('endfilter')}`
      case 8:
        return `${tag(`with x = ${short()}, z = n`)}{{ x }}{{ z }}${body()}${tag('endwith')}`
      case 9:
        return `${tag('set ns = namespace(c=0)')}${tag('for x in tags')}${tag('set ns.c = ns.c + loop.index')}${tag(this.#pick(['break', 'continue', 'do tags.append(1) if tags|length < 5']))}.${tag('endfor')}{{ ns.c }}`
      case 10:
        return `${tag('macro w()')}<{{ caller(${short()}) }}>${tag('endmacro')}${tag('call(v) w()')}{{ v }}${body()}${tag('endcall')}`
      default:
        return `${tag('autoescape true')}{{ html }}{{ ${short()} }}${body()}${tag('endautoescape')}{% raw %} {{ x }} {% endraw %}`
    }
  }

  template(): string {
    if (this.#chance(0.6)) return `{{ ${this.expression(1 + Math.floor(this.#random() * 3))} }}`
    return this.statement(3)
  }

  options(): Record<string, unknown> {
    return {
      undefined: this.#pick(['strict', 'lenient', 'lenient', 'chainable']),
      ...(this.#chance(0.2) ? { trim_blocks: true, lstrip_blocks: true } : {}),
      ...(this.#chance(0.1) ? { autoescape: true } : {}),
    }
  }
}
