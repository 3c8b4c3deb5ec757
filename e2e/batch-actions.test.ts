/**
 * The actions that SOAR playbooks know, each over rows of a file through the command line against the sandbox: rows
 * that go well, rows that fail, and lists. Every row comes back in its place with its columns.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { soarActions } from '../packages/gateway/src/batch/index.ts'
import { runCommand } from '../packages/gateway/src/doors/cli/test/command.ts'
import { definePolicy } from '../packages/gateway/src/policy/index.ts'
import { startTestGateway, type TestGateway } from '../packages/gateway/test/gateway.ts'
import { batchCases, type Row } from './support/batch-cases.ts'

let test: TestGateway
let pending: number
beforeAll(async () => {
  const policy = definePolicy([{ id: 'everything', verdict: 'allow', match: {} }])
  test = await startTestGateway({ policy: () => policy })
  test.home.setRunning({ url: test.gateway.url, pid: process.pid })
  const devices = await read<{ id: number }[]>('devices.list', { pageSize: 1000 })
  const ids = new Set(devices.map(({ id }) => id))
  // The one device that the list leaves out waits for approval.
  pending = Array.from({ length: 60 }, (_, index) => 1001 + index).find((id) => !ids.has(id)) ?? 0
})
afterAll(() => test.close())

async function read<Data>(operation: string, input: Row): Promise<Data> {
  const outcome = await test.ask(operation, input)
  if (outcome.status !== 'done') throw new Error(`${operation}: ${JSON.stringify(outcome)}`)
  return outcome.data as Data
}

async function run(action: string, template: Record<string, string>, rows: readonly Row[]) {
  const input = join(test.home.folder, 'rows.jsonl')
  const templateFile = join(test.home.folder, 'template.json')
  writeFileSync(input, rows.map((row) => JSON.stringify(row)).join('\n'))
  writeFileSync(templateFile, JSON.stringify(template))
  const argv = [
    'batch',
    'run',
    action,
    '--input',
    input,
    '--template',
    `@${templateFile}`,
    '--interval',
    '0',
    '--again',
  ]
  const { code, stdout, stderr } = await runCommand(test, argv)
  const out = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row & { has_error: boolean; error: string | null; result: Row })
  return { code, out, stderr }
}

const cases = batchCases({ pending: () => pending, read })

it('there is a case for each action of the table', () => {
  expect(Object.keys(cases)).toEqual(soarActions.map(({ name }) => name))
})

it.each(Object.entries(cases))('%s', async (action, { template, rows, fails, list, check }) => {
  const input = rows()
  const { code, out, stderr } = await run(action, template, input)
  expect(stderr).not.toContain('fault:')
  expect(code, stderr).toBe(Object.keys(fails).length > 0 ? 3 : 0)
  // In input order, each with all columns of its row and with the three keys first.
  const seen = input.map((row) =>
    out.filter((one) => Object.entries(row).every(([name, value]) => one[name] === value)),
  )
  expect(seen.every((results) => results.length > 0)).toBe(true)
  for (const row of out) expect(Object.keys(row).slice(0, 3)).toEqual(['has_error', 'error', 'result'])
  for (const [index, results] of seen.entries()) {
    const expected = fails[index]
    expect(
      results.map(({ has_error }) => has_error),
      `row ${index}: ${results[0]?.error}`,
    ).toEqual(results.map(() => expected !== undefined))
    if (expected) expect(results[0]?.error).toMatch(expected)
  }
  if (list) expect(seen[0]?.length).toBeGreaterThan(1)
  await check?.(out)
})
