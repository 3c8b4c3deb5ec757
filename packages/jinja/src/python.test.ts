/** What comparing with Python's Jinja2 found, each with what Python gives; `undefined` where Python raises. */
import { expect, test } from 'vitest'
import { compile, type Options, TemplateError } from './index.ts'

const context = { name: 'SRV-01', html: '<i>', rows: [1, 2, 3] }
const templates = new Map([
  ['part', '[{{ name }}{{ html }}]'],
  ['macros', '{% macro m(a) %}{{ a }}{% endmacro %}'],
  [
    'parent',
    '{% for x in rows %}{{ name }}{% endfor %}{% block b %}({{ name }}){% endblock %}' +
      '{% set name = 2 %}{% block c %}({{ name }}){% endblock %}',
  ],
  ['late', '{% for x in [1] %}{{ name }}{% endfor %}{% if false %}{% set name = 1 %}{% endif %}'],
])

const found: readonly (readonly [title: string, template: string, options: Options, expected: string | undefined])[] = [
  ['an else behind a loop that always continued', '{% for x in rows %}{% continue %}{% else %}e{% endfor %}', {}, 'e'],
  [
    'an else behind a loop that broke at once',
    '{% for x in rows %}{{ loop.index }}{% break %}{% else %}e{% endfor %}',
    {},
    '1e',
  ],
  [
    'no else behind a loop that broke later',
    '{% for x in rows %}{% if x > 1 %}{% break %}{% endif %}{{ x }}{% else %}e{% endfor %}',
    {},
    '1',
  ],
  ['an if without else where undefined is strict', "[{{ 'x' if false }}]", { undefined: 'strict' }, '[]'],
  [
    'a name that is set further down, in a loop',
    '{% for x in rows %}{{ name }}{% endfor %}{% set name = 1 %}{{ name }}',
    {},
    '1',
  ],
  [
    'a name that is set in one branch further down',
    '{% for x in rows %}{{ name }}{% endfor %}{% if false %}{% set name = 1 %}{% endif %}{{ name }}',
    {},
    'SRV-01SRV-01SRV-01SRV-01',
  ],
  [
    'a name that is read before it is set',
    '{{ name }}{% for x in rows %}{{ name }}{% endfor %}{% set name = 1 %}{{ name }}',
    {},
    'SRV-01SRV-01SRV-01SRV-011',
  ],
  [
    'a name that is set further down, in an included template',
    "{% include 'part' %}{% set name = 1 %}{% include 'part' %}",
    {},
    '[SRV-01<i>][1<i>]',
  ],
  [
    'a name that is set further down, in a block',
    '{% block b %}{{ name }}{% endblock %}{% set name = 1 %}{{ self.b() }}',
    {},
    'SRV-011',
  ],
  [
    'a name that is set further down, in a block in a loop',
    '{% for x in rows %}{% block b %}{{ name }}{% endblock %}{% endfor %}{% set name = 1 %}{{ name }}',
    {},
    'SRV-01SRV-01SRV-011',
  ],
  [
    'a name that is set further down, in scoped blocks',
    '{% for x in rows %}{% block b scoped %}{{ name }}{{ x }}{% endblock %}{% set name = x %}' +
      '{% block c scoped %}{{ name }}{% endblock %}{% endfor %}',
    {},
    'SRV-0111SRV-0122SRV-0133',
  ],
  [
    'a name that is set further down, in blocks in blocks',
    '{% block b %}{% for x in rows %}{{ name }}{% endfor %}{% set name = 1 %}' +
      '{% block c %}{{ name }}{% endblock %}{{ name }}{% endblock %}',
    {},
    'SRV-011',
  ],
  [
    'a name that is set here and, further down, in the template above',
    "{% extends 'parent' %}{% set name = 1 %}",
    {},
    '(1)(2)',
  ],
  [
    'a name that is never set here, in the template above',
    "{% extends 'parent' %}{% for x in rows %}{{ name }}{% endfor %}{% if false %}{% set name = 1 %}{% endif %}",
    {},
    '(SRV-01)(2)',
  ],
  ['a name that an imported template never set', "{% import 'late' as late %}{{ late.name is defined }}", {}, 'False'],
  [
    'wrapping with a newline of its own',
    "{{ 'one two three'|wordwrap(7) }}{{ 'a b'|wordwrap(1, wrapstring='|') }}",
    { newline_sequence: '\r\n' },
    'one two\r\nthreea|b',
  ],
  [
    'an included template where everything is escaped',
    "{% autoescape true %}{{ html }}{% include 'part' %}{% endautoescape %}",
    {},
    '&lt;i&gt;[SRV-01<i>]',
  ],
  [
    'an imported macro where everything is escaped',
    "{% autoescape true %}{% from 'macros' import m %}{{ m(html) }}{% endautoescape %}",
    {},
    '<i>',
  ],
  [
    'a block where nothing is escaped',
    '{% autoescape false %}{% block b %}{{ html }}{% endblock %}{% endautoescape %}',
    { autoescape: true },
    '&lt;i&gt;',
  ],
  [
    'the rest of a split',
    "{{ ' a b  c '.split(none, 1) }}{{ ' a b  c '.rsplit(none, 1) }}",
    {},
    "['a', 'b  c '][' a b', 'c']",
  ],
  [
    'titles',
    "{{ 'ΑΣ ǆ ŉx ﬁ ὀδυσσεύΣ'.title() }}|{{ 'ΑΣ ΑΣ'|title }}|{{ 'ΑΣ'.capitalize() }}|{{ 'ασ ΑΣ'.swapcase() }}",
    {},
    'Ας ǅ ʼNx Fi Ὀδυσσεύς|Ασ Ασ|Ας|ΑΣ ας',
  ],
  ['case folding', "{{ 'Straße ΑΣ ﬁ ŉ µ'.casefold() }}", {}, 'strasse ασ fi ʼn μ'],
  ['digits of other scripts', "{{ '一'.isnumeric() }}{{ '⓪'.isdigit() }}{{ '℮'.isidentifier() }}", {}, 'TrueTrueTrue'],
  ['a namespace', "{{ namespace(a='x') }}", {}, "<Namespace {'a': 'x'}>"],
  [
    'translate',
    "{{ 'abcd'.translate({97: 'A', 98: none, 99: 100}) }}{{ 'abc'.translate('x'.maketrans('ab', 'xy', 'c')) }}",
    {},
    'Addxy',
  ],
  ['views', "{{ {'a': 1}.keys().isdisjoint(['b']) }}", {}, 'True'],
  ['bits', "{{ 255.bit_count() }}{{ (-5).bit_length() }}{{ 'é'.encode().hex() }}", {}, '83c3a9'],
  ['ascii', "{{ '%a' % 'é' }}{{ '{!a}'.format('✓') }}", {}, "'\\xe9''\\u2713'"],
  ['formats', "{{ '{:.0} {:.1} {:z.1f} {:*=9c}'.format(3.14, 2.5, -0.01, 65) }}", {}, '3e+00 2e+00 0.0 ********A'],
  ['a cycler', '{% set c = cycler(1, 2) %}{{ c.items }}{% do c.next() %}{{ c.pos }}', {}, '(1, 2)1'],
  ['items of nothing where undefined is strict', '{{ missing|items|list }}', { undefined: 'strict' }, '[]'],
  [
    'wrapping of long words',
    "{{ 'ab-cdefghi-jkl mnopqrstuvwxyz'|wordwrap(5) }}",
    {},
    'ab-cd\nefghi\n-jkl \nmnopq\nrstuv\nwxyz',
  ],
  [
    'a long text by pprint',
    "{{ ('one two ' * 11)|pprint }}|{{ {'b': [{'y': 'three four\\n' * 8, 'x': 1}], 'a': 2}|pprint }}",
    {},
    "('one two one two one two one two one two one two one two one two one two one '\n 'two one two ')|" +
      "{'a': 2,\n 'b': [{'x': 1,\n        'y': " +
      Array.from({ length: 8 }, () => "'three four\\n'").join(`\n${' '.repeat(13)}`) +
      '}]}',
  ],
  [
    'dictionaries in a dictionary by pprint',
    "{{ {'b': {2: 1, 'x': 3, 1: 2}, 'a': 1}|pprint }}",
    {},
    "{'a': 1, 'b': {1: 2, 2: 1, 'x': 3}}",
  ],
  ['an attribute without a name', '{{ {1: 2}|xmlattr }}', {}, undefined],
  ['a view as a key', '{{ {{}.keys(): 1} }}', {}, undefined],
  ['a text repeated too often', "{{ '' * 2**70 }}", {}, undefined],
  ['a text in bytes', "{{ 'a' in 'a'.encode() }}", {}, undefined],
  ['a text where sort takes a bool', "{% do [1].sort(reverse='a') %}", {}, undefined],
  ['an aligned text with a zero', "{{ '{:=09}'.format('a') }}", {}, undefined],
]

test.each(found)('as in Python: %s', (_title, template, options, expected) => {
  const render = () =>
    compile(template, { undefined: 'lenient', loader: (name) => templates.get(name), ...options })(context)
  if (expected === undefined) expect(render).toThrow(TemplateError)
  else expect(render()).toBe(expected)
})
