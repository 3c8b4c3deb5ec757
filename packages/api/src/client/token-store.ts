/**
 * Where a connection's tokens are kept. Several callers and several processes may share one store: whoever refreshes
 * does it inside `exclusively`, and leaves there what the others need.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { tryLock } from '../process-lock.ts'

export interface StoredTokens {
  readonly refreshToken: string
  /** Kept here too, so that one refresh serves every process. */
  readonly accessToken?: string | undefined
  /** Milliseconds since 1970; from then on `accessToken` is not used. */
  readonly renewAtMs?: number | undefined
  /** Stands from before `refreshToken` is sent until the answer is stored; found later, that refresh came to nothing. */
  readonly refreshing?: string | undefined
  /** `refreshToken` is used up or was refused: only a person's new consent helps. */
  readonly reconnectNeeded?: boolean | undefined
}

export interface TokenStore {
  /** What is stored now; undefined before anybody has connected. */
  load(): Promise<StoredTokens | undefined>
  /** Durable when it resolves, and never half: what was there before stays until the new is whole. */
  save(tokens: StoredTokens): Promise<void>
  /**
   * Runs `use` while nobody else is in here, in this process or another. Who dies in here leaves it free. Everything
   * that saves does so in here.
   */
  exclusively<Value>(use: () => Promise<Value>): Promise<Value>
}

/** For one process; what it holds ends with it. */
export function memoryTokenStore(initial?: StoredTokens): TokenStore {
  let stored = initial
  return {
    load: async () => stored,
    save: async (tokens) => {
      stored = tokens
    },
    exclusively: oneAtATime(),
  }
}

export interface FileTokenStoreOptions {
  /** How long to wait for another process that is refreshing. */
  readonly waitMsMax?: number | undefined
}

/**
 * In one file, which only its owner may read, in a folder that exists. The processes that share it must see each
 * other's pids. Beside it stand `<path>.lock` and, for moments, files whose names begin like it.
 */
export function fileTokenStore(path: string, { waitMsMax = 300_000 }: FileTokenStoreOptions = {}): TokenStore {
  const inProcess = oneAtATime()
  return {
    load: async () => readTokens(path),
    save: async (tokens) => replaceFile(path, JSON.stringify({ version: 1, ...tokens })),
    exclusively: (use) =>
      inProcess(async () => {
        const release = await waitForLock(`${path}.lock`, waitMsMax)
        try {
          return await use()
        } finally {
          release()
        }
      }),
  }
}

/** The file system wakes nobody when a lock is given back, so whoever waits looks again; the machine's own time. */
async function waitForLock(path: string, waitMsMax: number): Promise<() => void> {
  const startMs = performance.now()
  for (let tries = 0; ; tries++) {
    const lock = tryLock(path)
    if ('release' in lock) return lock.release
    if (performance.now() - startMs > waitMsMax) {
      throw new Error(`Another process (${lock.heldBy}) has held ${path} for ${waitMsMax} ms: see what it is doing.`)
    }
    await wait(2 + Math.random() * Math.min(5 * 2 ** tries, 100))
  }
}

function readTokens(path: string): StoredTokens | undefined {
  let text: string
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
      throw new Error(`${path} holds tokens and may be read by others: chmod 600 it.`)
    }
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const tokens = parse(text)
  if (typeof tokens?.refreshToken === 'string' && tokens.version === 1) return tokens
  // The parser's own error would quote what it read.
  throw new Error(`${path} does not hold tokens of this version.`)
}

function parse(text: string): (StoredTokens & { version?: unknown }) | null {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function replaceFile(path: string, text: string): void {
  const next = `${path}.next`
  // A process that was killed while it saved has left this one.
  rmSync(next, { force: true })
  try {
    const file = openSync(next, 'wx', 0o600)
    try {
      writeSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(next, path)
  } catch (error) {
    rmSync(next, { force: true })
    throw error
  }
  // Windows cannot open a folder; its own journal keeps the name.
  if (process.platform === 'win32') return
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

function oneAtATime(): <Value>(use: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve()
  return (use) => {
    const mine = last.then(use)
    last = mine.catch(() => {})
    return mine
  }
}
