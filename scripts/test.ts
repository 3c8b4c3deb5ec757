/**
 * `npm test`: every check of the repository, one after the other, all of them even when one fails.
 * `npm test -- <filter>` hands the filter to Vitest and leaves the other checks out.
 */
import { isDashboardCurrent } from './bootstrap/dashboard.mjs'
import { chromiumCure, hasChromium } from './providers/chromium.ts'
import { findPostgres, postgresCure } from './providers/postgres-binaries.ts'
import { type Counts, close, countStoreTests, root, run, runVitest } from './run-vitest.ts'

/** Each counts as one test. They run with this process's Node.js, in the repository's root. */
const checks = [
  ['Generated files are up to date', '--conditions=@kunai/source', 'scripts/generate.ts', '--check'],
  ['Format and lint', 'node_modules/@biomejs/biome/bin/biome', 'ci'],
  ['Types', 'node_modules/typescript/bin/tsc', '-p', '.'],
  ['Types of the dashboard', 'node_modules/typescript/bin/tsc', '-p', 'packages/dashboard'],
  ["Types of the sandbox's inspector", 'node_modules/typescript/bin/tsc', '-p', 'packages/sandbox/public'],
  ['Nothing unused, nothing undeclared', 'node_modules/knip/bin/knip.js'],
] as const

const filters = process.argv.slice(2)
const totals: Counts = { passed: 0, failed: 0, skipped: 0 }
const failures: string[] = []

if (filters.length === 0) {
  for (const [title, ...command] of checks) {
    heading(title)
    count(title, (await run(process.execPath, command)) === 0)
  }
  // scripts/bootstrap.mjs built it just now, or printed why it could not.
  heading('The dashboard is built')
  count('The dashboard is built', isDashboardCurrent(root))
}

heading('Tests')
const { counts, report } = await runVitest(filters)
totals.passed += counts.passed
totals.failed += counts.failed
totals.skipped += counts.skipped
if (counts.failed > 0) failures.push('Tests')
if (counts.passed + counts.failed === 0) {
  failures.push('Tests: none ran')
  totals.failed++
}

if (!findPostgres()) {
  // The same files ran on the embedded database; on PostgreSQL each of their tests is one that did not run.
  if (report) totals.skipped += countStoreTests(report)
  console.log(`\nSkipped: gateway and e2e tests on PostgreSQL. ${postgresCure}.`)
}
if (!hasChromium()) console.log(`\nSkipped: tests in a browser. ${chromiumCure}.`)
if (failures.length > 0) console.log(`\nFailed: ${failures.join('; ')}.`)
console.log()
close(totals)

function count(title: string, passed: boolean): void {
  totals[passed ? 'passed' : 'failed']++
  if (!passed) failures.push(title)
  console.log(passed ? 'ok' : 'FAILED')
}

function heading(title: string): void {
  console.log(`\n── ${title} ${'─'.repeat(Math.max(2, 76 - title.length))}`)
}
