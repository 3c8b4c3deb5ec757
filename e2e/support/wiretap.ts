/**
 * Stands between the gateway and the sandbox and hears what passes: the tokens that are given out, and what webhooks are
 * told. Can be made to answer with everything it was sent, as a vendor with careless errors would.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Wiretap {
  readonly url: string
  /** Kind of secret → those that passed. */
  readonly heard: ReadonlyMap<string, Set<string>>
  /** From now on requests whose path has these words are answered with this status and with what was sent. */
  echo(words: string, status: number): void
  close(): Promise<void>
}

export async function startWiretap(upstream: string): Promise<Wiretap> {
  const heard = new Map<string, Set<string>>()
  const note = (kind: string, secret: unknown) => {
    if (typeof secret === 'string' && secret !== '') heard.set(kind, (heard.get(kind) ?? new Set()).add(secret))
  }
  const echoes = new Map<string, number>()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    note('access token', request.headers.authorization?.replace(/^Bearer /, ''))
    if (request.url?.includes('/webhook') && body.length > 0) {
      const { url, headers } = JSON.parse(body.toString()) as { url?: string; headers?: { value: string }[] }
      note('webhook path secret', url?.split('/').at(-1))
      for (const { value } of headers ?? []) note('webhook header secret', value)
    }
    const [, status] = [...echoes].find(([words]) => request.url?.includes(words)) ?? []
    if (status !== undefined) {
      const errorMessage = `Refused: ${JSON.stringify(request.headers)} ${body.toString()}`
      response.writeHead(status, { 'content-type': 'application/json', 'x-echo': request.headers.authorization ?? '' })
      response.end(JSON.stringify({ resultCode: 'FAILURE', errorMessage, incidentId: 'echo' }))
      return
    }
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers
    const answer = await fetch(upstream + request.url, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      redirect: 'manual',
      ...(body.length > 0 && { body }),
    })
    const text = Buffer.from(await answer.arrayBuffer())
    if (request.url?.includes('oauth/token')) {
      const tokens = JSON.parse(text.toString()) as Record<string, unknown>
      note('access token', tokens.access_token)
      note('refresh token', tokens.refresh_token)
    }
    const {
      'content-encoding': ____,
      'content-length': _____,
      'transfer-encoding': ______,
      ...kept
    } = Object.fromEntries(answer.headers)
    response.writeHead(answer.status, kept)
    response.end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    echo: (words, status) => void echoes.set(words, status),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
