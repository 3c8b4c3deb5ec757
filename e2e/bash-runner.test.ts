/**
 * Bash through the whole of it: an agent asks over MCP, a person approves, the sandbox's Linux device really runs the
 * script behind the documented runner, and the outcome comes from the receipt. Needs what confines the scripts.
 */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approve, executions, startTestGateway, type TestGateway } from '../packages/gateway/test/gateway.ts'

const bashRunner = 11

const test = await startTestGateway(
  {},
  { sandbox: { runScripts: true, alive: false }, connection: { bashRunnerScriptId: bashRunner } },
).catch((error: Error) => {
  console.log(`Skipped: real runs of bash: ${error.message}`)
  return undefined
})

interface Facts {
  readonly status: string
  readonly callId: string
  readonly approvalId: string
  readonly code?: string
  readonly receipt?: { readonly result?: string; readonly exitCode?: number; readonly output?: string }
}

describe.skipIf(test === undefined)('a bash script that an agent asks for', () => {
  const { gateway, sandbox, home } = (test ?? {}) as TestGateway
  let client: Client
  let linux: number

  beforeAll(async () => {
    client = new Client({ name: 'agent', version: '1.0.0' })
    const headers = { authorization: `Bearer ${home.key('mcp')}` }
    await client.connect(new StreamableHTTPClientTransport(new URL(`${gateway.url}/mcp`), { requestInit: { headers } }))
    const found = (await call('ninja-list-devices', {
      df: 'class = LINUX_SERVER AND online',
      limit: 1,
    })) as unknown as {
      data: { id: number }[]
    }
    linux = found.data[0]?.id ?? 0
  })
  afterAll(async () => {
    await client.close()
    await test?.close()
  })

  const call = async (name: string, input: Record<string, unknown>) =>
    (await client.callTool({ name, arguments: input })).structuredContent as unknown as Facts

  async function run(script: string): Promise<Facts> {
    const asked = await call('ninja-run-bash', { id: linux, script, reason: 'disk is full' })
    expect(asked).toMatchObject({ status: 'waiting' })
    const before = executions(test as TestGateway)
    await approve(test as TestGateway, asked.approvalId)
    await gateway.parts.corridor.carryOut(asked.approvalId)
    expect(executions(test as TestGateway)).toBe(before + 1)
    await test?.clock.advance(5_000)
    await sandbox.control.settleScripts()
    await gateway.turn()
    return call('ninja-get-outcome', { callId: asked.callId })
  }

  it('runs, and is done with what it printed', async () => {
    const outcome = await run('# it\'s "odd"\nfor i in 1 2; do echo "line $i"; done\nread -r x || echo no input\n')
    expect(outcome).toMatchObject({ status: 'done', receipt: { result: 'success', exitCode: 0 } })
    expect(outcome.receipt?.output).toContain('line 1\nline 2\nno input\n')
  }, 60_000)

  it('that ends badly has failed, with its exit code, and is not called refused', async () => {
    const outcome = await run('echo about to fail\nexit 7')
    expect(outcome).toMatchObject({ status: 'failed', code: 'command_failed', receipt: { exitCode: 7 } })
  }, 60_000)

  it('that ends the wrapper itself is unknown', async () => {
    expect(await run('kill -9 "$PPID"; sleep 1')).toMatchObject({ status: 'unknown', code: 'receipt_missing' })
  }, 60_000)
})
