/** Python's Jinja2 as a process that answers line by line. */
import { execFileSync, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Debian's, whatever else is on the path. */
const python = '/usr/bin/python3'
const script = fileURLToPath(new URL('../../test-data/oracle.py', import.meta.url))

export interface Task {
  readonly template: string
  readonly context: unknown
  readonly options?: Readonly<Record<string, unknown>>
  /** What a loader finds. */
  readonly templates?: Readonly<Record<string, string>>
}

export type Answer = { readonly text: string } | { readonly error: string; readonly message: string }

/** @returns why there is none, or undefined */
export function oracleIsAbsent(): string | undefined {
  try {
    execFileSync(python, ['-c', 'import jinja2'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'python3-jinja2 is not installed: templates were not compared with Python'
  }
}

export function startOracle() {
  const child = spawn(python, ['-W', 'ignore', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting: ((answer: Answer) => void)[] = []
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(JSON.parse(line) as Answer))
  return {
    ask(task: Task): Promise<Answer> {
      return new Promise((resolve) => {
        waiting.push(resolve)
        child.stdin.write(`${JSON.stringify(task)}\n`)
      })
    },
    close: () => child.stdin.end(),
  }
}
