/**
 * One holder at a time among the processes of one machine, with nothing but files, and no holder that can take the
 * lock into its grave: each lock file names its process and when that started, so a dead holder, or a pid used again,
 * is seen for what it is.
 *
 * Removing a dead holder's file and then creating one's own has a gap in which two can succeed. So nobody removes to
 * acquire: holders are numbered, and number n + 1 is taken by link(2), which succeeds once. `<path>` holds the
 * number of the last holder, written before older numbers are cleared away; whoever finds it ahead of the number
 * just taken has taken a cleared one, and starts over.
 *
 * The processes must see each other's pids: containers that share only a volume do not.
 */
import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

interface Holder {
  readonly pid: number
  /** When the process started; null where the system does not tell. */
  readonly startedAt: string | null
  readonly token: string
}

/** The lock, or the process that has it. */
export type Lock = { readonly release: () => void } | { readonly heldBy: number }

/** Takes the lock if it is free. `path` and files beside it that begin with its name belong to the lock. */
export function tryLock(path: string): Lock {
  const mine: Holder = { pid: process.pid, startedAt: startOf(process.pid), token: randomUUID() }
  const draft = `${path}.${mine.token}`
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 })
  try {
    for (;;) {
      const first = readNumber(path)
      let last = first
      while (readHolder(path, last + 1) !== undefined) last++
      const holder = readHolder(path, last)
      if (holder !== undefined && isAlive(holder)) return { heldBy: holder.pid }
      const number = last + 1
      if (!linkIfFree(draft, numbered(path, number))) continue
      if (readNumber(path) >= number) {
        rmSync(numbered(path, number), { force: true })
        continue
      }
      const next = `${draft}.number`
      writeFileSync(next, String(number), { mode: 0o600 })
      renameSync(next, path)
      for (let old = first; old < number; old++) rmSync(numbered(path, old), { force: true })
      // Gone while <path> still says its number: that is how a free lock looks.
      return { release: () => rmSync(numbered(path, number), { force: true }) }
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

const numbered = (path: string, number: number) => `${path}.${number}`

function readNumber(path: string): number {
  const text = readIfThere(path)
  if (text === undefined) return 0
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new Error(`The lock file ${path} was not written by this program. Remove it if nothing uses it.`)
}

function readHolder(path: string, number: number): Holder | undefined {
  const text = readIfThere(numbered(path, number))
  // Linked whole, so it cannot be half a file.
  return text === undefined ? undefined : (JSON.parse(text) as Holder)
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function linkIfFree(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const startedAt = startOf(holder.pid)
  // Linux tells of a killed process that nobody has waited for yet, too: it holds nothing any more.
  return holder.startedAt === null || startedAt === holder.startedAt
}

/** When `pid` started, as Linux tells it; null elsewhere, and when there is no such process or only its remains. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the command in parentheses and may itself hold blanks and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return null
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`
  } catch {
    return null
  }
}
