/** Runs Vitest in a process of its own and counts what it did. Which tests, and what follows, is the caller's. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** The part of Vitest's JSON report that is read here. */
export interface VitestReport {
  readonly success: boolean
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

export const root = fileURLToPath(new URL('../', import.meta.url))

/** `passed` and `failed` are exhaustive; every other word (pending, todo, skipped, disabled) is a test that did not run. */
export function countReport(report: VitestReport): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const { status, assertionResults } of report.testResults) {
    for (const test of assertionResults) {
      counts[test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped']++
    }
    // A file that could not be loaded has no tests of its own to count, and one whose hooks failed none that failed.
    if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) counts.failed++
  }
  // An error outside any test (an unhandled rejection) fails the run without failing a test.
  if (!report.success && counts.failed === 0) counts.failed++
  return counts
}

/** How many tests stand in files that run once per store. */
export function countStoreTests(report: VitestReport): number {
  return report.testResults
    .filter(({ name }) => /^(packages\/gateway|e2e)\//.test(relative(root, name).split(sep).join('/')))
    .reduce((sum, { assertionResults }) => sum + assertionResults.length, 0)
}

export interface VitestRun {
  readonly counts: Counts
  /** Undefined when Vitest ended before it could write one. */
  readonly report: VitestReport | undefined
}

export async function runVitest(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<VitestRun> {
  const folder = mkdtempSync(join(tmpdir(), 'kunai-vitest-'))
  const file = join(folder, 'report.json')
  // At the exit, not in a `finally`: a run that is stopped by a signal leaves nothing behind either.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const code = await run(process.execPath, [vitest, 'run', ...reporters, ...args], environment)
  const report = readReport(file)
  const counts = report ? countReport(report) : { passed: 0, failed: 1, skipped: 0 }
  if (code !== 0 && counts.failed === 0) counts.failed++
  return { counts, report }
}

function readReport(file: string): VitestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as VitestReport
  } catch {
    return undefined
  }
}

/** Exit code of a program that writes to our terminal; 1 when it was killed or not found. */
export function run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } })
    const stop = (signal: NodeJS.Signals) => {
      // Ctrl-C reached it already; it tidies up, then this process ends too.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
      process.exitCode = 130
    }
    process.once('SIGINT', stop).once('SIGTERM', stop)
    child.on('error', (error) => {
      console.error(error.message)
      resolve(1)
    })
    child.on('exit', (code) => {
      process.off('SIGINT', stop).off('SIGTERM', stop)
      if (process.exitCode === 130) process.exit(130)
      resolve(code ?? 1)
    })
  })
}

/** The closing line that people and CI read, and the exit code that goes with it. Nothing may be printed after it. */
export function close({ passed, failed, skipped }: Counts): void {
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  process.exitCode = failed > 0 ? 1 : 0
}
