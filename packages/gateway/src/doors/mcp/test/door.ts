/** A door over real HTTP on a free port, with a corridor that answers what a test tells it to. */
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { manualClock } from '@kunai/api/clock'
import { parseInput } from '@kunai/api/request'
import { Client, type ClientCapabilities, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { type Actor, type Call, GatewayError, type Outcome, operations } from '../../../call/index.ts'
import { createMcpDoor, type McpDoorFixtures, type McpDoorParts } from '../server.ts'

export const key = 'kunai_mcp_0123456789abcdef'
export const otherKey = 'kunai_mcp_fedcba9876543210'
export const agent: Actor = { kind: 'agent', id: 'mcp:claude', name: 'claude' }
const otherAgent: Actor = { kind: 'agent', id: 'mcp:other', name: 'other' }

export type Era = '2025-11-25' | '2026-07-28'
export const eras: readonly Era[] = ['2025-11-25', '2026-07-28']

export async function openDoor(changes: Partial<McpDoorParts> = {}, fixtures?: McpDoorFixtures, port = 0) {
  const clock = manualClock()
  const calls: Call[] = []
  const faults: { message: string; error: unknown }[] = []
  const hidden = new Set<string>()
  const outcomes = new Map<string, Outcome>()
  const followed = new Set<string>()
  const state = { answer: (call: Call): Outcome => ({ status: 'done', callId: call.id, data: [] }), url: '' }

  const corridor: McpDoorParts['corridor'] = {
    showsTool: async (_, tool) => !hidden.has(tool),
    listOperations: async () => operations.filter(({ id }) => !hidden.has(id)),
    outcomeOf: async (callId) => outcomes.get(callId),
    isFollowed: async (callId) => followed.has(callId),
    withdraw: async (callId) => {
      const outcome = outcomes.get(callId)
      if (outcome?.status !== 'waiting') throw new GatewayError('not_pending', 'The approval was approved.')
      outcomes.set(callId, { status: 'denied', callId, code: 'withdrawn', message: 'The request was withdrawn.' })
    },
    async invoke(call) {
      const operation = operations.find(({ id }) => id === call.operation)
      if (operation === undefined || hidden.has(operation.id)) {
        return { status: 'denied', callId: call.id, code: 'blocked', message: `${call.operation} is blocked.` }
      }
      const parsed = parseInput(operation, call.input)
      if (!parsed.ok) return { status: 'failed', callId: call.id, code: 'invalid_input', message: parsed.message }
      calls.push(call)
      return state.answer(call)
    },
  }

  let count = 0
  const door = createMcpDoor(
    {
      corridor,
      connections: [
        { name: 'production', kind: 'production', label: 'PRODUCTION', baseUrl: 'https://x.test', isDefault: false },
        { name: 'sandbox', kind: 'sandbox', label: 'SANDBOX', baseUrl: 'http://127.0.0.1:7401', isDefault: true },
      ],
      authenticate: async (bearer) => (bearer === key ? agent : bearer === otherKey ? otherAgent : undefined),
      isOwnCall: async (_, actor) => actor.id === agent.id,
      clock,
      version: '0.0.0-test',
      allowedHosts: () => [new URL(state.url).host, `localhost:${new URL(state.url).port}`],
      newCallId: () => `call_${++count}`,
      logFault: (message, error) => faults.push({ message, error }),
      ...changes,
    },
    fixtures,
  )
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const listening = serve({ fetch: door.fetch, hostname: '127.0.0.1', port }, () => resolve(listening))
  })
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`

  const clients: Client[] = []
  return Object.assign(state, {
    clock,
    calls,
    faults,
    hidden,
    outcomes,
    followed,
    async connect(era: Era, bearer = key, profile?: string, client = newClient(era)): Promise<Client> {
      const requestInit = { headers: { Authorization: `Bearer ${bearer}` } }
      const url = new URL(state.url)
      if (profile !== undefined) url.searchParams.set('profile', profile)
      await client.connect(new StreamableHTTPClientTransport(url, { requestInit }))
      clients.push(client)
      return client
    },
    /** One request as its own bytes, for what no client of ours would send. */
    post: (body: unknown, headers: Record<string, string> = {}) =>
      fetch(state.url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Accept: 'application/json, text/event-stream',
          Authorization: `Bearer ${key}`,
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async close() {
      await Promise.all(clients.map((client) => client.close()))
      await door.close()
      await new Promise((resolve) => {
        server.close(resolve)
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
    },
  })
}

export function newClient(era: Era, capabilities: ClientCapabilities = {}): Client {
  const mode = era === '2026-07-28' ? { pin: era } : ('legacy' as const)
  return new Client({ name: 'test', version: '0' }, { versionNegotiation: { mode }, capabilities })
}

export const listRequest = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }
