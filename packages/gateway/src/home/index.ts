/**
 * KUNAI_HOME: where the gateway's own files lie. Decides names and permissions; what is in them is others' business.
 *
 *   data/          the embedded database
 *   keys/owner     key of the owner's terminal, for `kunai people add` alone
 *   keys/cli       key of the command line
 *   keys/mcp/NAME  one key per MCP client
 *   keys/secrets   what the secrets of connections are sealed with, one key a line, the newest first
 *   running.json   address and process of the gateway that runs on this home
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { HomeError } from './error.ts'
import { type SecretKeys, secretKeysIn } from './secret-keys.ts'

export type { SecretKeys } from './secret-keys.ts'

export type KeyKind = 'owner' | 'cli' | 'mcp'

/** Prefixes tell people and secret scanners what they have found. */
const prefixes: Record<KeyKind, string> = { owner: 'kot_', cli: 'kct_', mcp: 'kmc_' }

export interface Running {
  readonly url: string
  readonly pid: number
}

export interface Home {
  readonly folder: string
  readonly dataFolder: string
  /** The key's text; made on first use. */
  key(kind: KeyKind, name?: string): string
  /** Names and texts of all MCP keys. */
  mcpKeys(): { name: string; key: string }[]
  secretKeys: SecretKeys
  running(): Running | undefined
  setRunning(running: Running | undefined): void
}

const namePattern = /^[a-z0-9][a-z0-9._-]{0,63}$/i

/** `KUNAI_HOME`, or `.kunai` in the user's home folder. */
export function openHome(folder = process.env.KUNAI_HOME ?? join(homedir(), '.kunai')): Home {
  const keysFolder = join(folder, 'keys')
  const mcpFolder = join(keysFolder, 'mcp')
  try {
    mkdirSync(mcpFolder, { recursive: true, mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new HomeError(`The folder ${folder} cannot be used (${code}). Set KUNAI_HOME to a folder you can write to.`, {
      cause: error,
    })
  }
  const runningPath = join(folder, 'running.json')
  return {
    folder,
    dataFolder: join(folder, 'data'),
    key(kind, name = 'default') {
      if (!namePattern.test(name)) {
        throw new HomeError(`"${name}" cannot name a key: use letters, digits, ".", "_" and "-", at most 64.`)
      }
      const path = kind === 'mcp' ? join(mcpFolder, name) : join(keysFolder, kind)
      if (!existsSync(path)) {
        const key = prefixes[kind] + randomBytes(32).toString('base64url')
        try {
          writeFileSync(path, `${key}\n`, { mode: 0o600, flag: 'wx' })
        } catch (error) {
          // Another process made it between the two lines: its key is as good.
          if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
        }
      }
      return readFileSync(path, 'utf8').trim()
    },
    mcpKeys: () =>
      readdirSync(mcpFolder)
        .filter((name) => namePattern.test(name))
        .map((name) => ({ name, key: readFileSync(join(mcpFolder, name), 'utf8').trim() })),
    secretKeys: secretKeysIn(join(keysFolder, 'secrets')),
    running() {
      try {
        const running = JSON.parse(readFileSync(runningPath, 'utf8')) as Running
        process.kill(running.pid, 0)
        return running
      } catch {
        // No file, half a file, or a process that is gone: nothing runs here.
        return undefined
      }
    },
    setRunning(running) {
      if (running) writeFileSync(runningPath, JSON.stringify(running), { mode: 0o600 })
      else rmSync(runningPath, { force: true })
    },
  }
}
