/** One at a time: two starts in the same checkout must not both install or build. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const waitAtMostMs = 15 * 60_000
/** A lock without an owner's pid is being made this moment, or its maker died between two lines. */
const nameless = 5_000

/** Runs `work` while holding the lock. It lies outside node_modules, which an install deletes. */
export async function withLock(root, work) {
  const lock = join(root, '.cache/bootstrap.lock')
  mkdirSync(join(root, '.cache'), { recursive: true })
  await take(lock)
  try {
    return await work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

async function take(lock) {
  let told = false
  for (const end = Date.now() + waitAtMostMs; Date.now() < end; await sleep(200)) {
    try {
      mkdirSync(lock)
      writeFileSync(join(lock, 'pid'), String(process.pid))
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (isAbandoned(lock)) rmSync(lock, { recursive: true, force: true })
    else if (!told) {
      console.error('Another start is installing or building here; waiting for it …')
      told = true
    }
  }
  throw new Error(`Another start held ${lock} for too long. If none is running, delete that folder and run it again.`)
}

function isAbandoned(lock) {
  try {
    const pid = Number(readFileSync(join(lock, 'pid'), 'utf8'))
    if (pid > 0) return !isAlive(pid)
  } catch {
    // No pid yet: judged by age.
  }
  try {
    return Date.now() - statSync(lock).mtimeMs > nameless
  } catch {
    return false
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, under another account.
    return error.code === 'EPERM'
  }
}
