/** Bytes to text, strictly: a file that is not what it says must not become rows with question marks in them. */
import { GatewayError } from '../../call/index.ts'

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
export type Encoding = (typeof encodings)[number]

const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/**
 * Text in pieces, without its byte order mark, which also decides the encoding when none is given.
 * @throws GatewayError `bad_encoding` with the line.
 */
export async function* decodeText(source: AsyncIterable<Uint8Array>, given?: Encoding): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  let encoding: Encoding = given ?? 'utf-8'
  let held: Uint8Array = new Uint8Array(0)
  let lines = 1
  const decode = (bytes: Uint8Array, last: boolean) => {
    decoder ??= new TextDecoder(encoding, { fatal: true })
    try {
      const text = decoder.decode(bytes, { stream: !last })
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
      return text
    } catch {
      throw badEncoding(encoding, lines + linesBeforeFault(bytes, encoding))
    }
  }
  for await (const chunk of source) {
    let bytes = chunk
    if (decoder === undefined) {
      // A mark has up to three bytes, and a first piece may be shorter.
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      if (held.length < 3) continue
      encoding = given ?? marks.find(([, mark]) => mark.every((byte, at) => held[at] === byte))?.[0] ?? 'utf-8'
      bytes = held
    }
    yield decode(bytes, false)
  }
  yield decode(decoder === undefined ? held : new Uint8Array(0), true)
}

/** How many whole lines of a piece can be read before the one that cannot. */
function linesBeforeFault(bytes: Uint8Array, encoding: Encoding): number {
  if (encoding !== 'utf-8') return 0
  let lines = 0
  for (let start = 0; ; lines++) {
    const end = bytes.indexOf(0x0a, start)
    if (end < 0) return lines
    // A line that begins in the piece before may be cut in the middle of a character.
    const line = start === 0 ? bytes.subarray(firstStart(bytes), end) : bytes.subarray(start, end)
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(line)
    } catch {
      return lines
    }
    start = end + 1
  }
}

const firstStart = (bytes: Uint8Array) => {
  let at = 0
  while (at < 3 && at < bytes.length && ((bytes[at] ?? 0) & 0xc0) === 0x80) at++
  return at
}

function badEncoding(encoding: Encoding, line: number): GatewayError {
  return new GatewayError(
    'bad_encoding',
    `Line ${line} is not ${encoding.toUpperCase()}. Save the whole file as UTF-8, or name its encoding: --encoding ${encodings.filter((one) => one !== encoding).join(' | ')}.`,
  )
}
