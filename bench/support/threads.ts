/** How busy each thread of a process was, as Linux counts it; empty elsewhere. */
import { readdirSync, readFileSync } from 'node:fs'

/** The kernel counts in hundredths of a second on every system that Node.js runs on. */
const ticksPerSecond = 100

/** Processor seconds by thread id. The main thread has the id of the process. */
function readThreads(pid: number): Map<number, { name: string; seconds: number }> {
  const threads = new Map<number, { name: string; seconds: number }>()
  try {
    for (const id of readdirSync(`/proc/${pid}/task`)) {
      const stat = readFileSync(`/proc/${pid}/task/${id}/stat`, 'utf8')
      const close = stat.lastIndexOf(')')
      const fields = stat.slice(close + 2).split(' ')
      const ticks = Number(fields[11]) + Number(fields[12])
      threads.set(Number(id), { name: stat.slice(stat.indexOf('(') + 1, close), seconds: ticks / ticksPerSecond })
    }
  } catch {
    // Not Linux, or the process is gone.
  }
  return threads
}

export interface Busy {
  readonly main: number
  /** The busiest thread beside the main one. */
  readonly second: number
  /** All threads together. */
  readonly all: number
}

/** Starts counting; the returned function tells the shares of one core since then. */
export function watchThreads(pid: number): () => Busy {
  const before = readThreads(pid)
  const beganMs = performance.now()
  return () => {
    const seconds = (performance.now() - beganMs) / 1000
    let [main, second, all] = [0, 0, 0]
    for (const [id, thread] of readThreads(pid)) {
      const share = (thread.seconds - (before.get(id)?.seconds ?? 0)) / seconds
      all += share
      if (id === pid) main = share
      else second = Math.max(second, share)
    }
    return { main, second, all }
  }
}
