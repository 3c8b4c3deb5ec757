/** What LogicHub's integrations read and write, held against golden files and a plain loop over the same rows. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { runCommand } from './test/command.ts'

let test: TestGateway
beforeAll(async () => {
  test = await startTestGateway()
  test.home.setRunning({ url: test.gateway.url, pid: process.pid })
})
afterAll(() => test.close())

const golden = (name: string) => readFileSync(new URL(`./test/golden/${name}`, import.meta.url), 'utf8')

describe('--lhub', () => {
  const services = [
    'run',
    'Windows Services and Status',
    '--lhub',
    '--interval',
    '0',
    '-t',
    'Device ID={{ device }}',
    '-t',
    'Service Name={{ name }}',
    '-t',
    'Service State=',
  ]
  const rows = [
    { lhub_id: 17, device: 1001, name: 'Spooler' },
    { lhub_id: 18, device: 1001, name: 'NoSuchService' },
    { lhub_id: 19, name: 'Spooler' },
    { lhub_id: 'a-20', device: 1001, name: 'W32Time' },
  ]

  it('a pipe gets marked lines, and every one has the identity of its row, error rows too', async () => {
    const stdin = rows.map((row) => JSON.stringify({ row })).join('\n')
    const { code, stdout } = await runCommand(test, ['batch', ...services], stdin)
    expect(code).toBe(0)
    expect(stdout).toBe(golden('lhub-pipe.txt'))
  })

  it('files get one line for each result, with what was logged beside it', async () => {
    const folder = join(test.home.folder, 'input')
    mkdirSync(folder)
    writeFileSync(join(folder, 'part-00000'), rows.map((row) => JSON.stringify(row)).join('\n'))
    writeFileSync(join(folder, 'part-00001'), '{"lhub_id": 99}')
    const output = join(test.home.folder, 'output.json')
    const environment = { KUNAI_LHUB_INPUT_FOLDER: folder, KUNAI_LHUB_OUTPUT_FILE: output }
    const { code, stdout } = await runCommand(test, ['batch', ...services], '', environment)
    expect([code, stdout]).toEqual([0, ''])
    expect(readFileSync(output, 'utf8')).toBe(golden('lhub-file.jsonl'))
  })

  it('the same rows through a plain loop give the same result objects', async () => {
    const asked = [{ lhub_id: 1, device: 1001, name: '' }, ...rows, { lhub_id: 21, device: 999_999, name: '' }]
    const stdin = asked.map((row) => JSON.stringify({ row })).join('\n')
    const { stdout } = await runCommand(test, ['batch', ...services], stdin)
    const ours = stdout
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [, meta = '', result = ''] = /^\[result\]\[meta\](.*?)\[\/meta\] (.*)$/.exec(line) ?? []
        return { ...JSON.parse(meta), result: JSON.parse(result) }
      })
    const loop = await referenceLoop(asked)
    expect(loop.length).toBeGreaterThan(asked.length)
    // Why a row failed is said in other words.
    const withoutWords = loop.map(({ result, ...row }) =>
      'error' in result && result.error !== null
        ? { ...row, result: { ...result, error: expect.any(String) } }
        : { ...row, result },
    )
    expect(ours).toEqual(withoutWords)
  })

  /** What an integration of LogicHub's kind does: a call for each row, one result for each element. */
  async function referenceLoop(asked: readonly Record<string, unknown>[]) {
    const { url, machine } = test.sandbox
    const grant = { grant_type: 'client_credentials', client_id: machine.clientId, client_secret: machine.clientSecret }
    const granted = await fetch(`${url}/ws/oauth/token`, { method: 'POST', body: new URLSearchParams(grant) })
    const { access_token: token } = (await granted.json()) as { access_token: string }
    const lines: { original_lhub_id: unknown; result: Record<string, unknown> }[] = []
    for (const row of asked) {
      let results: Record<string, unknown>[]
      try {
        if (row.device === undefined) throw new Error('The row has no column device.')
        const query = row.name === '' ? '' : `?name=${row.name}`
        const answer = await fetch(`${url}/v2/device/${row.device}/windows-services${query}`, {
          headers: { authorization: `Bearer ${token}` },
        })
        if (!answer.ok) throw new Error(`NinjaOne answered ${answer.status}.`)
        const list = (await answer.json()) as unknown[]
        results = list.map((result) => ({ has_error: false, error: null, result }))
        if (list.length === 0) results = [{ noResults: 'no results returned' }]
      } catch (error) {
        results = [{ has_error: true, error: (error as Error).message, result: null, data: row }]
      }
      lines.push(...results.map((result) => ({ original_lhub_id: row.lhub_id, result })))
    }
    return lines
  }

  it('no rows make no rows; a step that cannot run says so as LogicHub reads it, and exits with 1', async () => {
    expect(await runCommand(test, ['batch', ...services])).toMatchObject({ code: 0, stdout: '' })
    const { code, stderr } = await runCommand(test, ['batch', 'run', 'Reboot Device', '--lhub', '-t', 'Device=1'])
    expect(code).toBe(1)
    const failure = JSON.parse(stderr)
    expect(failure).toEqual({
      errors: [{ message: failure.message, inputId: null }],
      message: expect.stringContaining('no field'),
    })
  })
})
