import { request as httpRequest } from 'node:http'
import { catalogue } from '@kunai/api/catalogue'
import type { Operation } from '@kunai/api/operation'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { behaviours } from '../behaviours/index.ts'
import { printServer, read, startTenant, type Tenant } from '../testing/tenant.ts'

let tenant: Tenant
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.sandbox.close())

const device = `/v2/device/${printServer}`
const incidentId = expect.stringMatching(/^WEB_MGMT_SERVICE-/)

describe('routes', () => {
  test('stand under /v2 and /api/v2 alike', async () => {
    const { asMachine } = tenant
    expect((await asMachine('GET', `/api${device}`)).json).toEqual((await asMachine('GET', device)).json)
  })

  test.each([
    '/',
    '/v2',
    '/v2/',
    '/v2/nothing',
    '/v3/devices',
    `${device}/`,
    '/v2//devices',
    '/v2/device/%E0%A4%A',
    '/v2/device/abc',
    '/v2/device/1001/reboot/SOFTLY',
  ])('%s is no route: the vendor’s generic 404', async (path) => {
    const method = path.includes('reboot') ? 'POST' : 'GET'
    const { status, json } = await tenant.asMachine(method, path)
    expect(status).toBe(404)
    expect(json).toEqual({ resultCode: 'FAILURE', errorMessage: 'HTTP 404 Not Found', incidentId })
  })

  test('a wrong method on a known path is 405 and says which are right', async () => {
    const { status, headers } = await tenant.asMachine('GET', '/v2/alert/7d3cbf5e-5d0a-4c67-8a44-1f1f2f3f4f5f')
    expect({ status, allow: headers.get('allow') }).toEqual({ status: 405, allow: 'DELETE' })
  })

  test.each([
    ['GET', '/v2/device/999999', 'device_not_found'],
    ['GET', '/v2/organization/999999', 'organization_not_found'],
    ['DELETE', '/v2/alert/7d3cbf5e-5d0a-4c67-8a44-1f1f2f3f4f5f', 'alert_not_found'],
    ['GET', '/v2/device/999999/activities', 'device_not_found'],
    ['POST', '/v2/device/999999/reboot/NORMAL', 'device_not_found'],
  ])('%s %s is a missing entity, told apart by its resultCode', async (method, path, resultCode) => {
    const { status, json } = await tenant.asMachine(method, path)
    expect({ status, json }).toMatchObject({ status: 404, json: { resultCode, incidentId } })
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })
})

describe('an operation without a behaviour', () => {
  test('answers 501 and names itself, whichever of the catalogue it is', async () => {
    const bare = await startTenant({ devices: 1, orgs: 1 }, { catalogue, behaviours: {} })
    for (const operation of catalogue) {
      const path = operation.http.path.replaceAll(/\{\w+\}/g, '1')
      const { status, json } = await bare.asUser(operation.http.method, path)
      expect({ status, json }).toMatchObject({ status: 501, json: { operation: operation.id } })
      expect(json.errorMessage).toContain(operation.id)
    }
    expect(bare.sandbox.control.ledger()).toEqual([])
    await bare.sandbox.close()
  })
})

describe('a behaviour that breaks', () => {
  test('is a server fault that says it is ours, changes nothing, and harms nobody after it', async () => {
    const warnings: string[] = []
    const listen = (warning: Error) => warnings.push(warning.message)
    process.on('warning', listen)
    const reboot = () => {
      throw new TypeError('planted')
    }
    const broken = await startTenant(
      { devices: 1, orgs: 1 },
      { catalogue, behaviours: { ...behaviours, 'devices.reboot': reboot } },
    )
    const { status, json } = await broken.asMachine('POST', `${device}/reboot/NORMAL`)
    expect({ status, json }).toMatchObject({ status: 500, json: { resultCode: 'FAILURE', incidentId } })
    expect(json.errorMessage).toBe('Sandbox fault: planted')
    expect(broken.sandbox.control.ledger()).toEqual([])
    expect((await broken.asMachine('GET', device)).status).toBe(200)
    expect(warnings).toContain('planted')
    process.off('warning', listen)
    await broken.sandbox.close()
  })
})

describe('the catalogue', () => {
  test('cannot hold two operations of one method and path', async () => {
    const [first] = catalogue
    const twin = { ...first, id: 'alerts.twin' } as Operation
    await expect(startTenant({}, { catalogue: [...catalogue, twin], behaviours })).rejects.toThrow(/alerts\.twin/)
  })

  test('answers with what each operation says it answers, in the form of its examples’ schemas', async () => {
    const world = await startTenant({ devices: 400 })
    const [alert] = (await world.asMachine('GET', '/v2/alerts')).json
    const inputs: Record<string, Record<string, unknown>> = {
      'alerts.reset': { uid: alert.uid },
      'devices.runScript': { type: 'SCRIPT', id: 1 },
      'devices.setMaintenance': { disabledFeatures: ['ALERTS'], end: 1_800_000_000 },
      'devices.controlWindowsService': { serviceId: 'Spooler', action: 'RESTART' },
      'devices.reboot': { mode: 'NORMAL' },
      'devices.search': { q: 'print' },
    }
    // Reads come first: a reset alert or a rebooting device would leave them less to show.
    // The other resources send their operations' own examples, in the tests beside them.
    const modelled = catalogue.filter(
      ({ id }) => id in behaviours && /^(alerts|devices|organizations|scripts)\./.test(id),
    )
    const inOrder = modelled.toSorted((one, other) => Number(one.risk !== 'read') - Number(other.risk !== 'read'))
    for (const operation of inOrder) {
      const { method, path: template } = operation.http
      const input = inputs[operation.id] ?? {}
      const path = template.replaceAll(/\{(\w+)\}/g, (_whole, name) =>
        String(name === 'id' ? (template.startsWith('/v2/organization') ? 1 : printServer) : input[name]),
      )
      const inPath = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const rest = Object.entries(input).filter(
        ([name]) => !inPath.includes(name) || operation.id === 'devices.runScript',
      )
      const query = method === 'GET' ? `?${new URLSearchParams(rest as [string, string][])}` : ''
      const body = method === 'POST' || method === 'PUT' ? Object.fromEntries(rest) : undefined
      const reply = await world.asUser(method, path + query, body)
      expect([operation.id, reply.status]).toEqual([operation.id, reply.text === '' ? 204 : 200])
      const answer = reply.text === '' ? undefined : reply.json
      expect(operation.output.safeDecode(answer as never).error, operation.id).toBeUndefined()
      // The vendor leaves out what is null.
      expect(reply.text, operation.id).not.toMatch(/[:[,]null[\],}]/)
      // Its moments are epoch seconds, although schemas let texts pass.
      expect(reply.text, operation.id).not.toMatch(/"(created|start|end|\w*(Time|On|Contact|Update))":"/)
      if (Array.isArray(answer)) expect(answer.length, operation.id).toBeGreaterThan(0)
    }
    await world.sandbox.close()
  })
})

describe('headers', () => {
  test('carry a request id that changes and the tenant’s time', async () => {
    const one = await tenant.asMachine('GET', device)
    tenant.sandbox.control.advance(3_000)
    const other = await tenant.asMachine('GET', device)
    expect(one.headers.get('x-nj-request-id')).not.toBe(other.headers.get('x-nj-request-id'))
    expect(Date.parse(other.headers.get('date') ?? '') - Date.parse(one.headers.get('date') ?? '')).toBe(3_000)
    expect(other.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('bodies', () => {
  const post = async (body: string | undefined, contentType: string) =>
    read(
      await fetch(`${tenant.sandbox.url}${device}/reboot/NORMAL`, {
        method: 'POST',
        ...(body !== undefined && { body }),
        headers: { 'Content-Type': contentType, Authorization: `Bearer ${token}` },
      }),
    )
  let token: string
  beforeAll(async () => {
    const { machine, url } = tenant.sandbox
    const form = { grant_type: 'client_credentials', client_id: machine.clientId, client_secret: machine.clientSecret }
    const answer = await read(await fetch(`${url}/ws/oauth/token`, { method: 'POST', body: new URLSearchParams(form) }))
    token = answer.json.access_token
  })

  test.each<[string, string, string, number]>([
    ['not JSON', '{"reason":', 'application/json', 400],
    ['no object', '[1]', 'application/json', 400],
    ['not called JSON', '{}', 'text/plain', 415],
    ['of a wrong type', '{"reason":7}', 'application/json', 400],
  ])('that are %s are refused', async (_case, body, contentType, status) => {
    expect((await post(body, contentType)).status).toBe(status)
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })

  test('over one mebibyte are 413, read to the end, and the connection stays usable', async () => {
    const { status, json } = await post(JSON.stringify({ reason: 'x'.repeat(3 * 1024 * 1024) }), 'application/json')
    expect({ status, json }).toMatchObject({ status: 413, json: { incidentId } })
    const chunked = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(`${tenant.sandbox.url}${device}/reboot/NORMAL`, { method: 'POST' }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode))
      })
      request.on('error', reject)
      for (let turn = 0; turn < 5; turn++) request.write('y'.repeat(512 * 1024))
      request.end()
    })
    expect(chunked).toBe(413)
    expect((await tenant.asMachine('GET', device)).status).toBe(200)
    expect(tenant.sandbox.control.ledger()).toEqual([])
  })

  test('are refused on DELETE, as the vendor does', async () => {
    const [alert] = (await tenant.asMachine('GET', '/v2/alerts')).json
    expect((await tenant.asMachine('DELETE', `/v2/alert/${alert.uid}`, {})).status).toBe(400)
    expect((await tenant.asMachine('DELETE', `/v2/alert/${alert.uid}`)).status).toBe(204)
  })
})
