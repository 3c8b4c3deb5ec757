/**
 * The gateway's own MCP door with the fixtures of the official conformance suite beside its tools. The door is the
 * product's, checks included; behind it is no fleet, and the suite, which cannot send a key, is given one.
 */
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { catalogue } from '@kunai/api/catalogue'
import { systemClock } from '@kunai/api/clock'
import { createMcpDoor, type McpDoorFixtures } from '../../packages/gateway/src/doors/mcp/server.ts'
import { contentTools } from './fixture-content.ts'
import { inputTools, requestStates } from './fixture-input.ts'
import { installPromptsAndResources } from './fixture-resources.ts'

const tools = new Map([...contentTools, ...inputTools].map((one) => [one.tool.name, one]))

const fixtures: McpDoorFixtures = {
  options: {
    capabilities: { prompts: {}, resources: { subscribe: true }, completions: {}, logging: {} },
    requestState: { verify: requestStates.verify },
  },
  tools: [...tools.values()].map(({ tool }) => tool),
  callTool: async ({ name, arguments: input = {} }, context) => tools.get(name)?.run(input, context),
  install: installPromptsAndResources,
}

const key = 'conformance'

export interface TestBuild {
  readonly url: string
  /** What the door would have written to the log: a fault makes the run worthless. */
  readonly faults: readonly string[]
  close(): Promise<void>
}

export async function startTestBuild(): Promise<TestBuild> {
  const faults: string[] = []
  let port = 0
  const door = createMcpDoor(
    {
      corridor: {
        listOperations: async () => [...catalogue],
        showsTool: async () => true,
        outcomeOf: async () => undefined,
        isFollowed: async () => false,
        withdraw: async () => {},
        invoke: async ({ id }) => ({
          status: 'denied',
          callId: id,
          code: 'blocked',
          message: 'There is no fleet behind the test build.',
        }),
      },
      connections: [{ name: 'none', kind: 'sandbox', label: 'NONE', baseUrl: 'http://127.0.0.1:9', isDefault: true }],
      authenticate: async (bearer) =>
        bearer === key ? { kind: 'agent', id: 'mcp:conformance', name: 'conformance' } : undefined,
      isOwnCall: async () => false,
      clock: systemClock,
      version: '0.0.0-conformance',
      allowedHosts: () => ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`),
      newCallId: () => 'call_conformance',
      logFault: (message, error) => faults.push(`${message}: ${error instanceof Error ? error.stack : error}`),
    },
    fixtures,
  )
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const listening = serve({ fetch: (request) => door.fetch(withKey(request)), hostname: '127.0.0.1', port: 0 }, () =>
      resolve(listening),
    )
  })
  port = (server.address() as AddressInfo).port
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    faults,
    async close() {
      await door.close()
      await new Promise((resolve) => {
        server.close(resolve)
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
    },
  }
}

function withKey(request: Request): Request {
  const headers = new Headers(request.headers)
  headers.set('Authorization', `Bearer ${key}`)
  const { method, body, signal } = request
  return new Request(request.url, { method, headers, body, signal, ...(body && { duplex: 'half' }) })
}
