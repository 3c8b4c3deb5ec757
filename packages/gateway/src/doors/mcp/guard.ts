/**
 * Who gets as far as the protocol: requests that name us as their host, come from no foreign page, and carry a
 * client's key. The answers are JSON-RPC errors, because that is what a client at this address can read.
 */
import type { Actor } from '../../call/index.ts'

/** A page that made a name resolve to this machine still sends that name as its host, and its own origin. */
export function refuseForeign(request: Request, allowedHosts: readonly string[]): Response | undefined {
  const host = request.headers.get('host')
  if (host === null || !allowedHosts.includes(host)) {
    return errorAnswer(403, 'Host refused: this gateway is not known by that name.')
  }
  const origin = request.headers.get('origin')
  const isOurs =
    origin === null || allowedHosts.some((name) => origin === `http://${name}` || origin === `https://${name}`)
  return isOurs ? undefined : errorAnswer(403, 'Origin refused: pages of other sites may not call this gateway.')
}

/** The client behind a request's key, or the answer that says there is none. A key in the address is not looked at. */
export async function recogniseClient(
  request: Request,
  authenticate: (bearer: string) => Promise<Actor | undefined>,
): Promise<Actor | Response> {
  const header = request.headers.get('authorization')
  const key = header && /^Bearer +([\w.~+/-]+=*)$/i.exec(header)?.[1]
  if (!key) return unauthorized('Bearer realm="kunai"', 'A client key is needed, as a bearer token.')
  const actor = await authenticate(key)
  return (
    actor ?? unauthorized('Bearer realm="kunai", error="invalid_token"', 'This gateway does not know that client key.')
  )
}

/** The body as JSON, read once; or the answer that says what is wrong with it. */
export async function readJson(request: Request, bytesMax: number): Promise<{ readonly value: unknown } | Response> {
  const text = await readText(request, bytesMax)
  if (text === undefined) {
    // The rest of the body is not read, so the connection cannot serve another request.
    return errorAnswer(413, `The message is longer than ${bytesMax} bytes.`, { Connection: 'close' })
  }
  try {
    return { value: JSON.parse(text) }
  } catch {
    return errorAnswer(400, 'The message is not valid JSON.')
  }
}

async function readText(request: Request, bytesMax: number): Promise<string | undefined> {
  const declared = request.headers.get('content-length')
  // A declared length is kept to by the HTTP server; without one, bytes are counted as they come.
  if (declared !== null) return Number(declared) <= bytesMax ? request.text() : undefined
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength
    if (length > bytesMax) return undefined
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

const jsonRpcCodes: Readonly<Record<number, number>> = { 400: -32700, 500: -32603 }

export function errorAnswer(status: number, message: string, headers?: Record<string, string>): Response {
  const code = jsonRpcCodes[status] ?? -32000
  return Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status, ...(headers && { headers }) })
}

function unauthorized(challenge: string, message: string): Response {
  const cure = 'The line that `npm start` prints for MCP clients carries one; `kunai mcp` brings its own.'
  return errorAnswer(401, `${message} ${cure}`, { 'WWW-Authenticate': challenge })
}
