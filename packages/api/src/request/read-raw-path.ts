/**
 * From a path as somebody wrote it to its parts, or to a refusal. Servers and proxies disagree about everything unusual
 * in a path (dots, slashes and semicolons in disguise), so that what is decided and what runs could differ: only the
 * spelling that we would have written ourselves passes.
 */
import { pathSegment, RequestError } from './path.ts'

export interface RawPathRefusal {
  readonly ok: false
  readonly code: RawPathProblem
  readonly rule: string
  readonly cure: string
}

export type RawPathProblem =
  | 'absolute_url'
  | 'not_a_path'
  | 'forbidden_character'
  | 'fragment'
  | 'empty_segment'
  | 'dot_segment'
  | 'encoding'
  | 'query'
  | 'no_such_path'
  | 'wrong_method'
  | 'wrong_value'

export interface RawPath {
  readonly ok: true
  /** Without `/api`, starting with `v2`; as written, and as decoded. */
  readonly segments: readonly { readonly encoded: string; readonly text: string }[]
  readonly query: ReadonlyMap<string, string>
}

export function refusePath(code: RawPathProblem, rule: string, cure: string): RawPathRefusal {
  return { ok: false, code, rule, cure }
}

/** As long as a request line that servers take. */
const lengthMax = 8_000

export function readRawPath(raw: string): RawPath | RawPathRefusal {
  const refused = refuseWhole(raw)
  if (refused) return refused
  const mark = raw.indexOf('?')
  const segments = readSegments(mark < 0 ? raw : raw.slice(0, mark))
  if ('code' in segments) return segments
  const query = mark < 0 ? new Map<string, string>() : readQuery(raw.slice(mark + 1))
  return 'code' in query ? query : { ok: true, segments, query }
}

const likeCatalogue = 'write a path of this API such as /v2/device/1'

function refuseWhole(raw: string): RawPathRefusal | undefined {
  if (raw.length > lengthMax) return refusePath('not_a_path', 'is too long', `use at most ${lengthMax} characters`)
  if (raw.includes('\\')) {
    return refusePath('forbidden_character', 'has a backslash, which URL parsers read as a slash', 'remove it')
  }
  const odd = /[^\x21-\x7e]/.exec(raw)?.[0]
  if (odd !== undefined) {
    const what = odd > '\x7f' ? 'a character outside ASCII' : odd === ' ' ? 'a space' : 'a control character'
    return refusePath(
      'forbidden_character',
      `has ${what}`,
      odd === ' ' ? 'write %20' : 'write it percent-encoded, or remove it',
    )
  }
  if (/^[a-z][a-z\d+.-]*:/i.test(raw))
    return refusePath('absolute_url', 'is a URL', `${likeCatalogue}, without scheme and host`)
  if (raw.startsWith('//')) {
    return refusePath('absolute_url', 'begins with //, which names a host', `${likeCatalogue}, with one slash`)
  }
  if (!raw.startsWith('/')) return refusePath('not_a_path', 'does not begin with a slash', likeCatalogue)
  if (raw.includes('#')) return refusePath('fragment', 'has a fragment', 'remove # and what follows')
  return undefined
}

function readSegments(path: string): RawPath['segments'] | RawPathRefusal {
  const [, ...written] = path.split('/')
  // `/api/v2` and `/v2` lead to the same place (ninjaone-api §2).
  if (written[0] === 'api') written.shift()
  if (written[0] !== 'v2') return refusePath('not_a_path', 'does not begin with /v2/ or /api/v2/', likeCatalogue)
  const segments: { encoded: string; text: string }[] = []
  for (const segment of written) {
    if (segment === '') {
      return refusePath('empty_segment', 'has an empty segment', 'write one slash between segments and none at the end')
    }
    const read = readSegment(segment)
    if ('code' in read) return read
    segments.push(read)
  }
  return segments
}

function readSegment(segment: string): { encoded: string; text: string } | RawPathRefusal {
  const text = decode(segment)
  if (text === undefined)
    return refusePath('encoding', 'has a percent sign that encodes nothing', 'write valid UTF-8 as %XX')
  if (text === '.' || text === '..') {
    return refusePath('dot_segment', 'has a segment of dots', 'write the path that is meant')
  }
  if (/[/\\]/.test(text))
    return refusePath('encoding', 'has an encoded slash', 'give this value as an input field instead')
  if (text.includes('%')) {
    return refusePath(
      'encoding',
      'is percent-encoded twice',
      'encode once, or give this value as an input field instead',
    )
  }
  const encoded = segment.replace(/%[\da-f]{2}/gi, (triplet) => triplet.toUpperCase())
  try {
    // One spelling for each value: `;` cuts a segment on some servers, and %76 hides a word that policy looks at.
    if (pathSegment(text) === encoded) return { encoded, text }
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    return refusePath('forbidden_character', `has a segment that ${error.rule}`, error.cure)
  }
  return refusePath('encoding', 'has a segment in an unusual spelling', 'percent-encode what needs it and nothing else')
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** What may stand in a query as it is. `+` means a space to some and a plus to others; `;` separates for some. */
const queryText = /^(?:[\w.~!$'()*,:@/?=-]|%[\da-f]{2})*$/i
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses.
const controlCharacter = /[\u0000-\u001f\u007f-\u009f]/

function readQuery(text: string): ReadonlyMap<string, string> | RawPathRefusal {
  const query = new Map<string, string>()
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=')
    if (equals < 1) return refusePath('query', 'has a query without name=value', 'write ?name=value&name=value')
    const name = pair.slice(0, equals)
    const written = pair.slice(equals + 1)
    if (!/^\w{1,64}$/.test(name))
      return refusePath('query', 'has a query name that is no plain word', 'write its name as documented')
    const value = queryText.test(written) ? decode(written) : undefined
    if (value === undefined || controlCharacter.test(value)) {
      return refusePath(
        'query',
        `has a value of ${name} that is not encoded`,
        'write what is not a letter or digit as %XX',
      )
    }
    if (query.has(name)) return refusePath('query', `has ${name} twice`, 'write each name once')
    query.set(name, value)
  }
  return query
}
