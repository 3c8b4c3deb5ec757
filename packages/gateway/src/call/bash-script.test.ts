/** The wrapper is tried where it runs: in bash, behind the runner that NinjaOne's own texts tell people to make. */
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  decodeScript,
  encodedLengthMax,
  encodeScript,
  findScriptFault,
  nonceOf,
  readReceiptLines,
} from './bash-script.ts'
import { runBash, runner, throughRunner } from './test/run-bash.ts'

const nonce = nonceOf('call_1')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kunai-bash-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a script that arrives whole', () => {
  it('cannot read the runner: input is empty, so no line of it is eaten', async () => {
    const ran = await throughRunner(encodeScript('cat; read -r x || echo empty\necho after', nonce), folder)
    expect(ran.output).toBe(`${nonce} begin\nempty\nafter\n${nonce} end 0\n`)
  })

  it('that was changed on its way is refused with 97 and does nothing', async () => {
    const wrapped = Buffer.from(encodeScript('touch made', nonce), 'base64').toString('utf8')
    const ran = await throughRunner(Buffer.from(wrapped.replace('touch made', 'touch evil')).toString('base64'), folder)
    expect(ran.exitCode).toBe(97)
    expect(readReceiptLines(ran.output, nonce)).toEqual({ began: false, refused: true, exitCode: undefined })
    expect(readdirSync(folder)).toEqual([])
  })

  it('is checked also where there is no sha256sum, as on macOS', async () => {
    const bin = mkdtempSync(join(folder, 'bin-'))
    const paths = await runBash('command -v bash base64 sha256sum', folder)
    const [bash = '', base64 = '', sha256sum = ''] = paths.output.trim().split('\n')
    symlinkSync(bash, join(bin, 'bash'))
    symlinkSync(base64, join(bin, 'base64'))
    const shasum = `#!${bash}\n[ "$1 $2" = '-a 256' ] && exec ${sha256sum}\n`
    writeFileSync(join(bin, 'shasum'), shasum, { mode: 0o755 })
    const ran = await runBash(`PATH='${bin}'; ${runner}`, folder, [encodeScript('echo ran', nonce)])
    expect(ran.output).toBe(`${nonce} begin\nran\n${nonce} end 0\n`)
  })
})

describe('before anyone is asked', () => {
  it.each([
    ['', 'is empty'],
    [' \n\t', 'is empty'],
    ['echo a\0b', 'NUL'],
    ['echo a\r\necho b', 'carriage returns'],
    ['echo \u001b[31m', 'control character \\x1b'],
    ['\uFEFFecho', 'byte order mark'],
    ['echo \ud800', 'not well-formed'],
    ['#!/usr/bin/env python3\nprint(1)', 'another interpreter'],
    ['#!/usr/bin/perl\n', 'another interpreter'],
    [`echo ${'x'.repeat(encodedLengthMax)}`, 'on the wire'],
  ])('%j is refused, and the words say what to do', (script, words) => {
    expect(findScriptFault(script)).toContain(words)
    expect(findScriptFault(script)).toMatch(/: .+\.$/)
  })

  it.each(['#!/bin/bash\necho', '#!/usr/bin/env bash\necho', '#!/bin/sh -e\necho', "echo $'\\r'"])(
    '%j passes',
    (script) => {
      expect(findScriptFault(script)).toBeUndefined()
    },
  )
})

it('a parameter for the bare runner is read back, and anything that is no script is not', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (script) => {
      fc.pre(script.isWellFormed())
      expect(decodeScript(Buffer.from(script).toString('base64'))).toBe(script)
    }),
  )
  for (const parameter of ['', '--all', 'aGk', 'aGk= ', 'aGl=', '/w==', 'a b'])
    expect(decodeScript(parameter)).toBeUndefined()
})

it('a receipt of another call proves nothing', () => {
  const output = `${nonceOf('call_2')} begin\n${nonceOf('call_2')} end 0\n`
  expect(readReceiptLines(output, nonce)).toEqual({ began: false, refused: false, exitCode: undefined })
})
