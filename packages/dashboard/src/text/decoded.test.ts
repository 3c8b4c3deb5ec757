import { expect, it } from 'vitest'
import { decodeText, findDecoded } from './decoded.ts'

const encode = (text: string) => Buffer.from(text).toString('base64')

it('a script inside a parameter is found and decoded, wherever it stands', () => {
  const script = '#!/bin/bash\nsystemctl restart cups\n# ünïcode \u202e'
  expect(findDecoded({ id: 1, parameters: encode(script) })).toEqual([{ path: 'parameters', text: script }])
  expect(findDecoded({ a: [{ b: encode(script) }] })).toEqual([{ path: 'a.0.b', text: script }])
  expect(findDecoded({ parameters: `--script "${encode(script)}"` })).toEqual([{ path: 'parameters', text: script }])
})

it.each([
  'RESTART',
  'NORMAL',
  'a short text',
  encode('\x00\x01\x02 binary \xff').slice(0, -1),
  'SR_LOCAL_ADMINISTRATOR',
])('%s is no encoded text', (text) => {
  expect(decodeText(text)).toBeUndefined()
})
