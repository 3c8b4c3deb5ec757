/**
 * The door that NinjaOne knocks at: POST /hooks/<connection>/<secret>. It lets in who knows both secrets, hands the
 * body on, and answers 200 when it is durable. It has no cookies and answers nothing to anybody, so it may be reached
 * under any host name, which a proxy in front of the gateway gives it.
 */
import { deliveryBytesMax, type Webhooks } from '../../webhooks/index.ts'

export interface HooksDoorParts {
  readonly webhooks: Pick<Webhooks, 'admits' | 'take'>
  /** Called after something new was taken: it is only a hint until NinjaOne has been asked. */
  readonly onNews: (connection: string) => void
  readonly logFault: (message: string, error: unknown) => void
}

const statusOf = { unknown_sender: 401, too_large: 413, unreadable: 400 } as const

export function createHooksDoor({
  webhooks,
  onNews,
  logFault,
}: HooksDoorParts): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      const path = /^\/hooks\/([^/]+)\/([^/]+)$/.exec(new URL(request.url).pathname)
      const connection = decode(path?.[1] ?? '')
      // One answer to everything that is wrong before the body: it tells a stranger nothing.
      if (path === null || !(await webhooks.admits(connection, path[2] ?? '', request.headers))) {
        return answer(401, 'This address takes deliveries of NinjaOne only.')
      }
      if (request.method !== 'POST') return answer(405, 'Deliveries are POST requests.')
      const body = await readBody(request)
      if (body === undefined) return answer(413, `A delivery has at most ${deliveryBytesMax} bytes.`)
      const taken = await webhooks.take(connection, body)
      if (taken.kind === 'refused') return answer(statusOf[taken.code], taken.message)
      if (taken.isNews) onNews(connection)
      return new Response(null, { status: 200 })
    } catch (error) {
      logFault('taking a delivery', error)
      // Not durable, so not taken: whoever sent it may send it again, and the sweep finds it in any case.
      return answer(500, 'The delivery could not be stored.')
    }
  }
}

/** A body that was not read to its end leaves a connection nobody can use again. */
function answer(status: number, message: string): Response {
  return Response.json({ error: message }, { status, headers: { connection: 'close' } })
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}

/** Undefined when it is too long, by what it says or by what comes. */
async function readBody(request: Request): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > deliveryBytesMax) return undefined
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body ?? []) {
    bytes += chunk.length
    if (bytes > deliveryBytesMax) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
