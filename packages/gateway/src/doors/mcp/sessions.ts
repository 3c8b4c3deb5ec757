/**
 * Conversations of 2025-era clients, which begin with `initialize` and carry an id from then on. A session is what
 * lets a server ask such a client back; nothing of ours depends on one. So an id that we do not know (after a
 * restart, at another replica, of another client) is no error: the request is served without a session.
 */
import { randomUUID } from 'node:crypto'
import type { Clock } from '@kunai/api/clock'
import {
  isInitializeRequest,
  type McpServer,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server'
import type { Actor } from '../../call/index.ts'
import type { View } from './view.ts'

const idleMsMax = 30 * 60_000
const sessionsMax = 1000

interface Session {
  /** Whose it is: the id alone opens nothing, each request brings its key. */
  readonly actorId: string
  /** What its calls go to: a request to the address of another connection is not part of it. */
  readonly connection: string | undefined
  readonly transport: WebStandardStreamableHTTPServerTransport
  readonly usedAt: number
}

export interface Sessions {
  /** Undefined when the request neither belongs to a session of this actor nor begins one. */
  serve(request: Request, body: unknown, actor: Actor, view: View): Promise<Response | undefined>
  close(): Promise<void>
}

export function createSessions(parts: {
  readonly open: (actor: Actor, view: View) => McpServer
  readonly clock: Clock
}): Sessions {
  /** In the order of their last use. */
  const sessions = new Map<string, Session>()

  function keep(id: string, session: Omit<Session, 'usedAt'>) {
    const now = parts.clock.now()
    sessions.delete(id)
    sessions.set(id, { ...session, usedAt: now })
    for (const [oldest, { usedAt }] of sessions) {
      if (sessions.size <= sessionsMax && now - usedAt < idleMsMax) break
      // Forgotten, not closed: what is under way in it is still answered.
      sessions.delete(oldest)
    }
  }

  async function begin(request: Request, body: unknown, actor: Actor, view: View): Promise<Response> {
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => keep(id, { actorId: actor.id, connection: view.connection, transport }),
    })
    await parts.open(actor, view).connect(transport)
    return transport.handleRequest(request, { parsedBody: body })
  }

  return {
    async serve(request, body, actor, view) {
      // Newer clients name the method in a header and know neither sessions nor `initialize`.
      if (request.headers.has('mcp-method')) return undefined
      if (isInitializeRequest(body)) return begin(request, body, actor, view)
      const id = request.headers.get('mcp-session-id') ?? ''
      const session = sessions.get(id)
      if (session?.actorId !== actor.id || session.connection !== view.connection) return undefined
      keep(id, session)
      return session.transport.handleRequest(request, { parsedBody: body })
    },
    async close() {
      await Promise.all([...sessions.values()].map(({ transport }) => transport.close()))
      sessions.clear()
    },
  }
}
