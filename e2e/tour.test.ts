/** The tour as `npm run tour` plays it: it ends with 0 when the job was done, and with 1 in each way it can go wrong. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createTestDatabase } from '../packages/gateway/test/store.ts'

/** Each on a database of its own: a fleet of the same seed repeats the activities that another play has seen. */
async function play(...flags: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const database = await createTestDatabase()
  const tour = new URL('./tour.ts', import.meta.url).pathname
  const child = spawn(process.execPath, ['--conditions=@kunai/source', tour, ...flags], {
    env: { ...process.env, NODE_OPTIONS: '', KUNAI_DATABASE_URL: database.databaseUrl ?? '' },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (text) => (stdout += text))
  child.stderr.on('data', (text) => (stderr += text))
  const [code] = await once(child, 'close')
  await database.remove()
  return { code: code as number, stdout, stderr }
}

it('sees every step and ends with 0', async () => {
  const { code, stdout, stderr } = await play()
  expect(stderr).toBe('')
  expect(stdout).toContain('12 steps, each of them seen')
  expect(code).toBe(0)
})

it('plays the second act, with two people, when asked to', async () => {
  const { code, stdout, stderr } = await play('--act', '2')
  expect(stderr).toBe('')
  expect(stdout).toContain('exactly what was reported')
  expect(stdout).toContain('15 steps, each of them seen')
  expect(code).toBe(0)
})

describe('ends with 1 and says what was seen instead', () => {
  it.each([
    [['--deny'], /denied.*Payroll is printing.*executed it 0 time/],
    [['--let-expire'], /denied.*Nobody decided in time.*executed it 0 time/],
    [['--fault', 'accepted-but-500'], /the outcome is unknown.*executed it 1 time/],
    [['--fault', 'region-outage'], /devices could not be read.*nothing sent/s],
    [['--fault', 'something'], /--fault takes accepted-but-500.*region-outage/],
    [['--act', '3'], /two acts/],
    [['--rate-limit', 'something'], /rate-limit must be one of/],
  ])('%j', async (flags, words) => {
    const { code, stderr } = await play(...flags)
    expect(stderr).toMatch(words)
    expect(code).toBe(1)
  })
})
