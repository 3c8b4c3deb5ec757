import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { controlSender, fetchToken, machineGrant, printServer, startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant()
})
afterEach(() => tenant.sandbox.close())

const restart = () =>
  tenant.asMachine('POST', `/api/v2/device/${printServer}/windows-service/Spooler/control`, { action: 'RESTART' })

describe('the control API', () => {
  test.each(['/ledger', '/requests', '/faults', '/clock', '/world', '/nothing', ''])(
    '%s is closed to OAuth tokens and to nobody in particular',
    async (path) => {
      const { sandbox } = tenant
      const oauthToken = await fetchToken(sandbox, machineGrant(sandbox))
      for (const token of [oauthToken, sandbox.machine.clientSecret, `${sandbox.controlToken}x`, '']) {
        expect((await controlSender(sandbox, token)('GET', path)).status).toBe(401)
      }
      const naked = await fetch(`${sandbox.url}/_sandbox${path}`, { headers: { Origin: 'https://elsewhere.example' } })
      expect(naked.status).toBe(401)
      expect(naked.headers.get('access-control-allow-origin')).toBeNull()
    },
  )

  test('tells the truth about what was carried out, in order, with the request as it came', async () => {
    await restart()
    await tenant.asUser('POST', `/v2/device/${printServer}/script/run`, { type: 'SCRIPT', id: 1 })
    await tenant.asMachine('GET', `/v2/device/${printServer}`)
    const { json } = await controlSender(tenant.sandbox)('GET', '/ledger')
    expect(json.entries).toEqual([
      {
        seq: 1,
        at: '2026-01-05T09:00:00.000Z',
        operation: 'devices.controlWindowsService',
        device: printServer,
        request: {
          method: 'POST',
          path: `/api/v2/device/${printServer}/windows-service/Spooler/control`,
          query: '',
          body: { action: 'RESTART' },
        },
        client: tenant.sandbox.machine.clientId,
        identity: 'machine',
      },
      expect.objectContaining({ seq: 2, operation: 'devices.runScript', identity: 'user' }),
    ])
    expect(tenant.sandbox.control.ledger()).toEqual(json.entries)
  })

  test('moves time forward, and the fleet with it', async () => {
    const send = controlSender(tenant.sandbox)
    await restart()
    const { json } = await send('POST', '/clock/advance', { milliseconds: 3_000 })
    expect(json).toEqual({ now: '2026-01-05T09:00:03.000Z', offsetMs: 3_000, mode: 'live' })
    expect((await send('GET', '/clock')).json).toEqual(json)
    const services = await tenant.asMachine('GET', `/v2/device/${printServer}/windows-services?name=Spooler`)
    expect(services.json[0].state).toBe('RUNNING')
    for (const milliseconds of [-1, 1.5, 'x', 1e15]) {
      expect((await send('POST', '/clock/advance', { milliseconds })).status).toBe(400)
    }
    expect((await send('POST', '/clock/advance', 'no json')).status).toBe(400)
    expect(() => tenant.sandbox.control.advance(-1)).toThrow(/forward/)
  })

  test('adds, lists and takes away fault rules', async () => {
    const send = controlSender(tenant.sandbox)
    const rule = { match: { operation: 'devices.get' }, effect: { kind: 'status', status: 503 } }
    const added = await send('POST', '/faults', rule)
    expect({ status: added.status, json: added.json }).toMatchObject({
      status: 201,
      json: { id: 'fault-1', ...rule, struck: 0 },
    })
    expect((await tenant.asMachine('GET', `/v2/device/${printServer}`)).status).toBe(503)
    expect((await send('GET', '/faults')).json.faults).toMatchObject([{ id: 'fault-1', seen: 1, struck: 1 }])
    expect((await send('DELETE', '/faults/fault-1')).status).toBe(204)
    expect((await send('DELETE', '/faults/fault-1')).status).toBe(404)
    await send('POST', '/faults', rule)
    expect((await send('DELETE', '/faults')).status).toBe(204)
    expect((await tenant.asMachine('GET', `/v2/device/${printServer}`)).status).toBe(200)
    const bad = await send('POST', '/faults', { effect: { kind: 'status', status: 200 } })
    expect(bad.status).toBe(400)
    expect(bad.json.error).toContain('status')
  })

  test('keeps the last thousand requests, without credentials', async () => {
    for (let turn = 0; turn < 1_003; turn++) await tenant.asMachine('GET', `/v2/device/${printServer}?turn=${turn}`)
    const { json, text } = await controlSender(tenant.sandbox)('GET', '/requests')
    expect(json.entries).toHaveLength(1_000)
    expect(json.entries[0].query).toBe('turn=3')
    expect(json.entries.at(-1)).toMatchObject({ operation: 'devices.get', status: 200, query: 'turn=1002' })
    expect(text).not.toContain(tenant.sandbox.machine.clientSecret)
    expect(text).not.toContain('Bearer')
  })

  test('reads no body that is too long, or that does not say how long it is', async () => {
    const send = controlSender(tenant.sandbox)
    expect((await send('POST', '/faults', 'x'.repeat(1024 * 1024 + 1))).status).toBe(413)
    const { status } = await fetch(`${tenant.sandbox.url}/_sandbox/faults`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${tenant.sandbox.controlToken}` },
      body: new Blob(['{}']).stream(),
      duplex: 'half',
    } as RequestInit)
    expect(status).toBe(411)
    expect((await send('GET', '/clock')).status).toBe(200)
  })

  test('counts the world', async () => {
    const { json } = await controlSender(tenant.sandbox)('GET', '/world')
    expect(json).toEqual(tenant.sandbox.control.world())
    expect(json).toMatchObject({ seed: 42, organizations: 6, devices: 120, worldHash: tenant.sandbox.worldHash })
  })

  test('starts over: world, ledger, faults, log and clock; tokens stay good', async () => {
    const path = `/v2/device/${printServer}`
    const before = await tenant.asMachine('GET', path)
    const alerts = await tenant.asMachine('GET', '/v2/alerts')
    await restart()
    await tenant.asMachine('DELETE', `/v2/alert/${alerts.json[0].uid}`)
    await tenant.asMachine('POST', `${path}/reboot/NORMAL`)
    tenant.sandbox.control.addFault({ effect: { kind: 'reset' } })
    tenant.sandbox.control.advance(30_000)
    expect((await controlSender(tenant.sandbox)('POST', '/reset')).status).toBe(204)
    expect(tenant.sandbox.control.requests()).toEqual([])
    expect((await tenant.asMachine('GET', path)).json).toEqual(before.json)
    expect((await tenant.asMachine('GET', '/v2/alerts')).json).toEqual(alerts.json)
    expect(tenant.sandbox.control.ledger()).toEqual([])
    expect(tenant.sandbox.control.faults()).toEqual([])
    expect(tenant.sandbox.control.clock().offsetMs).toBe(0)
  })
})
