/** What each effect does to a client, and that a run of a seed repeats. */
import { createClient } from '@kunai/api'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { controlSender, fetchToken, machineGrant, printServer, startTenant, type Tenant } from '../../testing/tenant.ts'
import { delayOf, Faults } from './faults.ts'
import { faultPresets } from './presets.ts'
import { type FaultRuleInput, parseFaultRule } from './rule.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant()
})
afterEach(() => tenant.sandbox.close())

const device = `/v2/device/${printServer}`
const restart = () => tenant.asMachine('POST', `${device}/windows-service/Spooler/control`, { action: 'RESTART' })
const read = (path: string) => tenant.asMachine('GET', path)
const add = (rule: FaultRuleInput) => tenant.sandbox.control.addFault(rule)
const executed = () => tenant.sandbox.control.ledger().length
const ids = (rows: { id: number }[]) => rows.map(({ id }) => id)

function client() {
  const { url, machine } = tenant.sandbox
  const made = createClient({ baseUrl: url, machine, clock: tenant.clock })
  onTestFinished(() => made.close())
  return made
}

async function collect(pages: AsyncIterable<{ id: number }>): Promise<number[]> {
  const seen: number[] = []
  for await (const row of pages) seen.push(row.id)
  return seen
}

describe('status', () => {
  test.each<[FaultRuleInput['effect'], number, unknown]>([
    [
      { kind: 'status', status: 503 },
      503,
      { resultCode: 'FAILURE', errorMessage: 'HTTP 503', incidentId: expect.any(String) },
    ],
    [{ kind: 'status', status: 403, family: 'auth', code: 'no' }, 403, { error: 'no', error_description: 'HTTP 403' }],
    [
      { kind: 'status', status: 500, family: 'billing', code: 'permission_denied' },
      500,
      { errorCode: 'permission_denied', message: 'HTTP 500' },
    ],
  ])('%j is told in the words of its family', async (effect, status, body) => {
    add({ effect })
    const reply = await restart()
    expect({ status: reply.status, body: reply.json }).toEqual({ status, body })
    expect(executed()).toBe(0)
  })

  test('can be bare text', async () => {
    add({ effect: { kind: 'status', status: 400, family: 'text', code: 'Device is not applicable for patch apply.' } })
    const { headers, text } = await restart()
    expect([headers.get('content-type'), text]).toEqual(['text/plain', 'Device is not applicable for patch apply.'])
  })
})

describe('matching', () => {
  test('an organization meets its devices and its own paths, and nobody else’s', async () => {
    const [mine, other] = (await read('/v2/devices')).json as { id: number; organizationId: number }[]
    const foreign = (await read('/v2/devices')).json.find(
      ({ organizationId }: { organizationId: number }) => organizationId !== mine?.organizationId,
    )
    add({ match: { organization: mine?.organizationId ?? 0 }, effect: { kind: 'status', status: 503 } })
    expect((await read(`/v2/device/${mine?.id}`)).status).toBe(503)
    expect((await read(`/v2/organization/${mine?.organizationId}`)).status).toBe(503)
    expect((await read(`/v2/device/${foreign.id}`)).status).toBe(200)
    expect(other).toBeDefined()
  })

  test('a client meets one application alone, at the token endpoint too', async () => {
    const { machine } = tenant.sandbox
    add({ match: { client: machine.clientId }, effect: { kind: 'status', status: 502 } })
    expect((await read('/v2/organizations')).status).toBe(502)
    expect((await tenant.asUser('GET', '/v2/organizations')).status).toBe(200)
    await expect(fetchToken(tenant.sandbox, machineGrant(tenant.sandbox))).rejects.toThrow(/502/)
  })

  test('until a moment, or for a while, by the sandbox’s clock', async () => {
    add({ match: { device: printServer }, effect: { kind: 'status', status: 503 }, until: 1_000 })
    const until = new Date(tenant.clock.now() + 2_000).toISOString()
    add({ match: { path: '/v2/organizations' }, effect: { kind: 'status', status: 503 }, until })
    expect([(await read(device)).status, (await read('/v2/organizations')).status]).toEqual([503, 503])
    await tenant.clock.advance(1_000)
    expect([(await read(device)).status, (await read('/v2/organizations')).status]).toEqual([200, 503])
    tenant.sandbox.control.advance(1_000)
    expect((await read('/v2/organizations')).status).toBe(200)
  })

  test('after lets as many pass', async () => {
    add({ match: { device: printServer }, effect: { kind: 'status', status: 503 }, after: 2, count: 1 })
    const statuses = []
    for (let turn = 0; turn < 4; turn++) statuses.push((await read(device)).status)
    expect(statuses).toEqual([200, 200, 503, 200])
  })
})

describe('an answer that goes wrong after the command', () => {
  test('truncate carries out, and breaks off in the middle', async () => {
    add({ effect: { kind: 'truncate' }, count: 2 })
    await expect(restart()).rejects.toThrow()
    expect(executed()).toBe(1)
    await expect(read('/v2/devices')).rejects.toThrow()
    expect((await read('/v2/devices')).json.length).toBeGreaterThan(0)
  })

  test('garbage carries out, and says 200 with nonsense', async () => {
    add({ effect: { kind: 'garbage' }, count: 2 })
    const reply = await restart()
    expect([reply.status, reply.headers.get('content-type'), executed()]).toEqual([200, 'application/json', 1])
    expect(() => reply.json).toThrow()
    tenant.sandbox.control.clearFaults()
    add({ match: { path: '/v2/*' }, effect: { kind: 'garbage' } })
    await expect(client().devices.get({ id: printServer })).rejects.toMatchObject({ execution: 'unknown' })
  })

  test('drift adds, renames and removes in rows and in single things', async () => {
    const effect = {
      kind: 'drift',
      add: { novelty: 1 },
      rename: { name: 'label' },
      remove: ['nodeApprovalMode'],
    } as const
    add({ match: { path: '/v2/organization*' }, effect })
    for (const row of [...(await read('/v2/organizations')).json, (await read('/v2/organization/1')).json]) {
      expect(row).toMatchObject({ novelty: 1, label: expect.any(String) })
      expect(row).not.toHaveProperty('name')
      expect(row).not.toHaveProperty('nodeApprovalMode')
    }
  })
})

test('stale-read answers as when the rule first saw it, each client for itself, and only what is a read', async () => {
  const services = `${device}/windows-services?name=Spooler`
  add({ match: { path: `${device}/*` }, effect: { kind: 'stale-read' } })
  expect((await read(services)).json[0].state).toBe('RUNNING')
  expect((await restart()).status).toBe(204)
  await tenant.clock.advance(60_000)
  await tenant.asMachine('POST', `${device}/windows-service/Spooler/control`, { action: 'STOP' })
  await tenant.clock.advance(60_000)
  expect((await read(services)).json[0].state).toBe('RUNNING')
  expect((await tenant.asUser('GET', services)).json[0].state).toBe('STOPPED')
  expect(executed()).toBe(2)
  tenant.sandbox.control.clearFaults()
  expect((await read(services)).json[0].state).toBe('STOPPED')
})

test('stale-read goes back to what the rule saw first, also when it strikes late', async () => {
  const services = `${device}/windows-services?name=Spooler`
  const state = async () => (await read(services)).json[0].state
  add({ match: { path: `${device}/windows-services` }, effect: { kind: 'stale-read' }, after: 2 })
  expect(await state()).toBe('RUNNING')
  await tenant.asMachine('POST', `${device}/windows-service/Spooler/control`, { action: 'STOP' })
  await tenant.clock.advance(60_000)
  expect([await state(), await state()]).toEqual(['STOPPED', 'RUNNING'])
})

test('token-revoked ends that token for good; a client asks for the next and goes on', async () => {
  const kunai = client()
  await kunai.devices.get({ id: printServer })
  add({ match: { path: '/v2/*' }, effect: { kind: 'token-revoked' }, count: 1 })
  await kunai.devices.get({ id: printServer })
  expect(tenant.sandbox.control.faults()[0]?.struck).toBe(1)
  add({ match: { path: '/v2/*' }, effect: { kind: 'token-revoked' }, count: 1 })
  expect((await read(device)).json.error_code).toBe(10)
  expect((await read(device)).status).toBe(401)
})

test('token-revoked with consent takes the refresh token along', async () => {
  add({ match: { path: '/v2/*' }, effect: { kind: 'token-revoked', consent: true }, count: 1 })
  expect((await tenant.asUser('GET', device)).status).toBe(401)
  const { clientId, clientSecret, refreshToken } = tenant.sandbox.user
  const form = { grant_type: 'refresh_token', client_id: clientId, client_secret: clientSecret }
  await expect(fetchToken(tenant.sandbox, { ...form, refresh_token: refreshToken })).rejects.toThrow(/invalid_grant/)
})

describe('pages', () => {
  const page = (after?: number) => read(`/v2/devices?pageSize=5${after === undefined ? '' : `&after=${after}`}`)

  test('cursor-stuck: more of a list is its first page again, and a client that looks says so', async () => {
    const whole = ids((await read('/v2/devices')).json)
    add({ match: { operation: 'devices.list' }, effect: { kind: 'cursor-stuck' } })
    expect(ids((await page()).json)).toEqual(whole.slice(0, 5))
    expect(ids((await page(whole[4])).json)).toEqual(whole.slice(0, 5))
    expect(ids((await page(whole[9])).json)).toEqual(whole.slice(0, 5))
    await expect(collect(client().devices.list.all({ pageSize: 50 }))).rejects.toMatchObject({
      kind: expect.any(String),
    })
  })

  test('page-repeats: one page comes twice, and then the list goes on', async () => {
    const whole = ids((await read('/v2/devices')).json)
    add({ match: { operation: 'devices.list' }, effect: { kind: 'page-repeats' }, count: 1 })
    expect(ids((await page()).json)).toEqual(whole.slice(0, 5))
    expect(ids((await page(whole[4])).json)).toEqual(whole.slice(0, 5))
    expect(ids((await page(whole[4])).json)).toEqual(whole.slice(5, 10))
  })
})

describe('a delay', () => {
  test('that is lognormal has its median in the middle, its tail above, and the same values on every run', () => {
    const draws = (seed: number) => {
      const faults = new Faults(seed, () => 0)
      faults.add({ effect: { kind: 'delay', lognormal: { medianMs: 200, sigma: 0.8 } } })
      const subject = { operation: undefined, method: 'GET', path: '/', device: undefined }
      return Array.from({ length: 2_000 }, () => {
        const [chosen] = faults.select(subject)
        return chosen?.effect.kind === 'delay' ? delayOf(chosen.effect, chosen.draw) : Number.NaN
      })
    }
    const first = draws(1)
    expect(draws(1)).toEqual(first)
    expect(draws(2)).not.toEqual(first)
    const sorted = [...first].sort((one, other) => one - other)
    const [low = 0, median = 0, high = 0] = [sorted[20], sorted[1_000], sorted[1_980]]
    expect(median).toBeGreaterThan(180)
    expect(median).toBeLessThan(220)
    // One in a hundred: the median times or through e^(0.8 · 2.33).
    expect(high).toBeGreaterThan(1_000)
    expect(high).toBeLessThan(1_700)
    expect(low).toBeLessThan(45)
  })
})

describe('presets', () => {
  test.each(Object.entries(faultPresets))('%s is rules that anybody could write', (_name, rules) => {
    for (const rule of rules) expect(() => parseFaultRule(rule)).not.toThrow()
  })

  test('come by name over HTTP, add to what is there, and can be looked at first', async () => {
    const control = controlSender(tenant.sandbox)
    expect((await control('GET', '/fault-presets')).json.presets['page-repeats']).toEqual(faultPresets['page-repeats'])
    add({ effect: { kind: 'reset' }, probability: 0 })
    const { status, json } = await control('POST', '/fault-presets/region-outage')
    expect([status, json.faults.length]).toEqual([201, 2])
    expect(tenant.sandbox.control.faults()).toHaveLength(3)
    const unknown = await control('POST', '/fault-presets/constructor')
    expect([unknown.status, unknown.json.error]).toEqual([404, expect.stringContaining('bad-tuesday')])
  })

  test('region-outage is over after ten minutes', async () => {
    tenant.sandbox.control.addFaultPreset('region-outage')
    const outcome = () =>
      read(device).then(
        ({ status }) => status,
        () => 'reset',
      )
    for (let turn = 0; turn < 5; turn++) expect([503, 'reset']).toContain(await outcome())
    await tenant.clock.advance(600_000)
    expect(await outcome()).toBe(200)
  })

  test('token-rotated-mid-run: a client gets through all the same', async () => {
    tenant.sandbox.control.addFaultPreset('token-rotated-mid-run')
    const whole = ids((await read('/v2/devices')).json)
    expect(await collect(client().devices.list.all({ pageSize: 10 }))).toEqual(whole)
    expect(tenant.sandbox.control.faults()[0]?.struck).toBe(1)
  })

  test('schema-drift: a client still reads what it needs', async () => {
    tenant.sandbox.control.addFaultPreset('schema-drift')
    const row = await client().devices.get({ id: printServer })
    expect(row).toMatchObject({ id: printServer, lifecycleStage: 'STAGE_NOBODY_KNOWS' })
  })

  test('stand from the start when an option names one, and after a reset', async () => {
    const other = await startTenant({ faults: 'token-rotated-mid-run' })
    onTestFinished(() => other.sandbox.close())
    other.sandbox.control.clearFaults()
    other.sandbox.control.reset()
    expect(other.sandbox.control.faults()).toMatchObject([{ effect: { kind: 'token-revoked' }, after: 10 }])
    await expect(startTenant({ faults: 'bad-wednesday' })).rejects.toThrow(/faults must be one of: bad-tuesday/)
    await expect(startTenant({ faults: [{ effect: { kind: 'reset' }, count: 0 }] })).rejects.toThrow(
      /faults\[0\].*count/s,
    )
  })
})
