/** Talks to the gateway that runs on this home. The command line never opens the database itself. */
import { request } from 'node:http'
import { json } from 'node:stream/consumers'
import type { Home, KeyKind } from '../../home/index.ts'
import { CliError, exitCodeOfError, exitCodes } from './exit-codes.ts'

export interface GatewayClient {
  /** The answer's JSON. @throws CliError with the gateway's own words. */
  request(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown>
}

export function createGatewayClient(home: Home, kind: Exclude<KeyKind, 'mcp'>): GatewayClient {
  return {
    async request(method, path, body) {
      const running = home.running()
      if (running === undefined) {
        throw new CliError(`No gateway runs on ${home.folder}. Start one with: kunai up`)
      }
      let answered: Answered
      try {
        answered = await send(new URL(path, running.url), method, home.key(kind), body)
      } catch {
        throw new CliError(`The gateway at ${running.url} does not answer (process ${running.pid}).`)
      }
      const { status, answer } = answered
      if (status < 300 && answer !== undefined) return answer
      const message = answer?.error?.message ?? `The gateway answered ${status} without a reason.`
      const code = answer?.error?.code
      throw new CliError(message, status === 401 ? exitCodes.needsAuthentication : exitCodeOfError(code), code)
    },
  }
}

interface Answered {
  readonly status: number
  readonly answer: { readonly error?: { readonly code: string; readonly message: string } } | undefined
}

/** Not `fetch`, which gives up after five minutes: a million rows take longer to plan. */
function send(url: URL, method: string, key: string, body: unknown): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const sent = request(url, { method, headers }, async (response) => {
      const answer = (await json(response).catch(() => undefined)) as Answered['answer']
      resolve({ status: response.statusCode ?? 0, answer })
    })
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
