import { serve } from '@hono/node-server'
import { createMcpHandler, McpServer, Server, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server'
import { catalogue } from '@kunai/api/catalogue'
import { manualClock } from '@kunai/api/clock'
import { z } from 'zod'
import { createMcpDoor } from './server.ts'
import { operationTools } from './tools.ts'
const data = { id: 1001, systemName: 'CEDAR-PRINT01', organizationId: 1, offline: false }
let port = 0
const door = createMcpDoor({
  corridor: { listOperations: () => [...catalogue], outcomeOf: async () => undefined, invoke: async (c) => ({ status: 'done', callId: c.id, data }) },
  connections: [{ name: 's', kind: 'sandbox', label: '', baseUrl: '', isDefault: true }],
  authenticate: async () => ({ kind: 'agent', id: 'a', name: 'a' }), isOwnCall: async () => true, clock: manualClock(), version: '0',
  allowedHosts: () => [`127.0.0.1:${port}`], newCallId: () => 'call_1', logFault: console.error })
const result = { content: [{ type: 'text' as const, text: JSON.stringify(data) }], structuredContent: data }
const bareLow = createMcpHandler(() => { const s = new Server({ name: 'x', version: '0' }, { capabilities: { tools: {} } }); s.setRequestHandler('tools/list', () => ({ tools: operationTools.map(t => t.tool) })); s.setRequestHandler('tools/call', () => result); return s })
const bareMcp = createMcpHandler(() => { const s = new McpServer({ name: 'x', version: '0' }); for (const { tool, operation } of operationTools) s.registerTool(tool.name, { description: tool.description!, inputSchema: operation.input }, async () => result as never); return s })
const session = new WebStandardStreamableHTTPServerTransport({ sessionIdGenerator: () => 'sess' })
const ss = new Server({ name: 'x', version: '0' }, { capabilities: { tools: {} } }); ss.setRequestHandler('tools/list', () => ({ tools: [] })); ss.setRequestHandler('tools/call', () => result); await ss.connect(session)
const apps: Record<string, (r: Request) => Promise<Response>> = { ours: door.fetch, bareLow: (r) => bareLow.fetch(r), bareMcp: (r) => bareMcp.fetch(r), session: (r) => session.handleRequest(r) }
const server = serve({ fetch: (r) => apps[new URL(r.url).pathname.slice(1)]!(r), hostname: '127.0.0.1', port: 0 }, (i) => { port = i.port; console.log(port) })
process.stdin.on('end', () => process.exit()); process.stdin.resume()
