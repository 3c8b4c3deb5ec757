import { request as httpRequest } from 'node:http'
import type { Client } from '@modelcontextprotocol/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { operations, toolProfiles as profiles } from '../../call/index.ts'
import { listTools } from './profiles.ts'
import { agent, eras, key, listRequest, openDoor } from './test/door.ts'

let door: Awaited<ReturnType<typeof openDoor>>
beforeEach(async () => {
  door = await openDoor()
})
afterEach(() => door.close())

const restart = { id: 1001, serviceId: 'Spooler', action: 'RESTART' }

describe.each(eras)('a client of %s', (era) => {
  let client: Client
  beforeEach(async () => {
    client = await door.connect(era)
  })

  test('is given the tools of its profile that policy leaves, in one order', async () => {
    door.hidden.add('devices.reboot')
    for (const profile of profiles) {
      const own = await door.connect(era, key, profile)
      const names = (await own.listTools()).tools.map(({ name }) => name)
      const usable = operations.filter(({ id }) => id !== 'devices.reboot')
      expect(names).toEqual(listTools(profile, usable).map(({ name }) => name))
      expect((await own.listTools()).tools.map(({ name }) => name)).toEqual(names)
      expect(names).not.toContain('ninja-reboot-device')
    }
    expect((await client.listTools()).tools).toHaveLength(listTools('default', operations).length - 1)
    expect(client.getServerVersion()).toMatchObject({ name: 'kunai', version: '0.0.0-test' })
  })

  test('reads, as itself, on the default connection, through this door', async () => {
    door.answer = ({ id }) => ({ status: 'done', callId: id, data: [{ id: 1, name: 'Cedar' }] })
    const result = await client.callTool({ name: 'ninja-list-organizations', arguments: { pageSize: 1 } })
    expect(result.structuredContent).toEqual({
      status: 'done',
      callId: 'call_1',
      data: [{ id: 1, name: 'Cedar' }],
      page: { shown: 1, complete: false, cursor: 'after=1' },
    })
    expect(result.isError).toBeFalsy()
    expect(door.calls).toEqual([
      {
        id: 'call_1',
        operation: 'organizations.list',
        input: { pageSize: 1 },
        actor: agent,
        connection: 'sandbox',
        door: 'mcp',
        tool: 'ninja-list-organizations',
      },
    ])
  })

  test('may leave the arguments out', async () => {
    await client.callTool({ name: 'ninja-list-scripts' })
    expect(door.calls).toMatchObject([{ operation: 'scripts.list', input: {} }])
  })

  test('is told of a held call at once, with the link and the tool to ask', async () => {
    door.answer = ({ id }) => ({
      status: 'waiting',
      callId: id,
      approvalId: 'approval_1',
      phase: 'deciding',
      expiresAt: '2026-01-05T09:30:00.000Z',
      url: 'http://127.0.0.1:7400/approvals/approval_1',
    })
    const result = await client.callTool({ name: 'ninja-control-service', arguments: { ...restart, reason: 'jammed' } })
    expect(result.isError).toBeFalsy()
    expect(result.structuredContent).toMatchObject({ status: 'waiting', approvalId: 'approval_1' })
    const [text] = result.content as { text: string }[]
    expect(text?.text).toContain('http://127.0.0.1:7400/approvals/approval_1')
    expect(text?.text).toContain('ninja-get-outcome with callId call_1')
    expect(door.calls).toMatchObject([{ input: restart, reason: 'jammed' }])
  })

  test('is refused a tool that is not there with a protocol error', async () => {
    const calling = client.callTool({ name: 'ninja-format-disk', arguments: {} })
    await expect(calling).rejects.toMatchObject({ code: -32602, message: expect.stringContaining('ninja-format-disk') })
    expect(door.calls).toEqual([])
  })

  test('reads what is wrong with its arguments as a result', async () => {
    for (const [given, words] of [
      [{ id: 1001, force: true }, /force.*is not a field/],
      [{ id: 'CEDAR' }, /id/],
      [{}, /id/],
    ] as const) {
      const result = await client.callTool({ name: 'ninja-get-device', arguments: given })
      expect(result.isError).toBe(true)
      expect(result.structuredContent).toMatchObject({ status: 'failed', code: 'invalid_input' })
      expect((result.content as { text: string }[])[0]?.text).toMatch(words)
    }
    expect(door.calls).toEqual([])
  })

  test('neither sees nor can call what policy hides', async () => {
    door.hidden.add('devices.reboot')
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).not.toContain('ninja-reboot-device')
    const result = await client.callTool({ name: 'ninja-reboot-device', arguments: { id: 1, mode: 'NORMAL' } })
    expect(result).toMatchObject({ isError: true, structuredContent: { status: 'denied', code: 'blocked' } })
    expect(door.calls).toEqual([])
  })

  test('learns nothing of a fault of ours but that there was one', async () => {
    door.answer = () => {
      throw new Error('password is hunter2')
    }
    const calling = client.callTool({ name: 'ninja-list-scripts', arguments: {} })
    await expect(calling).rejects.toMatchObject({ code: -32603, message: expect.not.stringContaining('hunter2') })
    expect(door.faults).toMatchObject([{ error: { message: 'password is hunter2' } }])
  })
})

describe('a reason', () => {
  test('goes with the call, and stays in it where the operation has such a field', async () => {
    const client = await door.connect('2026-07-28')
    await client.callTool({ name: 'ninja-reboot-device', arguments: { id: 1, mode: 'NORMAL', reason: 'updates' } })
    await client.callTool({ name: 'ninja-dismiss-alert', arguments: { uid: crypto.randomUUID(), reason: 'seen' } })
    expect(door.calls).toMatchObject([
      { input: { id: 1, mode: 'NORMAL', reason: 'updates' }, reason: 'updates' },
      { input: { uid: expect.any(String) }, reason: 'seen' },
    ])
    expect(door.calls[1]?.input).not.toHaveProperty('reason')
  })

  test('is not a field of reads, and must be text of bounded length', async () => {
    const client = await door.connect('2026-07-28')
    for (const [name, given] of [
      ['ninja-list-scripts', { reason: 'x' }],
      ['ninja-control-service', { ...restart, reason: 7 }],
      ['ninja-control-service', { ...restart, reason: 'x'.repeat(2001) }],
    ] as const) {
      const result = await client.callTool({ name, arguments: given })
      expect(result.structuredContent).toMatchObject({ status: 'failed', code: 'invalid_input' })
    }
    expect(door.calls).toEqual([])
  })
})

describe('a request', () => {
  test('without a key, with one we do not know, or with the key in the address is answered 401', async () => {
    for (const [address, headers] of [
      [door.url, {}],
      [door.url, { Authorization: 'Bearer wrong' }],
      [door.url, { Authorization: 'Bearer kunai_cli_0123456789abcdef' }],
      [door.url, { Authorization: `Basic ${key}` }],
      [`${door.url}?access_token=${key}`, {}],
    ] as const) {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(listRequest),
      })
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
      expect(await response.json()).toMatchObject({ jsonrpc: '2.0', id: null, error: { code: -32000 } })
    }
  })

  test('that names another host, or comes from a foreign page, is answered 403', async () => {
    const { port, host } = new URL(door.url)
    for (const headers of [
      { Host: 'evil.example' },
      { Host: `evil.example:${port}` },
      { Host: '127.0.0.1' },
      { Host: host, Origin: 'https://evil.example' },
      { Host: host, Origin: `http://${host}.evil.example` },
      { Host: host, Origin: `http://127.0.0.1:${Number(port) + 1}` },
      { Host: host, Origin: 'null' },
    ]) {
      expect(await statusOf(door.url, headers), JSON.stringify(headers)).toBe(403)
    }
    expect(await statusOf(door.url, { Host: host })).toBe(200)
    expect(await statusOf(door.url, { Host: host, Origin: `http://${host}` })).toBe(200)
    expect(await statusOf(door.url, { Host: `localhost:${port}`, Origin: `http://localhost:${port}` })).toBe(200)
  })

  test('that is too long, no JSON, or not a POST is refused, and is no fault of ours', async () => {
    const long = { ...listRequest, params: { _meta: { filling: 'x'.repeat(1024 * 1024) } } }
    expect((await door.post(long)).status).toBe(413)
    expect((await door.post('{"jsonrpc"')).status).toBe(400)
    expect((await door.post(listRequest, { 'Content-Type': 'text/plain' })).status).toBe(415)
    const get = await fetch(door.url, { headers: { Authorization: `Bearer ${key}`, Accept: 'text/event-stream' } })
    expect(get.status).toBe(405)
    expect(door.faults).toEqual([])
  })

  test('is refused, not let through, when keys cannot be looked up', async () => {
    const broken = await openDoor({
      authenticate: async () => {
        throw new Error('store is gone')
      },
    })
    const response = await broken.post(listRequest)
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('store is gone')
    expect(broken.faults).toMatchObject([{ error: { message: 'store is gone' } }])
    await broken.close()
  })

  test('of 2026-07-28 whose headers contradict its body is refused', async () => {
    const body = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: {
        name: 'ninja-list-scripts',
        arguments: {},
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientInfo': { name: 'test', version: '0' },
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      },
    }
    const headers = { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/call' }
    const refused = await door.post(body, { ...headers, 'Mcp-Name': 'ninja-get-device' })
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({ error: { code: -32020 } })
    expect(door.calls).toEqual([])
    expect((await door.post(body, { ...headers, 'Mcp-Name': 'ninja-list-scripts' })).status).toBe(200)
  })
})

/** `fetch` does not let anyone choose the Host header. */
function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const all = {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      Authorization: `Bearer ${key}`,
      ...headers,
    }
    const sending = httpRequest(url, { method: 'POST', headers: all }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    sending.on('error', reject)
    sending.end(JSON.stringify(listRequest))
  })
}
