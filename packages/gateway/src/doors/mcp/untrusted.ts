/**
 * Text that came from devices, tickets or people, made fit to be read by a model: characters that nobody sees, or
 * that change the order in which text is seen, are taken out. What such text says is not judged here; it is data.
 */

/**
 * Controls, format characters (bidirectional marks, zero-width ones, tags), line separators and everything else
 * that is drawn as nothing. Kept: tab, newline, and the Arabic and Indic format characters that are drawn.
 */
const invisible =
  /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}]--[\t\n\u{600}-\u{605}\u{6DD}\u{70F}\u{890}\u{891}\u{8E2}\u{110BD}\u{110CD}]]/gv

/** Nothing NinjaOne answers is nested like this; the bound is for what is not an answer but an attack. */
const depthMax = 100

export function visibleText(text: string): string {
  return text.toWellFormed().replace(invisible, '')
}

/** The same value with every string in it, names of fields included, as `visibleText` leaves it. */
export function visibleData(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return visibleText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > depthMax) return '(nested too deeply to show)'
  if (Array.isArray(value)) return value.map((item) => visibleData(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [visibleText(key), visibleData(item, depth + 1)]),
  )
}
