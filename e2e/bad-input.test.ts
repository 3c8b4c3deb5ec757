/** What people get wrong when they start things: each has one clear sentence that names the thing and the cure. */

import { once } from 'node:events'
import { rmSync, truncateSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEnvironment, type Environment, startGatewayProcess } from './support/environment.ts'
import { startKunai } from './support/process.ts'
import { askGateway } from './support/terminal.ts'

let environment: Environment
beforeEach(async () => {
  environment = await createEnvironment()
})
afterEach(() => environment.close())

async function run(args: readonly string[], variables: Record<string, string | undefined> = environment.variables) {
  const kunai = startKunai(args, variables)
  const code = await kunai.exit()
  const words = kunai.stderr.join('\n')
  // Whatever went wrong, nobody is shown the inside of the program.
  expect(words).not.toMatch(/^\s+at /m)
  return { code, words, stdout: kunai.stdout.join('\n') }
}

const up = ['up', '--no-sandbox', '--port', '0', '--json']

describe('starting', () => {
  it('on a port that is taken: names the port and the flag', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { code, words } = await run(['up', '--no-sandbox', '--port', String(port)])
    server.close()
    expect(code).toBe(1)
    expect(words).toContain(`Port ${port} is taken`)
    expect(words).toContain('--port')
  })

  it('with the sandbox’s port taken: names that port and that flag', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const home = { KUNAI_HOME: environment.database.folder, KUNAI_DATABASE_URL: environment.database.databaseUrl }
    const { code, words } = await run(['up', '--port', '0', '--sandbox-port', String(port)], home)
    server.close()
    expect(code).toBe(1)
    expect(words).toContain(String(port))
    expect(words).toContain('--sandbox-port')
  })

  it('a second gateway on the same folder: names the process that has it', async () => {
    const embedded = { ...environment.variables, KUNAI_DATABASE_URL: undefined }
    const first = startKunai(up, embedded)
    await first.line((line) => line.startsWith('{'))
    const { code, words } = await run(up, embedded)
    await first.kill('SIGTERM')
    expect(code).toBe(1)
    expect(words).toContain(`process ${first.process.pid}`)
    expect(words).toContain('KUNAI_HOME')
  })

  it('with a database that does not answer: names it, without the password', async () => {
    const { code, words } = await run(up, {
      ...environment.variables,
      KUNAI_DATABASE_URL: 'postgresql://kunai:sesame@127.0.0.1:1/kunai',
    })
    expect(code).toBe(1)
    expect(words).toContain('127.0.0.1:1/kunai')
    expect(words).toContain('KUNAI_DATABASE_URL')
    expect(words).not.toContain('sesame')
  })

  it('on a damaged data folder: names it and the cure', async () => {
    const embedded = { ...environment.variables, KUNAI_DATABASE_URL: undefined }
    const first = startKunai(up, embedded)
    await first.line((line) => line.startsWith('{'))
    await first.kill('SIGTERM')
    truncateSync(join(environment.database.folder, 'data', 'pgdata', 'global', 'pg_control'), 10)
    const { code, words } = await run(up, embedded)
    rmSync(join(environment.database.folder, 'data'), { recursive: true, force: true })
    expect(code).toBe(1)
    expect(words).toContain(join(environment.database.folder, 'data'))
    expect(words).toMatch(/backup/)
  })

  it('without a sandbox and without a NinjaOne: starts, so that one can be connected, and a call says what is missing', async () => {
    const { folder, databaseUrl } = environment.database
    const { url, kunai } = await startGatewayProcess(['--no-sandbox'], {
      KUNAI_HOME: folder,
      KUNAI_DATABASE_URL: databaseUrl,
    })
    try {
      expect(await askGateway(folder, url, '/api/calls', { operation: 'devices.list' })).toMatchObject({
        error: { code: 'unknown_connection', message: 'No connection is set up.' },
      })
    } finally {
      await kunai.kill('SIGTERM')
    }
  })

  it.each([
    ['--port', '99999'],
    ['--decide-within', 'soon'],
  ])('with %s %s: names the flag and the rule', async (flag, value) => {
    const { code, words } = await run(['up', flag, value])
    expect(code).toBe(1)
    expect(words).toContain(flag)
    expect(words).toMatch(/whole number from/)
  })
})

describe('calling', () => {
  it('without a gateway: says how to start one', async () => {
    const { code, words } = await run(['devices', 'list'])
    expect(code).toBe(1)
    expect(words).toContain('kunai up')
  })

  it('with a wrong client secret: says which credential NinjaOne refused, and does not print it', async () => {
    await environment.start([], { KUNAI_NINJAONE_CLIENT_SECRET: 'wrong-sesame' })
    const { code, words } = await run(['devices', 'list'])
    expect(code).toBe(1)
    expect(words).toMatch(/client secret/i)
    expect(words).not.toContain('wrong-sesame')
  })

  it('when the sandbox is not running: says that nothing was sent and where it looked', async () => {
    await environment.start()
    await environment.sandbox.close()
    const { code, words } = await run(['devices', 'list'])
    expect(code).toBe(1)
    expect(words).toMatch(/Nothing was sent|not answer|no connection/i)
    expect(words).toContain(new URL(environment.sandbox.url).host)
  })

  it('an unknown command suggests the nearest', async () => {
    const { code, words } = await run(['devices', 'rebot'])
    expect(code).toBe(1)
    expect(words).toContain('reboot')
  })

  it('a missing field, an unknown device, a held call: words on stderr, data on stdout, and an exit code each', async () => {
    await environment.start()
    expect((await run(['devices', 'reboot', '--id', '1001'])).words).toContain('--mode')
    const missing = await run(['devices', 'reboot', '--id', '999999', '--mode', 'NORMAL'])
    expect(missing).toMatchObject({ code: 1, words: expect.stringContaining('no device 999999') })
    const held = await run(['devices', 'reboot', '--id', '1001', '--mode', 'NORMAL'])
    expect(held).toMatchObject({ code: 5, words: expect.stringContaining('Waits for a person') })
    expect(JSON.parse(held.stdout)).toMatchObject({ status: 'waiting' })
  })
})
