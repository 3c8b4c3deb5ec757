/** What generated templates read: each kind of value, with what is easily treated wrongly. */
export const context = {
  name: 'SRV-01',
  n: 42,
  f: 3.5,
  t: true,
  no: null,
  org: { id: 7, name: 'Acme, Inc.', tags: ['a', 'B'] },
  tags: ['prod', 'db', 'eu'],
  neg: -7,
  tiny: 0.000012345,
  big: 9007199254740991,
  fa: false,
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
  pairs: [
    ['a', 1],
    ['b', 2],
  ],
  tree: [
    { name: 'x', kids: [{ name: 'y', kids: [{ name: 'z', kids: [] }] }] },
    { name: 'w', kids: [] },
  ],
  d: { b: 1, a: 'x', C: [1], items: 0 },
  counts: { b: 2, a: 1, c: 3 },
  mixed: [1, '1', 1.0, null, true, 'a'],
  numbers: [3, 1, 2, 10],
  floats: [0.5, 2.25, -1.5],
}

/** Templates that others include, import and extend. */
export const templates: Readonly<Record<string, string>> = {
  part: '[{{ name }}{{ x|default("-") }}{% set inner = 1 %}]',
  plain: 'plain {{ 1 + 1 }}\n',
  macros:
    '{% set answer = 42 %}{% macro twice(a, b="!") %}{{ a }}{{ a }}{{ b }}{{ name|default("?") }}{% endmacro %}{% macro wrap() %}<{{ caller() }}>{% endmacro %}',
  base: 'B{% block head %}head {{ name }}{% endblock %}|{% block body scoped %}body{% endblock %}|{% block foot %}{{ self.head() }}{% endblock %}E',
  middle: '{% extends "base" %}{% block body %}<{{ super() }}>{% block inner %}i{% endblock %}{% endblock %}lost',
  strict: '{% block needed required %}{% endblock %}{% block other %}{% endblock %}',
}
