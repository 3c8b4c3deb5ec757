import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLock } from './lock.mjs'

let root: string
let lock: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kunai-lock-'))
  lock = join(root, '.cache/bootstrap.lock')
})
afterEach(() => rmSync(root, { recursive: true }))

test('two at once run one after the other', async () => {
  const seen: string[] = []
  const work = (name: string) => async () => {
    seen.push(`${name} starts`)
    await new Promise((resolve) => setImmediate(resolve))
    seen.push(`${name} ends`)
  }
  await Promise.all([withLock(root, work('first')), withLock(root, work('second'))])
  expect(seen).toEqual(['first starts', 'first ends', 'second starts', 'second ends'])
})

test('the lock is given back when the work fails', async () => {
  await expect(withLock(root, () => Promise.reject(new Error('no network')))).rejects.toThrow('no network')
  expect(existsSync(lock)).toBe(false)
})

test('the lock of a process that died is taken over', async () => {
  mkdirSync(lock, { recursive: true })
  // Above the largest pid that Linux gives out.
  writeFileSync(join(lock, 'pid'), '4194305')
  expect(await withLock(root, () => 'done')).toBe('done')
})
