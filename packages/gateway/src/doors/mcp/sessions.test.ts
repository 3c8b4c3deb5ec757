import { afterEach, beforeEach, expect, test } from 'vitest'
import { listRequest, openDoor, otherKey } from './test/door.ts'

let door: Awaited<ReturnType<typeof openDoor>>
beforeEach(async () => {
  door = await openDoor()
})
afterEach(() => door.close())

const initialize = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '0' } },
}
const call = (id: number) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name: 'ninja-list-scripts', arguments: {} },
})

async function begin(): Promise<string> {
  const response = await door.post(initialize)
  await response.text()
  return response.headers.get('mcp-session-id') ?? ''
}

test('a session is of the client that began it: another one with its id acts as itself, outside it', async () => {
  const id = await begin()
  expect(id).not.toBe('')
  const own = await door.post(call(1), { 'Mcp-Session-Id': id })
  expect(own.headers.get('mcp-session-id')).toBe(id)
  await own.text()
  const foreign = await door.post(call(2), { 'Mcp-Session-Id': id, Authorization: `Bearer ${otherKey}` })
  expect(foreign.headers.get('mcp-session-id')).toBeNull()
  await foreign.text()
  expect(door.calls.map(({ actor }) => actor.id)).toEqual(['mcp:claude', 'mcp:other'])
})

test('each request of a session needs the key again', async () => {
  const id = await begin()
  const response = await door.post(call(1), { 'Mcp-Session-Id': id, Authorization: 'Bearer wrong' })
  expect(response.status).toBe(401)
  expect(door.calls).toEqual([])
})

test('a client that comes back with a session we no longer know is served all the same', async () => {
  for (const id of ['of-before-the-restart', await begin()]) {
    await door.clock.advance(31 * 60_000)
    // Another client's beginning is what makes us look for idle sessions.
    await begin()
    const response = await door.post(listRequest, { 'Mcp-Session-Id': id, 'MCP-Protocol-Version': '2025-11-25' })
    expect(response.status).toBe(200)
    expect(response.headers.get('mcp-session-id')).toBeNull()
    expect(await response.text()).toContain('ninja-list-scripts')
  }
})
