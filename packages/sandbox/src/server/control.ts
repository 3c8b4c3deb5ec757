/** The control API over HTTP: `/_sandbox/*` behind the control token, made from the list of endpoints. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ControlError } from '../control-error.ts'
import { type Endpoint, FileAnswer } from './control/endpoint.ts'
import { endpoints } from './control/endpoints.ts'
import type { SandboxControl } from './control/sandbox-control.ts'
import { sameSecret } from './oauth/credentials.ts'
import { parseJson } from './read-json.ts'

const bodyBytesMax = 1024 * 1024
/** A world in which every one of ten thousand devices was changed is some twenty megabytes. */
const fileBytesMax = 256 * 1024 * 1024

export function createControlApp(control: SandboxControl, token: string): Hono {
  const app = new Hono().basePath('/_sandbox')
  app.use(async (context, next) => {
    const given = /^Bearer (\S+)$/.exec(context.req.header('Authorization') ?? '')?.[1]
    if (given === undefined || !sameSecret(given, token)) {
      return context.json({ error: 'This needs the control token that the sandbox printed at its start.' }, 401)
    }
    context.header('Cache-Control', 'no-store')
    return next()
  })
  app.use(async (context, next) => {
    // A body has to say how long it is; then nothing too long is ever read.
    if (context.req.header('Transfer-Encoding') !== undefined) {
      return context.json({ error: 'Send the body with its Content-Length' }, 411)
    }
    const bytesMax = context.req.path === '/_sandbox/import' ? fileBytesMax : bodyBytesMax
    if (Number(context.req.header('Content-Length') ?? 0) > bytesMax) {
      return context.json({ error: `The body is longer than ${bytesMax} bytes` }, 413)
    }
    return next()
  })
  for (const endpoint of endpoints) {
    app.on(endpoint.method, endpoint.path, async (context) => answer(context, endpoint, control))
  }
  app.notFound((context) => context.json({ error: `There is no ${context.req.method} ${context.req.path}` }, 404))
  app.onError((error, context) => {
    if (error instanceof ControlError) return context.json({ error: error.message }, statusOf(error))
    // A mistake of the sandbox itself: its owner is told, whoever asked gets no inside of it.
    process.emitWarning(error)
    return context.json({ error: 'The sandbox made a mistake. Its own output says which.' }, 500)
  })
  return app
}

async function answer(context: Context, endpoint: Endpoint, control: SandboxControl): Promise<Response> {
  const { status = 200 } = endpoint
  const result = endpoint.run(control, {
    parameters: check(endpoint.parameters, context.req.param(), 'the path', endpoint),
    query: check(endpoint.query ?? z.strictObject({}), readQuery(context), 'the query', endpoint),
    body: endpoint.body && check(endpoint.body, await readBody(context, endpoint), 'the body', endpoint),
  })
  if (status === 204) return context.body(null, 204)
  if (!(result instanceof FileAnswer)) return context.json(result as object, status)
  context.header('Content-Disposition', `attachment; filename="${result.name}"`)
  return context.body(result.text, 200, { 'Content-Type': 'application/json' })
}

function check<Schema extends z.ZodType>(
  schema: Schema | undefined,
  given: unknown,
  place: string,
  { example }: Endpoint,
): z.output<Schema> {
  if (!schema) return undefined as z.output<Schema>
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const cure = place === 'the body' && example !== undefined ? ` Send e.g. ${JSON.stringify(example)}.` : ''
  throw new ControlError(
    'invalid',
    `This cannot be read from ${place}:\n${z.prettifyError(parsed.error)}${cure && `\n${cure.trim()}`}`,
  )
}

/** A parameter that comes twice could be taken for either, and is refused as a list. */
const readQuery = (context: Context): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(context.req.queries()).map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  ) as Record<string, string | string[]>

/** Undefined for what is not JSON, or is by no sane reading: the schema then says what was expected. */
async function readBody(context: Context, { takesFile }: Endpoint): Promise<unknown> {
  if (takesFile) return context.req.text()
  try {
    return parseJson(Buffer.from(await context.req.arrayBuffer()))
  } catch {
    return undefined
  }
}

function statusOf({ reason }: ControlError): 400 | 404 | 409 {
  switch (reason) {
    case 'invalid':
      return 400
    case 'missing':
      return 404
    case 'conflict':
      return 409
    default: {
      const impossible: never = reason
      throw new TypeError(`unknown reason: ${impossible}`)
    }
  }
}
