import { describe, expect, expectTypeOf, test } from 'vitest'
import { catalogue } from '../catalogue.ts'
import { createClient } from './client.ts'
import { KunaiApiError } from './errors.ts'
import { regions, resolveBaseUrl } from './regions.ts'
import { clientFor, errorOf, machine, startServer } from './test-support.ts'
import type { InputOf, OutputOf, RowOf } from './types.ts'

test('every operation is a method under its id, and paged ones can be read whole', () => {
  const client = createClient({ baseUrl: 'eu', machine }) as unknown as Record<
    string,
    Record<string, { all?: unknown }>
  >
  for (const { id, paging } of catalogue) {
    const [resource = '', verb = ''] = id.split('.')
    expect(typeof client[resource]?.[verb], id).toBe('function')
    expect(typeof client[resource]?.[verb]?.all, id).toBe(paging === 'none' ? 'undefined' : 'function')
  }
})

test('the client’s own methods hide no resource', () => {
  const resources = new Set(catalogue.map(({ id }) => id.split('.')[0]))
  for (const name of ['call', 'send', 'close']) expect(resources.has(name)).toBe(false)
})

test('a method, call by id and send are the same request', async () => {
  const server = await startServer(() => ({ body: { id: 7, organizationId: 1 } }))
  const { client } = clientFor(server, { userAgent: 'kunai-test/1' })
  await client.devices.get({ id: 7 })
  await client.call('devices.get', { id: 7 })
  const [first, second] = server.calls
  expect({ ...second, port: 0 }).toEqual({ ...first, port: 0 })
  expect(first?.headers).toMatchObject({ 'user-agent': 'kunai-test/1', accept: 'application/json' })
})

test('an unknown id is refused, prototype names too', async () => {
  const { client } = clientFor({ url: 'http://127.0.0.1:1' })
  for (const id of ['devices.explode', 'constructor', '__proto__']) {
    expect(await errorOf(client.call(id as 'devices.get', { id: 1 }))).toMatchObject({ code: 'unknown_operation' })
  }
})

test('reads share a kept connection; each write has its own', async () => {
  const server = await startServer(({ method }) => (method === 'GET' ? { body: [] } : { status: 204 }))
  const { client } = clientFor(server)
  for (let round = 0; round < 2; round++) {
    await client.devices.list()
    await client.devices.reboot({ id: 1, mode: 'NORMAL' })
  }
  const portsOf = (method: string) =>
    new Set(server.calls.filter((call) => call.method === method).map((call) => call.port))
  expect(portsOf('GET').size).toBe(1)
  expect(portsOf('POST').size).toBe(2)
})

test('a closed client says so', async () => {
  const server = await startServer(() => ({ body: [] }))
  const { client } = clientFor(server)
  await client.devices.list()
  await client.close()
  expect(await errorOf(client.devices.list())).toMatchObject({ execution: 'not_sent', code: 'client_closed' })
})

describe('the address comes from configuration and is a region, https, or this machine', () => {
  test.each(Object.entries(regions))('%s is %s', (key, origin) => {
    expect(resolveBaseUrl(key)).toBe(origin)
    expect(resolveBaseUrl(`${origin}/`)).toBe(origin)
  })

  test.each([
    ['https://acme.rmmservice.com', 'https://acme.rmmservice.com'],
    ['https://acme.example:8443/', 'https://acme.example:8443'],
    ['http://127.0.0.1:7401', 'http://127.0.0.1:7401'],
    ['http://localhost:7401', 'http://localhost:7401'],
    ['http://[::1]:7401', 'http://[::1]:7401'],
  ])('%s', (address, origin) => {
    expect(resolveBaseUrl(address)).toBe(origin)
  })

  test.each([
    'mars',
    '',
    'constructor',
    'app.ninjarmm.com',
    'http://app.ninjarmm.com',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://0.0.0.0',
    'https://user:canary@app.ninjarmm.com',
    'https://app.ninjarmm.com/v2',
    'https://app.ninjarmm.com/?x=1',
    'https://app.ninjarmm.com/#x',
    'ftp://app.ninjarmm.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ])('%j is refused', (address) => {
    const attempt = () => createClient({ baseUrl: address, machine })
    expect(attempt).toThrow(KunaiApiError)
    expect(attempt).toThrow(/^The NinjaOne address \(baseUrl\) is not usable: (?!.*canary)/)
  })

  test('a user agent that cannot stand in a header is refused at once', () => {
    expect(() => createClient({ baseUrl: 'us', machine, userAgent: 'a\r\nx: y' })).toThrow(/userAgent/)
  })
})

test('types follow from the catalogue', () => {
  const client = createClient({ baseUrl: 'us', machine })
  expectTypeOf<InputOf<'devices.get'>>().toEqualTypeOf<{ id: number }>()
  expectTypeOf<OutputOf<'devices.reboot'>>().toEqualTypeOf<undefined>()
  expectTypeOf<RowOf<'devices.get'>>().toEqualTypeOf<never>()
  expectTypeOf<RowOf<'devices.list'>>().toEqualTypeOf<OutputOf<'devices.list'>[number]>()
  expectTypeOf<RowOf<'devices.listActivities'>>().toEqualTypeOf<
    OutputOf<'devices.listActivities'>['activities'][number]
  >()
  expectTypeOf(client.devices.list).parameter(0).toEqualTypeOf<InputOf<'devices.list'> | undefined>()
  expectTypeOf(client.devices.get).parameter(0).toEqualTypeOf<{ id: number }>()
  expectTypeOf(client.devices.get).not.toHaveProperty('all')
  expectTypeOf(client).not.toHaveProperty('nonsense')
})

test('a user for everything is a choice against a machine, never beside one', () => {
  const user = { clientId: 'user', refreshToken: 'r' }
  const app = { clientId: 'machine', clientSecret: 's' }
  expect(() => createClient({ baseUrl: 'us', machine: app, user, userForAll: true })).toThrow(
    'leave one of the two out',
  )
})
