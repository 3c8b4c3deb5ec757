/**
 * An exclusive lock on a folder, held by a living process. PGlite does not notice a second process on its folder:
 * both would write, and rows would vanish.
 */
import { join } from 'node:path'
import { tryLock } from '@kunai/api/process-lock'
import { StoreError } from '../error.ts'

/** Takes the lock or throws `store_locked`; the returned function gives it back. */
export function lockFolder(folder: string): () => void {
  const lock = tryLock(join(folder, 'kunai.lock'))
  if ('release' in lock) return lock.release
  throw new StoreError(
    'store_locked',
    `The data folder ${folder} is in use by another kunai (process ${lock.heldBy}). Stop it, or set KUNAI_HOME to another folder.`,
  )
}
