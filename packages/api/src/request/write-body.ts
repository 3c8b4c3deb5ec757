/** How a request's body stands on the wire. */
import type { FileContent, Operation, PartForm } from '../operation.ts'
import type { ExactRequest } from './to-request.ts'

export interface WrittenBody {
  readonly contentType: string
  readonly bytes: Buffer
}

/** Undefined when the request has no body. The same request gives the same bytes each time. */
export function writeBody({ http }: Operation, { body, contentType }: ExactRequest): WrittenBody | undefined {
  if (body === undefined) return undefined
  if (contentType === undefined) return { contentType: 'application/json', bytes: Buffer.from(JSON.stringify(body)) }
  const values = body as Readonly<Record<string, unknown>>
  // In the order of the operation and not of the body: a request that was stored may have its keys in another one.
  const parts = Object.entries(http.multipart ?? {}).flatMap(([field, form]) => {
    const name = http.wireNames?.[field] ?? field
    return Object.hasOwn(values, name) ? writeParts(name, form, values[name]) : []
  })
  const boundary = freeBoundary(parts)
  const bytes = Buffer.concat([
    ...parts.flatMap((part) => [Buffer.from(`--${boundary}\r\n`), part, Buffer.from('\r\n')]),
    Buffer.from(`--${boundary}--\r\n`),
  ])
  return { contentType: `${contentType}; boundary=${boundary}`, bytes }
}

function writeParts(name: string, form: PartForm, value: unknown): Buffer[] {
  switch (form) {
    case 'json':
      return [writePart([disposition(name), 'Content-Type: application/json'], Buffer.from(JSON.stringify(value)))]
    case 'text':
      // As browsers send a field: without a type, which leaves plain text.
      return [writePart([disposition(name)], Buffer.from(String(value)))]
    case 'file':
      return [value].flat().map((one) => {
        const file = one as FileContent
        const header = [`${disposition(name)}; filename="${file.name}"`, `Content-Type: ${file.contentType}`]
        if (file.name.includes('"')) throw new TypeError('the name of a file would end its quotes')
        return writePart(header, Buffer.from(file.base64, 'base64'))
      })
    default: {
      const impossible: never = form
      throw new TypeError(`unknown form of a part: ${impossible}`)
    }
  }
}

const disposition = (name: string) => `Content-Disposition: form-data; name="${name}"`

/** Schemas refuse what could break a header long before; a request that got past them must not become another one. */
function writePart(header: readonly string[], content: Buffer): Buffer {
  if (header.some((line) => /[\r\n\0]/.test(line))) throw new TypeError('a header of a part would be two')
  return Buffer.concat([Buffer.from(`${header.join('\r\n')}\r\n\r\n`), content])
}

/**
 * A boundary that stands nowhere in any part, neither at the beginning of a line nor anywhere else, because there are
 * parsers that find one anywhere. The numbers in use are gathered in one pass: a file made of many would otherwise be
 * searched once for each.
 */
function freeBoundary(parts: readonly Buffer[]): string {
  const taken = new Set<number>()
  for (const part of parts) {
    // Latin-1 gives one character for each byte, whatever the bytes mean.
    for (const [, digits] of part.toString('latin1').matchAll(/kunai-part-(\d{1,9})-/g)) taken.add(Number(digits))
  }
  let number = 0
  while (taken.has(number)) number += 1
  return `kunai-part-${number}-`
}
