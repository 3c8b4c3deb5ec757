/**
 * How each kind of value can be written, simplest first. `<kind>` stands for an expression of that kind, in brackets where
 * it could be read otherwise; `<kind~>` never gets brackets.
 */
import { dict, ints, list, range, rows, texts } from './collections.ts'
import { bool } from './conditions.ts'
import { float, int } from './numbers.ts'
import { text } from './text.ts'

/** What the words of the others are made of. */
export const words: Readonly<Record<string, readonly string[]>> = {
  small: ['1', '2', '0', '3', '5'],
  nonneg: ['1', '2', '3'],
  nonzero: ['1', '2', '3', '-2', '7', '10', '0.5', '-3', '2.5', 'neg', 'n', 'f'],
  width: ['5', '9', '12', '7', '20'],
  digit: ['2', '0', '1', '3', '5', '9', '12'],
  flags: ['', '0', '-', '+', ' ', '#'],
  align: ['<', '>', '^'],
  sign: ['', '+', ' ', '-'],
  zero: ['', '0'],
  comma: ['', ',', '_'],
  char: ["'a'", "','", "'-'", "' '", "'o'", "'é'"],
}

export const grammar: Readonly<Record<string, readonly string[]>> = {
  ...words,
  int,
  float,
  text,
  bool,
  ints,
  texts,
  list,
  dict,
  rows,
  range,
  num: ['1', '<int>', '<float>'],
  /** What JSON can hold and has an order. */
  data: [
    '1',
    '<int>',
    '<float>',
    '<text>',
    '<bool>',
    'none',
    '<ints>',
    '<texts>',
    'd',
    'rows',
    'nested',
    "{'a': <text>}",
  ],
  any: ["'a'", '<int>', '<float>', '<text>', '<bool>', 'none', 'no', '<list>', '<dict>', '<text>', '<int>'],
  /** Whatever goes with whatever: half of it raises. */
  wild: [
    '<any> + <any>',
    '<any> * <any>',
    '<any> % <any>',
    '<any> < <any>',
    '<any>[<any>]',
    '<any>[<small>:]',
    '<any>|first',
    '<any>|sort',
    '<any>|length',
    '<any>|round',
    '<any>|sum',
    '<any>|join(<any>)',
    '<any>|replace(<any>, <any>)',
    '<any>.a',
    '<any>.items()|list',
    '<any> in <any>',
    '-<any>',
    'missing',
    'missing.x',
    '<any>|dictsort',
    '<any>|batch(2)|list',
    '<any>|tojson',
    '<any>|indent',
    '<any>|float',
    '<any> ** <small>',
    '<any> // <any>',
    '<any>|map(<text>)|list',
    '<any>|groupby(<text>)|list',
    '<any>|unique|list',
    '<any>|max',
    '<any>|reverse|list',
    '<any>|attr(<text>)',
    '<any>|trim|title',
  ],
}
