/** Numbers in text, as Python's `int()` and `float()` read them. */

const digitsMax = 4300
const prefixes: Readonly<Record<number, string>> = { 2: 'b', 8: 'o', 16: 'x' }

/** @returns undefined for what is no integer in that base */
export function readInteger(text: string, base: number): bigint | undefined {
  const match = /^([+-]?)([0-9a-z_]+)$/i.exec(asciiDigits(text.trim()))
  if (match === null || (base !== 0 && (base < 2 || base > 36))) return undefined
  let digits = (match[2] ?? '').toLowerCase()
  let radix = base
  const letter = digits.charAt(0) === '0' ? digits.charAt(1) : ''
  const hinted = { b: 2, o: 8, x: 16 }[letter]
  if (hinted !== undefined && (base === hinted || base === 0)) {
    radix = hinted
    digits = digits.slice(2).replace(/^_/, '')
  } else if (base === 0) {
    radix = 10
    if (/^0+[1-9_]/.test(digits) && !/^[0_]+$/.test(digits)) return undefined
  }
  if (digits === '' || /^_|__|_$/.test(digits)) return undefined
  const bare = digits.replaceAll('_', '')
  if (bare.length > digitsMax) return undefined
  const value = parse(bare, radix)
  return value === undefined || match[1] !== '-' ? value : -value
}

function parse(digits: string, radix: number): bigint | undefined {
  const allowed = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, radix)
  for (const digit of digits) if (!allowed.includes(digit)) return undefined
  const prefix = prefixes[radix]
  if (prefix !== undefined) return BigInt(`0${prefix}${digits}`)
  if (radix === 10) return BigInt(digits)
  let value = 0n
  for (const digit of digits) value = value * BigInt(radix) + BigInt(allowed.indexOf(digit))
  return value
}

/** @returns undefined for what is no float */
export function readFloat(text: string): number | undefined {
  const trimmed = asciiDigits(text.trim())
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(trimmed)
  if (special !== null) {
    const isNan = special[2]?.toLowerCase() === 'nan'
    return isNan ? Number.NaN : special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  }
  // Underscores first, so that the pattern has one way to match.
  if (/_(?!\d)|(?<!\d)_/.test(trimmed)) return undefined
  const bare = trimmed.replaceAll('_', '')
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(bare) ? Number(bare) : undefined
}

/** Python reads digits of every script. */
function asciiDigits(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0
    // Digits come in runs of ten; their first is the zero before which no digit is.
    let zero = code
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
    return String((code - zero) % 10)
  })
}
