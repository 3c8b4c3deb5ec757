import { expect, test } from 'vitest'
import { fieldLengthMax, visibleData, visibleText } from './untrusted.ts'

test('characters that reorder text are taken out, as in the Trojan Source samples', () => {
  const stretchedString = 'access_level != "user\u202E \u2066// Check if admin\u2069 \u2066"'
  expect(visibleText(stretchedString)).toBe('access_level != "user // Check if admin "')
  const commentingOut = '/*\u202E } \u2066if (isAdmin)\u2069 \u2066 begin admins only */'
  expect(visibleText(commentingOut)).toBe('/* } if (isAdmin)  begin admins only */')
  for (const mark of '\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069') {
    expect(visibleText(`a${mark}b`)).toBe('ab')
  }
})

test('characters that are not seen are taken out', () => {
  for (const unseen of [
    '\u200B', // zero width space
    '\u200D', // zero width joiner
    '\uFEFF', // byte order mark
    '\u2060', // word joiner
    '\u00AD', // soft hyphen
    '\u3164', // Hangul filler
    '\uFE0F', // variation selector
    '\u{E0041}', // tag letter, a way to smuggle whole sentences
    '\u{E0101}', // variation selector supplement, another
    '\u2028',
    '\u0000',
    '\u0007',
    '\u001B', // begins a terminal's escape sequence
    '\u007F',
    '\u009B',
    '\r',
  ]) {
    expect(visibleText(`a${unseen}b`), JSON.stringify(unseen)).toBe('ab')
  }
})

test('text that is seen stays as it is', () => {
  for (const text of ['tab\tand\nnewline', 'Büro 東京 عربي ١٢', 'emoji 🖨', '؀١٢', '"quoted" <b>']) {
    expect(visibleText(text)).toBe(text)
  }
  expect(visibleText('lone \uD800 surrogate')).toBe('lone \uFFFD surrogate')
})

test('every string of a value is cleaned, names of fields too, and nothing else is touched', () => {
  expect(visibleData({ 'na\u202Eme': 'PR\u200BINT', rows: [{ id: 1, up: true, none: null }] })).toEqual({
    name: 'PRINT',
    rows: [{ id: 1, up: true, none: null }],
  })
  const hostile = visibleData(JSON.parse('{"__proto__":{"admin":true}}')) as Record<string, unknown>
  expect(Object.keys(hostile)).toEqual(['__proto__'])
  expect(hostile.admin).toBeUndefined()
})

test('a value nested beyond reason ends in a sentence instead of a crash', () => {
  let deep: unknown = 'end'
  for (let level = 0; level < 50_000; level++) deep = [deep]
  expect(JSON.stringify(visibleData(deep))).toContain('nested too deeply')
})

test('one field that is too long is cut where it stands, says so, and leaves its neighbours whole', () => {
  const long = `${'x'.repeat(fieldLengthMax - 1)}\u{1F5A8}${'y'.repeat(90)}`
  const seen = visibleData({ name: 'PRINT01', notes: [long], [long]: 1 }) as { name: string; notes: string[] }
  const cut = `${'x'.repeat(fieldLengthMax - 1)}\uFFFD [CUT: ${fieldLengthMax} of ${long.length} characters]`
  expect(seen).toEqual({ name: 'PRINT01', notes: [cut], [cut]: 1 })
  const fits = 'z'.repeat(fieldLengthMax)
  expect(visibleData(`${fits}\u200B`)).toBe(fits)
})
