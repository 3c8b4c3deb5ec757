import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { tryLock } from './process-lock.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})
function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kunai-lock-'))
  folders.push(folder)
  return folder
}

/** A process that takes the lock each time it is spoken to and says what it got. */
function startTaker(path: string) {
  const script = `
    const { tryLock } = await import(${JSON.stringify(new URL('process-lock.ts', import.meta.url).href)})
    process.on('message', () => process.send('release' in tryLock(${JSON.stringify(path)})))
    process.send('ready')`
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}
const said = async (child: ReturnType<typeof startTaker>) => (await once(child, 'message'))[0] as unknown

it('is free after its holder was killed, and not before; whoever is refused learns who has it', async () => {
  const path = join(emptyFolder(), 'lock')
  const child = startTaker(path)
  await said(child)
  child.send('take')
  expect(await said(child)).toBe(true)
  expect(tryLock(path)).toEqual({ heldBy: child.pid })
  child.kill('SIGKILL')
  await once(child, 'exit')
  const lock = tryLock(path)
  expect(lock).toHaveProperty('release')
  expect(tryLock(path)).toEqual({ heldBy: process.pid })
  if ('release' in lock) lock.release()
  expect(tryLock(path)).toHaveProperty('release')
})

it('a pid used again is not taken for the holder', () => {
  const path = join(emptyFolder(), 'lock')
  writeFileSync(`${path}.1`, JSON.stringify({ pid: process.pid, startedAt: 'another boot:1', token: 'x' }))
  expect(tryLock(path)).toHaveProperty('release')
  expect(readFileSync(path, 'utf8')).toBe('2')
  expect(existsSync(`${path}.1`)).toBe(false)
})

it('of six that race for a dead holder’s lock, one gets it, round after round', async () => {
  const path = join(emptyFolder(), 'lock')
  for (let round = 0; round < 3; round++) {
    const children = Array.from({ length: 6 }, () => startTaker(path))
    await Promise.all(children.map(said))
    const answers = Promise.all(children.map(said))
    for (const child of children) child.send('take')
    expect((await answers).filter((got) => got === true)).toHaveLength(1)
    const gone = Promise.all(children.map((child) => once(child, 'exit')))
    for (const child of children) child.kill('SIGKILL')
    await gone
  }
})
