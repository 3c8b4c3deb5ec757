/** The file store: private, whole, and locked across processes even when one of them is killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { tryLock } from '../process-lock.ts'
import { errorOf } from './test-support.ts'
import { fileTokenStore, memoryTokenStore } from './token-store.ts'

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kunai-tokens-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Runs `code` as a process of its own with `tryLock` and `fileTokenStore` at hand; `say` sends a line to us. */
function startProcess(code: string): ChildProcess {
  const source = `
    import { tryLock } from ${JSON.stringify(new URL('../process-lock.ts', import.meta.url).href)}
    import { fileTokenStore } from ${JSON.stringify(new URL('token-store.ts', import.meta.url).href)}
    ${code}`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}

test('a file is kept for its owner alone, survives the process, and is replaced as a whole', async () => {
  const folder = emptyFolder()
  const path = join(folder, 'tokens.json')
  const store = fileTokenStore(path)
  expect(await store.load()).toBeUndefined()
  await store.exclusively(() => store.save({ refreshToken: 'one' }))
  // What a process that was killed in the middle of saving leaves behind.
  writeFileSync(`${path}.next`, '{"half', { mode: 0o644 })
  await store.exclusively(() => store.save({ refreshToken: 'two', renewAtMs: 5 }))
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(await fileTokenStore(path).load()).toMatchObject({ refreshToken: 'two', renewAtMs: 5 })
  expect(readdirSync(folder).sort()).toEqual(['tokens.json', 'tokens.json.lock'])
})

test('a file that others may read, or that is none of ours, is refused without quoting it', async () => {
  const path = join(emptyFolder(), 'tokens.json')
  for (const text of ['{"refreshToken":"canary"', '{"version":2,"refreshToken":"canary"}', 'null', '']) {
    writeFileSync(path, text, { mode: 0o600 })
    const error = await errorOf(fileTokenStore(path).load())
    expect(inspect(error)).toContain('does not hold tokens')
    expect(inspect(error)).not.toContain('canary')
  }
  writeFileSync(path, '{"version":1,"refreshToken":"canary"}')
  chmodSync(path, 0o640)
  expect(inspect(await errorOf(fileTokenStore(path).load()))).toContain('chmod 600')
})

test('a store can be printed', () => {
  const store = memoryTokenStore({ refreshToken: 'canary' })
  expect(inspect(store, { depth: 20, showHidden: true })).not.toContain('canary')
})

test('who waits for another process that does not give back is told so', async () => {
  const path = join(emptyFolder(), 'tokens.json')
  const lock = tryLock(`${path}.lock`)
  const store = fileTokenStore(path, { waitMsMax: 0 })
  expect((await errorOf(store.exclusively(async () => 1))) as Error).toMatchObject({
    message: expect.stringContaining(`Another process (${process.pid})`),
  })
  if ('release' in lock) lock.release()
  expect(await store.exclusively(async () => 1)).toBe(1)
})

test('four processes that add to one file, two of them killed on the way: no addition is lost or doubled', async () => {
  const path = join(emptyFolder(), 'tokens.json')
  const store = fileTokenStore(path)
  await store.exclusively(() => store.save({ refreshToken: '0' }))
  const additions = 60
  const run = (killedAt: number) =>
    startProcess(`
      const store = fileTokenStore(${JSON.stringify(path)})
      for (let count = 0; count < ${additions}; count++) {
        await store.exclusively(async () => {
          const { refreshToken } = await store.load()
          await new Promise((resolve) => setImmediate(resolve))
          await store.save({ refreshToken: String(Number(refreshToken) + 1) })
          if (count === ${killedAt}) process.kill(process.pid, 'SIGKILL')
        })
      }
    `)
  const ended = [run(-1), run(-1), run(20), run(40)].map((child) => once(child, 'exit'))
  expect(await Promise.all(ended)).toEqual([
    [0, null],
    [0, null],
    [null, 'SIGKILL'],
    [null, 'SIGKILL'],
  ])
  expect(await store.load()).toMatchObject({ refreshToken: String(2 * additions + 21 + 41) })
})
