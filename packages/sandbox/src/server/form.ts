/** Reads multipart/form-data (RFC 7578) into the values of an operation's body fields. */
import type { FileContent, PartForm } from '@kunai/api/operation'

/** Undefined when the body is no form of the kind its type says. */
export function readForm(
  contentType: string,
  body: Buffer,
  forms: Readonly<Record<string, PartForm>>,
): Record<string, unknown> | undefined {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType)?.slice(1).find(Boolean)
  const parts = boundary === undefined ? undefined : splitParts(body, boundary)
  if (!parts) return undefined
  const values: Record<string, unknown> = {}
  for (const part of parts) {
    const { name, fileName, type, bytes } = part
    switch (forms[name] ?? 'text') {
      case 'file': {
        const file: FileContent = {
          name: fileName ?? name,
          contentType: type ?? 'application/octet-stream',
          base64: bytes.toString('base64'),
        }
        values[name] = [...((values[name] as FileContent[] | undefined) ?? []), file]
        break
      }
      case 'json':
        try {
          values[name] = JSON.parse(bytes.toString('utf8'))
        } catch {
          return undefined
        }
        break
      default:
        values[name] = bytes.toString('utf8')
    }
  }
  return values
}

interface Part {
  readonly name: string
  readonly fileName: string | undefined
  readonly type: string | undefined
  readonly bytes: Buffer
}

function splitParts(body: Buffer, boundary: string): Part[] | undefined {
  const mark = `--${boundary}`
  // A boundary stands at the beginning of a line; the first line has no break before it.
  const framed = Buffer.concat([Buffer.from('\r\n'), body])
  const separator = Buffer.from(`\r\n${mark}`)
  const parts: Part[] = []
  let at = framed.indexOf(separator)
  while (at >= 0) {
    const start = at + separator.length
    if (framed.subarray(start, start + 2).toString('latin1') === '--') return parts
    const end = framed.indexOf(separator, start)
    const part = end < 0 ? undefined : readPart(framed.subarray(start, end))
    if (!part) return undefined
    parts.push(part)
    at = end
  }
  return undefined
}

function readPart(block: Buffer): Part | undefined {
  const gap = block.indexOf('\r\n\r\n')
  if (gap < 0) return undefined
  const header = block.subarray(0, gap).toString('utf8')
  const disposition = /^content-disposition:\s*form-data\b(.*)$/im.exec(header)?.[1] ?? ''
  const name = /;\s*name="([^"]*)"/i.exec(disposition)?.[1]
  if (name === undefined) return undefined
  return {
    name,
    fileName: /;\s*filename="([^"]*)"/i.exec(disposition)?.[1],
    type: /^content-type:\s*(.+?)\s*$/im.exec(header)?.[1],
    bytes: block.subarray(gap + 4),
  }
}
