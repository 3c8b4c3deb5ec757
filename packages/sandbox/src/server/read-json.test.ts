import { expect, test } from 'vitest'
import { Refusal } from './answer.ts'
import { parseJson } from './read-json.ts'

function outcome(text: string | Buffer): unknown {
  try {
    return parseJson(Buffer.from(text))
  } catch (error) {
    if (error instanceof Refusal) return String(error.answer.body)
    throw error
  }
}

test.each<[string, unknown]>([
  ['{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}', { a: 1, b: { a: 2 }, c: [{ a: 3 }, { a: 4 }] }],
  ['{"a":"{\\"a\\":1,\\"a\\":2}"}', { a: '{"a":1,"a":2}' }],
  ['["a","a"]', ['a', 'a']],
  ['{"a":["a","a",{"a":"a"}],"b":"a"}', { a: ['a', 'a', { a: 'a' }], b: 'a' }],
  ['\u{feff}{"a":1}', { a: 1 }],
  ['null', null],
])('%s is read as it is', (text, value) => {
  expect(outcome(text)).toEqual(value)
})

test.each<[string, string | Buffer, RegExp]>([
  ['a name twice', '{"a":1,"a":2}', /twice/],
  ['a name twice, far apart', '{"a":{"x":1},"b":[1,{"c":2}],"a":2}', /twice/],
  ['a name twice, spelt in two ways', '{"a":1,"\\u0061":2}', /twice/],
  ['a name twice inside', '[{"b":{"a":1, "a" :2}}]', /twice/],
  ['a hundred levels and one', `${'['.repeat(101)}${']'.repeat(101)}`, /deeper than 100/],
  ['a hundred thousand levels', '{"a":'.repeat(100_000), /deeper than 100/],
  ['no JSON', '{a:1}', /not JSON/],
  ['nothing', '', /not JSON/],
  ['an open text', '{"a', /not JSON/],
  ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), /not UTF-8/],
])('%s is refused', (_name, text, message) => {
  expect(outcome(text)).toMatch(message)
})

test('a megabyte of names is judged in no time', () => {
  const names = Array.from({ length: 70_000 }, (_, index) => `"name${index}":1`)
  const begun = performance.now()
  expect(Object.keys(outcome(`{${names.join(',')}}`) as object)).toHaveLength(70_000)
  expect(performance.now() - begun).toBeLessThan(2_000)
})
