/** Opening the one port that everything is served on. */
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'

/** A port that somebody else has. */
export class PortTakenError extends Error {}

export interface Listening {
  /** Without a slash at its end. */
  readonly url: string
  /** Ends every connection. */
  close(): Promise<void>
}

/**
 * @param port 0 = any free port.
 * @throws PortTakenError with the cure.
 */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  host: string,
  port: number,
): Promise<Listening> {
  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    // Node.js ends an idle connection after five seconds; a client that sends its next request in that moment, on a
    // machine with other things to do, is reset and cannot know whether it was heard.
    const serverOptions = { keepAliveTimeout: 65_000 }
    const listening = serve({ fetch, hostname: host, port, serverOptions }, () => resolve(listening))
    listening.on('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new PortTakenError(
              `Port ${port} is taken by another program. Choose another: --port ${port + 10}, or set KUNAI_PORT.`,
              { cause: error },
            )
          : error,
      )
    })
  })
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

/** The host headers that mean us, by the address that was asked for and the port that was got. */
export function hostsOf(host: string, url: string): string[] {
  const { port } = new URL(url)
  return [...new Set([host, '127.0.0.1', 'localhost', '[::1]'])].map((name) => `${name}:${port}`)
}
