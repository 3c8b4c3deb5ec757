/** Texts that travel as base64, such as a script inside a parameter: shown decoded beside the bytes that are sent. */

export interface DecodedText {
  /** Where it stands in the body, e.g. "parameters". */
  path: string
  text: string
}

const shortest = 16
const canonical =
  /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$|^[A-Za-z0-9+/]{2}==$|^[A-Za-z0-9+/]{3}=$/

/** The text that `value` encodes; undefined when it is not base64 of a text. A false find only shows more. */
export function decodeText(value: string): string | undefined {
  if (value.length < shortest || value.length % 4 !== 0 || !canonical.test(value)) return undefined
  try {
    const bytes = Uint8Array.from(atob(value), (character) => character.charCodeAt(0))
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    // A word of letters can be base64 by chance; what it then decodes to is no text that anybody would run.
    return /[\n\r\t ]/.test(text) || /^[\p{L}\p{N}\p{P}\p{S}]+$/u.test(text) ? text : undefined
  } catch {
    return undefined
  }
}

/** Every such text in a body, with where it stands; also inside texts of several words. */
export function findDecoded(body: unknown, path = ''): DecodedText[] {
  if (typeof body === 'string') {
    const whole = decodeText(body)
    if (whole !== undefined) return [{ path: path || 'body', text: whole }]
    return body.split(/[\s"'=]+(?=[A-Za-z0-9+/])/).flatMap((word) => {
      const text = decodeText(word.replace(/["']$/, ''))
      return text === undefined ? [] : [{ path: path || 'body', text }]
    })
  }
  if (typeof body !== 'object' || body === null) return []
  return Object.entries(body).flatMap(([key, value]) => findDecoded(value, path === '' ? key : `${path}.${key}`))
}
