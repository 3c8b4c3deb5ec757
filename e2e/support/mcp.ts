/** A real MCP client, as an agent's program would be. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'

export interface ToolAnswer {
  readonly isError: boolean
  readonly text: string
  readonly outcome: { status: string; callId: string } & Record<string, unknown>
}

export interface Agent {
  tools(): Promise<string[]>
  call(tool: string, input: Record<string, unknown>): Promise<ToolAnswer>
  close(): Promise<void>
}

/** Connects with the client's named key. */
export async function connectAgent(mcpUrl: string, key: string): Promise<Agent> {
  const client = new Client({ name: 'kunai-tour', version: '1.0.0' })
  await client.connect(
    new StreamableHTTPClientTransport(new URL(mcpUrl), {
      requestInit: { headers: { authorization: `Bearer ${key}` } },
    }),
  )
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    async call(tool, input) {
      const result = await client.callTool({ name: tool, arguments: input })
      const content = (result.content ?? []) as { type: string; text?: string }[]
      return {
        isError: result.isError === true,
        text: content.map(({ text }) => text ?? '').join('\n'),
        outcome: result.structuredContent as ToolAnswer['outcome'],
      }
    },
    close: () => client.close(),
  }
}
