/**
 * The file with the keys that secrets are sealed with: 32 random bytes a line, in base64url, the newest first. It
 * lies outside the database, so that whoever copies one does not have the other.
 */
import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { HomeError } from './error.ts'

export interface SecretKeys {
  /** For sentences that say where to look. */
  readonly path: string
  /** The newest first; none when there is no file. @throws HomeError for a file that cannot be trusted. */
  read(): readonly Buffer[]
  /** Makes the file with one new key, unless it is there by now. */
  create(): void
}

const keyBytes = 32

export function secretKeysIn(path: string): SecretKeys {
  return {
    path,
    read() {
      let text: string
      try {
        if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
          throw new HomeError(`${path} holds the keys of all secrets and may be read by others. Run: chmod 600 ${path}`)
        }
        text = readFileSync(path, 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
        throw error
      }
      const keys = text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => Buffer.from(line.trim(), 'base64url'))
      if (keys.length === 0 || keys.some(({ length }) => length !== keyBytes)) {
        throw new HomeError(
          `${path} is damaged: it must hold one key of ${keyBytes} bytes a line. Put its backup back.`,
        )
      }
      return keys
    },
    create() {
      const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
      writeFileSync(draft, `${randomBytes(keyBytes).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
      try {
        // A link appears whole or not at all, and never replaces the key that another process made meanwhile.
        linkSync(draft, path)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      } finally {
        unlinkSync(draft)
      }
    },
  }
}
