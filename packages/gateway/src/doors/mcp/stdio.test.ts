import { type AddressInfo, createServer } from 'node:net'
import { PassThrough } from 'node:stream'
import type { Client, JSONRPCMessage, Transport } from '@modelcontextprotocol/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runStdioProxy } from './stdio.ts'
import { type Era, eras, key, newClient, openDoor } from './test/door.ts'

let door: Awaited<ReturnType<typeof openDoor>>
beforeEach(async () => {
  door = await openDoor()
})
afterEach(() => door.close())

/** A proxy with a client at its pipes; `lines` is everything it ever wrote to its output. */
function startProxy(url: string, bearer = key) {
  const input = new PassThrough()
  const output = new PassThrough()
  const errorOutput = new PassThrough()
  const lines: string[] = []
  const errors: string[] = []
  let transport: Transport | undefined
  let waiting: ((line: string) => void)[] = []
  output.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().split('\n').filter(Boolean)) {
      lines.push(line)
      transport?.onmessage?.(JSON.parse(line) as JSONRPCMessage)
      waiting.shift()?.(line)
    }
  })
  errorOutput.on('data', (chunk: Buffer) => errors.push(chunk.toString()))
  const ended = runStdioProxy({ url, key: bearer, input, output, errorOutput })
  return {
    lines,
    errors,
    input,
    async connect(era: Era): Promise<Client> {
      const client = newClient(era)
      transport = {
        start: async () => {},
        close: async () => {
          input.end()
        },
        send: async (message) => {
          input.write(`${JSON.stringify(message)}\n`)
        },
      }
      await client.connect(transport)
      return client
    },
    /** Sends one message as it stands and waits for one line. */
    ask(message: unknown): Promise<Record<string, unknown>> {
      const line = new Promise<string>((resolve) => {
        waiting = [...waiting, resolve]
      })
      input.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`)
      return line.then((text) => JSON.parse(text))
    },
    async close() {
      input.end()
      await ended
    },
  }
}

const list = (id: number | string) => ({ jsonrpc: '2.0', id, method: 'tools/list', params: {} })

describe.each(eras)('a client of %s at the pipes', (era) => {
  test('lists, calls, is held and is refused as over HTTP', async () => {
    const proxy = startProxy(door.url)
    const client = await proxy.connect(era)
    expect((await client.listTools()).tools.length).toBeGreaterThan(10)
    door.answer = ({ id }) => ({ status: 'accepted', callId: id })
    const given = { id: 1, mode: 'NORMAL' }
    const result = await client.callTool({ name: 'ninja-reboot-device', arguments: given })
    expect(result.structuredContent).toEqual({ status: 'accepted', callId: 'call_1' })
    expect(door.calls).toMatchObject([{ operation: 'devices.reboot', actor: { id: 'mcp:claude' } }])
    await expect(client.callTool({ name: 'no-such-tool', arguments: {} })).rejects.toMatchObject({ code: -32602 })
    for (const line of proxy.lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' })
    await client.close()
    await proxy.close()
  })

  test('that stops waiting for an answer stops the waiting at the gateway', async () => {
    door.outcomes.set('call_7', {
      status: 'waiting',
      callId: 'call_7',
      approvalId: 'approval_7',
      phase: 'deciding',
      expiresAt: '2026-01-05T09:30:00.000Z',
      url: 'http://127.0.0.1:7400/approvals/approval_7',
    })
    let asked = 0
    const get = door.outcomes.get.bind(door.outcomes)
    door.outcomes.get = (id) => {
      asked++
      return get(id)
    }
    const proxy = startProxy(door.url)
    const client = await proxy.connect(era)
    const stop = new AbortController()
    const asking = client.callTool(
      { name: 'ninja-get-outcome', arguments: { callId: 'call_7', waitSeconds: 50 } },
      { signal: stop.signal },
    )
    asking.catch(() => {})
    while (asked === 0) await new Promise((resolve) => setImmediate(resolve))
    stop.abort()
    await expect(asking).rejects.toThrow()
    // Waiting to the end would be a hundred questions, one each half second.
    for (let tenths = 0; tenths < 600; tenths++) {
      await new Promise((resolve) => setImmediate(resolve))
      await door.clock.advance(100)
    }
    expect(asked).toBeLessThan(100)
    // Still there for the next message, and the answer to the cancelled one never came.
    expect((await client.listTools()).tools.length).toBeGreaterThan(10)
    expect(proxy.lines.filter((line) => line.includes('"waiting"') && line.includes('call_7'))).toEqual([])
    await client.close()
    await proxy.close()
  })
})

test('a key that the gateway does not know is said, with the cure, and the key is not repeated', async () => {
  const proxy = startProxy(door.url, 'kunai_mcp_unknown')
  const answer = await proxy.ask(list(1))
  expect(answer).toMatchObject({ id: 1, error: { message: expect.stringMatching(/does not know.*key.*KUNAI_HOME/) } })
  expect([...proxy.lines, ...proxy.errors].join('')).not.toContain('kunai_mcp_unknown')
  await proxy.close()
})

test('a gateway that is not there is named with the cure, and found again when it is back', async () => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/mcp`
  const proxy = startProxy(url)
  expect(await proxy.ask(list('a'))).toMatchObject({
    id: 'a',
    error: { message: expect.stringMatching(new RegExp(`${url}.*Nothing was sent.*npm start.*kunai up`)) },
  })
  const back = await openDoor({}, undefined, port)
  expect(await proxy.ask(list('b'))).toMatchObject({ id: 'b', result: { tools: expect.any(Array) } })
  await back.close()
  await proxy.close()
})

test('a gateway that hangs up may have taken what was asked, and that is said', async () => {
  const silent = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const proxy = startProxy(`http://127.0.0.1:${(silent.address() as AddressInfo).port}/mcp`)
  expect(await proxy.ask(list(1))).toMatchObject({ error: { message: expect.stringContaining('may have been taken') } })
  await new Promise((resolve) => silent.close(resolve))
  await proxy.close()
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

test("the gateway's own refusals come through as they are", async () => {
  const proxy = startProxy(door.url)
  const long = { ...list(1), params: { _meta: { filling: 'x'.repeat(1024 * 1024) } } }
  expect(await proxy.ask(long)).toMatchObject({ id: 1, error: { code: -32000 } })
  expect(await proxy.ask(list(2))).toMatchObject({ id: 2, result: { tools: expect.any(Array) } })
  await proxy.close()
})

test('lines that are no messages reach neither the gateway nor the output', async () => {
  const proxy = startProxy(door.url)
  proxy.input.write('hello\n{"jsonrpc":"2.0","method":7}\n\n')
  expect(await proxy.ask(list(1))).toMatchObject({ id: 1, result: {} })
  expect(proxy.lines).toHaveLength(1)
  await proxy.close()
})
