/** Talks to the gateway that runs on this home. The command line never opens the database itself. */
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
      let response: Response
      try {
        response = await fetch(new URL(path, running.url), {
          method,
          headers: { authorization: `Bearer ${home.key(kind)}`, 'content-type': 'application/json' },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        })
      } catch {
        throw new CliError(`The gateway at ${running.url} does not answer (process ${running.pid}).`)
      }
      const answer = (await response.json().catch(() => undefined)) as
        | { error?: { code: string; message: string } }
        | undefined
      if (response.ok && answer !== undefined) return answer
      const message = answer?.error?.message ?? `The gateway answered ${response.status} without a reason.`
      const code = answer?.error?.code
      throw new CliError(message, response.status === 401 ? exitCodes.needsAuthentication : exitCodeOfError(code), code)
    },
  }
}
