/** Wrapping lines as Python's textwrap does. */
import type { Runtime } from '../runtime.ts'
import { characters } from '../values/iterate.ts'

interface Options {
  readonly width: number
  readonly breaksLongWords: boolean
  readonly breaksOnHyphens: boolean
}

const space = /[\t\n\v\f\r ]/

/** A piece of text that is not torn apart unless it is longer than a line. */
interface Chunk {
  readonly characters: readonly string[]
  readonly isBlank: boolean
  /** How many of the characters earlier lines took. */
  taken: number
}

export function wrapText(runtime: Runtime, text: string, options: Options): string[] {
  runtime.allocate(text.length)
  runtime.work(16 * text.length)
  const chunks = split(text, options.breaksOnHyphens)
    .map((chunk) => ({ characters: characters(chunk), isBlank: chunk.trim() === '', taken: 0 }))
    .reverse()
  const lines: string[] = []
  while (chunks.length > 0) {
    runtime.step()
    const line: string[] = []
    let length = 0
    if (lines.length > 0 && chunks.at(-1)?.isBlank) chunks.pop()
    let lastIsBlank = false
    for (let chunk = chunks.at(-1); chunk !== undefined; chunk = chunks.at(-1)) {
      const next = chunk.characters.length - chunk.taken
      if (length + next > options.width) break
      line.push(take(chunk, next))
      lastIsBlank = chunk.isBlank
      length += next
      chunks.pop()
    }
    const rest = chunks.at(-1)
    if (rest !== undefined && rest.characters.length - rest.taken > options.width) {
      const size = options.breaksLongWords ? breakAt(rest, options.width - length, options.breaksOnHyphens) : undefined
      if (size !== undefined || line.length === 0) {
        line.push(take(rest, size ?? rest.characters.length))
        lastIsBlank = rest.isBlank
        if (rest.taken >= rest.characters.length) chunks.pop()
      }
    }
    if (lastIsBlank) line.pop()
    if (line.length > 0) lines.push(line.join(''))
  }
  return lines
}

function take(chunk: Chunk, count: number): string {
  const end = Math.min(chunk.taken + count, chunk.characters.length)
  const text = chunk.characters.slice(chunk.taken, end).join('')
  chunk.taken = end
  return text
}

/** How much of a long word fits: up to its last hyphen in there, if something else stands before that. */
function breakAt({ characters: parts, taken }: Chunk, left: number, onHyphens: boolean): number {
  if (!onHyphens || parts.length - taken <= left) return left
  let hyphen = left - 1
  while (hyphen > 0 && parts[taken + hyphen] !== '-') hyphen--
  if (hyphen <= 0) return left
  return parts.slice(taken, taken + hyphen).some((part) => part !== '-') ? hyphen + 1 : left
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
