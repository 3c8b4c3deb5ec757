/** The beginning of a body, kept so that nothing larger stays in memory because of it. */

export interface BodyPart {
  /** A text as it was, or bytes of our own: a slice would hold all that it was cut from. */
  readonly kept: string | Buffer
  /** Of the whole body. */
  readonly bytes: number
}

const keptMax = 16 * 1024

export function keepBody(body: string | Buffer | undefined): BodyPart | undefined {
  if (body === undefined || body.length === 0) return undefined
  if (typeof body !== 'string') return { kept: copy(body), bytes: body.length }
  if (body.length <= keptMax) return { kept: body, bytes: Buffer.byteLength(body) }
  return { kept: copy(Buffer.from(body.slice(0, keptMax))), bytes: Buffer.byteLength(body) }
}

/** Outside of Node's pool, whose slabs are shared with whatever else was made at the time. */
function copy(bytes: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(Math.min(bytes.length, keptMax))
  bytes.copy(own)
  return own
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
  const whole = typeof part.kept === 'string' ? part.kept : part.kept.toString('utf8')
  const keptBytes = typeof part.kept === 'string' ? part.bytes : part.kept.length
  return { bytes: part.bytes, truncated: keptBytes < part.bytes, text: hide(whole) }
}
