/** How numbers can be written, simplest first. */
import { lines } from './lines.ts'

export const int = lines(`
  1
  n
  0
  2
  -3
  neg
  big
  org.id
  rows[0].id
  rows.1.id
  nested[0][1]
  <digits>
  9007199254740993
  123456789012345678901234567890
  <text>|length
  <list>|length
  <dict>|count
  <int~> + <int~>
  <int~> - <int~>
  <int~> * <small>
  <int> // <nonzero>
  <int> % <nonzero>
  <small> ** <small>
  -<small> ** 2
  2 ** <small~> ** 2
  -<int>|abs
  +<int>
  <int~> + <int~> * <small~> - <int~>
  <int>|abs
  <int>|int
  <num>|int
  <text>|int
  <text>|int(<int>)
  <text>|int(0, 16)
  <text>|int(base=2)
  <text>|wordcount
  <text>.count(<text>)
  <text>.find(<text>)
  <text>.rfind(<text>, <small>)
  <text>.find(<text>, <small>, -<small>)
  <ints>|sum
  <ints>|sum(start=<int>)
  <ints>|max
  <ints>|min
  <ints>|first
  <ints>[0]
  <ints>|sort|last
  <ints>.count(<int>)
  <rows>|sum(attribute='id')
  rows|map(attribute='n.k')|max
  (<rows>|selectattr('up')|list)|length
  counts.a
  counts['b']
  counts.get('zz', <int>)
  counts.values()|sum
  <int> if <bool~> else <int>
  <bool> + <int>
  <bool>|int
  <small>.bit_length()
  <int>.real
  <int>|default(<int>)
  range(<small>)|length
  <range>|length
  <range>|sum
  <text>.encode()|length
  <any>|string|length
  (<bool~> and 3) or <int>`)

export const float = lines(`
  1.5
  f
  0.5
  -2.5
  tiny
  2.0
  1e3
  1e16
  1e-7
  0.1
  123456.789
  1_000.5
  <digits>.<digits>
  <digits>e-<small>
  floats[1]
  rows[1].ram
  <num> / <nonzero>
  <float~> + <num~>
  <float~> * <num~>
  <float> - <num>
  <float> // <nonzero>
  <float> % <nonzero>
  <small> ** -<small~> * 1.0
  <num>|float
  <text>|float
  <text>|float(<float>)
  <float>|round
  <float>|round(<small>)
  <num>|round(1, 'floor')
  <num>|round(2, 'ceil')
  <float>|round(-1)
  <int>|round(-1) * 1.0
  <float>|abs
  -<float>
  floats|sum
  floats|max
  <float> if <bool~> else <num>
  <rows>|sum(attribute='ram') * 1.0
  '1.50'|float
  0.1 + 0.2`)
