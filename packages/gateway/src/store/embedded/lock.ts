/**
 * An exclusive lock on a folder, held by a living process.
 * PGlite does not notice a second process on its folder: both would write, and rows would vanish.
 * The lock file names the owner's pid and when that process started, so that a pid used again is not
 * mistaken for the owner.
 */

import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StoreError } from '../error.ts'

interface Owner {
  pid: number
  /** Start time of the process in clock ticks since boot and the boot's id; null where the system does not tell. */
  startedAt: string | null
  token: string
}

/** When process `pid` started, as Linux tells it; null elsewhere or when there is no such process. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the command in parentheses and may itself hold blanks and parentheses.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${ticks}`
  } catch {
    return null
  }
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return owner.startedAt === null || startOf(owner.pid) === owner.startedAt
}

function readOwner(path: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Owner
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    // The file is created whole by link(2), so half a file means that somebody else wrote it: leave it alone.
    throw new StoreError(
      'store_locked',
      `The lock file ${path} cannot be read. Remove it if no kunai is running.`,
      error,
    )
  }
}

/** Takes the lock or throws `store_locked`; the returned function gives it back. */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'kunai.lock')
  const mine: Owner = { pid: process.pid, startedAt: startOf(process.pid), token: randomUUID() }
  const draft = `${path}.${mine.token}`
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 })
  try {
    for (;;) {
      try {
        linkSync(draft, path)
        return () => {
          if (readOwner(path)?.token === mine.token) rmSync(path, { force: true })
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const owner = readOwner(path)
      if (owner === undefined) continue
      if (isAlive(owner)) {
        throw new StoreError(
          'store_locked',
          `The data folder ${folder} is in use by another kunai (process ${owner.pid}). Stop it, or set KUNAI_HOME to another folder.`,
        )
      }
      // Dead owner. Move its lock aside; if what moved is not what was read, a third process was faster: give it back.
      const aside = `${path}.dead-${mine.token}`
      try {
        renameSync(path, aside)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue
        throw error
      }
      if (readOwner(aside)?.token !== owner.token) linkSync(aside, path)
      rmSync(aside, { force: true })
    }
  } finally {
    rmSync(draft, { force: true })
  }
}
