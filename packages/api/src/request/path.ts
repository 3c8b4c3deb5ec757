/**
 * How a value gets into a path. This is the only function that puts one there.
 * A path is what decides which operation runs, so a value must stay one segment whatever a server does to it.
 */

/** A value that cannot be sent; `field` names the input field it came from. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly field: string
  readonly rule: string
  readonly cure: string

  constructor(field: string, rule: string, cure: string) {
    super(`${field} ${rule}: ${cure}.`)
    this.field = field
    this.rule = rule
    this.cure = cure
  }
}

const parameter = /\{([^{}]+)\}/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses.
const controlCharacter = /[\u0000-\u001f\u007f-\u009f]/

/** Names of the parameters in a template: `/v2/device/{id}/reboot/{mode}` → `id`, `mode`. */
export function pathParameters(template: string): string[] {
  return [...template.matchAll(parameter)].map((match) => match[1] as string)
}

/**
 * Encodes one value as one path segment, or refuses it.
 * `.` and `..` survive encoding, because every URL parser also treats `%2e` as a dot: they can only be refused.
 */
export function pathSegment(value: unknown, field = 'value'): string {
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new RequestError(field, 'is not text or a number', 'give one text or number')
  }
  const text = String(value)
  if (text === '') throw new RequestError(field, 'is empty', 'give the name or id of one thing')
  if (text === '.' || text === '..') throw new RequestError(field, `may not be "${text}"`, 'give a name or an id')
  if (controlCharacter.test(text)) throw new RequestError(field, 'has a control character', 'remove it')
  if (!text.isWellFormed()) throw new RequestError(field, 'is not well-formed Unicode', 'remove the lone surrogate')
  return encodeURIComponent(text)
}

/** Puts values into a template. */
export function fillPath(template: string, values: Readonly<Record<string, unknown>>): string {
  return template.replace(parameter, (_, name: string) => pathSegment(values[name], name))
}

/**
 * True when `path` is `template` with its parameters filled by `pathSegment`: the same number of segments,
 * the same literal ones, and each value in the one spelling that we would have written.
 */
export function matchesTemplate(template: string, path: string): boolean {
  const expected = template.split('/')
  const given = path.split('/')
  return expected.length === given.length && expected.every((part, index) => segmentMatches(part, given[index] ?? ''))
}

function segmentMatches(part: string, given: string): boolean {
  if (!part.startsWith('{')) return part === given
  try {
    return pathSegment(decodeURIComponent(given)) === given
  } catch {
    return false
  }
}
