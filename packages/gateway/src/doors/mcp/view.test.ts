/** What an address says: its connection is the one of each call made there, and of no other. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eras, key, listRequest, openDoor } from './test/door.ts'

let door: Awaited<ReturnType<typeof openDoor>>
let address: string
beforeEach(async () => {
  door = await openDoor()
  address = door.url
})
afterEach(() => door.close())

const list = { name: 'ninja-list-organizations', arguments: {} }

describe.each(eras)('a client of %s', (era) => {
  it('acts on the connection that its address names', async () => {
    door.url = `${address}?connection=production`
    const client = await door.connect(era)
    await client.callTool(list)
    await client.callTool({ name: 'run-read', arguments: { operation: 'organizations.list', input: {} } })
    await client.readResource({ uri: 'ninjaone://organizations' })
    expect(door.calls.map(({ connection }) => connection)).toEqual(['production', 'production', 'production'])
    expect(client.getInstructions()).toContain('Connection: production.')
  })

  it('acts on the default one where its address names none', async () => {
    const client = await door.connect(era)
    await client.callTool(list)
    expect(door.calls.map(({ connection }) => connection)).toEqual(['sandbox'])
    expect(client.getInstructions()).not.toContain('Connection:')
  })

  it('two addresses at once do not mix', async () => {
    const usual = await door.connect(era)
    door.url = `${address}?connection=production`
    const other = await door.connect(era)
    await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? other : usual).callTool(list)))
    expect(door.calls.filter(({ connection }) => connection === 'production')).toHaveLength(10)
    expect(door.calls.filter(({ connection }) => connection === 'sandbox')).toHaveLength(10)
  })
})

it('a session is not continued at the address of another connection', async () => {
  door.url = `${address}?connection=production`
  const begin = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '0' } },
  }
  const begun = await door.post(begin)
  const session = { 'Mcp-Session-Id': begun.headers.get('mcp-session-id') ?? '' }
  expect(session['Mcp-Session-Id']).not.toBe('')
  await begun.text()
  const call = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: list }
  const version = { 'Mcp-Protocol-Version': '2025-11-25' }
  await (await door.post(call, { ...session, ...version })).text()
  door.url = address
  await (await door.post(call, { ...session, ...version })).text()
  expect(door.calls.map(({ connection }) => connection)).toEqual(['production', 'sandbox'])
})

it.each([
  ['connection=nowhere', 'There is no such connection: use production, sandbox.'],
  ['connection=', 'There is no such connection: use production, sandbox.'],
  ['profile=tiny', 'There is no such profile: use default, full, compact.'],
])('%s is refused with what there is', async (search, words) => {
  door.url = `${address}?${search}`
  const answer = await door.post(listRequest)
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain(words)
})

it('who has no key is not told which connections there are', async () => {
  door.url = `${address}?connection=nowhere`
  const answer = await door.post(listRequest, { Authorization: `Bearer ${key}x` })
  expect(answer.status).toBe(401)
  expect(await answer.text()).not.toContain('production')
})
