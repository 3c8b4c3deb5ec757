/** An answer that is a file: its bytes as they came, and what the headers call it. */
import { isUtf8 } from 'node:buffer'
import type { FileContent } from '../operation.ts'
import { readVendorError } from './vendor-error.ts'

export type AnsweredFile = Omit<FileContent, 'name'> & { readonly name?: string }

export interface FileHeaders {
  readonly status: number
  readonly type: string | undefined
  readonly disposition: string | undefined
}

/**
 * Undefined when the answer is no file: an error, nothing at all (204), or, when no Content-Disposition calls it one,
 * a page or an error of NinjaOne's under a good status. Those are judged as with any other operation.
 */
export function readFileAnswer({ status, type, disposition }: FileHeaders, bytes: Buffer): AnsweredFile | undefined {
  if (status < 200 || status >= 300 || status === 204) return undefined
  const contentType = type?.trim() || 'application/octet-stream'
  if (disposition === undefined && (isPage(contentType, bytes) || isVendorError(bytes))) return undefined
  const name = disposition === undefined ? undefined : fileNameIn(disposition)
  return { contentType, ...(name !== undefined && { name }), base64: bytes.toString('base64') }
}

function isPage(contentType: string, bytes: Buffer): boolean {
  return /^text\/html\b/i.test(contentType) || /^\s*<(?:!doctype html|html)\b/i.test(bytes.toString('utf8', 0, 1024))
}

/** NinjaOne's errors are short; a large file is not parsed to find out. */
const errorBytesMax = 64 * 1024

function isVendorError(bytes: Buffer): boolean {
  if (bytes.length > errorBytesMax) return false
  try {
    return readVendorError(JSON.parse(bytes.toString('utf8'))) !== undefined
  } catch {
    return false
  }
}

/**
 * The name that Content-Disposition gives: `filename*` (RFC 8187, UTF-8) before `filename`, quoted or bare. Only its last
 * part, since a sender's folders mean nothing here; undefined when what is left could not name a file.
 */
export function fileNameIn(disposition: string): string | undefined {
  const encoded = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1]
  const plain = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]+))/i.exec(disposition)
  const plainName = plain?.[1]?.replaceAll(/\\(.)/g, '$1') ?? plain?.[2]
  const name = (encoded && decodePercent(encoded)) ?? (plainName && readUtf8(plainName))
  const last = name?.split(/[\\/]/).at(-1)?.trim()
  return last === undefined || /^\.{0,2}$|\p{Cc}/u.test(last) ? undefined : last
}

/** Headers come as one character for each byte, and many servers write UTF-8 into them. */
function readUtf8(text: string): string {
  const bytes = Buffer.from(text, 'latin1')
  return bytes.toString('latin1') === text && isUtf8(bytes) ? bytes.toString('utf8') : text
}

function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
