/** How text can be written, simplest first. */
import { lines } from './lines.ts'

export const text = lines(String.raw`
  'a'
  name
  ''
  words
  html
  multi
  uni
  csv
  num
  empty
  <quoted>
  'x y'
  'a-b c-d'
  "it's"
  'q"q'
  '\t\n'
  '\x41\u00e9\n'
  'a' 'b'
  org.name
  rows[1].os
  '%s'
  '12'
  '3.7'
  'http://ex.org/a?b=c&d=1, me@ex.org www.x.com.'
  '<p class="x">hi &amp; <b>there</b> &lt; <!-- c --></p>'
  <text~> ~ <any~>
  <text> ~ <text> ~ <int>
  <text~> + <text~>
  <text> * <small>
  <small> * <text>
  <any>|string
  <text>|upper
  <text>|lower
  <text>|title
  <text>|capitalize
  <text>|trim
  <text>|trim(<text>)
  <text>|center(<width>)
  <text>|reverse
  <text>|replace(<text>, <text>)
  <text>|replace(<text>, <text>, <small>)
  <text>|indent
  <text>|indent(<small>, true)
  <text>|indent(width='> ', first=<bool>, blank=<bool>)
  <text>|truncate(<width>)
  <text>|truncate(<width>, true)
  <text>|truncate(<width>, <bool>, '..', <small>)
  <text>|truncate(length=<width>, leeway=0)
  <text>|wordwrap(<width>)
  <text>|wordwrap(<width>, <bool>)
  <text>|wordwrap(<width>, wrapstring='|', break_on_hyphens=<bool>)
  <text>|striptags
  <text>|escape
  <text>|e|e
  <text>|forceescape
  <text>|safe
  <text>|urlize
  <text>|urlize(10, true)
  <text>|urlize(target='_blank', rel='me')
  <any>|urlencode
  <dict>|urlencode
  <dict>|xmlattr
  {'class': <text>, 'id': <int>, 'x': none}|xmlattr
  <data>|tojson
  <data>|tojson(<small>)
  <data>|pprint
  <int>|filesizeformat
  <num>|filesizeformat(<bool>)
  <texts>|join(<text>)
  <list>|join(', ')
  <list>|join
  <rows>|join('-', attribute='os')
  <texts>|first
  <texts>|last
  <texts>|sort|first
  <text>|first
  <text>|last|upper
  <text>|default(<text>)
  missing|default(<text>)
  <text>|d(<text>, true)
  none|default('n', true)
  <text>[<small>]
  <text>[:<small>]
  <text>[-<small>:]
  <text>[<small>:<small>]
  <text>[::-1]
  <text>[<small>::2]
  <text>.upper()
  <text>.lower()
  <text>.title()
  <text>.capitalize()
  <text>.swapcase()
  <text>.casefold()
  <text>.strip()
  <text>.strip(<text>)
  <text>.lstrip()
  <text>.rstrip('x1 ')
  <text>.replace(<text>, <text>)
  <text>.replace('', '-', <small>)
  <text>.center(<width>, '*')
  <text>.ljust(<width>, '.')
  <text>.rjust(<width>)
  <text>.zfill(<width>)
  <text>.expandtabs(<small>)
  <text>.removeprefix(<text>)
  <text>.removesuffix(<text>)
  <text>.join(<texts>)
  <text>.partition(<char>)[2]
  <text>.rpartition(<char>)|first
  <text>.encode().decode()
  <text>.encode()|string
  <text>.translate({97: 'A', 98: none, 99: 100})
  ','.join(<texts>)
  <text>|attr('upper')()
  '%s|%r' % (<any>, <any>)
  '%d %i' % (<num>, <int>)
  '%<flags><digit>d|' % <int>
  '%<flags><digit>.<digit>f|' % <num>
  '%<flags><digit>.<digit>e|%%' % <num>
  '%<flags>.<digit>g|' % <num>
  '%<flags><digit>x|%o' % (<int>, <int>)
  '%<flags><digit>.<digit>s|' % <text>
  '%(a)s-%(b)05d' % {'a': <any>, 'b': <int>}
  '%*d|%-*d' % (<small>, <int>, 4, <int>)
  '%c%c' % (65, <char>)
  '%s and %s'|format(<any>, <any>)
  '%(x)s'|format(x=<any>)
  '{} {}'.format(<any>, <any>)
  '{0}{1}{0}'.format(<any>, <any>)
  '{a!r:>10}|{b}'.format(a=<text>, b=<any>)
  '{0[a]}|{0.a}'.format(counts)
  '{:<align><width~>}|'.format(<text>)
  '{:*<align><digit>}|'.format(<int>)
  '{:<sign><zero><digit><comma>d}'.format(<int>)
  '{:<sign><zero><digit><comma>.<digit>f}'.format(<num>)
  '{:<sign><digit>.<digit>e}'.format(<num>)
  '{:<sign>#<digit>x} {:b} {:o}'.format(<int>, <int>, <int>)
  '{:<sign>.<digit>g}|{:n}'.format(<num>, <int>)
  '{:.<digit>%}'.format(<num>)
  '{:{}}|{:>{w}}'.format(<text>, <small>, <int>, w=<small>)
  '{:.<digit>}'.format(<float>)
  '{}'.format(<float>)
  <text> if <bool~> else <text>
  <text> if <bool~>
  <text> or <text>
  <text> and <text>
  (<rows>|groupby('os')|first).grouper
  <float>|string
  dict(a=<text>).a
  <any>|pprint`)
