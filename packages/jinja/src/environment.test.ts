/** The package's own promises: values, names, options, templates that bring in others, and what errors say. */
import { expect, test } from 'vitest'
import { compile, compileExpression, Environment, Float, TemplateError } from './index.ts'

test('a template that is one expression gives its value: none is null, and not the text None', () => {
  const clear = compile('{{ none if x == "-" else x }}')
  expect(clear.isExpression).toBe(true)
  expect(clear.renderValue({ x: '-' })).toBeNull()
  expect(clear({ x: '-' })).toBe('None')
  expect(compile('{{ rows|map(attribute="id")|list }}').renderValue({ rows: [{ id: 1 }] })).toEqual([1])
  expect(compile('{{ 7 / 2 }}').renderValue()).toBe(3.5)
  expect(compile('{{ 2 ** 70 }}').renderValue()).toBe(2n ** 70n)
  expect(compile('{{ x }}', { undefined: 'lenient' }).renderValue()).toBeUndefined()
  expect(compile(' {{ x }}').isExpression).toBe(false)
  expect(compile(' {{ x }}').renderValue({ x: 1 })).toBe(' 1')
  expect(compileExpression('a + [b]')({ a: [1], b: 2 })).toEqual([1, 2])
})

test('the names of the context that a template reads are known before it runs', () => {
  const source = `{% set s = a %}{% for x in rows if x.up %}{{ x.id }}{{ loop.index }}{{ b|default(c) }}{% endfor %}
    {% macro m(p, q=d) %}{{ p }}{{ q }}{{ e }}{% endmacro %}{{ m(s) }}{% with w = f %}{{ w }}{% endwith %}{{ range(g) }}`
  expect(compile(source).names).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'rows'])
  expect(compileExpression('row.x + y[z]').names).toEqual(['row', 'y', 'z'])
})

test('an error tells line, column and the text in question', () => {
  const render = compile('first\n  {{ rows[0].nme }}')
  const error = catchError(() => render({ rows: [{ name: 1 }] }))
  expect(error).toMatchObject({ kind: 'undefined', line: 2, column: 3 })
  expect(error.message).toBe("'dict object' has no attribute 'nme' (line 2, column 3: {{ rows[0].nme }})")
  expect(catchError(() => compile('a\n{% if x %}b'))).toMatchObject({ kind: 'syntax', line: 2 })
  expect(catchError(() => compile('{{ x|nofilter }}')).message).toContain("No filter named 'nofilter'")
  expect(catchError(() => compileExpression('1 +')).message).toContain('line 1')
  expect(catchError(() => compileExpression('a b'))).toMatchObject({ line: 1, column: 3 })
})

test('numbers keep their kind', () => {
  expect(
    compile('{{ a }} {{ b }} {{ c }} {{ d }} {{ e }}')({ a: 1, b: 1.5, c: new Float(1), d: 2n ** 64n, e: 1e300 }),
  ).toBe('1 1.5 1.0 18446744073709551616 1e+300')
})

test('a loader gives what templates name, and without one there is nothing', () => {
  const files: Record<string, string> = {
    base: '[{% block head %}base {{ x }}{% endblock %}|{% block body %}{% endblock %}]',
    child:
      '{% extends "base" %}ignored{% set y = 2 %}{% block head %}child+{{ super() }}{% endblock %}{% block body %}{{ y }}{{ self.head() }}{% endblock %}',
    macros: '{% macro hi(n) %}hi {{ n }}{% endmacro %}{% set _hidden = 1 %}{% set shown = x is defined %}',
    part: '<{{ x }}{{ i }}>',
  }
  const environment = new Environment({ loader: (name) => (Object.hasOwn(files, name) ? files[name] : undefined) })
  expect(environment.getTemplate('child')({ x: 1 })).toBe('[child+base 1|2child+base 1]')
  expect(environment.compile('{% import "macros" as m %}{{ m.hi("a") }} {{ m.shown }}')({ x: 1 })).toBe('hi a False')
  expect(environment.compile('{% from "macros" import hi as h %}{{ h(1) }}')()).toBe('hi 1')
  expect(environment.compile('{% for i in [1, 2] %}{% include "part" %}{% endfor %}')({ x: 0 })).toBe('<01><02>')
  expect(environment.compile('{% include ["nope", "part"] %}{% include "no" ignore missing %}')({ x: 0, i: 0 })).toBe(
    '<00>',
  )
  expect(catchError(() => environment.compile('{% include "nope" %}')()).message).toContain("no template 'nope'")
  expect(catchError(() => compile('{% include "part" %}')()).kind).toBe('template')
  files.self = '{% include "self" %}'
  expect(catchError(() => environment.getTemplate('self')()).bound).toBe('recursionMax')
})

test("Jinja2's options have their own names", () => {
  const other = {
    block_start_string: '<%',
    block_end_string: '%>',
    variable_start_string: '${',
    variable_end_string: '}',
  }
  // biome-ignore lint/suspicious/noTemplateCurlyInString: these are the delimiters that were set.
  expect(compile('<% for x in [1] %>${ x }{{ x }}<% endfor %>', other)()).toBe('1{{ x }}')
  expect(compile('a\n', { keep_trailing_newline: true })()).toBe('a\n')
  expect(compile('{{ "<" }}{{ "<"|safe }}', { autoescape: true })()).toBe('&lt;<')
  expect(() => new Environment({ undefined: 'loose' as 'strict' })).toThrow(RangeError)
  expect(() => new Environment({ line_statement_prefix: '#' } as object)).toThrow("no option 'line_statement_prefix'")
  expect(compile('{{ a.b.c }}', { undefined: 'chainable' })()).toBe('')
})

test('renderings share nothing', () => {
  const render = compile('{% do list.append(1) %}{{ list }}{% set c = cycler(1, 2) %}{{ c.next() }}')
  const values = { list: [] }
  expect([render(values), render(values)]).toEqual(['[1]1', '[1]1'])
})

function catchError(run: () => unknown): TemplateError {
  try {
    run()
  } catch (error) {
    if (error instanceof TemplateError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
