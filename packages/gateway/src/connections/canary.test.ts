/** A secret that is planted everywhere a secret goes in comes out nowhere. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addWebApp, consent, type Owner, signIn, userForm } from '../../test/connections.ts'
import { startTestGateway, type TestGateway } from '../../test/gateway.ts'

const canary = 'CANARY-Zx81-client-secret-Qp'

let test: TestGateway
let owner: Owner
const answers: string[] = []
beforeAll(async () => {
  test = await startTestGateway()
  const signedIn = await signIn(test)
  const keep = async (answer: ReturnType<Owner['post']>) => {
    const given = await answer
    answers.push(JSON.stringify(given.body))
    return given
  }
  owner = { get: (path) => keep(signedIn.get(path)), post: (path, body) => keep(signedIn.post(path, body)) }
})
afterAll(() => test.close())

/** Every form in which the text could lie somewhere. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  // Inside other text base64 begins at any of three places.
  const inner = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, -4),
  )
  return [secret, bytes.toString('hex'), encodeURIComponent(secret), ...inner, secret.slice(4, 20)]
}

/** Everything that is in the database, as text. */
async function dump(): Promise<string> {
  const { database } = test.gateway.store
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public'`.execute(database)
  const texts = await Promise.all(
    tables.rows.map(async ({ name }) => {
      const { rows } = await sql`select * from ${sql.table(name)}`.execute(database)
      return JSON.stringify([name, rows])
    }),
  )
  return texts.join('\n')
}

it('client secrets, codes and tokens are in no answer, no fault, no audit row, no file and no table', async () => {
  const app = addWebApp(test, { clientSecret: canary })
  await owner.post('/api/connections', { name: 'acme', baseUrl: test.sandbox.url, user: userForm(app) })
  const tokens = new Set<string>([canary])
  await owner.post('/api/connections/acme/check')
  expect((await consent(test, owner, 'acme')).status).toBe(200)
  const store = test.gateway.store.database
  const [row] = await store.selectFrom('connection_tokens').selectAll().execute()
  expect(row?.sealed).toMatch(/^k1\./)
  // What the sandbox gave out is learnt from the one place that may hold it: the client's own requests.
  await owner.get('/api/connections')
  await test.ask('organizations.list', {}, { connection: 'acme' })
  await owner.post('/api/connections/acme/secret', { identity: 'user', clientSecret: `${canary}-2` })
  tokens.add(`${canary}-2`)
  await owner.post('/api/connections/acme/check')
  await owner.post('/api/connections/acme/authorize')
  await owner.post('/api/connections/acme/authorize', { anyway: true })
  await owner.post('/api/connections', { name: 'acme', baseUrl: test.sandbox.url, user: userForm(app) })
  await owner.post('/api/connections', { name: 'bad name', baseUrl: 'ftp://x', user: userForm(app) })
  await owner.post('/api/connections', {
    name: 'x',
    baseUrl: test.sandbox.url,
    user: { ...userForm(app), nonsense: canary },
  })
  await owner.post('/api/connections/acme', { region: 'nowhere', machine: { clientId: 'm', clientSecret: canary } })
  await test.ask('organizations.list', {}, { connection: 'acme' })
  await test.gateway.turn()

  const files = readdirSync(test.home.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'))
  const faults = test.faults.map(
    ({ message, error }) => `${message} ${(error as Error).stack} ${JSON.stringify(error)}`,
  )
  const places = {
    answers: answers.join('\n'),
    faults: faults.join('\n'),
    database: await dump(),
    files: files.join('\n'),
  }
  for (const secret of tokens) {
    for (const form of formsOf(secret)) {
      for (const [place, text] of Object.entries(places)) expect(text.includes(form), `${form} in ${place}`).toBe(false)
    }
  }
  // The harness finds what is there: names are no secrets.
  expect(places.database).toContain('acme')
  expect(places.answers).toContain(app.clientId)
})

it('each change is in the audit, with names of fields and no values', async () => {
  const events = await test.gateway.parts.audit.list({ limit: 500 })
  const kinds = new Set(events.map(({ kind }) => kind))
  for (const kind of [
    'connection-added',
    'connection-authorization-started',
    'connection-authorized',
    'connection-secret-rotated',
  ]) {
    expect(kinds).toContain(kind)
  }
  await owner.post('/api/connections/acme/bash-runner', { scriptId: 7 })
  await owner.post('/api/connections/acme/default')
  await owner.post('/api/connections/sandbox/default')
  await owner.post('/api/connections/acme', { region: 'eu', user: { ...userForm(addWebApp(test)) } })
  await owner.post('/api/connections/acme/disconnect')
  const [disconnected, updated, , made, runner] = await test.gateway.parts.audit.list({ limit: 5 })
  expect([disconnected, updated, made, runner].map((event) => event?.kind)).toEqual([
    ...['connection-disconnected', 'connection-updated', 'connection-made-default', 'connection-runner-set'],
  ])
  expect(JSON.parse(updated?.data ?? '{}').fields.sort()).toEqual([
    ...['base_url', 'kind', 'region', 'user_client_id', 'user_client_secret'],
  ])
  expect(await test.gateway.parts.audit.verify()).toMatchObject({ ok: true })
})
