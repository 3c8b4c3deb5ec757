/** How conditions can be written, simplest first. */
import { lines } from './lines.ts'

export const bool = lines(`
  true
  t
  false
  fa
  True
  rows[0].up
  <int~> == <int~>
  <any> == <any>
  <any> != <any>
  <int~> < <num~>
  <num~> >= <int~>
  1 <= <int~> < 10
  <text> < <text>
  <text> == <text>
  <list> <= <list>
  <text~> in <text~>
  <char> not in <text>
  <any> in <list>
  <text> in <dict>
  <int> in <range>
  not <bool~>
  <bool~> and <bool~>
  <bool~> or <bool~>
  not <bool~> and <bool~> or <bool~>
  <any> is defined
  missing is defined
  missing is undefined
  <any> is none
  <any> is number
  <any> is integer
  <any> is float
  <any> is string
  <any> is sequence
  <any> is mapping
  <any> is iterable
  <any> is boolean
  <any> is true
  <any> is false
  <any> is callable
  <any> is not string
  <any> is escaped
  <int> is odd
  <int> is even
  <int> is divisibleby 3
  <int> is divisibleby(<nonzero>)
  <any> is eq <any>
  <any> is ne(<any>)
  <int> is lt <int>
  <num> is ge(<num>)
  <num> is gt 2
  <num> is le 2.5
  <any> is in <list>
  <any> is sameas none
  <bool> is sameas true
  <text> is upper
  <text> is lower
  'upper' is filter
  <text> is filter
  'odd' is test
  <int> is not odd and <bool~>
  <text>.startswith(<text>)
  <text>.endswith(('1', 'x', <text>))
  <text>.isdigit()
  <text>.isalpha()
  <text>.isalnum()
  <text>.isupper()
  <text>.islower()
  <text>.istitle()
  <text>.isspace()
  <text>.isnumeric()
  <text>.isdecimal()
  <text>.isidentifier()
  <text>.isascii()
  <text>.isprintable()
  <float>.is_integer()
  <bool> if <bool~> else <bool>`)
