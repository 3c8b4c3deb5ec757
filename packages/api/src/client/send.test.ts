/** At most once: what is sent how often, and what each ending says about whether it was carried out. */
import { describe, expect, test } from 'vitest'
import { operations } from '../catalogue.ts'
import { toRequest } from '../request/index.ts'
import { KunaiApiError } from './errors.ts'
import {
  type Answerer,
  clientFor,
  dropConnection,
  errorOf,
  failure,
  html,
  inOrder,
  machine,
  type Reply,
  settle,
  startServer,
  tokenRefused,
  tooMany,
} from './test-support.ts'

const reboot = { id: 1001, mode: 'NORMAL' } as const
const accepted: Reply = { status: 204 }

const cutAnswer: Answerer = (_seen, { request, response }) => {
  response.writeHead(200, { 'content-length': '1000' })
  response.write('{"id":', () => request.socket.destroy())
  return undefined
}

describe('a write that may have been carried out is sent exactly once and ends as unknown', () => {
  test.each<[string, Answerer, string, string]>([
    ['500 with its JSON', () => failure, 'server', 'server_error'],
    ['502 with nothing', () => ({ status: 502 }), 'server', 'server_error'],
    [
      '503 with Retry-After',
      () => ({ status: 503, headers: { 'retry-after': '1' }, body: {} }),
      'server',
      'server_error',
    ],
    ['an HTML page with 200', () => html, 'unproven_answer', 'html_page'],
    ['an HTML page with 429', () => ({ ...html, status: 429 }), 'unproven_answer', 'html_page'],
    ['an HTML page with 401', () => ({ ...html, status: 401 }), 'unproven_answer', 'html_page'],
    ['HTML without a Content-Type', () => ({ body: '  <!DOCTYPE html><p>Busy' }), 'unproven_answer', 'html_page'],
    [
      '401 that is not the API speaking',
      () => ({ status: 401, body: 'Unauthorized' }),
      'unproven_answer',
      'not_proven',
    ],
    ['429 that is not the API speaking', () => ({ status: 429 }), 'unproven_answer', 'not_proven'],
    [
      '400 in bare text',
      () => ({ status: 400, body: 'Device is not applicable for apply.' }),
      'unproven_answer',
      'not_proven',
    ],
    ['409 in JSON', () => ({ status: 409, body: { resultCode: 'conflict' } }), 'conflict', 'conflict'],
    ['a connection dropped after the request was read', dropConnection, 'network_ambiguous', 'connection_lost'],
    ['an answer cut off', cutAnswer, 'network_ambiguous', 'connection_lost'],
    ['a redirect', () => ({ status: 302, headers: { location: '/elsewhere' } }), 'unproven_answer', 'redirected'],
  ])('%s', async (_name, answer, kind, code) => {
    const server = await startServer(answer)
    const { client, clock } = clientFor(server)
    const error = await settle(errorOf(client.devices.reboot(reboot)), clock)
    expect(error).toMatchObject({ kind, execution: 'unknown', code, operationId: 'devices.reboot' })
    expect(server.calls).toHaveLength(1)
  })

  test('the incident id of a 500 is kept for the vendor’s support', async () => {
    const server = await startServer(() => failure)
    const error = await errorOf(clientFor(server).client.devices.reboot(reboot))
    expect(error).toMatchObject({ status: 500, incidentId: 'WEB_MGMT_SERVICE-n1-1-ABCDEFGH' })
  })

  test('no answer within the whole time limit', async () => {
    let arrived = () => {}
    const hasArrived = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const server = await startServer(() => {
      arrived()
      return undefined
    })
    const { client, clock } = clientFor(server, { fetchTimeouts: { totalMs: 5_000 } })
    const result = errorOf(client.devices.reboot(reboot))
    await hasArrived
    await clock.advance(5_000)
    expect(await result).toMatchObject({ kind: 'network_ambiguous', execution: 'unknown', code: 'timed_out' })
    expect(server.calls).toHaveLength(1)
  })

  test('an answer larger than the limit', async () => {
    const server = await startServer(() => ({ body: 'x'.repeat(2_000) }))
    const error = await errorOf(clientFor(server, { answerBytesMax: 1_000 }).client.devices.reboot(reboot))
    expect(error).toMatchObject({ execution: 'unknown', code: 'answer_too_large' })
  })
})

describe('a write that the API refused in its own JSON was not carried out', () => {
  test.each<[number, unknown, object]>([
    [400, { resultCode: 'invalid_node_role' }, { kind: 'validation', vendorCode: 'invalid_node_role' }],
    [403, { error: 'insufficient_scope' }, { kind: 'forbidden', vendorCode: 'insufficient_scope' }],
    [403, { error: 'user_context_required', error_code: 5 }, { kind: 'user_context_required' }],
    [404, { resultCode: 'node_not_found' }, { kind: 'not_found', missing: 'entity' }],
    [405, { errorCode: 'no_such_method', message: 'no' }, { kind: 'refused', code: 'method_not_allowed' }],
  ])('%i %j', async (status, body, expected) => {
    const server = await startServer(() => ({ status, body }))
    const error = await errorOf(clientFor(server).client.devices.reboot(reboot))
    expect(error).toMatchObject({ ...expected, execution: 'refused', status })
    expect(server.calls).toHaveLength(1)
  })
})

describe('an answer that proves that nothing was done allows one more send', () => {
  test('401, then accepted: two sends, one new token', async () => {
    const server = await startServer(inOrder(tokenRefused, accepted))
    await clientFor(server).client.devices.reboot(reboot)
    expect(server.calls).toHaveLength(2)
    expect(server.tokenCalls).toHaveLength(2)
    const [first, second] = server.calls.map((call) => call.headers.authorization)
    expect(first).not.toBe(second)
  })

  test('401 again: refused, and no third send', async () => {
    const server = await startServer(() => tokenRefused)
    const error = await errorOf(clientFor(server).client.devices.reboot(reboot))
    expect(error).toMatchObject({
      kind: 'unauthorized',
      execution: 'refused',
      code: 'not_authenticated',
      status: 401,
    })
    expect(server.calls).toHaveLength(2)
  })

  test('429: the second send waits for the whole Retry-After', async () => {
    const arrivedMs: number[] = []
    const replies = inOrder(tooMany('7'), accepted)
    const server = await startServer((seen, raw) => {
      arrivedMs.push(clock.now())
      return replies(seen, raw)
    })
    const { client, clock } = clientFor(server)
    await settle(client.devices.reboot(reboot), clock)
    const [first = 0, second = 0] = arrivedMs
    expect(arrivedMs).toHaveLength(2)
    expect(second - first).toBeGreaterThanOrEqual(7_000)
  })

  test('429 twice: refused, with how long to wait, and no third send', async () => {
    const server = await startServer(() => tooMany('2'))
    const { client, clock } = clientFor(server)
    const error = await settle(errorOf(client.devices.reboot(reboot)), clock)
    expect(error).toMatchObject({
      kind: 'rate_limited',
      execution: 'refused',
      code: 'rate_limited',
      retryAfterMs: 2_000,
    })
    expect(server.calls).toHaveLength(2)
  })

  test('a Retry-After beyond the limit is not waited for in part', async () => {
    const server = await startServer(() => tooMany('3600'))
    const error = await errorOf(clientFor(server).client.devices.reboot(reboot))
    expect(error).toMatchObject({ execution: 'refused', retryAfterMs: 3_600_000 })
    expect(server.calls).toHaveLength(1)
  })

  test('the second send ends badly: then that is what counts', async () => {
    const server = await startServer(inOrder(tokenRefused, failure))
    expect(await errorOf(clientFor(server).client.devices.reboot(reboot))).toMatchObject({ execution: 'unknown' })
    expect(server.calls).toHaveLength(2)
  })

  test('the new token is not to be had: still refused, since the first send was', async () => {
    const server = await startServer(
      () => tokenRefused,
      inOrder({ body: { access_token: 't', expires_in: 60 } }, { status: 400, body: { error: 'invalid_client' } }),
    )
    expect(await errorOf(clientFor(server).client.devices.reboot(reboot))).toMatchObject({
      kind: 'unauthorized',
      execution: 'refused',
      code: 'client_refused',
    })
  })
})

describe('send', () => {
  test('sends exactly the request it is given', async () => {
    const server = await startServer(() => accepted)
    const operation = operations['devices.controlWindowsService']
    const request = toRequest(operation, { id: 1001, serviceId: 'Print Spooler', action: 'RESTART' })
    const events: unknown[] = []
    const result = await clientFor(server).client.send(operation, request, { onSend: (event) => events.push(event) })
    expect(result).toBeUndefined()
    expect(server.calls[0]).toMatchObject({
      method: 'POST',
      url: '/v2/device/1001/windows-service/Print%20Spooler/control',
      body: '{"action":"RESTART"}',
    })
    expect(events).toEqual([
      {
        operationId: 'devices.controlWindowsService',
        identity: 'machine',
        method: 'POST',
        path: '/v2/device/1001/windows-service/Print%20Spooler/control',
        attempt: 1,
      },
    ])
  })

  test('refuses a request that the operation does not make', async () => {
    const server = await startServer(() => accepted)
    const request = { method: 'POST', path: '/v2/device/1/script/run', query: {}, body: {} } as const
    const error = await errorOf(clientFor(server).client.send(operations['devices.reboot'], request))
    expect(error).toMatchObject({ kind: 'validation', execution: 'not_sent', code: 'request_does_not_fit' })
    expect(server.calls).toHaveLength(0)
  })

  test('every error is a KunaiApiError that says what is known about the effect', async () => {
    const server = await startServer(() => failure)
    const error = await errorOf(clientFor(server, { machine }).client.devices.reboot(reboot))
    expect(error).toBeInstanceOf(KunaiApiError)
  })
})
