/**
 * `kunai mcp` as an agent's program starts it: over stdio, with nothing running. It starts a gateway, which then
 * gives no sign-in link to anybody; the person behind the agent still gets one from their own terminal.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterEach, expect, it, vi } from 'vitest'
import { openHome } from '../packages/gateway/src/home/index.ts'
import { createTestDatabase, type TestDatabase } from '../packages/gateway/test/store.ts'
import { decide, signIn } from './support/person.ts'
import { startKunai } from './support/process.ts'

let database: TestDatabase
let client: Client

afterEach(async () => {
  await client?.close()
  const running = openHome(database.folder).running()
  if (running) {
    process.kill(running.pid, 'SIGTERM')
    await vi.waitFor(() => expect(openHome(database.folder).running()).toBeUndefined(), { timeout: 30_000 })
  }
  await database.remove()
})

it('starts a gateway without a sign-in link, holds a call, and tells its outcome after a person approved', async () => {
  database = await createTestDatabase()
  const environment = {
    PATH: process.env.PATH ?? '',
    KUNAI_HOME: database.folder,
    KUNAI_DATABASE_URL: database.databaseUrl ?? '',
    KUNAI_PORT: '0',
    KUNAI_SANDBOX_PORT: '0',
  }
  const program = new URL('../packages/gateway/bin/kunai.mjs', import.meta.url).pathname
  client = new Client({ name: 'stdio-test', version: '1.0.0' })
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [program, 'mcp'], env: environment }),
  )
  const call = async (name: string, input: Record<string, unknown>) =>
    (await client.callTool({ name, arguments: input })).structuredContent as Record<string, never>

  const { tools } = await client.listTools()
  expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['ninja-reboot-device', 'ninja-get-outcome']))
  const asked = await call('ninja-reboot-device', { id: 1001, mode: 'NORMAL', reason: 'updates' })
  expect(asked).toMatchObject({ status: 'waiting' })

  const words = readFileSync(join(database.folder, 'gateway.log'), 'utf8')
  expect(words).not.toContain('sign-in')
  expect(JSON.stringify(await client.listTools())).not.toContain('sign-in')

  const added = startKunai(['people', 'add', 'owner'], environment)
  expect(await added.exit()).toBe(0)
  const person = await signIn((JSON.parse(added.stdout.join('')) as { signInUrl: string }).signInUrl)
  await decide(person, String(asked.approvalId), 'approve')
  const outcome = await vi.waitFor(
    async () => {
      const now = await call('ninja-get-outcome', { callId: asked.callId, waitSeconds: 2 })
      expect(now.status).not.toBe('waiting')
      return now
    },
    { timeout: 30_000 },
  )
  expect(outcome).toMatchObject({ status: 'accepted' })
})
