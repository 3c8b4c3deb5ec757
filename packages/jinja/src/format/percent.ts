/** `'%s-%03d' % (name, n)`, and the filter `format`. */
import { TemplateError } from '../error.ts'
import { bound, type Runtime, typeError, valueError } from '../runtime.ts'
import { toFloat } from '../values/arithmetic.ts'
import { dictGet } from '../values/dict.ts'
import { escapeText } from '../values/escape.ts'
import { narrow } from '../values/from-host.ts'
import { lengthOfText } from '../values/iterate.ts'
import { isInteger, isNumber } from '../values/kinds.ts'
import { ascii, integerText, repr, textOfValue } from '../values/print.ts'
import {
  Bytes,
  Dict,
  Float,
  isText,
  Markup,
  Range,
  Tuple,
  textOf,
  typeName,
  Undefined,
  type Value,
} from '../values/types.ts'
import { formatFloat } from './float.ts'

interface Conversion {
  key: string | undefined
  flags: string
  width: number
  precision: number | undefined
  type: string
}

export function formatPercent(runtime: Runtime, format: string | Markup, given: Value): Value {
  const text = new Formatter(runtime, textOf(format), given, format instanceof Markup).run()
  return typeof format === 'string' ? text : new Markup(text)
}

/** What has `[]` may be left unused, as in Python. */
const mappings = [Dict, Array, Undefined, Range, Bytes] as const

class Formatter {
  readonly #runtime: Runtime
  readonly #format: string
  readonly #given: Value
  readonly #values: readonly Value[]
  readonly #escapes: boolean
  #at = 0
  #used = 0

  constructor(runtime: Runtime, format: string, given: Value, escapes: boolean) {
    this.#runtime = runtime
    this.#format = format
    this.#given = given
    this.#values = given instanceof Tuple ? given.items : [given]
    this.#escapes = escapes
  }

  run(): string {
    let result = ''
    for (;;) {
      const percent = this.#format.indexOf('%', this.#at)
      result += this.#format.slice(this.#at, percent < 0 ? undefined : percent)
      if (percent < 0) break
      this.#at = percent + 1
      const piece = this.#conversion()
      this.#runtime.step()
      this.#runtime.allocate(piece.length)
      result += piece
    }
    const isMapping = mappings.some((kind) => this.#given instanceof kind)
    if (this.#used < this.#values.length && !isMapping) {
      throw typeError('not all arguments converted during string formatting')
    }
    return result
  }

  #conversion(): string {
    const conversion = this.#parse()
    if (conversion.type === '%') return '%'
    const value = conversion.key === undefined ? this.#next() : this.#lookup(conversion.key)
    this.#runtime.allocate(conversion.width + (conversion.precision ?? 0))
    return this.#pad(this.#convert(conversion, value), conversion)
  }

  #parse(): Conversion {
    const key = this.#key()
    let flags = ''
    while ('#0- +'.includes(this.#peek()) && this.#peek() !== '') flags += this.#take()
    let width = this.#number(true) ?? 0
    if (width < 0) {
      flags += '-'
      width = -width
    }
    let precision: number | undefined
    if (this.#peek() === '.') {
      this.#take()
      precision = Math.max(0, this.#number(true) ?? 0)
    }
    while ('hlL'.includes(this.#peek()) && this.#peek() !== '') this.#take()
    const type = this.#take()
    if (type === '') throw valueError('incomplete format')
    return { key, flags, width, precision, type }
  }

  #key(): string | undefined {
    if (this.#peek() !== '(') return undefined
    if (!(this.#given instanceof Dict)) throw typeError('format requires a mapping')
    const begin = this.#at + 1
    let depth = 0
    do {
      const character = this.#take()
      if (character === '') throw valueError('incomplete format key')
      depth += character === '(' ? 1 : character === ')' ? -1 : 0
    } while (depth > 0)
    return this.#format.slice(begin, this.#at - 1)
  }

  #number(isStarAllowed: boolean): number | undefined {
    if (isStarAllowed && this.#peek() === '*') {
      this.#take()
      const value = this.#next()
      if (!isInteger(value)) throw typeError('* wants int')
      return Number(value)
    }
    const begin = this.#at
    while (this.#peek() >= '0' && this.#peek() <= '9') this.#at++
    if (this.#at - begin > 12) throw valueError('width too big')
    return begin === this.#at ? undefined : Number(this.#format.slice(begin, this.#at))
  }

  #peek(): string {
    return this.#format.charAt(this.#at)
  }

  #take(): string {
    return this.#format.charAt(this.#at++)
  }

  #next(): Value {
    const value = this.#values[this.#used]
    if (value === undefined) throw typeError('not enough arguments for format string')
    this.#used++
    return value
  }

  #lookup(key: string): Value {
    this.#used = this.#values.length
    const value = dictGet(this.#given as Dict, key)
    if (value === undefined) throw new TemplateError('key', `'${key}'`)
    return value
  }

  #convert({ type, precision, flags }: Conversion, value: Value): string {
    if ('sra'.includes(type)) {
      const text =
        type === 's'
          ? this.#text(value)
          : this.#escape(type === 'r' ? repr(this.#runtime, value) : ascii(this.#runtime, value))
      return precision === undefined ? text : Array.from(text).slice(0, precision).join('')
    }
    if (type === 'c') return character(value)
    if ('diu'.includes(type)) return this.#integer(value, 10, flags, precision, type)
    if ('oxX'.includes(type)) return this.#integer(value, type === 'o' ? 8 : 16, flags, precision, type)
    if (!'eEfFgG'.includes(type)) throw valueError(`unsupported format character '${type}'`)
    if (!isNumber(value)) throw typeError(`must be real number, not ${typeName(value)}`)
    if ((precision ?? 0) > 4300) throw bound('allocationMax', 4300, 'digits of one number')
    const float = toFloat(value)
    const { digits, rest } = formatFloat(Math.abs(float), type, precision, flags.includes('#'))
    return sign(float < 0 || Object.is(float, -0), flags) + digits + rest
  }

  #text(value: Value): string {
    return this.#escapes ? escapeText(this.#runtime, value) : textOfValue(this.#runtime, value)
  }

  #escape(text: string): string {
    return this.#escapes ? escapeText(this.#runtime, text) : text
  }

  #integer(value: Value, radix: number, flags: string, precision: number | undefined, type: string): string {
    const whole = wholeOf(value, type)
    const magnitude = whole < 0 ? -whole : whole
    let digits = radix === 10 ? integerText(this.#runtime, magnitude) : magnitude.toString(radix)
    if (type === 'X') digits = digits.toUpperCase()
    const prefix = flags.includes('#') && radix !== 10 ? `0${type}` : ''
    return sign(whole < 0, flags) + prefix + digits.padStart(precision ?? 0, '0')
  }

  #pad(text: string, { flags, width, type }: Conversion): string {
    const missing = width - lengthOfText(text)
    if (missing <= 0) return text
    if (flags.includes('-')) return text + ' '.repeat(missing)
    const isNumeric = 'diuoxXeEfFgG'.includes(type) && !/^.?(nan|inf)$/i.test(text)
    if (!flags.includes('0') || !isNumeric) return ' '.repeat(missing) + text
    const head = /^[-+ ]?(0[oxX])?/.exec(text)?.[0] ?? ''
    return head + '0'.repeat(missing) + text.slice(head.length)
  }
}

function sign(negative: boolean, flags: string): string {
  return negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
}

function wholeOf(value: Value, type: string): number | bigint {
  if (typeof value === 'boolean') return Number(value)
  if (isInteger(value)) return value
  if (value instanceof Float && 'diu'.includes(type)) {
    if (!Number.isFinite(value.value)) throw valueError('cannot convert float to integer')
    return narrow(BigInt(Math.trunc(value.value)))
  }
  throw typeError(`%${type} format: a number is required, not ${typeName(value)}`)
}

function character(value: Value): string {
  if (isInteger(value)) {
    if (Number(value) < 0 || Number(value) > 0x10ffff) throw valueError('%c arg not in range(0x110000)')
    return String.fromCodePoint(Number(value))
  }
  if (isText(value) && lengthOfText(textOf(value)) === 1) return textOf(value)
  throw typeError('%c requires int or char')
}
