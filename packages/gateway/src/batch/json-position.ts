/** Where a text stops being JSON. The engine's own message gives a place for some mistakes only. */

/** @returns index of the first character that cannot stand there, or the text's length when something is missing. */
export function jsonErrorPosition(text: string): number {
  let at = 0
  /** What closes the list or object that we are in. */
  const open: string[] = []
  let expect: 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' = 'value'
  const skip = (pattern: RegExp) => {
    pattern.lastIndex = at
    const [found] = pattern.exec(text) ?? []
    if (found !== undefined) at += found.length
    return found !== undefined
  }
  for (;;) {
    skip(/[ \t\n\r]*/y)
    const character = text[at]
    if (open.length === 0 && expect === 'comma or end') return at
    if (character === undefined) return at
    if (expect === 'colon') {
      if (character !== ':') return at
      at++
      expect = 'value'
    } else if (expect === 'comma or end') {
      if (character === open.at(-1)) {
        at++
        open.pop()
      } else if (character === ',') {
        at++
        expect = open.at(-1) === '}' ? 'key' : 'value'
      } else return at
    } else if (expect.endsWith('or end') && character === open.at(-1)) {
      at++
      open.pop()
      expect = 'comma or end'
    } else if (expect.startsWith('key')) {
      if (!skip(string)) return endOfBroken(text, at)
      expect = 'colon'
    } else if (character === '[' || character === '{') {
      open.push(character === '[' ? ']' : '}')
      at++
      expect = character === '[' ? 'value or end' : 'key or end'
    } else if (skip(string) || skip(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y)) {
      expect = 'comma or end'
    } else return endOfBroken(text, at)
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these inside text.
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y

/** A text that never ends is wrong where the line ends, not where its quote opens. */
function endOfBroken(text: string, at: number): number {
  if (text[at] !== '"') return at
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
  const inside = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y
  inside.lastIndex = at
  return at + (inside.exec(text)?.[0].length ?? 0)
}
