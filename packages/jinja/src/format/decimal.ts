/**
 * Floats as decimal digits, exactly: JavaScript's own `toFixed` rounds a tie away from zero and gives up above 10^21.
 * Python rounds a tie to the even digit.
 */

/** A float's value as a fraction; `value` is finite and not negative. */
function fraction(value: number): { numerator: bigint; denominator: bigint } {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  const bits = view.getBigUint64(0)
  const exponent = Number((bits >> 52n) & 0x7ffn)
  const mantissa = (bits & 0xfffffffffffffn) | (exponent === 0 ? 0n : 1n << 52n)
  const shift = BigInt(Math.max(exponent, 1) - 1075)
  return shift >= 0n
    ? { numerator: mantissa << shift, denominator: 1n }
    : { numerator: mantissa, denominator: 1n << -shift }
}

/** `value` × 10^`places`, rounded half to even. */
export function scaled(value: number, places: number): bigint {
  const { numerator, denominator } = fraction(value)
  const power = 10n ** BigInt(Math.abs(places))
  return places >= 0 ? divideHalfEven(numerator * power, denominator) : divideHalfEven(numerator, denominator * power)
}

/** For a numerator that is not negative. */
function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  const twice = (numerator % denominator) * 2n
  if (twice < denominator || (twice === denominator && quotient % 2n === 0n)) return quotient
  return quotient + 1n
}

/** Digits with `places` after the point: `fixed(2.5, 0)` is `2`. */
export function fixed(value: number, places: number): string {
  const digits = scaled(value, places)
    .toString()
    .padStart(places + 1, '0')
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** `places` + 1 significant digits, and the power of ten of the first. */
export function significant(value: number, places: number): { digits: string; exponent: number } {
  if (value === 0) return { digits: '0'.repeat(places + 1), exponent: 0 }
  let exponent = Math.floor(Math.log10(value))
  for (;;) {
    const digits = scaled(value, places - exponent).toString()
    if (digits.length === places + 1) return { digits, exponent }
    // The logarithm was off by one, or rounding made one digit more.
    exponent += digits.length > places + 1 ? 1 : -1
  }
}

/** As Python's `repr`: the shortest digits that read back as the same float. */
export function reprFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const { digits, exponent } = shortest(Math.abs(value))
  if (exponent < -4 || exponent >= 16) {
    const rest = digits.slice(1)
    return `${sign}${digits.charAt(0)}${rest === '' ? '' : `.${rest}`}${exponentText(exponent)}`
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`
}

export function exponentText(exponent: number, letter = 'e'): string {
  return `${letter}${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}

/** Shortest digits, without zeros at the end, and the power of ten of the first. */
export function shortest(value: number): { digits: string; exponent: number } {
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e')
  return { digits: mantissa.replace('.', ''), exponent: Number(exponent) }
}
