import type { Client } from '@modelcontextprotocol/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Outcome } from '../../call/index.ts'
import { type Era, eras, key, newClient, openDoor, otherKey } from './test/door.ts'

let door: Awaited<ReturnType<typeof openDoor>>
const url = 'http://127.0.0.1:7400/approvals/approval_1'
beforeEach(async () => {
  door = await openDoor()
  door.answer = ({ id }) => {
    const waiting: Outcome = {
      status: 'waiting',
      callId: id,
      approvalId: 'approval_1',
      phase: 'deciding',
      expiresAt: '2026-01-05T09:30:00.000Z',
      url,
    }
    door.outcomes.set(id, waiting)
    return waiting
  }
})
afterEach(() => door.close())

const restart = { name: 'ninja-control-service', arguments: { id: 1001, serviceId: 'Spooler', action: 'RESTART' } }

interface Asked {
  readonly mode?: string
  readonly url?: string
  readonly message: string
}

/** A client that opens pages, or says why not. */
async function opener(era: Era, answer: () => 'accept' | 'decline' | 'cancel' | Promise<never>) {
  const client = newClient(era, { elicitation: { url: {} } })
  const asked: Asked[] = []
  client.setRequestHandler('elicitation/create', async ({ params }) => {
    asked.push(params as Asked)
    return { action: await answer() }
  })
  await door.connect(era, key, undefined, client)
  return { client, asked }
}

describe.each(eras)('a client of %s', (era) => {
  test('that can open pages is asked to open the approval, and told what became of the one call', async () => {
    const { client, asked } = await opener(era, () => {
      door.outcomes.set('call_1', { status: 'accepted', callId: 'call_1', approvalId: 'approval_1' })
      return 'accept'
    })
    const result = await client.callTool(restart)
    expect(result.structuredContent).toMatchObject({ status: 'accepted', callId: 'call_1' })
    expect(door.calls).toHaveLength(1)
    expect(asked).toMatchObject([{ mode: 'url', url }])
    // The page and a sentence of ours: no key, no input of the call, no form to decide in.
    expect(JSON.stringify(asked)).not.toMatch(/Spooler|kunai_|requestedSchema/)
  })

  test.each(['accept', 'decline', 'cancel'] as const)(
    '%s: the call stays held, and its handle is told',
    async (said) => {
      const { client } = await opener(era, () => said)
      const result = await client.callTool(restart)
      expect(result.isError).toBeFalsy()
      expect(result.structuredContent).toMatchObject({ status: 'waiting', callId: 'call_1', url })
      expect(door.outcomes.get('call_1')).toMatchObject({ status: 'waiting' })
      expect(door.calls).toHaveLength(1)
    },
  )

  test.each([{}, { elicitation: { form: {} } }])(
    'that declares %j is told the handle, and asked nothing',
    async (can) => {
      const client = newClient(era, can)
      await door.connect(era, key, undefined, client)
      const result = await client.callTool(restart)
      expect(result.structuredContent).toMatchObject({ status: 'waiting', callId: 'call_1', url })
    },
  )

  test('is not asked again when it asks what became of the call', async () => {
    const { client, asked } = await opener(era, () => 'decline')
    await client.callTool(restart)
    await client.callTool({ name: 'ninja-get-outcome', arguments: { callId: 'call_1' } })
    expect(asked).toHaveLength(1)
  })
})

test('a client of 2025-11-25 whose page opener fails is told the handle', async () => {
  const { client } = await opener('2025-11-25', () => Promise.reject(new Error('no browser')))
  const result = await client.callTool(restart)
  expect(result.structuredContent).toMatchObject({ status: 'waiting', callId: 'call_1' })
  expect(door.faults).toEqual([])
})

describe('an answer to a question', () => {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '0' },
    'io.modelcontextprotocol/clientCapabilities': {},
  }
  const answerWith = async (more: Record<string, unknown>, bearer = key) => {
    const params = { ...restart, ...more, _meta: meta }
    const headers = {
      ...{ 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/call', 'Mcp-Name': restart.name },
      Authorization: `Bearer ${bearer}`,
    }
    const response = await door.post({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }, headers)
    const text = await response.text()
    return JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text)
  }
  const inputResponses = { approval: { action: 'accept' } }

  test('that nobody asked is refused, and calls nothing', async () => {
    for (const given of [{ inputResponses }, { requestState: 'call_1' }, { requestState: '', inputResponses }]) {
      expect(await answerWith(given), JSON.stringify(given)).toMatchObject({ error: { code: -32602 } })
    }
    expect(door.calls).toEqual([])
  })

  test('about a call of another client tells nothing of it', async () => {
    await (await door.connect('2026-07-28')).callTool(restart)
    const own = await answerWith({ inputResponses, requestState: 'held:call_1' })
    expect(own.result.structuredContent).toMatchObject({ status: 'waiting' })
    const others = await answerWith({ inputResponses, requestState: 'held:call_1' }, otherKey)
    expect(others.result.structuredContent).toMatchObject({ status: 'failed', code: 'not_found' })
    expect(door.calls).toHaveLength(1)
  })
})

describe('withdrawing', () => {
  const withdraw = (client: Client, given: Record<string, unknown>) =>
    client.callTool({ name: 'ninja-withdraw-call', arguments: given })

  test('takes a call back in every profile, and what cannot be taken back says why', async () => {
    const client = await door.connect('2026-07-28')
    await client.callTool(restart)
    const taken = await withdraw(client, { callId: 'call_1' })
    expect(taken).toMatchObject({ structuredContent: { status: 'done', data: { withdrawn: true } } })
    expect(door.outcomes.get('call_1')).toMatchObject({ status: 'denied', code: 'withdrawn' })
    const late = await withdraw(client, { callId: 'call_1' })
    expect(late).toMatchObject({ isError: true, structuredContent: { status: 'failed', code: 'not_pending' } })
  })

  test.each([{}, { callId: '' }, { callId: 7 }, { callId: 'call_1', force: true }])('%j is refused', async (given) => {
    const client = await door.connect('2026-07-28')
    await client.callTool(restart)
    expect(await withdraw(client, given)).toMatchObject({ structuredContent: { code: 'invalid_input' } })
    expect(door.outcomes.get('call_1')).toMatchObject({ status: 'waiting' })
  })
})
