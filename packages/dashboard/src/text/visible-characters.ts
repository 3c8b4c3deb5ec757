/**
 * Makes characters visible that a screen hides or that change how their neighbours look: control characters,
 * bidirectional marks, zero-width characters, unusual spaces, and letters borrowed from another alphabet inside
 * a Latin word. Text of agents and devices passes through here before anybody is asked to trust it.
 */

export interface PlainPart {
  kind: 'plain'
  text: string
}

export interface MarkedPart {
  kind: 'control' | 'direction' | 'invisible' | 'space' | 'lookalike'
  /** What stands on screen in the character's place. */
  label: string
  /** What it is, for a tooltip and for screen readers. */
  name: string
  codePoint: number
}

export type VisiblePart = PlainPart | MarkedPart

const names: Record<number, string> = {
  0: 'null',
  7: 'bell',
  8: 'backspace',
  9: 'tab',
  10: 'line feed',
  13: 'carriage return',
  27: 'escape',
  127: 'delete',
  160: 'no-break space',
  173: 'soft hyphen',
  1564: 'Arabic letter mark',
  8203: 'zero-width space',
  8204: 'zero-width non-joiner',
  8205: 'zero-width joiner',
  8206: 'left-to-right mark',
  8207: 'right-to-left mark',
  8232: 'line separator',
  8233: 'paragraph separator',
  8234: 'left-to-right embedding',
  8235: 'right-to-left embedding',
  8236: 'pop directional formatting',
  8237: 'left-to-right override',
  8238: 'right-to-left override',
  8288: 'word joiner',
  8294: 'left-to-right isolate',
  8295: 'right-to-left isolate',
  8296: 'first strong isolate',
  8297: 'pop directional isolate',
  65279: 'zero-width no-break space',
}

const direction = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u
/** Letters that draw nothing although Unicode calls them letters or symbols. */
const blankLetter = /[\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0]/u
const invisible = /[\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Default_Ignorable_Code_Point}]/u
const unusualSpace = /[\p{Zs}\p{Zl}\p{Zp}]/u

function classify(character: string): MarkedPart['kind'] | undefined {
  if (character === ' ') return undefined
  if (/\p{Cc}/u.test(character)) return 'control'
  if (direction.test(character)) return 'direction'
  if (blankLetter.test(character) || invisible.test(character)) return 'invisible'
  if (unusualSpace.test(character)) return 'space'
  return undefined
}

export function writeCodePoint(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
}

function labelFor(codePoint: number): string {
  if (codePoint === 0x09) return '→'
  // Unicode has a picture for each of the first 32 controls and for delete.
  if (codePoint < 0x20) return String.fromCodePoint(0x2400 + codePoint)
  if (codePoint === 0x7f) return '␡'
  return writeCodePoint(codePoint)
}

function mark(kind: MarkedPart['kind'], codePoint: number): MarkedPart {
  const name =
    names[codePoint] ??
    {
      control: 'control',
      direction: 'direction',
      invisible: 'invisible',
      space: 'unusual space',
      lookalike: 'letter of another alphabet',
    }[kind]
  return { kind, label: labelFor(codePoint), name, codePoint }
}

const latin = /\p{Script=Latin}/u
const borrowed = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u
const word = /[\p{L}\p{M}\p{N}_-]+/gu

/** Positions (in UTF-16 units) of letters from another alphabet that stand in a word with Latin letters. */
function findLookalikes(text: string): Set<number> {
  const found = new Set<number>()
  if (!borrowed.test(text)) return found
  for (const match of text.matchAll(word)) {
    if (!latin.test(match[0]) || !borrowed.test(match[0])) continue
    let position = match.index
    for (const character of match[0]) {
      if (borrowed.test(character)) found.add(position)
      position += character.length
    }
  }
  return found
}

/** Printable ASCII needs no second look; this keeps long scripts quick. */
const harmless = /^[\x20-\x7e]*$/

export function splitVisible(text: string): VisiblePart[] {
  if (text === '') return []
  if (harmless.test(text)) return [{ kind: 'plain', text }]
  const lookalikes = findLookalikes(text)
  const parts: VisiblePart[] = []
  let plain = ''
  let position = 0
  for (const character of text) {
    const kind = lookalikes.has(position) ? 'lookalike' : classify(character)
    position += character.length
    if (kind === undefined) {
      plain += character
      continue
    }
    if (plain !== '') parts.push({ kind: 'plain', text: plain })
    plain = ''
    const codePoint = character.codePointAt(0) ?? 0
    const marked = mark(kind, codePoint)
    parts.push(kind === 'lookalike' ? { ...marked, label: `${character} ${writeCodePoint(codePoint)}` } : marked)
  }
  if (plain !== '') parts.push({ kind: 'plain', text: plain })
  return parts
}

/** How many characters of a text would be marked; tabs are marked but alarm nobody. */
export function countSuspicious(text: string): number {
  return splitVisible(text).filter((part) => part.kind !== 'plain' && part.codePoint !== 0x09).length
}

/** The same as one string, for places that take no markup, such as the page's title. */
export function toVisibleText(text: string): string {
  return splitVisible(text)
    .map((part) => (part.kind === 'plain' ? part.text : `[${part.label}]`))
    .join('')
}
