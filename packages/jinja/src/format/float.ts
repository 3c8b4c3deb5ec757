/** The number part of `e`, `f`, `g` and `%`, without sign. */
import { exponentText, fixed, shortest, significant } from './decimal.ts'

/** @returns digits before the point, which can be grouped, and the rest */
export function formatFloat(
  value: number,
  type: string,
  precision: number | undefined,
  alternate: boolean,
): { digits: string; rest: string } {
  const isUpper = type === 'E' || type === 'F' || type === 'G'
  const text = Number.isFinite(value) ? finite(value, type.toLowerCase(), precision, alternate) : special(value, type)
  const written = isUpper ? text.toUpperCase() : text
  const end = written.search(/[^0-9]/)
  return end < 0 ? { digits: written, rest: '' } : { digits: written.slice(0, end), rest: written.slice(end) }
}

function special(value: number, type: string): string {
  return (Number.isNaN(value) ? 'nan' : 'inf') + (type === '%' ? '%' : '')
}

function finite(value: number, type: string, precision: number | undefined, alternate: boolean): string {
  const places = precision ?? 6
  const point = alternate && places === 0 ? '.' : ''
  if (type === 'f') return fixed(value, places) + point
  if (type === '%') {
    const hundredfold = value * 100
    return Number.isFinite(hundredfold) ? `${fixed(hundredfold, places)}${point}%` : 'inf%'
  }
  if (type === 'e') {
    const { digits, exponent } = significant(value, places)
    return mantissa(digits) + point + exponentText(exponent)
  }
  if (type === '') return general(value, precision, alternate, true)
  return general(value, places, alternate, false)
}

function mantissa(digits: string): string {
  return digits.length > 1 ? `${digits.charAt(0)}.${digits.slice(1)}` : digits
}

/** `g`; without a type it is nearly that, but always shows a point or an exponent. */
function general(value: number, precision: number | undefined, alternate: boolean, isBare: boolean): string {
  const wanted = precision === undefined ? undefined : Math.max(precision, 1)
  const { digits, exponent } = wanted === undefined ? shortest(value) : significant(value, wanted - 1)
  // Without a type one digit is kept for the point.
  const limit = wanted === undefined ? 16 : isBare ? wanted - 1 : wanted
  const kept = alternate ? digits : digits.replace(/0+$/, '') || '0'
  const isExponential = exponent < -4 || exponent >= limit
  if (isExponential) return mantissa(kept) + (alternate && kept.length === 1 ? '.' : '') + exponentText(exponent)
  const tail = isBare ? '.0' : alternate ? '.' : ''
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${kept}`
  const whole = kept.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const decimals = kept.slice(exponent + 1)
  return decimals === '' ? whole + tail : `${whole}.${decimals}`
}
