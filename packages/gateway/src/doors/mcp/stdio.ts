/**
 * MCP over stdio: a thin process between a client that speaks through pipes and the running gateway. Every message
 * goes to the gateway as it is, and every answer comes back as it is; nothing is decided and nothing is kept here.
 * Only messages of the protocol are ever written to `output`.
 */
import type { Readable, Writable } from 'node:stream'
import {
  isInitializeRequest,
  isJSONRPCErrorResponse,
  isJSONRPCRequest,
  isJSONRPCResponse,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  parseJSONRPCMessage,
  type RequestId,
  SdkHttpError,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client'
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio'

export interface StdioProxyParts {
  /** The gateway's MCP address, e.g. `http://127.0.0.1:7400/mcp`. */
  readonly url: string
  readonly key: string
  readonly input: Readable
  readonly output: Writable
  readonly errorOutput: Writable
  readonly fetch?: typeof fetch
}

/** Ends when the client closes `input`. What the gateway has been asked by then it carries out; its answer is dropped. */
export async function runStdioProxy(parts: StdioProxyParts): Promise<void> {
  const client = new StdioServerTransport(parts.input, parts.output)
  const gateway = new StreamableHTTPClientTransport(new URL(parts.url), {
    requestInit: { headers: { Authorization: `Bearer ${parts.key}` } },
    ...(parts.fetch && { fetch: parts.fetch }),
  })
  /** Requests without an answer yet; aborting one closes its connection, which is how HTTP says "cancelled". */
  const pending = new Map<RequestId, AbortController>()
  let initializeId: RequestId | undefined

  const say = (line: string) => {
    parts.errorOutput.write(`${line.replaceAll('\n', ' ')}\n`)
  }
  const toClient = (message: JSONRPCMessage) =>
    client.send(message).catch(() => {
      // The client has gone; its transport has said so by closing, which ends everything.
    })
  const fail = (id: RequestId, error: { code: number; message: string; data?: unknown }) => {
    if (pending.delete(id)) void toClient({ jsonrpc: '2.0', id, error })
  }

  async function forward(message: JSONRPCMessage): Promise<void> {
    if (!isJSONRPCRequest(message)) {
      if ('method' in message && message.method === 'notifications/cancelled') {
        // Each message has a connection of its own; closing it is what stops a request outside a session.
        const id = message.params?.requestId as RequestId
        pending.get(id)?.abort()
        pending.delete(id)
        if (initializeId === undefined) return
      }
      return gateway.send(message).catch((error) => say(explain(error, parts.url).message))
    }
    const { id } = message
    const controller = new AbortController()
    pending.set(id, controller)
    if (isInitializeRequest(message)) initializeId = id
    try {
      await gateway.send(message, {
        requestSignal: controller.signal,
        onRequestStreamEnd: () => fail(id, brokenOff(parts.url)),
      })
    } catch (error) {
      fail(id, explain(error, parts.url))
    }
  }

  gateway.onmessage = (message) => {
    if (isJSONRPCResponse(message) && message.id !== undefined) {
      // Later messages of a 2025-era client carry the revision that was agreed on in a header; newer ones say it themselves.
      if (message.id === initializeId && isJSONRPCResultResponse(message)) {
        const { protocolVersion } = message.result
        if (typeof protocolVersion === 'string') gateway.setProtocolVersion(protocolVersion)
      }
      if (!pending.delete(message.id)) return
    }
    void toClient(message)
  }

  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  client.onmessage = (message) => void forward(message)
  client.onerror = (error) => say(`Not a message: ${error.message.slice(0, 200)}`)
  client.onclose = end
  await gateway.start()
  await client.start()
  await ended
  await gateway.close()
}

/** Why the gateway did not answer, and what to do about it. Where it did say something, that is repeated. */
function explain(error: unknown, url: string): { code: number; message: string; data?: unknown } {
  if (error instanceof SdkHttpError) {
    if (error.status === 401) {
      const cure = 'Start `kunai mcp` with the KUNAI_HOME of the gateway, or with a key that it knows.'
      return { code: -32000, message: `The gateway at ${url} does not know this client's key. ${cure}` }
    }
    return (
      errorIn(error.data.text) ?? { code: -32000, message: `The gateway at ${url} answered with HTTP ${error.status}.` }
    )
  }
  if (neverConnected(error)) {
    const cure = 'Start it with `npm start` or `kunai up`, then try again.'
    return { code: -32000, message: `Kunai's gateway does not answer at ${url}. Nothing was sent. ${cure}` }
  }
  return brokenOff(url)
}

function brokenOff(url: string) {
  const cure = 'What was asked may have been taken: look at the approvals and the audit before asking again.'
  return { code: -32000, message: `The connection to Kunai's gateway at ${url} broke off without an answer. ${cure}` }
}

function errorIn(text: unknown): { code: number; message: string; data?: unknown } | undefined {
  try {
    const message = parseJSONRPCMessage(JSON.parse(String(text)))
    return isJSONRPCErrorResponse(message) ? message.error : undefined
  } catch {
    return undefined
  }
}

/** True when not a byte can have reached the gateway. `fetch` hides the reason in a chain of causes. */
function neverConnected(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown }
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') return true
  return cause !== undefined && neverConnected(cause)
}
