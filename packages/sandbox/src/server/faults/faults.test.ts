import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { printServer, startTenant, type Tenant } from '../../testing/tenant.ts'
import { Faults } from './faults.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant()
})
afterEach(() => tenant.sandbox.close())

const device = `/v2/device/${printServer}`
const restart = () => tenant.asMachine('POST', `${device}/windows-service/Spooler/control`, { action: 'RESTART' })
const add = (rule: Parameters<Tenant['sandbox']['control']['addFault']>[0]) => tenant.sandbox.control.addFault(rule)
const executed = () => tenant.sandbox.control.ledger().length

describe('a fault', () => {
  test('accepted-but-500 carries the command out once and reports a server fault', async () => {
    add({ match: { operation: 'devices.controlWindowsService' }, effect: { kind: 'accepted-but-500' }, count: 1 })
    const { status, json } = await restart()
    expect({ status, json }).toMatchObject({
      status: 500,
      json: { resultCode: 'FAILURE', incidentId: expect.stringMatching(/^WEB_/) },
    })
    expect(executed()).toBe(1)
    expect((await tenant.asMachine('GET', `${device}/windows-services?name=Spooler`)).json[0].state).toBe(
      'STOP_PENDING',
    )
    expect((await restart()).status).toBe(204)
    expect(executed()).toBe(2)
  })

  test('accepted-but-500 is not used up by a request that is refused anyway', async () => {
    add({ match: { operation: 'devices.controlWindowsService' }, effect: { kind: 'accepted-but-500' }, count: 1 })
    const path = '/v2/device/999999/windows-service/Spooler/control'
    expect((await tenant.asMachine('POST', path, { action: 'STOP' })).status).toBe(404)
    expect((await restart()).status).toBe(500)
  })

  test('timeout-after-commit carries the command out and never answers', async () => {
    add({ match: { method: 'POST', device: printServer }, effect: { kind: 'timeout-after-commit' } })
    const impatient = new AbortController()
    const answer = fetch(`${tenant.sandbox.url}${device}/reboot/NORMAL`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${await token()}` },
      signal: impatient.signal,
    })
    while (executed() === 0) await new Promise((resolve) => setImmediate(resolve))
    impatient.abort()
    await expect(answer).rejects.toThrow(/abort/i)
    expect(executed()).toBe(1)
    expect(tenant.sandbox.control.requests().at(-1)).toMatchObject({ status: 0, faults: ['fault-1'] })
  })

  test('status refuses before anything happens, and says when to come back', async () => {
    add({ match: {}, effect: { kind: 'status', status: 429, retryAfterSeconds: 7 }, count: 2, after: 1 })
    expect((await restart()).status).toBe(204)
    const { status, headers, json } = await restart()
    expect({ status, retryAfter: headers.get('retry-after'), code: json.resultCode }).toEqual({
      status: 429,
      retryAfter: '7',
      code: 'FAILURE',
    })
    expect((await restart()).status).toBe(429)
    expect((await restart()).status).toBe(204)
    expect(executed()).toBe(2)
  })

  test('html answers a page for people, before anything happens', async () => {
    add({ effect: { kind: 'html' } })
    const { status, headers, text } = await restart()
    expect({ status, type: headers.get('content-type') }).toEqual({ status: 429, type: 'text/html; charset=utf-8' })
    expect(text).toContain('<html>')
    expect(executed()).toBe(0)
  })

  test('reset breaks the connection, before anything happens', async () => {
    add({ effect: { kind: 'reset' }, count: 1 })
    await expect(restart()).rejects.toThrow()
    expect(executed()).toBe(0)
    expect((await restart()).status).toBe(204)
  })

  test('delay waits on the clock, then everything is as usual; it adds to other faults', async () => {
    add({ match: { path: '/v2/device/*/windows-service/*' }, effect: { kind: 'delay', delayMs: 5_000 } })
    add({ effect: { kind: 'status', status: 503 }, count: 1 })
    let answered = 0
    const watch = restart().then((reply) => {
      answered++
      return reply
    })
    while (tenant.sandbox.control.faults()[0]?.struck === 0) await new Promise((resolve) => setImmediate(resolve))
    await tenant.clock.advance(4_999)
    expect(answered).toBe(0)
    await tenant.clock.advance(1)
    expect((await watch).status).toBe(503)
    expect(executed()).toBe(0)
  })

  test('met on the token endpoint too, by path', async () => {
    add({ match: { path: '/ws/oauth/token' }, effect: { kind: 'status', status: 502 } })
    await expect(token()).rejects.toThrow(/502/)
    expect((await restart()).status).toBe(204)
  })

  test('speaks of paths by one prefix, whichever the client used', async () => {
    add({ match: { path: device }, effect: { kind: 'status', status: 503 } })
    expect((await tenant.asMachine('GET', `/api${device}`)).status).toBe(503)
    expect((await tenant.asMachine('GET', '/v2/device/1002')).status).toBe(200)
  })

  test('strikes by chance, and by the same chance on every run of a seed', () => {
    const strikes = (seed: number) => {
      const faults = new Faults(seed, () => 0)
      faults.add({ effect: { kind: 'reset' }, probability: 0.3 })
      const subject = { operation: undefined, method: 'GET', path: '/', device: undefined }
      return Array.from({ length: 400 }, () => faults.select(subject).length)
    }
    const first = strikes(1)
    expect(strikes(1)).toEqual(first)
    expect(strikes(2)).not.toEqual(first)
    const share = first.reduce((sum, one) => sum + one, 0) / first.length
    expect(share).toBeGreaterThan(0.2)
    expect(share).toBeLessThan(0.4)
  })

  test('that cannot be used is refused with the reason', () => {
    const { control } = tenant.sandbox
    expect(() => control.addFault({ effect: { kind: 'explode' } } as never)).toThrow(/effect/)
    expect(() => control.addFault({ effect: { kind: 'reset' }, probability: 2 })).toThrow(/probability/)
    expect(() => control.addFault({ effect: { kind: 'reset' }, odds: 2 } as never)).toThrow(/odds/)
    expect(control.faults()).toEqual([])
  })

  test('held open is let go when the sandbox closes', async () => {
    add({ effect: { kind: 'timeout-after-commit' }, count: 1 })
    const waiting = restart().catch(() => 'let go')
    while (executed() === 0) await new Promise((resolve) => setImmediate(resolve))
    add({ effect: { kind: 'delay', delayMs: 60_000 } })
    const delayed = restart().catch(() => 'let go')
    while (tenant.sandbox.control.faults()[1]?.struck === 0) await new Promise((resolve) => setImmediate(resolve))
    await tenant.sandbox.close()
    expect([await waiting, await delayed]).toEqual(['let go', 'let go'])
    expect(executed()).toBe(1)
  })
})

async function token(): Promise<string> {
  const { url, machine } = tenant.sandbox
  const form = { grant_type: 'client_credentials', client_id: machine.clientId, client_secret: machine.clientSecret }
  const response = await fetch(`${url}/ws/oauth/token`, { method: 'POST', body: new URLSearchParams(form) })
  if (!response.ok) throw new Error(`token: ${response.status}`)
  return ((await response.json()) as { access_token: string }).access_token
}
