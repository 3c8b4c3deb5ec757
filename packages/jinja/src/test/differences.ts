/**
 * What README.md lists as different from Python: how each shows, so that no comparison takes it for a mistake, and a
 * template that shows it. Letters of a younger Unicode are not here: which ones differ depends on the Node.js.
 */
import type { Answer } from './oracle.ts'

interface Difference {
  /** As README.md words it. */
  readonly listed: string
  readonly examples: readonly string[]
  /** Asked only where the answers differ. */
  readonly shows: (template: string, ours: Answer, python: Answer) => boolean
}

const says =
  (...reasons: readonly string[]): Difference['shows'] =>
  (_template, ours) =>
    'error' in ours && reasons.some((reason) => ours.message.includes(reason))

const writes =
  (form: RegExp): Difference['shows'] =>
  (template) =>
    form.test(template)

/** Python raises an error of its compiler's, not of the template's; here there is text. */
const trips =
  (form: RegExp, error: string): Difference['shows'] =>
  (template, ours, python) =>
    'text' in ours && 'error' in python && python.error === error && form.test(template)

const entity = /&\w+;/

export const differences: readonly Difference[] = [
  {
    listed: 'Printing a method, a function or a generator is an error.',
    examples: ['{{ name.upper }}', '{{ joiner }}', "{{ [1]|map('abs') }}"],
    shows: says('is not a value to print', 'cannot be printed'),
  },
  {
    listed: 'Slicing what has no order',
    examples: ['{{ 5[1:] }}', "{{ 'abc'['a':] }}"],
    shows: says('cannot be sliced', 'slice indices'),
  },
  { listed: 'no complex numbers', examples: ['{{ (-8) ** 0.5 }}'], shows: says('complex number') },
  {
    listed: 'no sets',
    examples: ["{{ counts.keys() - ['a'] }}"],
    shows: says("for -: 'dict_keys'", "for |: 'dict_keys'", "for &: 'dict_keys'", "for ^: 'dict_keys'"),
  },
  { listed: 'A name like `__class__`', examples: ["{{ {'__x__': 3}.__x__ }}"], shows: writes(/\.\s*__\w+/) },
  {
    listed: '`striptags` knows the common entities only',
    examples: ["{{ '&hearts;'|striptags }}"],
    shows: (template, ours) => /striptags/.test(template) && 'text' in ours && entity.test(ours.text),
  },
  {
    listed: '`pprint` leaves long bytes whole',
    examples: ["{{ ('ab ' * 40).encode()|pprint }}"],
    shows: writes(/encode\b.*pprint/s),
  },
  { listed: '`lipsum` has few words', examples: ['{{ lipsum(1, min=20)|length }}'], shows: writes(/\blipsum\b/) },
  {
    listed: 'names in the filter of',
    examples: ["{% set x | replace(name, 'b') %}SRV-01{% endset %}{{ x }}"],
    shows: trips(/set\s+\w+\s*\|/, 'AssertionError'),
  },
  {
    listed: '`include … without context` inside macros and filters',
    examples: ["{% macro m() %}{% include 'part' without context %}{% endmacro %}{{ m() }}"],
    shows: writes(/without context/),
  },
  {
    listed: '`{% autoescape %}` with an expression',
    examples: ["{% autoescape t %}{{ '<' ~ '>' }}{% endautoescape %}"],
    shows: writes(/autoescape\s+(?!(?:true|false)\b)\w/i),
  },
  {
    listed: 'overflows to infinity',
    examples: ['{% set x = 1e999 %}{{ x }}'],
    shows: trips(/\de\+?\d{3}/i, 'NameError'),
  },
  {
    listed: 'one name twice in a target',
    examples: ['{% set a, a = n, f %}{{ a }}'],
    shows: writes(/\b(\w+), *\1\b.*=/),
  },
]

/** A bound of ours that Python does not have, and templates that are too much for it, are no mistakes either. */
export function isDeliberate(template: string, ours: Answer, python: Answer): boolean {
  if ('error' in ours ? ours.error === 'bound' : 'error' in python && python.error === 'TooLong') return true
  return differences.some(({ shows }) => shows(template, ours, python))
}
