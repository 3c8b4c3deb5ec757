/** Upper and lower case, and what characters are, as Python's strings see it. */
import { characters } from '../values/iterate.ts'

export function capitalize(text: string): string {
  const [first = ''] = characters(text)
  const lower = (first === 'İ' ? `I${text.slice(1)}` : text).toLowerCase()
  return titleCase(first) + lower.slice(first.length)
}

/** The lower case of a text's sigmas, each in its place: at a word's end it is another letter. */
function sigmasOf(text: string): string {
  // This one letter would become two, and move all that follows.
  return text.includes('Σ') ? text.replaceAll('İ', 'I').toLowerCase() : ''
}

/** Letters that are two in one, and the form of each whose first part alone is large. */
const digraphs: Readonly<Record<string, string>> = Object.fromEntries(
  ['Ǆǅǆ', 'Ǉǈǉ', 'Ǌǋǌ', 'Ǳǲǳ'].flatMap((forms) => [...forms].map((form) => [form, forms.charAt(1)])),
)

function titleCase(character: string): string {
  const upper = character.toUpperCase()
  const digraph = digraphs[character]
  if (digraph !== undefined) return digraph
  // Georgian has no title case, and this letter's second part is the one that counts.
  if (/^[\u10d0-\u10ff]/.test(character)) return character
  if (upper.length === character.length || character === 'ŉ') return upper
  // A Greek iota below the letter stays below it.
  if (upper.endsWith('Ι') && upper.length === 2) return `${upper.charAt(0)}\u0345`.normalize('NFC')
  return upper.charAt(0) + upper.slice(1).toLowerCase()
}

/** Python's full case folding: lower case without what upper case does not tell apart. */
export function caseFold(text: string): string {
  return text
    .replace(/[^ı\u13a0-\u13fd\uab70-\uabbf]+/g, (part) => part.toLowerCase().toUpperCase().toLowerCase())
    .replace(/[\u13a0-\u13fd\uab70-\uabbf]+/g, (cherokee) => cherokee.toUpperCase())
    .replaceAll('ς', 'σ')
}

const isCased = /[\p{Lt}\p{Uppercase}\p{Lowercase}]/u
const upperCase = /\p{Uppercase}/u
const titleCased = /\p{Lt}/u
const lowerCase = /\p{Lowercase}/u

export function title(text: string): string {
  const sigmas = sigmasOf(text)
  let afterCased = false
  let result = ''
  let at = 0
  for (const character of text) {
    result += afterCased ? lowerAt(sigmas, at, character) : titleCase(character)
    afterCased = isCased.test(character)
    at += character.length
  }
  return result
}

export function swapCase(text: string): string {
  const sigmas = sigmasOf(text)
  let result = ''
  let at = 0
  for (const character of text) {
    result += upperCase.test(character)
      ? lowerAt(sigmas, at, character)
      : lowerCase.test(character)
        ? character.toUpperCase()
        : character
    at += character.length
  }
  return result
}

function lowerAt(sigmas: string, at: number, character: string): string {
  return character === 'Σ' ? sigmas.charAt(at) : character.toLowerCase()
}

export function isLowerText(text: string): boolean {
  return lowerCase.test(text) && !upperCase.test(text) && !titleCased.test(text)
}

export function isUpperText(text: string): boolean {
  return upperCase.test(text) && !lowerCase.test(text) && !titleCased.test(text)
}

export function isTitleText(text: string): boolean {
  let afterCased = false
  let found = false
  for (const character of text) {
    const isUpper = upperCase.test(character) || titleCased.test(character)
    if (isUpper ? afterCased : lowerCase.test(character) && !afterCased) return false
    afterCased = isUpper || lowerCase.test(character)
    found ||= afterCased
  }
  return found
}

/** Whether there are characters and all of them are of this kind; the pattern is for one character. */
export function isAll(text: string, pattern: RegExp): boolean {
  if (text === '') return false
  for (const character of text) if (!pattern.test(character)) return false
  return true
}

/** Digits of every kind: also those in circles, brackets and superscript. */
export const digit =
  /^[\p{Nd}\xb2\xb3\xb9\u1369-\u1371\u19da\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}]$/u
const ideographs =
  '㐅㒃㠪㭍一七万三九二五亖亿什仟仨伍佰億兆兩八六十千卄卅卌叁参參叄四壱壹幺廾廿弌弍弎弐拾捌柒漆玖百肆萬貮貳贰阡陆陌陸零\uf96b\uf973\uf978\uf9b2\uf9d1\uf9d3\uf9fd𠀁𠁤𠃢𠄡𠤪𠦃𠦌𠦜𠫪𠫽𠬙𢎐𢦘𣬛𦉭\u{2f890}'
export const numeric = new RegExp(`^[\\p{N}${ideographs}]$`, 'u')

/** Python's white space, as part of a pattern's class: more than JavaScript's in one place, less in another. */
export const spaceClass = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
export const whiteSpace = new RegExp(`^[${spaceClass}]$`)

export function stripStart(text: string, isStripped: (character: string) => boolean): string {
  const all = characters(text)
  let begin = 0
  while (begin < all.length && isStripped(all[begin] as string)) begin++
  return all.slice(begin).join('')
}

export function stripEnd(text: string, isStripped: (character: string) => boolean): string {
  const all = characters(text)
  let end = all.length
  while (end > 0 && isStripped(all[end - 1] as string)) end--
  return all.slice(0, end).join('')
}

export function isSpace(character: string): boolean {
  return whiteSpace.test(character)
}
