/** How a request's body stands on the wire. */
import type { ExactRequest } from './to-request.ts'

export interface WrittenBody {
  readonly contentType: string
  readonly text: string
}

/** Undefined when the request has no body. */
export function writeBody({ body, contentType }: ExactRequest): WrittenBody | undefined {
  if (body === undefined) return undefined
  if (contentType === undefined) return { contentType: 'application/json', text: JSON.stringify(body) }
  const parts = Object.entries(body as object).map(([name, value]) => ({ name, text: JSON.stringify(value) }))
  const boundary = freeBoundary(parts.map(({ text }) => text))
  const lines = parts.flatMap(({ name, text }) => [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${name}"`,
    'Content-Type: application/json',
    '',
    text,
  ])
  return { contentType: `${contentType}; boundary=${boundary}`, text: [...lines, `--${boundary}--`, ''].join('\r\n') }
}

/**
 * A boundary that no part contains. At the beginning of a line none could, since JSON escapes line breaks, but there
 * are parsers that find one anywhere. The same body always gets the same boundary.
 */
function freeBoundary(texts: readonly string[]): string {
  for (let number = 0; ; number++) {
    const boundary = `kunai-part-${number}-`
    if (!texts.some((text) => text.includes(boundary))) return boundary
  }
}
