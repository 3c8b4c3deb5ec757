/**
 * What broke real clients, held fast: each quirk and each point of the checklist that our notes on NinjaOne list is one
 * test here, over real HTTP, under its number there. Where those notes lie beside the checkout, the numbers are compared.
 */
import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { authorizeUrl, redeem } from './testing/authorization.ts'
import { askForToken, machineGrant, printServer, startTenant, type Tenant, userGrant } from './testing/tenant.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant({ alive: false })
})
afterEach(() => tenant.sandbox.close())

const get = async (path: string) => (await tenant.asUser('GET', path)).json
const device = `/v2/device/${printServer}`
const script = { type: 'SCRIPT', id: 1 }
type Row = Readonly<Record<string, unknown>>

/** How many there are in each list. */
const counts = { quirk: 15, checklist: 8 }
const held: Record<keyof typeof counts, number[]> = { quirk: [], checklist: [] }

function hold(list: keyof typeof counts, number: number, guarantee: string, check: () => Promise<void>): void {
  held[list].push(number)
  test(`${list} ${number}: ${guarantee}`, check)
}

hold('quirk', 1, 'a script run by a machine token is refused with user_context_required, code 5', async () => {
  const { status, json } = await tenant.asMachine('POST', `${device}/script/run`, script)
  expect([status, json.error, json.error_code]).toEqual([403, 'user_context_required', 5])
  expect((await tenant.asUser('POST', `${device}/script/run`, script)).status).toBe(204)
})

hold('quirk', 2, 'a token that is not good is not_authenticated, code 10', async () => {
  const response = await fetch(`${tenant.sandbox.url}/v2/organizations`, { headers: { Authorization: 'Bearer x' } })
  expect([response.status, await response.json()]).toMatchObject([401, { error: 'not_authenticated', error_code: 10 }])
})

hold('quirk', 3, 'a custom field with a value of another type is INVALID_ATTRIBUTE_VALUE', async () => {
  const { status, json } = await tenant.asUser('PATCH', `${device}/custom-fields`, { rackUnit: 'no number' })
  expect([status, json.resultCode]).toEqual([400, 'INVALID_ATTRIBUTE_VALUE'])
})

hold('quirk', 4, 'the access token dies in the middle of a report, an hour after it was given', async () => {
  const { cursor } = await get('/v2/queries/software?pageSize=10')
  await tenant.clock.advance(3_600_000)
  const next = await tenant.asUser('GET', `/v2/queries/software?pageSize=10&cursor=${cursor.name}`)
  expect([next.status, next.json.error_code]).toEqual([401, 10])
})

hold(
  'quirk',
  5,
  'a dead refresh token is answered 400: invalid_grant, or invalid_token where a rule says so',
  async () => {
    const grant = { ...userGrant(tenant.sandbox), refresh_token: 'dead' }
    expect(await askForToken(tenant.sandbox.url, grant)).toMatchObject({
      status: 400,
      json: { error: 'invalid_grant' },
    })
    const effect = { kind: 'status', status: 400, family: 'auth', code: 'invalid_token' } as const
    tenant.sandbox.control.addFault({ match: { path: '/ws/oauth/token' }, effect, count: 1 })
    expect(await askForToken(tenant.sandbox.url, grant)).toMatchObject({
      status: 400,
      json: { error: 'invalid_token' },
    })
  },
)

hold('quirk', 6, 'the redirect address must match to the slash, at the page and at the token endpoint', async () => {
  const [redirectUri = ''] = tenant.sandbox.user.redirectUris
  const page = (redirect: string) => fetch(authorizeUrl(tenant.sandbox, { redirect_uri: redirect }))
  expect((await page(redirectUri)).status).toBe(200)
  expect((await page(`${redirectUri}/`)).status).toBe(404)
  expect((await redeem(tenant.sandbox, 'any', { redirect_uri: `${redirectUri}/` })).status).toBe(400)
})

hold('quirk', 7, 'whoever asks the wrong region gets 404, at the token endpoint too', async () => {
  const elsewhere = { ...machineGrant(tenant.sandbox), client_id: 'registered-in-another-region' }
  const { status, json } = await askForToken(tenant.sandbox.url, elsewhere)
  expect([status, json.resultCode]).toEqual([404, 'Client app not exist'])
  expect((await fetch(`${tenant.sandbox.url}/v1/customers`)).status).toBe(404)
})

hold('quirk', 8, 'nodeClass as a query is ignored; the filter df=class= works', async () => {
  const classes = async (query: string) =>
    new Set((await get(`/v2/devices?pageSize=1000&${query}`)).map(({ nodeClass }: Row) => nodeClass))
  expect((await classes('nodeClass=MAC')).size).toBeGreaterThan(1)
  expect(await classes('df=class%3DMAC')).toEqual(new Set(['MAC']))
})

hold('quirk', 9, 'board 1 is not all tickets, and the list of boards can be a 404', async () => {
  const idsOn = async (board: number) => {
    const { json } = await tenant.asUser('POST', `/v2/ticketing/trigger/board/${board}/run`, { pageSize: 1000 })
    return json.data.map(({ id }: Row) => id) as number[]
  }
  expect((await idsOn(1)).length).toBeLessThan((await idsOn(2)).length)
  tenant.sandbox.control.addFaultPreset('no-ticket-boards')
  expect((await tenant.asUser('GET', '/v2/ticketing/trigger/boards')).status).toBe(404)
})

hold('quirk', 10, 'a comment on a ticket is a form of parts; as JSON it is refused', async () => {
  const reply = await tenant.asUser('POST', '/v2/ticketing/ticket/1/comment', {
    comment: { public: true, body: 'x' },
  })
  expect(reply.status).toBe(415)
})

hold('quirk', 11, 'runAs is told apart by its case', async () => {
  const run = (runAs: string) => tenant.asUser('POST', `${device}/script/run`, { ...script, runAs })
  expect((await run('system')).status).toBe(204)
  expect([(await run('System')).status, (await run('SYSTEM')).json.resultCode]).toEqual([400, 'invalid_run_as'])
})

hold('quirk', 12, 'activities come 200 at a time unless asked, and never more than 1000', async () => {
  expect((await get('/v2/activities')).activities).toHaveLength(200)
  expect((await get('/v2/activities?pageSize=1000')).activities.length).toBeGreaterThan(200)
  expect((await tenant.asUser('GET', '/v2/activities?pageSize=1001')).status).toBe(400)
})

hold('quirk', 13, 'a cursor is sent as a text and comes as an object, the same name on every page', async () => {
  const first = await get('/v2/queries/software?pageSize=10')
  const second = await get(`/v2/queries/software?pageSize=10&cursor=${first.cursor.name}`)
  expect(first.cursor).toMatchObject({ name: expect.any(String), offset: 10, count: expect.any(Number) })
  expect([second.cursor.name, second.cursor.offset]).toEqual([first.cursor.name, 20])
  expect(second.results).not.toEqual(first.results)
})

hold('quirk', 14, 'there is no endpoint for what a script wrote; it stands in the activities', async () => {
  await tenant.asUser('POST', `${device}/script/run`, { ...script, parameters: '#sim exit=3 after=1s out="91%"' })
  await tenant.clock.advance(10_000)
  for (const path of ['script/output', 'script/1/output', 'script/run', 'scripting/results']) {
    expect([404, 405]).toContain((await tenant.asUser('GET', `${device}/${path}`)).status)
  }
  const { activities } = await get(`${device}/activities?status=COMPLETED`)
  expect(activities[0].data).toMatchObject({ exitCode: 3, output: '91%' })
})

hold('quirk', 15, 'there is no idempotency key: what is sent twice is done twice', async () => {
  const { access_token: token } = (await askForToken(tenant.sandbox.url, machineGrant(tenant.sandbox))).json
  const headers = { Authorization: `Bearer ${token}`, 'Idempotency-Key': 'one-and-the-same' }
  const reboot = () => fetch(`${tenant.sandbox.url}${device}/reboot/NORMAL`, { method: 'POST', headers })
  expect([(await reboot()).status, (await reboot()).status]).toEqual([204, 204])
  expect(tenant.sandbox.control.ledger()).toHaveLength(2)
})

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** From 2001 to 2038: what was milliseconds, or a text, is outside. */
const isEpochSeconds = (value: unknown) => typeof value === 'number' && value > 1e9 && value < 2 ** 31

hold(
  'checklist',
  1,
  'ids are whole numbers, uids are UUIDs; tickets call an organization clientId and a device nodeId',
  async () => {
    const [first] = await get('/v2/devices?pageSize=1')
    const [alert] = await get('/v2/alerts')
    const { lastActivityId } = await get('/v2/activities?pageSize=10')
    for (const id of [first.id, first.organizationId, lastActivityId]) expect(Number.isSafeInteger(id)).toBe(true)
    for (const uid of [first.uid, alert.uid]) expect(uid).toMatch(uuid)
    const { json: ticket } = await tenant.asUser('POST', '/v2/ticketing/ticket', {
      clientId: first.organizationId,
      nodeId: first.id,
      ticketFormId: 1,
      subject: 'Paper jam',
      status: '1000',
    })
    expect(ticket).toMatchObject({ clientId: first.organizationId, nodeId: first.id })
  },
)

hold(
  'checklist',
  2,
  'moments are seconds with fractions, date fields milliseconds, install dates texts, asked dates mixed',
  async () => {
    const first = await get(device)
    expect([first.created, first.lastContact, first.lastUpdate].every(isEpochSeconds)).toBe(true)
    const purchased = Date.parse('2025-03-01T00:00:00Z')
    await tenant.asUser('PATCH', `${device}/custom-fields`, { purchaseDate: purchased })
    expect((await get(`${device}/custom-fields`)).purchaseDate).toBe(purchased)
    expect((await get(`${device}/software`))[0].installDate).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    const newestSince = async (after: string) => (await get(`/v2/activities?pageSize=1000&after=${after}`)).activities
    const [day, iso, epoch] = ['20260101', '2026-01-01', String(Date.parse('2026-01-01T00:00:00Z') / 1000)]
    expect((await newestSince(day)).length).toBeGreaterThan(0)
    expect(await newestSince(iso)).toEqual(await newestSince(day))
    expect(await newestSince(epoch)).toEqual(await newestSince(day))
  },
)

hold('checklist', 3, 'patches speak in words of two vocabularies, and none has a release date', async () => {
  const reports = ['os-patches', 'os-patch-installs', 'software-patches', 'software-patch-installs']
  const rows: Row[] = []
  for (const report of reports) rows.push(...(await get(`/v2/queries/${report}?pageSize=5000`)).results)
  const words = new Set(rows.flatMap(({ severity, impact }) => severity ?? impact ?? []) as string[])
  expect([...words].some((word) => word === word.toUpperCase())).toBe(true)
  expect([...words].some((word) => word === word.toLowerCase())).toBe(true)
  const statuses = new Set(rows.map(({ status }) => status))
  for (const status of statuses) expect(['MANUAL', 'APPROVED', 'REJECTED', 'INSTALLED', 'FAILED']).toContain(status)
  expect(rows.flatMap(Object.keys).filter((name) => /release/i.test(name))).toEqual([])
})

hold(
  'checklist',
  4,
  'a device that is offline has no current patch rows; status of an activity is a text, statusCode the word',
  async () => {
    const offline = (await get('/v2/devices?df=offline%20AND%20class%3DWINDOWS_WORKSTATION')) as { id: number }[]
    expect(offline.length).toBeGreaterThan(0)
    for (const { id } of offline) expect(await get(`/v2/device/${id}/os-patches`)).toEqual([])
    for (const { status, statusCode } of (await get('/v2/activities')).activities) {
      expect(statusCode).toMatch(/^[A-Z_]+$/)
      expect(status).not.toBe(statusCode)
    }
  },
)

hold('checklist', 5, 'a missing device and a missing route are both 404, told apart by resultCode', async () => {
  const codeOf = async (path: string) => {
    const { status, json } = await tenant.asUser('GET', path)
    return [status, json.resultCode]
  }
  expect(await codeOf('/v2/device/999999')).toEqual([404, 'device_not_found'])
  expect(await codeOf('/v2/no-such-route')).toEqual([404, 'FAILURE'])
})

hold('checklist', 6, 'encrypted fields come masked', async () => {
  await tenant.asUser('PATCH', `${device}/custom-fields`, { localAdminPassword: 'Correct-Horse-9' })
  const text = (await tenant.asUser('GET', `${device}/custom-fields`)).text
  expect(JSON.parse(text).localAdminPassword).toMatch(/^\*+$/)
  expect(text).not.toContain('Correct-Horse-9')
})

hold('checklist', 7, 'a ticket is resolved before it is closed, and time worked stands on its comments', async () => {
  const names = (await get('/v2/ticketing/statuses')).map(({ name }: Row) => name)
  expect(names).toEqual(expect.arrayContaining(['RESOLVED', 'CLOSED']))
  const entries = (await get('/v2/ticketing/ticket/1/log-entry')) as Row[]
  expect(entries.some(({ timeTracked }) => typeof timeTracked === 'number')).toBe(true)
})

hold('checklist', 8, 'what no endpoint does, none does here', async () => {
  const [alert] = await get('/v2/alerts')
  const missing = [
    ['POST', `${device}/patch/os/approve`],
    ['POST', `${device}/patch/os/reject`],
    ['GET', `${device}/script/output`],
    ['DELETE', '/v2/alerts'],
    ['POST', '/v2/alerts/reset'],
    ['DELETE', device],
    ['DELETE', '/v2/organization/1'],
    ['DELETE', '/v2/organization/1/locations/11'],
    ['DELETE', '/v2/ticketing/ticket/1'],
    ['POST', `${device}/tags`],
    ['GET', `${device}/vulnerabilities`],
    ['GET', '/v2/webhook'],
    ['GET', '/v2/policy/51'],
    ['GET', `/v2/alert/${alert.uid}`],
  ] as const
  for (const [method, path] of missing) {
    expect([404, 405], `${method} ${path}`).toContain((await tenant.asUser(method, path)).status)
  }
  expect(tenant.sandbox.control.ledger()).toEqual([])
})

describe('this file', () => {
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

  test(`has ${counts.quirk} quirks and ${counts.checklist} points of the checklist, each once`, () => {
    expect(held).toEqual({ quirk: upTo(counts.quirk), checklist: upTo(counts.checklist) })
  })

  const notes = new URL('../../../../shared/', import.meta.url)
  const [experience, api] = [new URL('experience.md', notes), new URL('ninjaone-api.md', notes)]
  const areHere = existsSync(experience) && existsSync(api)

  test.skipIf(!areHere)('has all that our notes list (needs the notes beside the checkout)', () => {
    const section = (file: URL, from: string) =>
      readFileSync(file, 'utf8')
        .split(from)[1]
        ?.split(/\n(?:#|---)/)[0] ?? ''
    const listed = (text: string, row: RegExp) => [...text.matchAll(row)].map(([, number]) => Number(number))
    expect(listed(section(experience, '### 1.4 '), /^\| (\d+) \|/gm)).toEqual(held.quirk)
    expect(listed(section(api, '## 9. '), /^(\d+)\. /gm)).toEqual(held.checklist)
  })
})
