import { expect, test } from 'vitest'
import { rememberKeys } from './seen-keys.ts'

test('a key is new once, until it is forgotten or pushed out by newer ones', () => {
  const seen = rememberKeys({ keysMax: 2 })
  expect(['a', 'b', 'a'].map((key) => seen.isNew(key))).toEqual([true, true, false])
  // b is the oldest now, since a was seen again.
  expect(['c', 'a', 'b'].map((key) => seen.isNew(key))).toEqual([true, false, true])
  seen.forget('a')
  expect(seen.isNew('a')).toBe(true)
  expect(() => rememberKeys({ keysMax: 0 })).toThrow(TypeError)
})
