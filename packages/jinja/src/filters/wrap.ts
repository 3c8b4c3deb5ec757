/** Wrapping lines as Python's textwrap does. */
import type { Runtime } from '../runtime.ts'
import { characters, lengthOfText } from '../values/iterate.ts'

interface Options {
  readonly width: number
  readonly breaksLongWords: boolean
  readonly breaksOnHyphens: boolean
}

const space = /[\t\n\v\f\r ]/

export function wrapText(runtime: Runtime, text: string, options: Options): string[] {
  runtime.allocate(text.length)
  const chunks = split(text, options.breaksOnHyphens).reverse()
  const lines: string[] = []
  while (chunks.length > 0) {
    runtime.step()
    const line: string[] = []
    let length = 0
    if (lines.length > 0 && isSpace(chunks.at(-1))) chunks.pop()
    while (chunks.length > 0) {
      const next = lengthOfText(chunks.at(-1) as string)
      if (length + next > options.width) break
      line.push(chunks.pop() as string)
      length += next
    }
    if (chunks.length > 0 && lengthOfText(chunks.at(-1) as string) > options.width) {
      runtime.work(16 * lengthOfText(chunks.at(-1) as string))
      breakLong(chunks, line, length, options)
    }
    if (isSpace(line.at(-1))) line.pop()
    if (line.length > 0) lines.push(line.join(''))
  }
  return lines
}

function isSpace(chunk: string | undefined): boolean {
  return chunk !== undefined && chunk.trim() === ''
}

function breakLong(chunks: string[], line: string[], length: number, options: Options): void {
  const left = options.width < 1 ? 1 : options.width - length
  if (!options.breaksLongWords) {
    if (line.length === 0) line.push(chunks.pop() as string)
    return
  }
  const parts = characters(chunks.pop() as string)
  let end = left
  if (options.breaksOnHyphens && left > 0 && parts.length > left) {
    const hyphen = parts.lastIndexOf('-', left - 1)
    if (hyphen > 0 && parts.slice(0, hyphen).some((part) => part !== '-')) end = hyphen + 1
  }
  line.push(parts.slice(0, end).join(''))
  chunks.push(parts.slice(end).join(''))
}

/** White space, and words; a word may be cut behind a hyphen between letters, and around a dash. */
function split(text: string, breaksOnHyphens: boolean): string[] {
  const chunks: string[] = []
  let at = 0
  while (at < text.length) {
    const begin = at
    const isBlank = space.test(text.charAt(at))
    while (at < text.length && space.test(text.charAt(at)) === isBlank) at++
    const run = text.slice(begin, at)
    if (isBlank || !breaksOnHyphens) chunks.push(run)
    else chunks.push(...splitWord(run))
  }
  return chunks
}

const letter = /[\p{L}_]/u
const wordEnd = /[\p{L}\p{N}_!"'&.,?]/u

function splitWord(word: string): string[] {
  const parts: string[] = []
  let begin = 0
  for (let at = 1; at < word.length; at++) {
    if (word[at] !== '-' || at < begin) continue
    let end = at
    while (word[end] === '-') end++
    if (end - at >= 2 && wordEnd.test(word.charAt(at - 1)) && /[\p{L}\p{N}_]/u.test(word.charAt(end))) {
      parts.push(word.slice(begin, at), word.slice(at, end))
      begin = end
    } else if (end - at === 1 && isBreak(word, at, begin)) {
      parts.push(word.slice(begin, end))
      begin = end
    }
    at = end - 1
  }
  parts.push(word.slice(begin))
  return parts.filter((part) => part !== '')
}

function isBreak(word: string, at: number, begin: number): boolean {
  const before = at - begin >= 2 && letter.test(word.charAt(at - 1)) && letter.test(word.charAt(at - 2))
  const single =
    at - begin >= 3 && word[at - 2] === '-' && letter.test(word.charAt(at - 1)) && letter.test(word.charAt(at - 3))
  if (!before && !single) return false
  const next = word.charAt(at + 1)
  if (!letter.test(next)) return false
  return letter.test(word.charAt(at + 2)) || (word[at + 2] === '-' && letter.test(word.charAt(at + 3)))
}
