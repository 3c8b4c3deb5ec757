import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isInstallCurrent } from './install.mjs'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kunai-install-'))
  mkdirSync(join(root, 'node_modules'))
})
afterEach(() => rmSync(root, { recursive: true }))

const zod = { version: '4.0.0', integrity: 'sha512-a' }
const foreign = { version: '1.0.0', integrity: 'sha512-b', optional: true }

function write(wanted: object, installed?: object): void {
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({ packages: { '': {}, 'packages/api': {}, ...wanted } }),
  )
  if (installed) writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }))
}

test('an install that never finished is not current', () => {
  write({ 'node_modules/zod': zod })
  expect(isInstallCurrent(root)).toBe(false)
})

test('what package-lock.json names is current, also without packages made for another system', () => {
  write({ 'node_modules/zod': zod, 'node_modules/foreign': foreign }, { 'node_modules/zod': zod })
  expect(isInstallCurrent(root)).toBe(true)
})

test('a missing, another or a replaced package is not current', () => {
  const wanted = { 'node_modules/zod': zod }
  write(wanted, {})
  expect(isInstallCurrent(root)).toBe(false)
  write(wanted, { 'node_modules/zod': { ...zod, version: '4.0.1' } })
  expect(isInstallCurrent(root)).toBe(false)
  write(wanted, { 'node_modules/zod': { ...zod, integrity: 'sha512-c' } })
  expect(isInstallCurrent(root)).toBe(false)
})

test('an optional package of another version is not current', () => {
  write({ 'node_modules/foreign': foreign }, { 'node_modules/foreign': { ...foreign, version: '0.9.0' } })
  expect(isInstallCurrent(root)).toBe(false)
})
