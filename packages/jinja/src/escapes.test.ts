/** Templates that try to get out: nothing outside the context is read, and no function of the host runs. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { compile, type Options, TemplateError } from './index.ts'

const list = fileURLToPath(new URL('../../../../shared/vectors/payloads/template-injection.txt', import.meta.url))
const published = existsSync(list)
  ? readFileSync(list, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
  : []
if (published.length === 0) console.log('The published list of template injections is absent: ours alone were tried')

const ran = vi.fn()
afterEach(() => {
  expect(ran).not.toHaveBeenCalled()
})

/** Marks that only a way out could print. */
const secret = 'outside-the-context'
const context = { name: 'SRV-01', org: { id: 7 }, tags: ['a'], n: 1, f: 0.5, t: true, no: null }
const modes: readonly Options[] = [{ undefined: 'strict' }, { undefined: 'lenient' }, { undefined: 'chainable' }]

/** What came out, or that it was refused. Anything but a TemplateError is a fault of ours and fails the test. */
function attempt(template: string, options: Options, values: Record<string, unknown> = context): string {
  try {
    return compile(template, options)(values)
  } catch (error) {
    if (error instanceof TemplateError) return `refused: ${error.kind}`
    throw error
  }
}

describe('the published list', () => {
  test.skipIf(published.length === 0)('every payload renders as text or is refused', () => {
    expect(published.length).toBeGreaterThan(100)
    for (const payload of published) {
      for (const options of modes) {
        const text = attempt(payload, options)
        expect(text, payload).not.toMatch(/native code|\[object|function|root:|uid=/)
        if (text.startsWith('refused')) continue
        // Without delimiters of ours it is text, and stays as it is but for a line end.
        if (!/\{[{%#]/.test(payload)) expect(text).toBe(payload)
      }
    }
  })
})

const roots = [
  'name',
  'org',
  'tags',
  'n',
  'f',
  't',
  'no',
  "''",
  '[]',
  '{}',
  '()',
  'range',
  'dict',
  'cycler',
  'joiner',
  'namespace',
  'namespace()',
  'self',
  'lipsum',
  'name.upper',
  '[].append',
  '{}.items()',
  'missing',
  "cycler('a').next",
  'range(3)',
  '1.0',
  '1',
]
const names = [
  'constructor',
  '__proto__',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  '__lookupGetter__',
  'caller',
  'callee',
  'arguments',
  'call',
  'apply',
  'bind',
  'entries',
  'text',
  'items_',
  'bytes',
  'mode',
  'attribute',
  'typeName',
  '__class__',
  '__init__',
  '__globals__',
  '__subclasses__',
  'mro',
  'runtime',
  'scope',
]

describe('ours', () => {
  test('no property of JavaScript is behind any value, in any spelling', () => {
    for (const root of roots) {
      for (const name of names) {
        for (const read of [
          `(${root}).${name}`,
          `(${root})['${name}']`,
          `(${root})|attr('${name}')`,
          `[${root}]|map(attribute='${name}')|first`,
        ]) {
          const text = attempt(`{{ (${read}) is defined }}`, { undefined: 'lenient' })
          expect(text, read).toMatch(/^(False|refused.*)$/)
          expect(attempt(`{{ (${read})('return process')() }}`, { undefined: 'chainable' }), read).toMatch(/^refused/)
        }
      }
    }
  })

  test('format strings read attributes by the same rules', () => {
    for (const name of names) {
      for (const template of [
        `{{ '{0.${name}}'.format(org) }}`,
        `{{ '{x[${name}]}'.format(x=org) }}`,
        `{{ '{0.${name}.constructor}'.format(name) }}`,
        `{{ '{a.${name}}'.format_map({'a': tags}) }}`,
        `{{ ('{0.${name}}'|e).format(org) }}`,
        `{{ '%(${name})s' % org }}`,
        `{{ '%s'|format(org.${name}) }}`,
      ]) {
        expect(attempt(template, { undefined: 'lenient' }), template).toMatch(/^(refused.*|)$/)
      }
    }
  })

  test('keys named like properties of JavaScript are plain data', () => {
    const data = JSON.parse('{"__proto__": {"x": 1}, "constructor": "c", "toString": "t", "length": 5}')
    expect(attempt("{{ d.constructor }}{{ d['toString'] }}{{ d.length }}{{ d['__proto__'].x }}", {}, { d: data })).toBe(
      'ct51',
    )
    expect(attempt('{% set d = {"__proto__": 1} %}{{ d }}{{ {}.x is defined }}', {})).toBe("{'__proto__': 1}False")
    const value = compile('{{ {"__proto__": {"polluted": 1}, "constructor": 2} }}').renderValue() as object
    expect(Object.getPrototypeOf(value)).toBeNull()
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  test('names of the context are its own data properties alone', () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty', '__proto__', 'valueOf']) {
      expect(attempt(`{{ ${name} is defined }}`, {})).toBe('False')
      expect(attempt(`{{ ${name} }}`, {})).toBe('refused: undefined')
    }
    for (const name of ['process', 'globalThis', 'require', 'Function', 'eval', 'console', 'this', 'window']) {
      expect(attempt(`{{ ${name} is defined }}`, {})).toBe('False')
    }
    const inherited = Object.create({ hidden: secret }) as Record<string, unknown>
    expect(attempt('{{ hidden is defined }}', {}, inherited)).toBe('False')
    expect(attempt('{{ x.hidden is defined }}', {}, { x: inherited })).toBe('False')
    const concealed = Object.defineProperty({ a: 1 }, 'hidden', { value: secret, enumerable: false })
    expect(attempt('{{ x }}{{ x.hidden is defined }}', {}, { x: concealed })).toBe("{'a': 1}False")
  })
})

describe('hostile objects', () => {
  const hostile: Readonly<Record<string, () => unknown>> = {
    'a getter': () => Object.defineProperty({}, 'x', { get: ran, enumerable: true }),
    'a getter in a list': () => Object.defineProperty([1], '0', { get: ran, enumerable: true }),
    'a function': () => ran,
    'a method': () => ({ x: ran }),
    toString: () => ({ toString: ran }),
    valueOf: () => ({ valueOf: ran }),
    toJSON: () => ({ toJSON: ran }),
    'a class with getters': () =>
      new (class {
        own = 1
        get x() {
          return ran()
        }
        toString() {
          return String(ran())
        }
      })(),
    'Symbol.toPrimitive': () => ({ [Symbol.toPrimitive]: ran, a: 1 }),
    'Symbol.iterator': () => ({ [Symbol.iterator]: ran, a: 1 }),
    'Symbol.toStringTag': () => Object.defineProperty({ a: 1 }, Symbol.toStringTag, { get: ran }),
    'a symbol': () => Symbol('x'),
    'a date': () => new Date(0),
    'a map': () => new Map([['x', 1]]),
    'a promise': () => Promise.resolve(1),
    'a buffer': () => Buffer.from('x'),
    'a regular expression': () => /x/,
    'a list with an iterator of its own': () => Object.assign([1], { [Symbol.iterator]: ran, map: ran, toString: ran }),
  }
  const uses = [
    '{{ o }}',
    '{{ o.x }}',
    '{{ o.x() }}',
    '{{ o() }}',
    '{{ o|string }}',
    '{{ o|tojson }}',
    '{{ o|list }}',
    '{{ o ~ 1 }}',
    '{{ o + 1 }}',
    '{{ o == 1 }}',
    '{{ o < 1 }}',
    '{{ [o]|sort }}',
    '{{ {o: 1} }}',
    '{{ d[o] }}',
    "{{ '%s' % o }}",
    "{{ '{}'.format(o) }}",
    '{{ o|int }}',
    '{{ o|length }}',
    '{% for i in o %}{{ i }}{% endfor %}',
    '{{ o is mapping }}',
    '{{ o|map("upper")|list }}',
    '{{ o|e }}',
    '{{ o|join }}',
    '{{ o.then }}',
    '{{ o|items|list }}',
    '{{ o|urlencode }}',
    '{{ o|pprint }}',
    '{{ o in [1] }}',
  ]

  test.each(Object.keys(hostile))('%s runs nothing', (kind) => {
    for (const template of uses) {
      const make = hostile[kind] as () => unknown
      expect(attempt(template, { undefined: 'lenient' }, { o: make(), d: {} }), template).not.toContain(secret)
      expect(
        attempt(
          template,
          { undefined: 'lenient' },
          Object.defineProperty({}, 'o', { value: make(), enumerable: true }),
        ),
      ).toBeTypeOf('string')
    }
  })

  test('a getter of the context itself is refused by its name', () => {
    const values = Object.defineProperty({}, 'x', { get: ran, enumerable: true })
    expect(() => compile('{{ x }}')(values)).toThrow("'x' is computed by a getter")
    expect(compile('{{ y|default("-") }}')(values)).toBe('-')
  })

  test('a template changes copies and never what the caller passed', () => {
    const values = { list: [1], data: { a: 1 } }
    compile('{% do list.append(2) %}{% do data.update({"b": 2}) %}{% do data.clear() %}{{ list }}')(values)
    expect(values).toEqual({ list: [1], data: { a: 1 } })
  })

  test('a prototype that somebody polluted is not read', () => {
    const prototype = Object.prototype as { polluted?: string }
    prototype.polluted = secret
    try {
      for (const template of [
        '{{ polluted }}',
        '{{ o.polluted }}',
        "{{ o['polluted'] }}",
        '{{ {}.polluted }}',
        "{{ o|attr('polluted') }}",
      ]) {
        expect(attempt(template, { undefined: 'lenient' }, { o: {} }), template).toBe('')
      }
      expect(attempt('{{ x|polluted }}', {}, { x: 1 })).toBe('refused: syntax')
    } finally {
      delete prototype.polluted
    }
  })
})
