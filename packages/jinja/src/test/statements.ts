/**
 * How statements can be written, simplest first. `<body>` stands for more of them; `@kind` names a variable of that kind,
 * which expressions of the same statement use from then on. `<tag>` and `<end>` are delimiters with signs for white space.
 */
import { lines } from './grammar/lines.ts'

const blocks = (text: string): string[] =>
  lines(text).map((line) => line.replaceAll('{%', '<tag>').replaceAll('%}', '<end>'))

const loopWords = 'index index0 revindex revindex0 first last length depth depth0'
  .split(' ')
  .map((word) => `loop.${word}`)

/** Texts alone, for the ends of the tree. */
export const leaves: readonly string[] = [
  'x',
  '{{ <any> }}',
  '{{ <text~> }}',
  '{{ <int~> }}',
  '{{- <any~> -}}',
  ' text\n',
  '\n',
  '  ',
  '{# c #}',
  ' {#- c -#} y',
  '\n  {#- c #}\n',
  '{{ <float~> }}',
  '{{ <list~> }}',
  '{{ <bool~> }}',
  '{{ <int>, <text> }}',
]

export const branches: readonly string[] = blocks(`
  {% if <bool~> %}<body>{% endif %}
  {% if <any~> %}<body>{% else %}<body>{% endif %}
  {% if <bool~> %}<body>{% elif <bool~> %}<body>{% else %}<body>{% endif %}
  {% for @text in <texts~> %}<body>{% endfor %}
  {% for @int in <ints~> %}{{ <loop> }}<body>{% endfor %}
  {% for @int in <range~> %}<body>{% else %}none{% endfor %}
  {% for @any in <list~> %}{{ <loop> }},<body>{% else %}none{% endfor %}
  {% for @text in <dict~> %}<body>{% endfor %}
  {% for @int in <ints~> if <bool~> %}{{ <loop> }}<body>{% else %}none{% endfor %}
  {% for @text, @any in <dict>.items() %}<body>{% endfor %}
  {% for @text, @any in <dict>|dictsort %}<body>{% endfor %}
  {% for @text, @int in pairs %}{{ loop.index }}<body>{% endfor %}
  {% for @text, (@int, @any) in [('a', (1, 2)), ('b', (3, 'x'))] %}<body>{% endfor %}
  {% for @text, @list in <rows>|groupby('os') %}<body>{{ <loop> }}{% endfor %}
  {% for @any in <rows~> %}{{ loop.cycle('a', 'b', 3) }}{{ loop.changed(<any>) }}<body>{% endfor %}
  {% for @any in <texts~> %}{{ loop.previtem|default('-') }}{{ loop.nextitem is defined }}<body>{% endfor %}
  {% for @any in <ints~> %}{{ loop }}{% for @any in <texts~> %}{{ loop.index }}<body>{% endfor %}{{ loop.last }}{% endfor %}
  {% for @any in <ints~> %}{% set outer = loop %}{% for @any in <ints~> %}{{ outer.index }}.{{ loop.index }}{% endfor %}{% endfor %}
  {% for node in tree recursive %}{{ loop.depth }}{{ node.name }}<body>{{ loop(node.kids) }}{{ <loop> }}{% endfor %}
  {% for @int in <ints~> %}<body>{% if <bool~> %}{% break %}{% endif %}.{% endfor %}
  {% for @int in <ints~> %}{% if <bool~> %}{% continue %}{% endif %}<body>{{ loop.index }}{% endfor %}
  {% for @any in <ints> %}{% for @any in <texts> %}{% continue %}{% else %}e{% endfor %}{% break %}{% else %}e{% endfor %}
  {% set @text = <text~> %}<body>
  {% set @int = <int~> %}<body>
  {% set @list = <list~> %}<body>{{ <list~> }}
  {% set @text, @int = <text>, <int> %}<body>
  {% set @text %}<body>{% endset %}[{{ <text~> }}]<body>
  {% set @text | upper %}<body>{% endset %}[<body>]
  {% set @text | replace('a', 'b<i>') | trim %}<body>{% endset %}[<body>]
  {% if <bool~> %}{% set @int = 1 %}{% endif %}{{ y|default('?') }}<body>
  {% for q in numbers %}{% set seen = q %}{% endfor %}{{ seen|default('unseen') }}<body>
  {% set ns = namespace(c=0, l=[]) %}{% for @int in <ints~> %}{% set ns.c = ns.c + <int> %}{% do ns.l.append(<any>) %}<body>{% endfor %}{{ ns.c }}{{ ns.l }}
  {% set ns = namespace(counts, x=<any>) %}{{ ns.x }}{{ ns.a }}{% set ns.x = <any~> %}{{ ns.x }}{{ ns }}
  {% set l = [1] %}{% do l.extend(<list>) %}{% do l.insert(0, <any>) %}{{ l }}{% do l.reverse() %}{{ l.pop() }}{{ l|length }}
  {% set l = <ints>|list %}{% do l.sort(reverse=<bool>) %}{{ l }}{% do l.remove(l[0]) %}{{ l }}{{ l.index(l[0]) if l }}
  {% set m = {'k': <any>} %}{% do m.update({'z': <any>}, q=<any>) %}{{ m }}{{ m.pop('z') }}{{ m.setdefault('n', <any>) }}{{ m }}{{ m.popitem() }}
  {% macro m(a, b='q') %}{{ a }}{{ b }}{{ varargs }}{{ kwargs }}<body>{% endmacro %}{{ m(<any>) }}{{ m(1, <any>, 3, c=4) }}
  {% macro m(a, b=<any>, c=a) %}{{ a }}{{ b }}{{ c }}<body>{% endmacro %}{{ m(<any>, c=<any>) }}{{ m(b=<any>, a=1) }}{{ m.name }}{{ m.arguments }}
  {% macro m(a) %}{{ a|default('no') }}{{ a is defined }}{% endmacro %}{{ m() }}{{ m(<any>) }}{{ m }}
  {% macro m(a) %}{% if a %}{{ a[0] }}{{ m(a[1:]) }}{% endif %}{% endmacro %}{{ m(<texts>) }}<body>
  {% macro m() %}{{ kwargs }}{{ varargs }}{% endmacro %}{{ m(*<ints>, **counts) }}{{ m.catch_kwargs }}{{ m.catch_varargs }}{{ m.caller }}
  {% macro w(a=1) %}<{{ caller(<any>) }}{{ a }}>{% endmacro %}{% call(v) w() %}{{ v }}<body>{% endcall %}
  {% macro w() %}{% if caller is defined %}{{ caller() }}{% else %}none{% endif %}{% endmacro %}{% call w() %}<body>{% endcall %}{{ w() }}
  {% macro w() %}{% for @int in <ints~> %}{{ caller(<int>, loop.index) }}{% endfor %}{% endmacro %}{% call(k, v='d') w() %}{{ k }}{{ v }}{% endcall %}
  {% filter upper %}<body>{% endfilter %}
  {% filter replace('e', <text>) | trim %}<body>{% endfilter %}
  {% filter indent(2, true) %}<body>{% endfilter %}
  {% filter e %}<body>{% endfilter %}
  {% with %}{% set @int = 3 %}<body>{% endwith %}
  {% with @text = <text~>, @int = <int~> %}<body>{% endwith %}<body>
  {% with a = <any~>, b = a|default('unset') %}{{ a }}{{ b }}<body>{% endwith %}
  {% autoescape true %}{{ html }}<body>{{ html|safe }}{{ html ~ ('<i>'|safe) }}{% endautoescape %}
  {% autoescape false %}<body>{{ (html|safe) + html }}{{ '<%s>'|safe|format(html) }}{% endautoescape %}
  {% autoescape true %}{{ ['<', '>'|safe]|join('&') }}{{ ('<a>'|safe).join([html]) }}{{ html|replace('<', '&') }}{% endautoescape %}
  {% raw %} {{ x }} {% y %}{% endraw %}<body>
  {%- raw -%} {{ x }} {%- endraw -%} <body>
  {% block one %}<body>{% endblock %}{{ self.one() }}
  {% for @int in <ints~> %}{% block two scoped %}<body>{% endblock two %}{% endfor %}
  {% include 'part' %}<body>
  {% set x = <any~> %}{% include 'part' %}{{ inner is defined }}<body>
  {% include 'absent' ignore missing %}{% include ['absent', 'plain'] %}<body>
  {% import 'macros' as lib %}{{ lib.twice(<any>) }}{{ lib.answer }}<body>
  {% import 'macros' as lib with context %}{{ lib.twice(<any>, b=<any>) }}
  {% from 'macros' import twice, wrap as box %}{{ twice(<any>) }}{% call box() %}<body>{% endcall %}
  {% set c = cycler('a', <any>, 3) %}{{ c.next() }}{{ c.next() }}{{ c.current }}{% do c.reset() %}{{ c.next() }}
  {% set j = joiner(' | ') %}{% for @text in <texts~> %}{{ j() }}<body>{% endfor %}
  {% do <any~> %}<body>
  {{ <wild~> }}`)

/** Whole templates about others: what a statement inside another cannot be. */
export const heirs: readonly string[] = blocks(`
  <body>{% include 'part' without context %}<body>
  {% if <bool~> %}{% include ['absent', 'part'] without context %}{% endif %}
  {% extends 'base' %}lost {% block head %}<body>{% endblock %}
  {% extends 'base' %}{% set @text = <text~> %}{% block body %}{{ super() }}<body>{% endblock %}
  {% extends 'base' %}{% block foot %}{{ self.body() }}{{ super() }}{% endblock %}{% block head %}{% for @int in <ints~> %}<body>{% endfor %}{% endblock %}
  {% extends 'middle' %}{% block inner %}<body>{{ super() }}{% endblock %}{% block body %}({{ super() }}{{ super.super() }}){% endblock %}
  {% extends 'strict' %}{% block needed %}<body>{% endblock %}
  {% extends 'base' if <bool~> else 'middle' %}{% block head %}<body>{% endblock %}
  {% extends 'base' %}{% macro m(a) %}[{{ a }}]{% endmacro %}{% block head %}{{ m(<any>) }}<body>{% endblock %}
  {% extends 'base' %}{% from 'macros' import twice %}{% block body %}{{ twice(<any>) }}{% endblock %}`)

export const loopExpressions: readonly string[] = [...loopWords, "loop.cycle('a', 'b')", 'loop.changed(<any>)']
