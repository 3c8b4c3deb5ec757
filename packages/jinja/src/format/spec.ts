/** Python's format specification: `{:>10.2f}`. Widths and precisions are paid for before the text is made. */
import { bound, type Runtime, typeError, valueError } from '../runtime.ts'
import { toFloat } from '../values/arithmetic.ts'
import { characters, lengthOfText } from '../values/iterate.ts'
import { isInteger } from '../values/kinds.ts'
import { integerText, textOfValue } from '../values/print.ts'
import { Float, isText, textOf, typeName, Undefined, type Value } from '../values/types.ts'
import { formatFloat } from './float.ts'

interface Spec {
  fill: string
  align: string
  sign: string
  /** Whether a zero loses its minus once it is rounded. */
  dropsMinus: boolean
  alternate: boolean
  /** Said, not only following from a zero before the width. */
  isAligned: boolean
  width: number
  grouping: string
  precision: number | undefined
  type: string
}

/** What `format(value, spec)` gives. */
export function formatValue(runtime: Runtime, value: Value, text: string): string {
  if (text === '') return textOfValue(runtime, value)
  const isPlain = isText(value) || isInteger(value) || value instanceof Float
  if (!isPlain) {
    if (value instanceof Undefined) textOfValue(runtime, value)
    throw typeError(`unsupported format string passed to ${typeName(value)}.__format__`)
  }
  const spec = parseSpec(text)
  runtime.allocate(spec.width + (spec.precision ?? 0))
  if (isText(value)) return formatText(textOf(value), spec)
  if (value instanceof Float) return formatNumber(value.value, spec)
  return formatInteger(runtime, value, spec)
}

function parseSpec(text: string): Spec {
  const parts = characters(text)
  let at = 0
  const take = (wanted: string) =>
    at < parts.length && wanted.includes(parts[at] as string) ? (parts[at++] as string) : ''
  const hasFill = parts.length > 1 && '<>=^'.includes(parts[1] as string)
  const fill = hasFill ? (parts[at++] as string) : ''
  const align = take('<>=^')
  const sign = take('+- ')
  const dropsMinus = take('z') !== ''
  const alternate = take('#') !== ''
  const zero = !hasFill && take('0') !== ''
  const width = number(parts, at)
  at = width.at
  const grouping = take(',_')
  const hasPoint = take('.') !== ''
  const precision = number(parts, at)
  at = precision.at
  if (hasPoint && precision.value === undefined) throw valueError('Format specifier missing precision')
  const type = parts.slice(at).join('')
  if (grouping !== '' && type === 'n') throw valueError(`Cannot specify '${grouping}' with 'n'.`)
  if (type.length > 1) throw valueError('Invalid format specifier')
  return {
    fill: fill || (zero ? '0' : ' '),
    align: align || (zero ? '=' : ''),
    sign,
    dropsMinus,
    alternate,
    isAligned: align !== '',
    width: width.value ?? 0,
    grouping,
    precision: hasPoint ? precision.value : undefined,
    type,
  }
}

function number(parts: readonly string[], from: number): { value: number | undefined; at: number } {
  let at = from
  let value = 0
  while (at < parts.length && /^[0-9]$/.test(parts[at] as string)) {
    value = value * 10 + Number(parts[at++])
    if (value > 2 ** 40) throw valueError('Too many decimal digits in format string')
  }
  return { value: at === from ? undefined : value, at }
}

function formatText(text: string, spec: Spec): string {
  if (spec.type !== '' && spec.type !== 's') throw unknownCode(spec, 'str')
  if (spec.sign !== '') throw valueError('Sign not allowed in string format specifier')
  if (spec.dropsMinus) throw valueError('Negative zero coercion (z) not allowed in string format specifier')
  if (spec.alternate) throw valueError('Alternate form (#) not allowed in string format specifier')
  if (spec.grouping !== '') throw valueError(`Cannot specify '${spec.grouping}' with 's'.`)
  if (spec.align === '=' && spec.isAligned) throw valueError("'=' alignment not allowed in string format specifier")
  if (spec.precision === undefined && lengthOfText(text) >= spec.width) return text
  const cut = spec.precision === undefined ? text : characters(text).slice(0, spec.precision).join('')
  return pad(cut, spec, '<')
}

function pad(text: string, { fill, align, width }: Spec, otherwise: string): string {
  const missing = width - lengthOfText(text)
  if (missing <= 0) return text
  const side = align === '' || (align === '=' && otherwise === '<') ? otherwise : align
  if (side === '<') return text + fill.repeat(missing)
  if (side === '^') return fill.repeat(Math.floor(missing / 2)) + text + fill.repeat(Math.ceil(missing / 2))
  return fill.repeat(missing) + text
}

function formatInteger(runtime: Runtime, value: number | bigint | boolean, spec: Spec): string {
  if ('eEfFgG%'.includes(spec.type) && spec.type !== '') return formatNumber(toFloat(value), spec)
  if (spec.dropsMinus) throw valueError('Negative zero coercion (z) not allowed in integer format specifier')
  if (spec.precision !== undefined) throw valueError('Precision not allowed in integer format specifier')
  const whole = typeof value === 'boolean' ? Number(value) : value
  if (spec.type === 'c') return formatCharacter(whole, spec)
  const radix = { '': 10, d: 10, n: 10, b: 2, o: 8, x: 16, X: 16 }[spec.type]
  if (radix === undefined) throw unknownCode(spec, 'int')
  if (spec.grouping === ',' && radix !== 10) throw valueError(`Cannot specify ',' with '${spec.type}'.`)
  const negative = whole < 0
  const magnitude = negative ? -whole : whole
  let digits = radix === 10 ? integerText(runtime, magnitude) : magnitude.toString(radix)
  if (spec.type === 'X') digits = digits.toUpperCase()
  const prefix = spec.alternate && radix !== 10 ? `0${spec.type}` : ''
  return assemble(signText(negative, spec) + prefix, digits, '', spec, radix === 10 ? 3 : spec.grouping === '_' ? 4 : 3)
}

function formatCharacter(whole: number | bigint, spec: Spec): string {
  if (spec.sign !== '' || spec.alternate || spec.grouping !== '')
    throw valueError("Sign not allowed with integer format specifier 'c'")
  if (whole < 0 || whole > 0x10ffff) throw valueError('%c arg not in range(0x110000)')
  // There is no sign to fill up behind.
  const align = spec.align === '=' ? '>' : spec.align
  return pad(String.fromCodePoint(Number(whole)), { ...spec, align }, '<')
}

function formatNumber(value: number, spec: Spec): string {
  if (!'eEfFgGn%'.includes(spec.type)) throw unknownCode(spec, 'float')
  // More digits than any float has; a bound so that each is not computed.
  if ((spec.precision ?? 0) > 4300) throw bound('allocationMax', 4300, 'digits of one number')
  const { digits, rest } = formatFloat(Math.abs(value), spec.type, spec.precision, spec.alternate)
  const isZero = spec.dropsMinus && !/[1-9]/.test(digits + rest.replace(/e.*/i, ''))
  const negative = (value < 0 || Object.is(value, -0)) && !isZero
  return assemble(signText(negative, spec), digits, rest, spec, 3)
}

function signText(negative: boolean, spec: Spec): string {
  return negative ? '-' : spec.sign === '+' || spec.sign === ' ' ? spec.sign : ''
}

/** Groups digits and fills up; zeros that fill up between sign and digits are grouped like them. */
function assemble(sign: string, digits: string, rest: string, spec: Spec, size: number): string {
  const isPadded = spec.align === '=' && spec.fill === '0'
  const grouped = group(digits, spec.grouping, size, isPadded ? spec.width - sign.length - rest.length : 0)
  if (spec.align !== '=') return pad(sign + grouped + rest, spec, '>')
  const missing = Math.max(0, spec.width - sign.length - grouped.length - rest.length)
  return sign + spec.fill.repeat(missing) + grouped + rest
}

function group(digits: string, separator: string, size: number, width: number): string {
  if (separator === '' || !/^[0-9a-fA-F]+$/.test(digits)) return digits
  let all = digits
  while (all.length + Math.floor((all.length - 1) / size) < width) all = `0${all}`
  const parts: string[] = []
  for (let end = all.length; end > 0; end -= size) parts.unshift(all.slice(Math.max(0, end - size), end))
  return parts.join(separator)
}

function unknownCode(spec: Spec, type: string) {
  return valueError(`Unknown format code '${spec.type}' for object of type '${type}'`)
}
