/** How values read. Moments are the tenant's, in UTC: the same wherever the reader sits. */

/**
 * Characters that cannot be seen or that turn the reading direction, shown as what they are.
 * @param {unknown} value
 */
export function visible(value) {
  return String(value ?? '').replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it looks for
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** 09:14:05.120 @param {string} iso */
export const clockTime = (iso) => iso.slice(11, 23)

/** 22 Nov 2026, 09:14:05 @param {string | number} moment ISO 8601 or milliseconds */
export function dateTime(moment) {
  const date = new Date(moment)
  return `${day(date)}, ${date.toISOString().slice(11, 19)}`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** @param {Date} date */
const day = (date) => `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`

/** Mon 22 Nov 2026 @param {number} ms */
export function weekdayAndDay(ms) {
  const date = new Date(ms)
  return `${weekdays[date.getUTCDay()]} ${day(date)}`
}

/** 1 day 2 h, or 40 s: the two largest units. @param {number} ms */
export function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`
  /** @type {[number, string][]} */
  const units = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ]
  const words = []
  let rest = ms
  for (const [size, name] of units) {
    const count = Math.floor(rest / size)
    if (count === 0) continue
    words.push(`${count.toLocaleString('en')} ${name}`)
    rest -= count * size
    if (words.length === 2) break
  }
  return words.join(' ')
}

/** @param {number} ms */
export function latency(ms) {
  if (ms < 1) return '<1 ms'
  return ms < 10_000 ? `${Math.round(ms)} ms` : duration(ms)
}

/** @param {number} number */
export const count = (number) => number.toLocaleString('en')

/** 1 row, 2 rows @param {number} number @param {string} one @param {string} [many] */
export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`

/** @typedef {{tone: 'good' | 'warn' | 'bad' | 'info' | 'neutral', icon: 'check' | 'turn' | 'triangle' | 'octagon' | 'cross', words: string, group: string}} StatusLook */

/** What a status means, in a word and a drawing besides the colour. @param {number} status @returns {StatusLook} */
export function statusLook(status) {
  if (status === 0) return { tone: 'bad', icon: 'cross', words: 'no answer', group: 'none' }
  if (status < 300) return { tone: 'good', icon: 'check', words: 'success', group: '2xx' }
  if (status < 400) return { tone: 'info', icon: 'turn', words: 'redirect', group: '3xx' }
  if (status < 500) return { tone: 'warn', icon: 'triangle', words: 'refused', group: '4xx' }
  return { tone: 'bad', icon: 'octagon', words: 'server fault', group: '5xx' }
}
