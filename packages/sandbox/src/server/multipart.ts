/** Takes a form of parts apart (RFC 7578), strictly: a reader that guesses reads something else than the next one. */
import { refuseText } from './answer.ts'

export interface Part {
  readonly name: string
  readonly fileName: string | undefined
  readonly contentType: string | undefined
  readonly content: Buffer
}

const partsMax = 1_000
const partHeaderBytesMax = 8 * 1024
const lineEnd = '\r\n'

export function parseMultipart(body: Buffer, contentType: string): readonly Part[] {
  const boundary = readBoundary(contentType)
  const dashes = Buffer.from(`--${boundary}`)
  if (!body.subarray(0, dashes.length).equals(dashes)) throw refuse('it does not begin with its boundary')
  const between = Buffer.from(`${lineEnd}--${boundary}`)
  const parts: Part[] = []
  let position = dashes.length
  // After a boundary comes either the end, or the end of its line and then a part.
  while (body.toString('latin1', position, position + 2) !== '--') {
    if (body.toString('latin1', position, position + 2) !== lineEnd) throw refuse('a boundary is not alone on its line')
    // The line end before a boundary belongs to the boundary, so an empty content has none of its own.
    const end = body.indexOf(between, position)
    if (end < 0) throw refuse('its last part does not end')
    if (parts.length === partsMax) throw refuse(`it has more than ${partsMax} parts`)
    parts.push(readPart(body.subarray(position + lineEnd.length, end)))
    position = end + between.length
  }
  return parts
}

function readBoundary(contentType: string): string {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*(?:;|$)/i.exec(contentType) ?? []
  const boundary = quoted ?? bare
  if (boundary === undefined || !/^[\w'()+,./:=? -]*[\w'()+,./:=?-]$/.test(boundary)) {
    throw refuse('its Content-Type names no boundary')
  }
  return boundary
}

function readPart(part: Buffer): Part {
  const split = part.indexOf(`${lineEnd}${lineEnd}`)
  if (split < 0 || split > partHeaderBytesMax) throw refuse('a part has no end of its headers')
  const headers = new Map<string, string>()
  for (const line of part.toString('utf8', 0, split).split(lineEnd)) {
    const [, name, value] = /^([\w-]+):[ \t]*(.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined) throw refuse('a part has a header that is none')
    if (headers.has(name.toLowerCase())) throw refuse('a part has a header twice')
    headers.set(name.toLowerCase(), value.trim())
  }
  const disposition = headers.get('content-disposition') ?? ''
  const [, name, fileName] = /^form-data; name="([^"\r\n]+)"(?:; filename="([^"\r\n]*)")?$/.exec(disposition) ?? []
  if (name === undefined) throw refuse('a part does not say its name')
  return {
    name,
    fileName,
    contentType: headers.get('content-type'),
    content: part.subarray(split + 2 * lineEnd.length),
  }
}

const refuse = (why: string) => refuseText(400, `Cannot read the request body as multipart/form-data: ${why}`)
