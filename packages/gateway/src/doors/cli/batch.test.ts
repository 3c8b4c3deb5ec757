import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { executions, startTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { approveNext, runCommand } from './test/command.ts'

let test: TestGateway
beforeAll(async () => {
  test = await startTestGateway()
  test.home.setRunning({ url: test.gateway.url, pid: process.pid })
})
afterAll(() => test.close())

const file = (name: string, content: string) => {
  const path = join(test.home.folder, name)
  writeFileSync(path, content)
  return path
}
const run = (...argv: string[]) => runCommand(test, ['batch', ...argv])
const rename = ['devices.update', '-t', 'id={{ id }}', '-t', 'displayName={{ name }}']
const golden = (name: string) => readFileSync(new URL(`./test/golden/${name}`, import.meta.url), 'utf8')

describe('a batch from the command line', () => {
  it('preview shows and sends nothing; the plan file runs exactly that; results keep every column', async () => {
    const input = file('rows.csv', 'id,name,site\r\n1001,Reception,=cmd()\r\n1002,"Lab, 2",-5\r\n999999,Nobody,x\r\n')
    const plan = join(test.home.folder, 'plan.json')
    const before = executions(test)
    const preview = await run('preview', ...rename, '-i', input, '--plan', plan)
    expect(preview.code).toBe(3)
    expect(preview.stderr).toContain('2 of 3 rows will be sent; a person has to approve')
    expect(preview.stderr).toContain('line 4: There is no device 999999')
    expect(preview.stderr).toMatch(/line 2: .* displayName: .* → "Reception"/)
    expect(executions(test)).toBe(before)

    const out = join(test.home.folder, 'out.csv')
    const [applied] = await Promise.all([run('run', '--apply', plan, '-i', input, '-o', out), approveNext(test)])
    expect(applied.code).toBe(3)
    expect(applied.stderr).toContain('Waits for a person: http')
    expect(executions(test)).toBe(before + 2)
    expect(readFileSync(out, 'utf8')).toBe(golden('results.csv'))
  })

  it('a plan does not fit rows that were edited since', async () => {
    const input = file('edited.csv', 'id,name\n1003,One\n')
    const plan = join(test.home.folder, 'edited.json')
    await run('preview', ...rename, '-i', input, '--plan', plan)
    file('edited.csv', 'id,name\n1003,Two\n')
    const applied = await run('run', '--apply', plan, '-i', input)
    expect(applied).toMatchObject({ code: 1, stdout: '' })
    expect(applied.stderr).toContain('is not what the plan says')
  })

  it.each([
    ['a misspelt action', ['run', 'Rebot Device'], 'Did you mean "Reboot Device"?'],
    ['a misspelt field', ['run', 'Reboot Device', '-t', 'Devise ID=1'], 'Did you mean "Device ID"?'],
    ['a field that is missing', ['run', 'Reboot Device', '-t', 'Device ID=1'], 'needs Reboot mode'],
    ['a template that is none', ['run', ...rename, '-t', 'policyId={{ x'], 'The template of policyId'],
    [
      'a column that is not there',
      ['run', 'devices.update', '-t', 'id={{ idd }}'],
      'no column "idd" (did you mean "id"?)',
    ],
    ['a file that is not there', ['run', ...rename, '-i', 'nowhere.csv'], 'There is no file nowhere.csv'],
    ['a plan that is none', ['run', '--apply', 'nowhere.json'], 'nowhere.json is not a plan'],
  ])('%s is said before anything is sent', async (_, argv, words) => {
    const input = argv.includes('-i') ? [] : ['-i', file('small.csv', 'id,name\n1001,x\n')]
    const before = executions(test)
    const { code, stderr } = await run(...argv, ...input)
    expect(stderr).toContain(words)
    expect(code).toBe(1)
    expect(executions(test)).toBe(before)
  })

  it('--no-wait leaves it with exit code 5, status follows, cancel ends it', async () => {
    const input = file('wait.jsonl', '{"id": 1004, "name": "Four"}\n')
    const started = await run('run', ...rename, '-i', input, '--no-wait')
    expect(started.code).toBe(5)
    const { id } = JSON.parse(started.stdout)
    expect((await run('status', id)).code).toBe(5)
    expect((await run('list')).stdout).toContain(id)
    await run('cancel', id)
    expect((await run('status', id)).code).toBe(2)
    expect((await run('resume', id)).stderr).toContain('it cannot be resumed')
  })

  it('an unknown outcome is exit code 8, and a retry leaves it alone', async () => {
    test.sandbox.control.addFault({
      match: { path: '/v2/device/1005', method: 'PATCH' },
      effect: { kind: 'accepted-but-500' },
      count: 9,
    })
    const input = file('unknown.csv', 'id,name\n1005,Five\n')
    const [ended] = await Promise.all([run('run', ...rename, '-i', input), approveNext(test)])
    test.sandbox.control.clearFaults()
    expect(ended.code).toBe(8)
    expect(JSON.parse(ended.stdout)).toMatchObject({ has_error: true, id: '1005' })
    const [id = ''] = /job_[0-9a-f]{32}/.exec(ended.stderr) ?? []
    expect((await run('retry', id)).stderr).toContain('No row of')
  })

  it('a small sample of a large input is seen first', async () => {
    const input = file(
      'many.csv',
      `id,name\n${Array.from({ length: 500 }, (_, at) => `${1001 + (at % 50)},N${at}`).join('\n')}\n`,
    )
    const { stdout } = await run('preview', ...rename, '-i', input, '--sample', '5')
    const { plan } = JSON.parse(stdout)
    expect(plan.rows).toBe(5)
    expect(plan.first.at(-1).line).toBeGreaterThan(250)
    expect(JSON.parse((await run('preview', ...rename, '-i', input, '--limit', '1')).stdout).plan.rows).toBe(1)
  })
})

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
