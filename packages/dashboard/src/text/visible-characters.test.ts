import { describe, expect, it } from 'vitest'
import { countSuspicious, splitVisible, toVisibleText, writeCodePoint } from './visible-characters.ts'

const marksOf = (text: string) => splitVisible(text).filter((part) => part.kind !== 'plain')

describe('splitVisible', () => {
  it('leaves ordinary text in one piece', () => {
    expect(splitVisible('Restart Spooler')).toEqual([{ kind: 'plain', text: 'Restart Spooler' }])
    expect(splitVisible('')).toEqual([])
  })

  it('leaves letters of any one alphabet alone', () => {
    for (const text of ['Müller & Söhne', '東京オフィス', 'Сервер печати', 'Διακομιστής', '🖨️'.slice(0, 2)]) {
      expect(marksOf(text)).toEqual([])
    }
  })

  it('names the right-to-left override and keeps its neighbours', () => {
    expect(splitVisible('a\u202Eb')).toEqual([
      { kind: 'plain', text: 'a' },
      { kind: 'direction', label: 'U+202E', name: 'right-to-left override', codePoint: 0x202e },
      { kind: 'plain', text: 'b' },
    ])
  })

  it('marks every bidirectional mark, isolate and override', () => {
    for (const codePoint of [
      0x61c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069,
    ]) {
      expect(marksOf(`x${String.fromCodePoint(codePoint)}y`)).toMatchObject([{ kind: 'direction', codePoint }])
    }
  })

  it('marks every control character with its picture, line feeds included', () => {
    for (let codePoint = 0; codePoint < 0xa0; codePoint += 1) {
      if (codePoint >= 0x20 && codePoint < 0x7f) continue
      expect(marksOf(String.fromCodePoint(codePoint))).toMatchObject([{ kind: 'control', codePoint }])
    }
    expect(toVisibleText('\u001b[2K\u0000')).toBe('[␛][2K[␀]')
    expect(toVisibleText('\u0085')).toBe('[U+0085]')
  })

  it('marks what draws nothing: zero-width, fillers, tags, variation selectors, private use, lone surrogates', () => {
    for (const codePoint of [
      0xad, 0x200b, 0x200d, 0x2060, 0xfeff, 0x180e, 0x34f, 0x3164, 0x2800, 0xfe0f, 0xe0041, 0xe000, 0xd800,
    ]) {
      expect(marksOf(`x${String.fromCodePoint(codePoint)}y`), writeCodePoint(codePoint)).toMatchObject([
        { kind: 'invisible', codePoint },
      ])
    }
  })

  it('marks spaces that are not the space bar and line separators', () => {
    for (const codePoint of [0xa0, 0x2003, 0x202f, 0x3000, 0x2028, 0x2029]) {
      expect(marksOf(`x${String.fromCodePoint(codePoint)}y`)).toMatchObject([{ kind: 'space', codePoint }])
    }
  })

  it('points at a Cyrillic letter inside a Latin word and shows both letter and number', () => {
    expect(splitVisible('CED\u0410R-PRINT01')).toEqual([
      { kind: 'plain', text: 'CED' },
      { kind: 'lookalike', label: '\u0410 U+0410', name: 'letter of another alphabet', codePoint: 0x410 },
      { kind: 'plain', text: 'R-PRINT01' },
    ])
  })

  it('loses no character: parts joined again are the text', () => {
    const text = 'a\tb\u202Ec\u200Bd\u0000e pаypal 🖨 \u{E0041}'
    const joined = splitVisible(text)
      .map((part) => (part.kind === 'plain' ? part.text : String.fromCodePoint(part.codePoint)))
      .join('')
    expect(joined).toBe(text)
  })
})

describe('countSuspicious', () => {
  it('counts marks but not tabs', () => {
    expect(countSuspicious('\techo\u200B \u202Ehi')).toBe(2)
    expect(countSuspicious('plain')).toBe(0)
  })
})
