/** Templates that would use up time, memory or stack: each ends at a bound, and soon. */
import { describe, expect, test } from 'vitest'
import { compile, defaultLimits, type Limits, TemplateError } from './index.ts'

/**
 * Of the processor, so that a busy machine changes nothing; unbounded, most of these would never end, and the test's own
 * time would.
 */
const enoughMs = 5_000
/** What a bomb may leave on the heap. */
const enoughBytes = 400_000_000

function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

function failure(template: string, limits: Partial<Limits> = {}, context: Record<string, unknown> = {}): TemplateError {
  const beganMs = processorMs()
  const before = process.memoryUsage().heapUsed
  try {
    compile(template, { limits, undefined: 'lenient' })(context)
  } catch (error) {
    expect(error).toBeInstanceOf(TemplateError)
    expect(processorMs() - beganMs, template.slice(0, 80)).toBeLessThan(enoughMs)
    expect(process.memoryUsage().heapUsed - before, template.slice(0, 80)).toBeLessThan(enoughBytes)
    return error as TemplateError
  }
  throw new Error(`rendered: ${template.slice(0, 80)}`)
}

const doubling = (body: string) =>
  `{% set ns = namespace(x='ab', l=[1], t=(1,), n=3, d={}) %}{% for i in range(99999) %}${body}{% endfor %}`

const bombs: readonly (readonly [bound: keyof Limits, template: string])[] = [
  ['stepsMax', '{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}'],
  ['stepsMax', '{% set l = [1] %}{% for x in l %}{% do l.append(x) %}{% endfor %}'],
  ['stepsMax', '{% for a in range(9999) %}{{ range(99999)|sum }}{% endfor %}'],
  ['stepsMax', '{% for a in range(9999) %}{{ 1 in range(99999)|map("string") }}{% endfor %}'],
  ['outputMax', '{% for a in range(99999) %}xxxxxxxxxxxxxxxxxxxxxxx{% endfor %}'],
  ['outputMax', "{{ 'x' * 2000000 }}"],
  ['allocationMax', "{{ 'x' * 10**9 }}"],
  ['allocationMax', '{{ [1] * 10**9 }}'],
  ['allocationMax', '{{ (1, 2) * 10**12 }}'],
  ['allocationMax', doubling('{% set ns.x = ns.x + ns.x %}')],
  ['allocationMax', doubling('{% set ns.x = ns.x ~ ns.x %}')],
  ['allocationMax', doubling('{% set ns.l = ns.l + ns.l %}')],
  ['stepsMax', doubling('{% do ns.l.extend(ns.l) %}')],
  ['allocationMax', doubling('{% set ns.t = ns.t + ns.t %}')],
  ['allocationMax', doubling("{% set ns.x = ns.x.replace('', 'xyz') %}")],
  ['allocationMax', doubling('{% set ns.x = ns.x|replace("a", "aaaa") %}')],
  ['allocationMax', doubling('{% set ns.x = ns.x.join([ns.x, ns.x, ns.x]) %}')],
  ['allocationMax', doubling("{% set ns.x = '%s%s' % (ns.x, ns.x) %}")],
  ['allocationMax', doubling("{% set ns.x = '{0}{0}'.format(ns.x) %}")],
  ['allocationMax', doubling('{% set ns.l = [ns.l, ns.l] %}{% set ns.x = ns.l|string %}')],
  ['allocationMax', doubling('{% set ns.l = [ns.l, ns.l] %}{% set ns.x = ns.l|tojson %}')],
  ['allocationMax', doubling('{% set ns.x = ns.x|indent(99) %}')],
  ['allocationMax', "{{ 'x'.center(10**9) }}"],
  ['allocationMax', "{{ 'x'.ljust(10**10) }}{{ 'x'.zfill(10**10) }}"],
  ['allocationMax', "{{ 'x'|center(10**9) }}"],
  ['allocationMax', "{{ '%1000000000d' % 1 }}"],
  ['allocationMax', "{{ '%.1000000000f' % 1.5 }}"],
  ['allocationMax', "{{ '%*d' % (1000000000, 1) }}"],
  ['allocationMax', "{{ '{:1000000000}'.format(1) }}"],
  ['allocationMax', "{{ '{:.1000000000f}'.format(1.5) }}"],
  ['allocationMax', "{{ '{:{}}'.format(1, 10**9) }}"],
  ['allocationMax', "{{ 'a\\tb'.expandtabs(10**9) }}"],
  ['allocationMax', "{{ 'a'|indent(10**9) }}"],
  ['allocationMax', '{{ [1]|tojson(10**9) }}'],
  ['allocationMax', '{{ [1]|batch(10**9, 0)|list }}'],
  ['stepsMax', '{{ [1]|slice(10**9)|list }}'],
  ['stepsMax', "{% set x = 'ab' * 400000 %}{% for i in range(99999) %}{{ x[0] }}{{ 'c' in x }}{% endfor %}"],
  ['stepsMax', "{% set x = 'ab' * 400000 %}{% for i in range(99999) %}{{ x.find('c') }}{{ x|length }}{% endfor %}"],
  ['stepsMax', '{% set l = [1] * 4000000 %}{% for i in range(99999) %}{% do l.pop(0) %}{% endfor %}'],
  ['allocationMax', `${doubling('{% set ns.t = (ns.t, ns.t) %}').replace('99999', '60')}{{ {ns.t: 1} }}`],
  ['allocationMax', `${doubling('{% set ns.t = (ns.t, ns.t) %}').replace('99999', '60')}{{ ns.t|tojson }}`],
  ['rangeMax', '{{ range(10**9)|list }}'],
  ['rangeMax', '{{ range(0, -10**9, -1)|length }}'],
  ['integerBitsMax', '{{ 10**(10**10) }}'],
  ['integerBitsMax', '{{ 2 ** 100000 }}'],
  ['integerBitsMax', '{{ (-7) ** (10 ** 15) }}'],
  ['integerBitsMax', doubling('{% set ns.n = ns.n * ns.n %}')],
  ['recursionMax', '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}'],
  ['recursionMax', '{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}'],
  // Calls and nesting together reach the end of JavaScript's own stack first; it is the same bound.
  ['recursionMax', `{% macro m() %}{{ ${'['.repeat(45)}m()${']'.repeat(45)} }}{% endmacro %}{{ m() }}`],
  [
    'recursionMax',
    `{% macro m() %}${'{% if 1 %}'.repeat(45)}{{ m() }}${'{% endif %}'.repeat(45)}{% endmacro %}{{ m() }}`,
  ],
  ['recursionMax', '{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}'],
  ['recursionMax', `${doubling('{% set ns.l = [ns.l] %}')}{{ ns.l }}`],
  ['recursionMax', '{% set a = [] %}{% set b = [] %}{% do a.append(a) %}{% do b.append(b) %}{{ a == b }}'],
  ['recursionMax', `${doubling('{% set ns.d = {"k": ns.d} %}')}{{ ns.d|tojson }}`],
  ['nestingMax', `{{ ${'('.repeat(50_000)}1${')'.repeat(50_000)} }}`],
  ['nestingMax', `{{ ${'['.repeat(50_000)} }}`.replace(' }}', `${']'.repeat(50_000)} }}`)],
  ['nestingMax', `{{ ${'not '.repeat(50_000)}1 }}`],
  ['nestingMax', `{{ ${'-'.repeat(2)} ${'-'.repeat(50_000)}1 }}`],
  ['nestingMax', `{{ 1${' + 1'.repeat(50_000)} }}`],
  ['nestingMax', `{{ a${'.b'.repeat(50_000)} }}`],
  ['nestingMax', `{{ a${'|upper'.repeat(30_000)} }}`],
  ['nestingMax', `{{ a${' if 1'.repeat(30_000)} }}`],
  ['nestingMax', `{{ ${'1 if 1 else '.repeat(15_000)}1 }}`],
  ['nestingMax', '{% if 1 %}'.repeat(20_000)],
  ['nestingMax', `{% for ${'('.repeat(50_000)}a${')'.repeat(50_000)} in b %}{% endfor %}`],
  ['sourceMax', 'x'.repeat(300_000)],
]

describe('every bomb ends at its bound', () => {
  test.each(bombs)('%s: %.70s', (bound, template) => {
    const error = failure(template)
    expect(error.bound, error.message).toBe(bound)
    expect(error.message).toContain(bound)
  })
})

/** What its bound alone ends: without it these run for hours or until the memory is full. */
const endless: Readonly<Record<keyof Limits, string>> = {
  stepsMax: '{% for a in range(10**12) %}{% endfor %}',
  outputMax: `{% for a in range(10**12) %}${'x'.repeat(1_000)}{% endfor %}`,
  allocationMax: doubling('{% set ns.l = ns.l + ns.l %}'),
  recursionMax:
    '{% set a = [] %}{% set b = [] %}{% for l in [a, b] %}{% do l.extend([l, l]) %}{% endfor %}{{ a == b }}',
  rangeMax: '{% for a in range(10**12) %}{% endfor %}',
  integerBitsMax: doubling('{% set ns.n = ns.n * ns.n %}'),
  sourceMax: '{{ a }}'.repeat(10_000_000),
  nestingMax: `{{ ${'('.repeat(100_000)}1${')'.repeat(100_000)} }}`,
}

test.each(Object.entries(endless))('%s ends its bomb with every other bound lifted', (name, template) => {
  const none = Object.fromEntries(Object.keys(defaultLimits).map((each) => [each, Number.POSITIVE_INFINITY]))
  const bound = name as keyof Limits
  expect(failure(template, { ...none, [bound]: defaultLimits[bound] }).bound).toBe(bound)
})

test('a circle or a tower of the caller ends too', () => {
  const circle: { self?: unknown } = {}
  circle.self = circle
  expect(compile('{{ c }}')({ c: circle })).toBe("{'self': {...}}")
  let tower: unknown = 1
  for (let level = 0; level < 50_000; level++) tower = [tower]
  expect(failure('{{ t }}', {}, { t: tower }).bound).toBe('recursionMax')
})

test('each bound is the option of its name, and its place is told', () => {
  expect(failure('a\n{% for i in range(9) %}{% endfor %}', { stepsMax: 5 })).toMatchObject({
    bound: 'stepsMax',
    line: 2,
  })
  expect(failure('{{ range(11) }}', { rangeMax: 10 }).bound).toBe('rangeMax')
  expect(failure('123456', { outputMax: 5 }).bound).toBe('outputMax')
  expect(failure('{{ (((1))) }}', { nestingMax: 4 }).bound).toBe('nestingMax')
  expect(() => compile('x', { limits: { stepMax: 1 } as Partial<Limits> })).toThrow("no limit 'stepMax'")
})

test('patterns see no text that could make them crawl', { timeout: 120_000 }, () => {
  const long = 'a-'.repeat(20_000)
  for (const template of [
    '{{ x|urlize|length }}',
    '{{ x|wordwrap(10)|length }}',
    '{{ x|striptags|length }}',
    '{{ x|title|length }}',
    '{{ x.title()|length }}',
    '{{ x.swapcase()|length }}',
    '{{ x|wordcount }}',
    '{{ x|int }}',
    '{{ x|float }}',
    '{{ x.split("-")|length }}',
  ]) {
    for (const x of [
      long,
      `http://${long}`,
      `${long}@${long}`,
      '<'.repeat(40_000),
      '1'.repeat(40_000),
      `${'1_'.repeat(20_000)}x`,
      '('.repeat(40_000),
      'Σ'.repeat(40_000),
      ' '.repeat(40_000),
      `${'&#1'.repeat(10_000)};`,
      `[${':'.repeat(20_000)}`,
    ]) {
      const beganMs = processorMs()
      try {
        compile(template, { undefined: 'lenient' })({ x })
      } catch (error) {
        expect(error).toBeInstanceOf(TemplateError)
      }
      expect(processorMs() - beganMs, `${template} on ${x.slice(0, 20)}`).toBeLessThan(enoughMs)
    }
  }
})
