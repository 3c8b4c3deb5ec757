/**
 * What an answer's body is, judged by the body itself: Content-Type may be missing or wrong on
 * good answers (ninjaone-api §4). No operation is known here.
 */
import { promisify } from 'node:util'
import { unzip } from 'node:zlib'
import { type AnsweredFile, readFileAnswer } from './file-answer.ts'
import type { WireAnswer } from './transport.ts'

export type AnswerBody =
  | { readonly form: 'empty' }
  | { readonly form: 'json'; readonly value: unknown; readonly text: string }
  | { readonly form: 'html'; readonly text: string }
  | { readonly form: 'text'; readonly text: string }
  /** Only where the operation answers with one. */
  | { readonly form: 'file'; readonly file: AnsweredFile }
  /** Packed in a way we did not ask for, or unpacking it went past the limit. */
  | { readonly form: 'unreadable' }

const unzipAsync = promisify(unzip)

/** @param expected what the operation says a good answer is. */
export async function readBody(answer: WireAnswer, bytesMax: number, expected?: 'file'): Promise<AnswerBody> {
  const bytes = await unpack(answer, bytesMax)
  if (!bytes) return { form: 'unreadable' }
  if (expected === 'file') {
    const [type, disposition] = [header(answer, 'content-type'), header(answer, 'content-disposition')]
    const file = readFileAnswer({ status: answer.status, type, disposition }, bytes)
    if (file) return { form: 'file', file }
  }
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  const start = text.trimStart()
  if (start === '') return { form: 'empty' }
  if (start.startsWith('<')) return { form: 'html', text }
  try {
    return { form: 'json', value: JSON.parse(text) as unknown, text }
  } catch {
    const isHtml = header(answer, 'content-type')?.toLowerCase().startsWith('text/html') === true
    return { form: isHtml ? 'html' : 'text', text }
  }
}

/** One header as one string; the first when it came several times. */
export function header(answer: WireAnswer, name: string): string | undefined {
  const value = answer.headers[name]
  return Array.isArray(value) ? value[0] : value
}

async function unpack(answer: WireAnswer, bytesMax: number): Promise<Buffer | undefined> {
  const encoding = header(answer, 'content-encoding')?.trim().toLowerCase() ?? 'identity'
  if (encoding === 'identity' || encoding === '' || answer.body.length === 0) return answer.body
  if (encoding !== 'gzip' && encoding !== 'x-gzip') return undefined
  // A small packed answer can unpack to gigabytes; the limit holds on both sides.
  return unzipAsync(answer.body, { maxOutputLength: bytesMax }).catch(() => undefined)
}
