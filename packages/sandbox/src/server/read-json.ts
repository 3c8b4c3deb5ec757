/**
 * Reads a JSON body strictly: what two readers could take for different things is refused, and so is what is nested so
 * deep that a reader would run out of stack. The vendor's own limits are not on record (ninjaone-api §12).
 */
import { refuseText } from './answer.ts'

const depthMax = 100

export function parseJson(body: Buffer): unknown {
  const text = decodeUtf8(body)
  const names = new NameWatch()
  const { tooDeep, repeated } = names.scan(text)
  if (tooDeep) throw refuseText(400, `Cannot read the request body: it is nested deeper than ${depthMax} levels`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw refuseText(400, 'Cannot parse the request body: it is not JSON')
  }
  if (repeated) throw refuseText(400, 'Cannot read the request body: a field stands in an object twice')
  return value
}

function decodeUtf8(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw refuseText(400, 'Cannot read the request body: it is not UTF-8')
  }
}

/** Walks once over a text that may or may not be JSON. What it says counts only if the text is. */
class NameWatch {
  /** Names of each open object; undefined for an open list. */
  readonly #open: (Set<string> | undefined)[] = []

  scan(text: string): { tooDeep: boolean; repeated: boolean } {
    let repeated = false
    let atName = false
    for (let index = 0; index < text.length; index++) {
      switch (text.charCodeAt(index)) {
        case quote: {
          const end = endOfText(text, index)
          if (atName && !this.#isNew(text.slice(index, end + 1))) repeated = true
          atName = false
          index = end
          break
        }
        case openBrace:
        case openBracket:
          atName = text.charCodeAt(index) === openBrace
          if (this.#open.push(atName ? new Set() : undefined) > depthMax) return { tooDeep: true, repeated }
          break
        case closeBrace:
        case closeBracket:
          this.#open.pop()
          atName = false
          break
        case comma:
          atName = this.#open.at(-1) !== undefined
          break
      }
    }
    return { tooDeep: false, repeated }
  }

  #isNew(literal: string): boolean {
    const names = this.#open.at(-1)
    if (!names) return true
    // Escapes write one name in many ways.
    const name = literal.includes('\\') ? spellPlainly(literal) : literal
    if (names.has(name)) return false
    names.add(name)
    return true
  }
}

const [quote, comma, openBrace, closeBrace, openBracket, closeBracket] = [0x22, 0x2c, 0x7b, 0x7d, 0x5b, 0x5d]

function endOfText(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 0x5c) index++
    else if (code === quote) return index
  }
  return text.length
}

function spellPlainly(literal: string): string {
  try {
    return JSON.stringify(JSON.parse(literal))
  } catch {
    return literal
  }
}
