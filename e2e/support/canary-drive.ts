/** Goes through every door of the product with secrets in hand, well and badly, and keeps all that it is answered. */
import { openHome } from '../../packages/gateway/src/home/index.ts'
import type { RunningGateway } from './environment.ts'
import { connectAgent } from './mcp.ts'
import { startKunai } from './process.ts'
import type { Wiretap } from './wiretap.ts'

export interface Drive {
  readonly gateway: RunningGateway
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly wiretap: Wiretap
  /** The secrets that are planted, by who uses them. */
  readonly planted: Readonly<Record<'stored' | 'control' | 'owner' | 'cli' | 'mcp' | 'field' | 'script', string>>
}

export interface Driven {
  readonly places: Map<string, string>
  /** Secrets that the gateway made on the way, by kind. */
  readonly secrets: ReadonlyMap<string, ReadonlySet<string>>
  readonly requests: number
}

type Json = Record<string, unknown>

/** The kind of a route, so that an exception is about a route and not about one request. */
const routeOf = (path: string) =>
  (path.split(/[?#]/)[0] ?? '')
    .replace(/(approval|call|batch|job)_[0-9a-f]{32}/g, ':id')
    .replace(/^\/hooks\/.*/, '/hooks')

export async function driveDoors({ gateway, variables, wiretap, planted }: Drive): Promise<Driven> {
  const places = new Map<string, string>()
  const secrets = new Map<string, Set<string>>()
  let requests = 0
  const keep = (place: string, text: string) => places.set(place, `${places.get(place) ?? ''}\n${text}`)
  const learn = (kind: string, secret: string) => secrets.set(kind, (secrets.get(kind) ?? new Set()).add(secret))

  async function send(method: string, path: string, headers: Record<string, string>, body?: unknown) {
    requests++
    const response = await fetch(gateway.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const route = `${method} ${routeOf(path)}`
    const { 'set-cookie': cookies = '', ...others } = Object.fromEntries(response.headers)
    const text = await response.text()
    keep(`cookies of ${route}`, cookies)
    keep(`answer to ${route}`, `${JSON.stringify(others)}\n${text}`)
    return { status: response.status, text, cookies }
  }

  async function run(args: string[], input = '', more: Record<string, string> = {}) {
    requests++
    const command = startKunai(args, { ...variables, ...more })
    command.process.stdin?.end(input)
    await command.exit()
    const name = args[0] === 'people' ? 'kunai people add' : `kunai ${args[0]}`
    keep(`stdout of ${name}`, command.stdout.join('\n'))
    keep(`stderr of ${name}`, command.stderr.join('\n'))
    return command.stdout.join('\n')
  }

  async function signIn(link: string) {
    const token = new URL(link).hash.slice(1)
    learn('sign-in token', token)
    const { text, cookies } = await send('POST', '/api/session', { origin: gateway.url }, { token })
    const cookie = cookies.split(';')[0] ?? ''
    const { csrfToken } = JSON.parse(text) as { csrfToken: string }
    learn('session cookie', cookie.split('=')[1] ?? '')
    learn('CSRF token', csrfToken)
    await send('POST', '/api/session', { origin: gateway.url }, { token })
    return { cookie, origin: gateway.url, 'x-csrf-token': csrfToken }
  }

  const owner = await signIn(gateway.signInUrl)
  const added = JSON.parse(await run(['people', 'add', 'Second technician'])) as { signInUrl: string }
  const second = await signIn(added.signInUrl)
  const get = (path: string) => send('GET', path, owner)
  const post = (path: string, body: unknown = {}) => send('POST', path, owner, body)
  const cli = { authorization: `Bearer ${planted.cli}` }

  async function approve(answer: string) {
    const { approvalId } = JSON.parse(answer) as { approvalId?: string }
    if (approvalId === undefined) return
    const { digest } = JSON.parse((await send('GET', `/api/approvals/${approvalId}`, second)).text) as Json
    await send('POST', `/api/approvals/${approvalId}/approve`, second, { digest })
  }

  // Secrets in fields of calls: asked, read by people, sent, refused, and misspelt.
  const secret = {
    entityType: 'NODE',
    entityId: 1001,
    name: 'Console',
    password: planted.field,
    totpSecret: planted.field,
  }
  const call = (operation: string, input: object, headers: Record<string, string> = owner) =>
    send('POST', '/api/calls', headers, { operation, input })
  await approve((await call('relatedItems.addSecureValue', secret)).text)
  await call('relatedItems.addSecureValue', { ...secret, entityType: 'NOTHING' })
  await call('relatedItems.addSecureValue', { ...secret, password: [planted.field] })
  await call('relatedItems.addSecureValue', { ...secret, passwort: planted.field }, cli)
  await post('/api/policies/simulate', {
    operation: 'relatedItems.addSecureValue',
    connection: 'sandbox',
    input: secret,
  })
  await post('/api/calls', `{"operation":"relatedItems.addSecureValue","input":{"password":"${planted.field}"`)
  const script = `#!/bin/bash\nexport API_TOKEN=${planted.script}\ndf -h /\n`
  await post('/api/connections/sandbox/bash-runner', { scriptId: 11 })

  // The agent's door, with its own key, with a wrong one and with a key of another door.
  const agent = await connectAgent(gateway.mcpUrl, openHome(variables.KUNAI_HOME).key('mcp'))
  const tool = async (name: string, input: Json) => {
    requests++
    const answer = await agent.call(name, input).catch((error: Error) => ({ outcome: { status: error.message } }))
    keep(`answer of MCP ${name}`, JSON.stringify(answer))
    return JSON.stringify(answer.outcome)
  }
  keep('answer of MCP tools/list', JSON.stringify(await agent.tools()))
  await tool('ninja-search-devices', { q: 'PRINT01' })
  await approve(await tool('ninja-add-related-item-secure-value', secret))
  await tool('ninja-add-related-item-secure-value', {
    ...secret,
    password: 7,
    totpSecret: planted.field,
    x: planted.field,
  })
  const path = '/v2/related-items/entity/NODE/1001/secure'
  await tool('ninja-api-post', { path, body: { name: 'x', password: planted.field } })
  await tool('ninja-api-post', { path, body: { password: planted.field, nonsense: planted.field } })
  await tool('run-write', { operation: 'relatedItems.addSecureValue', input: secret })
  const linux = JSON.parse(await tool('ninja-list-devices', { df: 'class = LINUX_SERVER', limit: 1 })) as {
    data?: { id: number }[]
  }
  await approve(await tool('ninja-run-bash', { id: linux.data?.[0]?.id ?? 0, script }))
  await tool('ninja-run-bash', { id: 1001, script })
  await tool('no-such-tool', { password: planted.field })
  for (const key of [planted.cli, planted.owner, `${planted.mcp}x`]) {
    await send('POST', '/mcp', { authorization: `Bearer ${key}`, accept: 'application/json, text/event-stream' }, '{')
    await send('GET', '/api/approvals', { authorization: `Bearer ${key}` })
    await send('GET', '/api/audit', { authorization: `Bearer ${key}`, cookie: `__Host-kunai=${key}` })
  }

  // A connection with secrets of its own, rotated, checked, refused.
  const user = { clientId: 'canary-stored', clientSecret: planted.stored, platform: 'web' }
  await post('/api/connections', { name: 'acme', baseUrl: wiretap.url, user })
  await post('/api/connections', { name: 'acme', baseUrl: wiretap.url, user })
  await post('/api/connections', { name: 'bad name', baseUrl: 'ftp://x', user, more: planted.stored })
  await post('/api/connections/acme/secret', { identity: 'user', clientSecret: planted.stored })
  await post('/api/connections/acme/secret', { identity: planted.stored, clientSecret: [planted.stored] })
  await post('/api/connections/acme/check')
  await post('/api/connections/acme/authorize', { anyway: true })
  await post('/api/authorizations', { query: `?code=${planted.stored}&state=${planted.stored}` })
  await get('/api/connections')

  // Webhooks: NinjaOne is told of both secrets, and deliveries come with them, right and wrong.
  const followed = await send('POST', '/api/fleets', owner, { connection: 'sandbox', publicUrl: 'http://127.0.0.1:9' })
  await approve(JSON.stringify((JSON.parse(followed.text) as Json).outcome ?? {}))
  for (let looked = 0; looked < 100 && !wiretap.heard.has('webhook path secret'); looked++) {
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const [pathSecret = ''] = wiretap.heard.get('webhook path secret') ?? []
  const [headerSecret = ''] = wiretap.heard.get('webhook header secret') ?? []
  for (const [inPath, inHeader] of [
    [pathSecret, headerSecret],
    [pathSecret, `${headerSecret}x`],
    [`${pathSecret}x`, headerSecret],
    [headerSecret, pathSecret],
  ]) {
    for (const body of ['{', '[]', '{"id":1,"activityType":"CONDITION","statusCode":"TRIGGERED"}']) {
      await send('POST', `/hooks/sandbox/${inPath}`, { 'x-kunai-webhook': inHeader ?? '' }, body)
    }
  }
  await send('GET', `/hooks/sandbox/${pathSecret}`, { 'x-kunai-webhook': headerSecret })

  // Batches, by the API and on the command line, with a secret in a row and one that does not fit.
  const rows = `name,password\nOne,${planted.field}\nTwo,\n`
  const fields = ['entityType=NODE', 'entityId=1001', 'name={{ name }}', 'password={{ password }}']
  const flags = fields.flatMap((field) => ['-t', field])
  await run(['batch', 'preview', 'relatedItems.addSecureValue', ...flags, '-i', '-'], rows)
  await run(['batch', 'run', 'relatedItems.addSecureValue', ...flags, '-i', '-', '--no-wait'], rows)
  const batch = JSON.parse(
    (
      await post('/api/batches', {
        action: 'relatedItems.addSecureValue',
        template: Object.fromEntries(fields.map((field) => field.split('=') as [string, string])),
      })
    ).text,
  ) as { id?: string }
  const values = { name: 'One', password: planted.field }
  await post(`/api/batches/${batch.id}/rows`, {
    after: 0,
    rows: [
      { line: 2, values },
      { line: 3, values: { name: [] } },
    ],
  })
  await post(`/api/batches/${batch.id}/plan`)
  await post(`/api/batches/${batch.id}/start`)
  for (const part of ['', '/rows']) await get(`/api/batches/${batch.id}${part}`)

  // The command line.
  await run([
    'related-items',
    'add-secure-value',
    '--entity-type',
    'NODE',
    '--entity-id',
    '1001',
    '--name',
    'x',
    '--password',
    planted.field,
  ])
  await run(['related-items', 'add-secure-value', '--entity-type', 'NONE', '--password', planted.field])
  await run(['audit', 'list', '--limit', '500'])
  await run(['connections', 'list'])

  // A NinjaOne that repeats in its errors what it was sent: token, body and all.
  for (const status of [400, 403, 404, 500]) {
    wiretap.echo('/secure', status)
    await approve((await call('relatedItems.addSecureValue', { ...secret, name: `After ${status}` })).text)
    wiretap.echo('/v2/organizations', status)
    await call('organizations.list', { pageSize: 7 })
    await tool('ninja-list-organizations', {})
    await run(['organizations', 'list'])
    await get('/healthz')
  }
  wiretap.echo('/oauth/token', 400)
  await post('/api/connections/acme/check')

  // Everything that is shown, at the end, when all of it is there.
  for (const page of ['/', '/approvals', '/devices', '/policies', '/connections', '/audit', '/sign-in', '/no-such']) {
    await get(page)
  }
  const reads = [
    'session',
    'approvals?state=any&limit=200',
    'audit?limit=500',
    'fleets',
    'fleet-events',
    'policies',
    'batches',
  ]
  for (const read of [...reads, 'policies/changes', 'policies/switch', 'connections', 'no-such-route'])
    await get(`/api/${read}`)
  const { approvals = [] } = JSON.parse((await get('/api/approvals?state=any&limit=200')).text) as {
    approvals?: { id: string; callId: string }[]
  }
  for (const { id, callId } of approvals) {
    await get(`/api/approvals/${id}`)
    await get(`/api/calls/${callId}`)
    await tool('ninja-get-outcome', { callId })
    await get(`/api/audit?callId=${callId}`)
  }
  await post('/api/audit/verify')
  await agent.close()
  return { places, secrets, requests }
}
