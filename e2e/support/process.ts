/** Child processes of tests: started, watched line by line, ended by id. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const program = new URL('../../packages/gateway/bin/kunai.mjs', import.meta.url).pathname

export interface Kunai {
  readonly process: ChildProcess
  /** Everything it said so far. */
  readonly stdout: string[]
  readonly stderr: string[]
  /** First line of stdout that passes `test`; rejects with the words of stderr when it ends before. */
  line(test: (line: string) => boolean): Promise<string>
  /** Exit code, or null when it was killed. */
  exit(): Promise<number | null>
  kill(signal?: NodeJS.Signals): Promise<void>
}

/** Runs `kunai …` as a process of its own, with nothing of this process's settings but what is given. */
export function startKunai(args: readonly string[], environment: Record<string, string | undefined>): Kunai {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('KUNAI_')))
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...inherited, NODE_OPTIONS: '', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const stdout: string[] = []
  const stderr: string[] = []
  const watchers = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    stdout.push(line)
    for (const watcher of watchers) watcher()
  })
  createInterface({ input: child.stderr }).on('line', (line) => stderr.push(line))
  const exited = once(child, 'close').then(([code]) => code as number | null)
  return {
    process: child,
    stdout,
    stderr,
    exit: () => exited,
    line: (test) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = stdout.find(test)
          if (found === undefined) return
          watchers.delete(look)
          resolve(found)
        }
        watchers.add(look)
        look()
        exited.then((code) => reject(new Error(`kunai ${args.join(' ')} ended with ${code}: ${stderr.join('\n')}`)))
      }),
    async kill(signal = 'SIGKILL') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      await exited
    },
  }
}
