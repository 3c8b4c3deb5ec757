import { catalogue } from '@kunai/api/catalogue'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { authorizeUrl, consent } from '../../testing/authorization.ts'
import { readOnly } from '../../testing/stage.ts'
import {
  askForToken,
  controlSender,
  fetchToken,
  machineGrant,
  printServer,
  type Send,
  sender,
  startTenant,
  type Tenant,
  userGrant,
} from '../../testing/tenant.ts'
import { RequestLog } from './request-log.ts'
import { findList } from './savings.ts'
import { judge } from './verdicts.ts'

let tenant: Tenant
let send: Send
beforeEach(async () => {
  tenant = await startTenant({ rateLimit: 'harsh' })
  send = controlSender(tenant.sandbox)
})
afterEach(() => tenant.sandbox.close())

const path = `/v2/device/${printServer}`
const lastSeq = async (): Promise<number> => (await send('GET', '/requests')).json.lastSeq

describe('the log', () => {
  test('numbers requests, goes on after any of them, and filters', async () => {
    const from = await lastSeq()
    await tenant.asMachine('GET', path)
    await tenant.asMachine('GET', `${path}/disks`)
    await tenant.asMachine('GET', '/v2/nothing')
    await tenant.asUser('PATCH', path, { displayName: 'x' })
    const list = async (query: string) =>
      (await send('GET', `/requests?${query}`)).json.entries.map(({ seq }: { seq: number }) => seq - from)
    expect(await list(`after=${from}`)).toEqual([1, 2, 3, 4])
    expect(await list(`after=${from + 1}&limit=2`)).toEqual([2, 3])
    expect(await list(`after=${from}&method=patch`)).toEqual([4])
    expect(await list(`after=${from}&status=404`)).toEqual([3])
    expect(await list(`after=${from}&path=/v2/device/*`)).toEqual([1, 2, 4])
    expect(await list(`after=${from}&path=*/di*ks`)).toEqual([2])
    expect(await list(`after=${from}&path=${path}`)).toEqual([1, 4])
    expect(await list(`after=${from}&client=${tenant.sandbox.user.clientId}`)).toEqual([4])
    await send('POST', '/reset')
    await tenant.asMachine('GET', path)
    expect(await list(`after=${from}`)).toEqual([5])
  })

  test('shows what a request was: operation, device, organization, client, scopes, fault, headers and bodies', async () => {
    tenant.sandbox.control.addFault({ match: { operation: 'devices.update' }, effect: { kind: 'accepted-but-500' } })
    const reader = await readOnly(tenant)
    await tenant.asMachine('PATCH', path, { displayName: 'Print' })
    const changed = (await send('GET', `/requests/${await lastSeq()}`)).json
    expect(changed).toMatchObject({
      seq: await lastSeq(),
      method: 'PATCH',
      path,
      operation: 'devices.update',
      device: printServer,
      organization: 1,
      client: tenant.sandbox.machine.clientId,
      status: 500,
      faults: ['fault-1'],
      scope: { used: 'management', granted: ['monitoring', 'management', 'control'] },
      request: {
        headers: { authorization: 'Bearer (hidden)', 'content-type': 'application/json' },
        body: { bytes: 23, truncated: false, text: '{"displayName":"Print"}' },
      },
      response: { headers: { 'Content-Type': 'application/json' } },
    })
    expect(changed.latencyMs).toBeGreaterThan(0)
    expect(JSON.parse(changed.response.body.text)).toMatchObject({ resultCode: 'FAILURE' })
    await reader('GET', '/v2/devices')
    const list = (await send('GET', `/requests/${await lastSeq()}`)).json
    expect(list.scope).toEqual({ used: 'monitoring', granted: ['monitoring'] })
    expect(list.response.body).toMatchObject({ truncated: true, text: expect.stringMatching(/^\[\{"id":1001,/) })
    expect(list.response.body.text).toHaveLength(16 * 1024)
    expect((await send('GET', '/requests/999999')).status).toBe(404)
  })

  test('shows nobody a secret: not of the token endpoint, not of consent, not in headers', async () => {
    const { sandbox } = tenant
    const { clientId, clientSecret, refreshToken } = sandbox.user
    const token = await fetchToken(sandbox, userGrant(sandbox))
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
    await askForToken(
      sandbox.url,
      { grant_type: 'refresh_token', refresh_token: refreshToken },
      { headers: { Authorization: `Basic ${basic}` } },
    )
    const { back } = await consent(sandbox, `${authorizeUrl(sandbox)}&client_secret=oops`)
    const code = back?.searchParams.get('code') ?? ''
    await fetch(`${sandbox.url}/ws/oauth/authorize?code=${code}&client_secret=${clientSecret}`)
    await fetch(sandbox.url + path, { headers: { Authorization: `Bearer ${token}`, Cookie: 'session=crumbs' } })
    const { json, text } = await send('GET', '/requests')
    const details = await Promise.all(
      json.entries.map(async ({ seq }: { seq: number }) => (await send('GET', `/requests/${seq}`)).text),
    )
    const everything = [text, ...details].join('\n')
    expect(code.length).toBeGreaterThan(10)
    for (const secret of [clientSecret, refreshToken, token, basic, code, 'crumbs', 'oops', sandbox.controlToken]) {
      expect(everything).not.toContain(secret)
    }
    expect(everything).toContain(clientId)
    expect(everything).toContain('grant_type=refresh_token')
  })

  test('is bounded in bytes: of the oldest only the line is kept', () => {
    const log = new RequestLog()
    const body = Buffer.alloc(100_000, 'x')
    const text = body.toString()
    const request = { method: 'POST', path: '/v2/x', query: '', headers: { 'x-a': 'b' }, body }
    const rest = { requestId: '', atMs: 0, arrivedMs: 0, answeredMs: 0, latencyMs: 0, faults: [] }
    for (let turn = 0; turn < 1_500; turn++) log.add({ ...rest, request, answer: { status: 200, body: text } })
    const rows = [...log.rows()]
    expect(rows).toHaveLength(1_000)
    expect(rows[0]).toMatchObject({ seq: 501, detail: undefined })
    const held = rows.reduce((sum, { detail }) => sum + (detail?.bytes ?? 0), 0)
    expect(held).toBeGreaterThan(4 * 1024 * 1024)
    expect(held).toBeLessThanOrEqual(8 * 1024 * 1024)
    expect(rows.at(-1)?.detail).toMatchObject({ requestBody: { bytes: 100_000 }, answerBody: { bytes: 100_000 } })
    expect(rows.at(-1)?.detail?.requestBody?.kept).toHaveLength(16 * 1024)
  })
})

describe('verdicts', () => {
  const verdictOf = async (client = tenant.sandbox.machine.clientId) =>
    (await send('GET', '/verdicts')).json.clients.find((one: { client?: string }) => one.client === client)

  const exhaust = async () => {
    for (let turn = 0; turn < 20; turn++) {
      const { status, headers } = await tenant.asMachine('GET', '/v2/groups')
      if (status === 429) return Number(headers.get('retry-after'))
    }
    throw new Error('never told to wait')
  }

  test('a client that is told to wait and does is praised; a jump of the sandbox’s time counts as waiting', async () => {
    expect((await verdictOf()).retryAfter.verdict).toBe('was not told to')
    const seconds = await exhaust()
    expect((await verdictOf()).retryAfter).toMatchObject({
      verdict: 'nothing came since',
      cases: [{ verdict: 'nothing came since' }],
    })
    await tenant.clock.advance(seconds * 1_000)
    await tenant.asMachine('GET', '/v2/groups')
    expect((await verdictOf()).retryAfter).toMatchObject({
      verdict: 'waited',
      waited: 1,
      didNotWait: 0,
      cases: [{ retryAfterSeconds: seconds, waitedSeconds: expect.closeTo(seconds, 1), verdict: 'waited' }],
    })
    const again = await exhaust()
    tenant.sandbox.control.advance(again * 1_000)
    await tenant.asMachine('GET', '/v2/groups')
    expect((await verdictOf()).retryAfter).toMatchObject({ waited: 2, didNotWait: 0 })
  })

  test('a client that goes on at once is not, even when time goes fast for the tenant', async () => {
    tenant.sandbox.control.setClockMode('fast')
    const seconds = await exhaust()
    await tenant.clock.advance((seconds * 1_000) / 60)
    expect((await tenant.asMachine('GET', '/v2/groups')).status).toBe(200)
    expect((await verdictOf()).retryAfter).toMatchObject({ verdict: 'did not wait', didNotWait: 1 })
  })

  test('however long answers take: who asks again in the very moment of the refusal did not wait', () => {
    const log = new RequestLog()
    const request = { method: 'GET', path: '/v2/groups', query: '', headers: {}, body: undefined }
    const rest = { requestId: '', atMs: 0, client: 'one', faults: [], latencyMs: 40.5 }
    const refusal = { status: 429, headers: { 'Retry-After': '20' } }
    log.add({ ...rest, request, answer: refusal, arrivedMs: 60, answeredMs: 100 })
    log.add({ ...rest, request, answer: { status: 200 }, arrivedMs: 100, answeredMs: 140 })
    const { clients } = judge(log.rows(), { catalogue, nameOf: () => undefined })
    expect(clients[0]?.retryAfter).toMatchObject({ verdict: 'did not wait', cases: [{ waitedSeconds: 0 }] })
  })

  test('what was under way already, and a token fetched meanwhile, are not held against it', async () => {
    const seconds = await exhaust()
    await tenant.clock.advance(45)
    await tenant.asMachine('GET', '/v2/policies')
    await fetchToken(tenant.sandbox, machineGrant(tenant.sandbox))
    await tenant.clock.advance(seconds * 2_000)
    await tenant.asMachine('GET', '/v2/groups')
    expect((await verdictOf()).retryAfter).toMatchObject({ verdict: 'waited', didNotWait: 0 })
  })

  test('names calls that could have been one, with the list to use, and scopes that nobody needed', async () => {
    tenant.sandbox.control.useRateProfile('off')
    for (let id = 1001; id < 1009; id++) await tenant.asMachine('GET', `/v2/device/${id}`)
    for (let turn = 0; turn < 3; turn++) await tenant.asMachine('GET', '/v2/policies')
    const verdict = await verdictOf()
    expect(verdict.couldBeFewer).toEqual([
      expect.objectContaining({
        kind: 'one-by-one',
        calls: 'devices.get',
        count: 8,
        enough: 1,
        instead: 'devices.listDetailed',
      }),
      expect.objectContaining({ kind: 'repeated', calls: 'policies.list /v2/policies', count: 3, enough: 1 }),
    ])
    expect(verdict.scopes).toEqual({
      used: ['monitoring'],
      granted: ['monitoring', 'management', 'control'],
      unused: ['management', 'control'],
    })
    expect(verdict.endpoints[0]).toEqual({ endpoint: 'devices.get', calls: 8, failed: 0 })
    expect(verdict.name).toEqual(expect.any(String))
  })

  test('polling that got news, and asking again much later, is no waste', async () => {
    tenant.sandbox.control.useRateProfile('off')
    await tenant.asMachine('GET', path)
    await tenant.asMachine('PATCH', path, { displayName: 'News' })
    await tenant.asMachine('GET', path)
    await tenant.clock.advance(61_000)
    await tenant.asMachine('GET', '/v2/policies')
    await tenant.clock.advance(61_000)
    await tenant.asMachine('GET', '/v2/policies')
    expect((await verdictOf()).couldBeFewer).toEqual([])
  })

  test('who names itself is judged although it is refused', async () => {
    const reader = await readOnly(tenant)
    await reader('POST', `${path}/reboot/NORMAL`)
    const nobody = await sender(tenant.sandbox.url, 'made-up')('GET', path)
    expect(nobody.status).toBe(401)
    const { clients } = (await send('GET', '/verdicts')).json
    expect(clients.find((one: { client?: string }) => one.client === undefined).endpoints).toEqual([
      { endpoint: 'devices.get', calls: 1, failed: 1 },
    ])
    expect((await verdictOf()).endpoints).toContainEqual({ endpoint: 'devices.reboot', calls: 1, failed: 1 })
  })

  test('the list that replaces single reads is found by name', () => {
    const listOf = (id: string) => {
      const operation = catalogue.find((one) => one.id === id)
      return operation && findList(operation, catalogue)?.id
    }
    expect(listOf('devices.listDisks')).toBe('queries.listDisks')
    expect(listOf('organizations.listDevices')).toBe('devices.list')
    expect(listOf('organizations.get')).toBe('organizations.listDetailed')
    expect(listOf('tickets.get')).toBeUndefined()
    expect(listOf('devices.list')).toBeUndefined()
  })
})
