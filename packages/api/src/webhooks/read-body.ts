/** From a request's body to JSON within stated bounds. Nothing of the body is repeated in a refusal: anybody can send one. */

export type WebhookProblem =
  /** The body is larger than `bytesMax`. */
  | 'too_large'
  /** It is not UTF-8, or not JSON. */
  | 'not_json'
  /** It nests deeper than `depthMax`, or has more values than `valuesMax`. */
  | 'too_complex'
  /** It is JSON, but no delivery, or one of its deliveries is none. */
  | 'not_a_delivery'

export interface WebhookRefusal {
  readonly ok: false
  readonly code: WebhookProblem
  /** May be shown and logged. */
  readonly message: string
}

/** A delivery is one activity of a few kilobytes. */
export const bytesMaxDefault = 1_048_576
const depthMax = 32
const valuesMax = 100_000

export function refuse(code: WebhookProblem, message: string): WebhookRefusal {
  return { ok: false, code, message }
}

/** `body` is text or bytes as received, or what a framework has already parsed from JSON. */
export function readBody(
  body: unknown,
  bytesMax: number,
): { readonly ok: true; readonly value: unknown } | WebhookRefusal {
  const value = parseText(body, bytesMax)
  if (!value.ok) return value
  return isWithinBounds(value.value)
    ? value
    : refuse('too_complex', `The body nests deeper than ${depthMax} or has more than ${valuesMax} values.`)
}

function parseText(body: unknown, bytesMax: number): { ok: true; value: unknown } | WebhookRefusal {
  const isText = typeof body === 'string'
  if (!isText && !(body instanceof Uint8Array)) return { ok: true, value: body }
  if ((isText ? Buffer.byteLength(body) : body.byteLength) > bytesMax) {
    return refuse('too_large', `The body is larger than ${bytesMax} bytes.`)
  }
  try {
    const text = isText ? body : new TextDecoder('utf-8', { fatal: true }).decode(body)
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return refuse('not_json', 'The body is not JSON in UTF-8.')
  }
}

/** Without recursion, so that depth costs no stack before it is measured. */
function isWithinBounds(value: unknown): boolean {
  const open: { value: unknown; depth: number }[] = [{ value, depth: 0 }]
  let seen = 0
  for (let next = open.pop(); next; next = open.pop()) {
    if (++seen > valuesMax) return false
    if (typeof next.value !== 'object' || next.value === null) continue
    if (next.depth >= depthMax) return false
    for (const inner of Object.values(next.value)) open.push({ value: inner, depth: next.depth + 1 })
  }
  return true
}
