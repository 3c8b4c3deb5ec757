/** The official conformance suite against our door. What it finds is pinned here and explained in docs/reference. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestBuild, type TestBuild } from './test-build.ts'

const suite = createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/dist/index.js')
const reference = new URL('../../docs/reference/mcp-conformance.md', import.meta.url)

let build: TestBuild
let results: string
beforeAll(async () => {
  build = await startTestBuild()
  results = await mkdtemp(join(tmpdir(), 'kunai-conformance-'))
})
afterAll(async () => {
  await build.close()
  await rm(results, { recursive: true, force: true })
})

interface Run {
  /** 0 when every scenario that the revision requires passes. */
  readonly exitCode: number
  readonly passed: number
  readonly failed: number
  /** Failed checks of each scenario that has any. */
  readonly failures: Readonly<Record<string, number>>
}

function runSuite(revision: string): Promise<Run> {
  const given = ['server', '--url', build.url, '--requirements', revision, '--output-dir', join(results, revision)]
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [suite, ...given], { maxBuffer: 2 ** 26 }, (error, output) => {
      const total = /^Total: (\d+) passed, (\d+) failed$/m.exec(output)
      if (total === null)
        return reject(new Error(`the suite did not finish: ${error?.message}\n${output.slice(-2000)}`))
      const lines = output.matchAll(/^[✓✗] (\S+): \d+ passed, (\d+) failed/gm)
      const failures = [...lines].map(([, name, failed]) => [name, Number(failed)] as const)
      resolve({
        exitCode: Number(error?.code ?? 0),
        passed: Number(total[1]),
        failed: Number(total[2]),
        failures: Object.fromEntries(failures.filter(([, failed]) => failed > 0)),
      })
    })
  })
}

test('2025-11-25: every check passes', async () => {
  const run = await runSuite('2025-11-25')
  expect(run).toEqual({ exitCode: 0, passed: 79, failed: 0, failures: {} })
  await isWrittenDown('2025-11-25', run)
})

test('2026-07-28: everything required passes; what fails is the optional tasks extension', async () => {
  const run = await runSuite('2026-07-28')
  expect(run).toEqual({
    exitCode: 0,
    passed: 165,
    failed: 27,
    failures: {
      'tasks-lifecycle': 7,
      'tasks-capability-negotiation': 4,
      'tasks-wire-fields': 3,
      'tasks-request-state-removal': 1,
      'tasks-mrtr-input': 3,
      'tasks-request-headers': 2,
      'tasks-dispatch-and-envelope': 5,
      'tasks-required-task-error': 1,
      'tasks-mrtr-composition': 1,
    },
  })
  await isWrittenDown('2026-07-28', run)
})

test('neither run made the door fail', () => {
  expect(build.faults).toEqual([])
})

async function isWrittenDown(revision: string, run: Run): Promise<void> {
  const text = await readFile(reference, 'utf8')
  expect(text).toContain(`| ${revision} | ${run.passed} | ${run.failed} |`)
  for (const [name, failed] of Object.entries(run.failures)) expect(text).toContain(`| \`${name}\` | ${failed} |`)
}
