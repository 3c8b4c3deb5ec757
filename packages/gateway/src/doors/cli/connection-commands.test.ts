import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addWebApp } from '../../../test/connections.ts'
import { startTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { runCli } from './index.ts'

let test: TestGateway
beforeAll(async () => {
  test = await startTestGateway()
  test.home.setRunning({ url: test.gateway.url, pid: process.pid })
})
afterAll(() => test.close())

async function run(argv: string[], stdin = '') {
  let stdout = ''
  let stderr = ''
  const code = await runCli(['connections', ...argv], {
    version: '1.2.3',
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    environment: {},
    stdin: (async function* () {
      yield Buffer.from(stdin)
    })(),
    home: () => test.home,
    up: async () => 0,
    mcp: async () => 0,
    sandbox: async () => 0,
    explainFault: (error) => `fault: ${(error as Error).message}`,
  })
  return { code, stdout, stderr }
}

it('adds with secrets from stdin and a file, lists, checks, chooses and removes', async () => {
  const app = addWebApp(test)
  const { clientId, clientSecret } = test.sandbox.machine
  const file = join(test.home.folder, 'machine-secret')
  writeFileSync(file, `${clientSecret}\n`)
  const machine = ['--machine-id', clientId, '--machine-secret-file', file]
  const user = ['--user-id', app.clientId, '--user-secret-file', '-']
  const added = await run(['add', 'acme', '--base-url', test.sandbox.url, ...machine, ...user], `${app.clientSecret}\n`)
  expect(added).toMatchObject({ code: 0, stderr: expect.stringContaining('A person authorizes it in the dashboard') })
  expect(added.stdout + added.stderr).not.toContain(app.clientSecret)

  const listed = JSON.parse((await run(['list'])).stdout) as { name: string; state: string }[]
  expect(listed.map(({ name }) => name)).toEqual(['sandbox', 'acme'])

  const checked = await run(['check', 'acme'])
  expect(checked).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('Nobody has authorized this connection yet'),
  })

  expect(await run(['use', 'acme'])).toMatchObject({ code: 0 })
  expect(await run(['remove', 'acme', '--yes'])).toMatchObject({ code: 1, stderr: expect.stringContaining('default') })
  await run(['use', 'sandbox'])
  expect(await run(['remove', 'acme'])).toMatchObject({ code: 1, stderr: expect.stringContaining('add --yes') })
  expect(await run(['remove', 'acme', '--yes'])).toMatchObject({ code: 0 })
})

it('takes no secret as a flag, and says where one is missing', async () => {
  const { stdout } = await run(['add', '--help'])
  expect(stdout).not.toMatch(/--\w+-secret[ =<]/)
  const address = ['--base-url', test.sandbox.url]
  expect(await run(['add', 'x', ...address, '--machine-id', 'm', '--machine-secret-file', '-'])).toMatchObject({
    code: 1,
    stderr: 'There is no secret in stdin.\n',
  })
  expect((await run(['add', 'x', ...address, '--machine-id', 'm'])).stderr).toContain('Enter the client secret')
  const both = ['--machine-id', 'm', '--machine-secret-file', '-', '--user-id', 'u', '--user-secret-file', '-']
  expect((await run(['add', 'x', ...address, ...both], 's')).stderr).toContain('Only one secret can come from stdin')
})
