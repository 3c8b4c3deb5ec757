/** How lists and dictionaries can be written, simplest first. */
import { lines } from './lines.ts'

export const ints = lines(`
  [3, 1, 2]
  numbers
  [<int>, <int>]
  [<int>]
  range(<small>)|list
  range(5, 0, -2)|list
  range(1, <width>, 3)|list
  nested[0]
  <ints~> + <ints~>
  <ints> * 2
  <ints>|sort
  <ints>|sort(reverse=<bool>)
  <ints>|reverse|list
  <ints>|unique|list
  <ints>[:<small>]
  <ints>[::-1]
  <ints>|map('abs')|list
  <texts>|map('length')|list
  <ints>|select('odd')|list + [1]
  <ints>|reject('gt', 2)|list + [1]
  <rows>|map(attribute='id')|list
  counts.values()|list
  <texts>|map('int', <int>)|list
  <ints>.copy()`)

export const texts = lines(`
  ['b', 'A', 'c']
  tags
  [<text>, <text>]
  [<text>]
  ('x', <text>)
  <text>.split() + ['z']
  csv.split(',')
  <text>.split(<char>)
  <text>.split(<char>, <small>)
  <text>.split(none, <small>) + ['z']
  <text>.rsplit(<char>, 1)
  <text>.rsplit(none, <small>) + ['z']
  <text>.splitlines() + ['']
  <text>.splitlines(true) + ['']
  <text>.partition(<char>)|list
  <text>|list + ['q']
  <texts>|sort
  <texts>|sort(case_sensitive=<bool>)
  <texts>|map('upper')|list
  <texts>|map('replace', 'a', <text>)|list
  <texts>|map('truncate', 3, true, '')|list
  <texts>|unique|list
  <texts>|reverse|list
  <texts>|reject('in', ['b', ''])|list + ['r']
  <list>|map('string')|list + ['m']
  <rows>|map(attribute='os')|list
  <rows>|map(attribute='zz', default=<text>)|list
  <dict>|list + ['k']
  counts.keys()|list
  <text>|slice(2)|map('join')|list
  <texts>[1:] + ['s']`)

export const list = lines(`
  []
  mixed
  <ints>
  <texts>
  nested
  (1,)
  ()
  [<any>, <any>]
  (<any>, <any>)
  [[<any>], <any>]
  <list>|list
  <list>[::<nonzero>]
  <list>[1:]
  <ints>|batch(<nonneg>)|list
  <texts>|batch(2, <any>)|list
  <list>|slice(<nonneg>)|list
  <ints>|slice(3, '-')|list
  <dict>|dictsort
  <dict>|dictsort(by='value', reverse=<bool>)
  counts|dictsort(<bool>, 'value')
  <dict>.items()|list
  <dict>|items|list
  <dict>.values()|list
  <rows>|selectattr('ram', 'gt', <num>)|map(attribute='os')|list
  <rows>|rejectattr('up')|map(attribute='id')|list
  <rows>|groupby('os')|map('first')|list
  <rows>|groupby('os')|list
  <rows>|groupby('zz', default=<int>)|list
  <rows>|sort(attribute='os,id')|map(attribute='id')|list
  <rows>|unique(attribute='os')|map(attribute='id')|list
  <list>|select|list
  <list>|select('string')|list
  <list>|reject('none')|list
  <list>|map('default', 'q')|list
  <list>|reverse|list
  <text>.partition(<char>)
  <list> + [<any>]
  zz|default(<list>)
  <range>|list
  <list> if <bool~> else <list>`)

export const dict = lines(`
  {}
  {'a': 1}
  counts
  d
  org
  rows[0]
  {'a': <any>, 'b': <any>}
  {<text>: <any>}
  {1: <any>, 'x': <any>}
  dict(a=<any>)
  dict(counts, z=<any>)
  dict([('k', <any>)])
  dict(<ints>|map('string')|list|batch(2, 1))
  <dict>.copy()
  rows|first
  rows|max(attribute='ram')
  rows|min(attribute='os')
  {'a': <int>, 'b': <int>} if <bool~> else counts`)

export const rows = lines(`
  rows
  rows[:2]
  rows|sort(attribute='id')
  rows|sort(attribute='os', reverse=<bool>)
  rows|selectattr('up')|list
  rows|rejectattr('os', 'eq', 'win')|list
  rows|reverse|list
  rows|unique(attribute='up')|list`)

export const range = lines(`
  range(4)
  range(<small>)
  range(<small>, <width>)
  range(10, <small>, -3)
  range(0, 20, <nonneg>)`)
