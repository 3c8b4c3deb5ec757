/** The beginning of a body, kept so that nothing larger stays in memory because of it. */

export interface BodyPart {
  /** A text of its own: a slice of bytes would hold all that they were cut from, and texts are cheap to copy. */
  readonly kept: string
  /** Whether each letter of `kept` is a byte. */
  readonly isBytes: boolean
  /** Of the whole body. */
  readonly bytes: number
}

const keptMax = 16 * 1024

/** Lists are given again and again from the same bytes; their beginnings need be copied only once. */
const known = new WeakMap<Buffer, BodyPart>()

export function keepBody(body: string | Buffer | undefined): BodyPart | undefined {
  if (body === undefined || body.length === 0) return undefined
  if (typeof body !== 'string') return keepBytes(body)
  const bytes = Buffer.byteLength(body)
  if (body.length <= keptMax) return { kept: body, isBytes: false, bytes }
  return { kept: Buffer.from(body.slice(0, keptMax)).toString('latin1'), isBytes: true, bytes }
}

function keepBytes(body: Buffer): BodyPart {
  const before = known.get(body)
  if (before) return before
  const part = { kept: body.toString('latin1', 0, keptMax), isBytes: true, bytes: body.length }
  known.set(body, part)
  return part
}

/** A part of a body as people may read it. */
export interface ShownBody {
  /** Of the whole body. */
  readonly bytes: number
  /** Whether `text` is only its beginning. */
  readonly truncated: boolean
  readonly text: string
}

export function showBody(part: BodyPart | undefined, hide: (text: string) => string): ShownBody | undefined {
  if (!part) return undefined
  const { kept, isBytes, bytes } = part
  const whole = isBytes ? Buffer.from(kept, 'latin1').toString('utf8') : kept
  return { bytes, truncated: isBytes && kept.length < bytes, text: hide(whole) }
}
