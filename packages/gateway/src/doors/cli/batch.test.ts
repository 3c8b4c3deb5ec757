import { readFileSync, writeFileSync } from 'node:fs'
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
    expect((await run('results', id)).stdout).toContain('"error":"Not sent: the batch is waiting."')
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

  it('--resume goes on with a batch, and --only-failed takes what failed', async () => {
    test.sandbox.control.addFault({
      match: { path: '/v2/device/1007', method: 'PATCH' },
      effect: { kind: 'status', status: 400 },
      count: 1,
    })
    const input = file('some.csv', 'id,name\n1006,Six\n1007,Seven\n')
    const [ended] = await Promise.all([run('run', ...rename, '-i', input), approveNext(test)])
    expect(ended.code).toBe(3)
    const [id = ''] = /job_[0-9a-f]{32}/.exec(ended.stderr) ?? []
    const before = executions(test)
    const [retried] = await Promise.all([run('run', '--resume', id, '--only-failed'), approveNext(test)])
    expect(retried.code, retried.stderr).toBe(0)
    expect(JSON.parse(retried.stdout)).toMatchObject({ has_error: false, id: '1007' })
    expect(executions(test)).toBe(before + 1)
    // Done is done.
    expect(await run('run', '--resume', id)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('cannot be resumed'),
    })
    expect((await run('run', '--only-failed')).stderr).toContain('--only-failed needs --resume')
  })

  it('a rate is an interval, and the slower of both holds', async () => {
    const input = file('paced.csv', 'id,name\n1001,x\n')
    const optionsOf = async (...flags: string[]) => {
      const { stdout } = await run('preview', ...rename, '-i', input, ...flags)
      const { options } = JSON.parse((await run('status', JSON.parse(stdout).id)).stdout)
      return options.intervalMs
    }
    expect(await optionsOf('--rate', '4')).toBe(250)
    expect(await optionsOf('--rate', '4', '--interval', '1s')).toBe(1000)
    expect((await run('preview', ...rename, '-i', input, '--rate', '0')).code).toBe(1)
  })

  it('what calls hide from people is hidden in their rows and results as well', async () => {
    const input = file('logins.csv', 'device,user,word\n1001,admin,correct-horse\n1002,root,battery\n')
    const fields = [
      'entityType=NODE',
      'entityId={{ device }}',
      'name=Console',
      'username={{ user }}',
      'password={{ word }}',
    ]
    const { stdout, stderr } = await run(
      ...['preview', 'relatedItems.addSecureValue', '-i', input],
      ...fields.flatMap((field) => ['-t', field]),
    )
    const { id } = JSON.parse(stdout)
    const results = await run('results', id, '--out-format', 'jsonl')
    expect(results.stdout).toContain('"user":"admin","word":"[hidden: 13 characters]"')
    for (const text of [stdout, stderr, results.stdout]) expect(text).not.toMatch(/correct-horse|battery/)
  })

  it('results can come as rows end; nothing is left out, and each row comes once', async () => {
    const input = file(
      'order.csv',
      `id,name\n${Array.from({ length: 30 }, (_, at) => `${1001 + at},O${at}`).join('\n')}\n`,
    )
    const order = ['--order', 'completion']
    const [ended] = await Promise.all([run('run', ...rename, '-i', input, ...order), approveNext(test)])
    const lines = ended.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { name: string; has_error: boolean })
    expect(new Set(lines.map(({ name }) => name)).size).toBe(30)
    expect(lines).toHaveLength(30)
    expect((await run('run', ...rename, '-i', input, ...order, '--again', '-o', 'x.csv')).stderr).toContain(
      'are JSON Lines',
    )
  })

  it('a file that cannot be written is said, and the results are still there', async () => {
    const input = file('kept.jsonl', '{"id": 1010, "name": "Ten"}\n')
    const [ended] = await Promise.all([
      run('run', ...rename, '-i', input, '-o', join(test.home.folder, 'no-such-folder', 'out.csv')),
      approveNext(test),
    ])
    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(/cannot be written to .*ENOENT.*They are kept/)
    const [id = ''] = /job_[0-9a-f]{32}/.exec(ended.stderr) ?? []
    expect((await run('results', id)).stdout).toContain('"name":"Ten"')
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

  // The last one: a client that was told to slow down goes on slowly, and here time stands still.
  it('NinjaOne that asks for patience while the rows are looked up is exit code 7: the same later', async () => {
    test.sandbox.control.addFault({
      match: { operation: 'devices.get' },
      effect: { kind: 'status', status: 429, retryAfterSeconds: 3_600 },
      count: 1,
    })
    const { code, stderr } = await run('preview', ...rename, '-i', file('later.csv', 'id,name\n1001,x\n'))
    test.sandbox.control.clearFaults()
    await test.clock.advance(3_600_000)
    expect(stderr).toContain('asks for patience')
    expect(code).toBe(7)
  })
})
