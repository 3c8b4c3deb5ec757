import { describe, expect, it } from 'vitest'
import {
  countBytes,
  measureBody,
  mustBeReadToTheEnd,
  splitLines,
  unreadLinesMax,
  writeCount,
  writeSize,
} from './measure.ts'

describe('measureBody', () => {
  it('indents JSON for reading and counts the bytes that are sent', () => {
    expect(measureBody({ action: 'RESTART' })).toEqual({
      shown: '{\n  "action": "RESTART"\n}',
      lines: ['{', '  "action": "RESTART"', '}'],
      bytes: 20,
    })
  })

  it('shows a string as it is', () => {
    expect(measureBody('one\r\ntwo')).toEqual({ shown: 'one\r\ntwo', lines: ['one\r', 'two'], bytes: 8 })
  })

  it('counts bytes, not characters', () => {
    expect(countBytes('ä€🖨')).toBe(9)
  })
})

describe('splitLines', () => {
  it('keeps empty lines at both ends', () => {
    expect(splitLines('\na\n')).toEqual(['', 'a', ''])
  })
})

describe('mustBeReadToTheEnd', () => {
  it('asks for it above forty lines and for very long lines', () => {
    const lines = (count: number) => Array.from({ length: count }, () => 'x').join('\n')
    expect(mustBeReadToTheEnd(lines(unreadLinesMax))).toBe(false)
    expect(mustBeReadToTheEnd(lines(unreadLinesMax + 1))).toBe(true)
    expect(mustBeReadToTheEnd(' '.repeat(5_000))).toBe(true)
  })
})

describe('writing numbers', () => {
  it('writes sizes and counts in words', () => {
    expect(writeSize(1)).toBe('1 byte')
    expect(writeSize(1023)).toBe('1023 bytes')
    expect(writeSize(1536)).toBe('1.5 KB')
    expect(writeSize(3 * 1024 * 1024)).toBe('3.0 MB')
    expect(writeCount(1, 'line')).toBe('1 line')
    expect(writeCount(1800, 'device')).toBe('1,800 devices')
  })
})
