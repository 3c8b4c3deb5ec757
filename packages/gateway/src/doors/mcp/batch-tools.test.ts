import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { approve, executions, startTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { definePolicy } from '../../policy/index.ts'

type Answer = { status: string; code?: string; callId: string; approvalId: string; data: Record<string, unknown> }

let test: TestGateway
const clients: Client[] = []
beforeAll(async () => {
  // Even where policy lets everything through.
  const policy = definePolicy([{ id: 'everything', verdict: 'allow', match: {} }])
  test = await startTestGateway({ policy: () => policy })
})
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()))
  await test.close()
})

async function connect(name: string, profile: string) {
  const client = new Client({ name, version: '0' })
  const headers = { authorization: `Bearer ${test.home.key('mcp', name)}` }
  const url = new URL(`${test.gateway.url}/mcp?profile=${profile}`)
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }))
  clients.push(client)
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (tool: string, input: Record<string, unknown>) =>
      (await client.callTool({ name: tool, arguments: input })).structuredContent as unknown as Answer,
  }
}

it('an agent proposes a batch, a person decides about it as a whole, and the agent reads what became of it', async () => {
  const agent = await connect('one', 'full')
  expect(await agent.tools()).toEqual(
    expect.arrayContaining(['ninja-preview-batch', 'ninja-start-batch', 'ninja-get-batch']),
  )
  const usual = await connect('one', 'default')
  expect((await usual.tools()).filter((name) => name.includes('batch'))).toEqual([])

  const rows = [{ device: 1001 }, { device: 1002 }, { device: 999_999 }]
  const template = { id: '{{ device }}', displayName: 'PC {{ device }}' }
  const preview = await agent.call('ninja-preview-batch', { action: 'devices.update', template, rows })
  expect(preview.data).toMatchObject({ rows: 3, willSend: 2, refused: 1 })
  const { batchId } = preview.data
  const started = await agent.call('ninja-start-batch', { batchId })
  expect(started).toMatchObject({ status: 'waiting', phase: 'deciding' })
  expect(executions(test)).toBe(0)

  const stranger = await connect('two', 'full')
  expect(await stranger.call('ninja-get-batch', { batchId })).toMatchObject({ status: 'failed', code: 'not_found' })
  expect(await stranger.call('ninja-start-batch', { batchId })).toMatchObject({ status: 'failed', code: 'not_found' })

  await approve(test, started.approvalId)
  await test.gateway.parts.jobs.sweep()
  await test.gateway.parts.jobs.settled(String(batchId))
  expect(executions(test)).toBe(2)
  const ended = await agent.call('ninja-get-batch', { batchId })
  expect(ended.data).toMatchObject({ state: 'done', counts: { ok: 2, failed: 1 } })
  expect(await agent.call('ninja-get-outcome', { callId: started.callId })).toMatchObject({ status: 'accepted' })
})

it('what does not fit is said, and nothing is left behind', async () => {
  const agent = await connect('one', 'full')
  expect(await agent.call('ninja-preview-batch', { action: 'devices.update', template: {}, rows: [] })).toMatchObject({
    status: 'failed',
    code: 'invalid_input',
  })
  const unknown = { action: 'devices.upgrade', template: {}, rows: [{}] }
  expect(await agent.call('ninja-preview-batch', unknown)).toMatchObject({ code: 'unknown_action' })
})
