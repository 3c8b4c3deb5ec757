/**
 * The HTTP door: dashboard, its API, health. It recognises who is there, parses what they send and hands it
 * on; it decides nothing.
 */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { deleteCookie, setCookie } from 'hono/cookie'
import { accountTimes, type Session } from '../../accounts/index.ts'
import { type Action, actions, Download, type Parts } from '../../actions/index.ts'
import { GatewayError } from '../../call/index.ts'
import { checkCsrf, checkSameOrigin, cookieName, recognise, sessionCookie } from './credentials.ts'
import { answerFor } from './errors.ts'
import { streamEvents } from './events.ts'
import { type Pages, servePage } from './pages.ts'

export { readPages } from './pages.ts'

export interface HttpDoorParts extends Parts {
  /** Our own origin as browsers see it, e.g. `http://127.0.0.1:7400`. */
  readonly origin: () => string
  /** Host headers that mean us; anything else may be a page that rebinds DNS. */
  readonly allowedHosts: () => readonly string[]
  readonly pages: Pages
  /** Other doors served on the same port, by path. */
  readonly mounts: Readonly<Record<string, (request: Request) => Promise<Response>>>
  /** Served under any host name: what stands here recognises its callers by itself, without cookies. */
  readonly openMounts: Readonly<Record<string, (request: Request) => Promise<Response>>>
  /** What does not answer, by name; empty when all is well. */
  readonly findFaults: () => Promise<string[]>
  readonly logFault: (message: string, error: unknown) => void
}

const bodyBytesMax = 1024 * 1024

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

export function createHttpDoor(parts: HttpDoorParts): Hono {
  const app = new Hono()

  app.onError((error, context) => {
    const { status, body } = answerFor(error)
    if (status === 500) parts.logFault(`${context.req.method} ${context.req.path}`, error)
    // The rest of a body that is too large is never read, so the connection cannot be used again.
    if (status === 413) context.header('Connection', 'close')
    return context.json(body, status)
  })

  for (const [path, fetch] of Object.entries(parts.openMounts)) app.all(path, (context) => fetch(context.req.raw))

  app.use('*', async (context, next) => {
    if (!parts.allowedHosts().includes(context.req.header('host') ?? '')) {
      return context.json({ error: { code: 'host_refused', message: `Open this gateway as ${parts.origin()}.` } }, 403)
    }
    await next()
    const { headers } = context.res
    headers.set('Content-Security-Policy', contentSecurityPolicy)
    headers.set('X-Content-Type-Options', 'nosniff')
    headers.set('Referrer-Policy', 'no-referrer')
    headers.set('Cross-Origin-Opener-Policy', 'same-origin')
    headers.set('Cross-Origin-Resource-Policy', 'same-origin')
    headers.set('X-Frame-Options', 'DENY')
  })

  for (const [path, fetch] of Object.entries(parts.mounts)) app.all(path, (context) => fetch(context.req.raw))

  app.get('/healthz', async (context) => {
    const faults = await parts.findFaults()
    const state = (part: string) => (faults.includes(part) ? 'not answering' : 'ok')
    return context.json(
      {
        status: faults.length === 0 ? 'ok' : 'degraded',
        store: state('store'),
        connection: state('connection'),
        version: parts.version,
      },
      faults.length === 0 ? 200 : 503,
    )
  })

  app.use('/api/*', async (context, next) => {
    context.header('Cache-Control', 'no-store')
    await next()
  })
  const limitTo = (maxSize: number) =>
    bodyLimit({
      maxSize,
      onError: () => {
        throw new GatewayError('too_large', `A request may have at most ${maxSize} bytes.`)
      },
    })
  const larger = new Map(
    actions.flatMap(({ http, bodyBytesMax: own }) =>
      own === undefined ? [] : [[http.path as string, limitTo(own)] as const],
    ),
  )
  const usual = limitTo(bodyBytesMax)
  app.use('/api/*', (context, next) => (larger.get(context.req.path) ?? usual)(context, next))

  const viewSession = ({ person, role, csrfToken }: Session) => ({
    person,
    role,
    csrfToken,
    version: parts.version,
    connections: parts.connections.map(({ name, kind, label, isDefault }) => ({ name, kind, label, isDefault })),
  })

  app.post('/api/session', async (context) => {
    checkSameOrigin(context, parts.origin())
    const { token } = (await readBody(context.req.raw)) as { token?: unknown }
    const signedIn = typeof token === 'string' ? await parts.accounts.signIn(token) : undefined
    if (signedIn === undefined) {
      throw new GatewayError(
        'sign_in_link_invalid',
        'This link was used already or is too old. Ask for a new one: kunai people add NAME',
      )
    }
    setCookie(context, cookieName, signedIn.cookie, {
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
      path: '/',
      maxAge: accountTimes.session / 1000,
    })
    return context.json(viewSession(signedIn.session))
  })

  app.get('/api/session', async (context) => {
    const principal = await recognise(context, parts.accounts)
    if (principal.kind !== 'person') throw new GatewayError('forbidden', 'Only people have sessions.')
    return context.json(viewSession(principal.session))
  })

  app.delete('/api/session', async (context) => {
    const principal = await recognise(context, parts.accounts)
    if (principal.kind !== 'person') throw new GatewayError('forbidden', 'Only people have sessions.')
    checkCsrf(context, principal.session, parts.origin())
    await parts.accounts.signOut(sessionCookie(context) ?? '')
    deleteCookie(context, cookieName, { secure: true, path: '/' })
    return context.body(null, 204)
  })

  app.get('/api/events', async (context) => {
    const principal = await recognise(context, parts.accounts)
    if (principal.kind !== 'person') throw new GatewayError('forbidden', 'Only people follow events.')
    return streamEvents(context, parts.audit, parts.webhooks)
  })

  for (const action of actions) addRoute(app, action, parts)

  app.all('/api/*', () => {
    throw new GatewayError('not_found', 'There is no such route. docs/reference/http-api.md lists them.')
  })
  app.get('*', (context) => servePage(context, parts.pages))
  return app
}

function addRoute(app: Hono, action: Action, parts: HttpDoorParts): void {
  app.on(action.http.method, action.http.path, async (context) => {
    const principal = await recognise(context, parts.accounts)
    if (!action.principals.includes(principal.kind)) {
      throw new GatewayError('forbidden', `${action.id} is not open to this kind of key.`)
    }
    if (action.ownerOnly && principal.kind === 'person' && principal.session.role !== 'owner') {
      throw new GatewayError('forbidden', 'Only the owner of this gateway may do this.')
    }
    if (principal.kind === 'person' && action.http.method !== 'GET') {
      checkCsrf(context, principal.session, parts.origin())
    }
    const given = { ...context.req.query(), ...(await readBody(context.req.raw)), ...context.req.param() }
    const parsed = action.input.safeParse(given)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      throw new GatewayError('invalid_input', `${issue?.path.join('.') || 'request'}: ${issue?.message}`)
    }
    const answer = await action.run(parts, principal, parsed.data)
    if (!(answer instanceof Download)) return context.json(answer as object)
    context.header('Content-Type', answer.mediaType)
    context.header('Content-Disposition', `attachment; filename="${answer.name}"`)
    return context.body(streamOf(answer.text, parts.logFault))
  })
}

/** A fault in the middle breaks the stream off, so that a file that is cut is never taken for a whole one. */
function streamOf(text: AsyncIterable<string>, logFault: HttpDoorParts['logFault']): ReadableStream<Uint8Array> {
  const pieces = text[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      } catch (error) {
        logFault('a download', error)
        controller.error(error)
      }
    },
    async cancel() {
      await pieces.return?.()
    },
  })
}

/** The body as an object; an absent one is empty. JSON only: a form from another site cannot send it. */
async function readBody(request: Request): Promise<object> {
  if (request.method === 'GET' || request.method === 'HEAD') return {}
  const text = await request.text()
  if (text === '') return {}
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    throw new GatewayError('invalid_json', 'Send Content-Type: application/json.')
  }
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new GatewayError('invalid_json', 'The body is not JSON.')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new GatewayError('invalid_json', 'The body must be a JSON object.')
  }
  return body
}
