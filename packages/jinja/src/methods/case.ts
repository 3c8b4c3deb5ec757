/** Upper and lower case, and what characters are, as Python's strings see it. */
import { characters } from '../values/iterate.ts'

/** JavaScript's own rule knows the final sigma too; Python's titlecase letters are few. */
export function capitalize(text: string): string {
  const [first = '', ...rest] = characters(text)
  return titleCase(first) + rest.join('').toLowerCase()
}

function titleCase(character: string): string {
  const upper = character.toUpperCase()
  // One letter may become several: only the first stays in upper case.
  return upper.length > character.length && /^\p{L}+$/u.test(upper)
    ? upper.charAt(0) + upper.slice(1).toLowerCase()
    : upper
}

const isCased = /[\p{Lt}\p{Uppercase}\p{Lowercase}]/u
const upperCase = /\p{Uppercase}/u
const titleCased = /\p{Lt}/u
const lowerCase = /\p{Lowercase}/u

export function title(text: string): string {
  let afterCased = false
  let result = ''
  for (const character of text) {
    result += afterCased ? character.toLowerCase() : titleCase(character)
    afterCased = isCased.test(character)
  }
  return result
}

export function swapCase(text: string): string {
  let result = ''
  for (const character of text) {
    result += upperCase.test(character)
      ? character.toLowerCase()
      : lowerCase.test(character)
        ? character.toUpperCase()
        : character
  }
  return result
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

const python = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
/** What Python calls white space: more than JavaScript in one place, less in another. */
export const whiteSpace = new RegExp(`^[${python}]$`)

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
