/**
 * Names that a reader takes for one another. A name that somebody planted to be mistaken for a server's is not found by
 * comparing characters, so names are also compared by what they look like.
 */

/** Letters of other scripts that are drawn like Latin ones, as they read in lower case. */
const drawnLike: Readonly<Record<string, string>> = Object.fromEntries([
  // Cyrillic
  ['а', 'a'],
  ['в', 'b'],
  ['е', 'e'],
  ['ё', 'e'],
  ['з', '3'],
  ['и', 'n'],
  ['к', 'k'],
  ['м', 'm'],
  ['н', 'h'],
  ['о', 'o'],
  ['р', 'p'],
  ['с', 'c'],
  ['т', 't'],
  ['у', 'y'],
  ['х', 'x'],
  ['ѕ', 's'],
  ['і', 'i'],
  ['ї', 'i'],
  ['ј', 'j'],
  ['һ', 'h'],
  ['ԁ', 'd'],
  ['ԛ', 'q'],
  ['ԝ', 'w'],
  ['ѵ', 'v'],
  ['ь', 'b'],
  // Greek
  ['α', 'a'],
  ['β', 'b'],
  ['ε', 'e'],
  ['ζ', 'z'],
  ['η', 'n'],
  ['ι', 'i'],
  ['κ', 'k'],
  ['μ', 'm'],
  ['ν', 'v'],
  ['ο', 'o'],
  ['ρ', 'p'],
  ['τ', 't'],
  ['υ', 'u'],
  ['χ', 'x'],
  ['γ', 'y'],
  ['ϲ', 'c'],
  ['ϳ', 'j'],
  // Armenian, Cherokee in lower case, Latin letters that are variants
  ['օ', 'o'],
  ['ս', 'u'],
  ['ց', 'g'],
  ['հ', 'h'],
  ['ո', 'n'],
  ['ı', 'i'],
  ['ɑ', 'a'],
  ['ɡ', 'g'],
  ['ⅼ', 'l'],
  // Dashes and dots
  ['‐', '-'],
  ['‑', '-'],
  ['‒', '-'],
  ['–', '-'],
  ['—', '-'],
  ['−', '-'],
  ['․', '.'],
  ['ˍ', '_'],
] as const)

/** Nobody sees these: format characters, what is drawn as nothing, marks above and below letters. */
const unseen = /[\p{Cf}\p{DI}\p{M}\p{Cc}]/gu
const beyondAscii = /[^\0-\x7f]/

/** The same for two names whose letters come from different alphabets and are drawn alike. */
export function lettersOf(name: string): string {
  const lower = name.toLowerCase()
  if (!beyondAscii.test(lower)) return lower
  const plain = lower.normalize('NFKD').replace(unseen, '').toLowerCase()
  return Array.from(plain, (letter) => drawnLike[letter] ?? letter).join('')
}

/** The same, besides, for names that differ in 0 and o, 1 and l and i, or rn and m: honest names do, too. */
export function shapeOf(name: string): string {
  return lettersOf(name).replaceAll('0', 'o').replace(/[1i|]/g, 'l').replaceAll('rn', 'm').replaceAll('5', 's')
}
