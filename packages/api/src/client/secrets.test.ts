/** Nothing secret is printed, and the bearer goes to the configured origin alone. */
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { KunaiApiError } from './errors.ts'
import { Secret } from './secret.ts'
import { clientFor, errorOf, failure, html, type Reply, settle, startServer, tooMany } from './test-support.ts'

const canaries = ['canary-machine-secret', 'canary-user-secret', 'canary-refresh', 'canary-access', 'canary-rotated']
const identities = {
  machine: { clientId: 'm', clientSecret: 'canary-machine-secret' },
  user: { clientId: 'u', clientSecret: 'canary-user-secret', refreshToken: 'canary-refresh' },
}
const token: Reply = { body: { access_token: 'canary-access', expires_in: 3600, refresh_token: 'canary-rotated' } }
const script = { id: 1, type: 'SCRIPT', scriptId: 7 } as const

function expectClean(printed: string): void {
  for (const canary of canaries) expect(printed).not.toContain(canary)
}

function everyPrint(value: unknown): string {
  const deep = { depth: 20, showHidden: true, getters: true }
  return [inspect(value, deep), inspect(value), JSON.stringify(value), String(value)].join('\n')
}

test('a client can be inspected, used or not', async () => {
  const server = await startServer(
    () => ({ status: 204 }),
    () => token,
  )
  const { client } = clientFor(server, identities)
  expectClean(everyPrint(client))
  await client.devices.runScript(script)
  await client.devices.reboot({ id: 1, mode: 'NORMAL' })
  expectClean(everyPrint(client))
})

test('a Secret prints as [redacted] however it is printed', () => {
  const secret = new Secret('canary-access')
  expect(`${secret} ${JSON.stringify({ secret })}`).toBe('[redacted] {"secret":"[redacted]"}')
  expectClean(everyPrint(secret))
})

describe('errors and events carry no secret, even when the server echoes everything it was sent', () => {
  const echo = (seen: { headers: unknown; body: string }) => `${JSON.stringify(seen.headers)} ${seen.body}`
  test.each([200, 400, 401, 403, 404, 429, 500, 302])('API and token endpoint answering %i', async (status) => {
    const events: unknown[] = []
    const note = (event: unknown) => events.push(event)
    const hooks = { onRequest: note, onAnswer: note, onSend: note }
    const api = await startServer(
      (seen) => ({ status, body: { error: 'x', error_description: echo(seen) } }),
      () => token,
    )
    const tokens = await startServer(
      () => ({ status: 204 }),
      (seen) => ({ status, body: { error: 'invalid_client', error_description: echo(seen), access_token: 7 } }),
    )
    for (const server of [api, tokens]) {
      const { client, clock } = clientFor(server, { ...identities, hooks, retry: { attemptsMax: 1 } })
      const errors: unknown[] = []
      const noteError = (error: unknown) => errors.push(error)
      await settle(client.devices.runScript(script).catch(noteError), clock)
      await settle(client.devices.get({ id: 1 }).catch(noteError), clock)
      expect(errors.length).toBeGreaterThan(0)
      for (const error of errors) {
        expectClean(everyPrint(error))
        expectClean(String((error as KunaiApiError).detail))
      }
    }
    expect(events.length).toBeGreaterThan(0)
    expectClean(everyPrint(events))
  })

  test('a server that speaks no HTTP: the parser’s own error is not shown', async () => {
    const server = await startServer(
      (seen, { request }) => {
        request.socket.end(`nonsense ${echo(seen)}\r\n\r\n`)
        return undefined
      },
      () => token,
    )
    const error = (await errorOf(clientFor(server, identities).client.devices.runScript(script))) as KunaiApiError
    expect(error.execution).toBe('unknown')
    expectClean(everyPrint(error))
    expectClean(inspect(error.cause, { depth: 10, showHidden: true }))
  })
})

test('inspection shows what is known and only the name of the cause', async () => {
  const server = await startServer(() => failure)
  const error = await errorOf(clientFor(server).client.devices.reboot({ id: 1, mode: 'NORMAL' }))
  const printed = inspect(error)
  expect(printed).toContain("execution: 'unknown'")
  expect(printed).toContain('KunaiApiError: devices.reboot: NinjaOne failed while answering (500).')
  expect(printed).not.toContain('resultCode')
})

test.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed and the bearer stays here', async (status) => {
  const elsewhere = await startServer(() => ({ body: [] }))
  const server = await startServer(() => ({ status, headers: { location: `${elsewhere.url}/v2/devices` } }))
  const error = await errorOf(clientFor(server).client.devices.list())
  expect(error).toMatchObject({ kind: 'unproven_answer', code: 'redirected', status })
  expect(server.calls).toHaveLength(1)
  expect(elsewhere.calls).toHaveLength(0)
})

test('a redirect of the token request is not followed either', async () => {
  const elsewhere = await startServer(() => ({ body: [] }))
  const location = `${elsewhere.url}/ws/oauth/token`
  const server = await startServer(
    () => ({ body: [] }),
    () => ({ status: 307, headers: { location } }),
  )
  expect(await errorOf(clientFor(server).client.devices.list())).toMatchObject({ kind: 'unauthorized' })
  expect(elsewhere.tokenCalls).toHaveLength(0)
})

test('a log that throws changes nothing', async () => {
  const server = await startServer(() => ({ status: 204 }))
  const fault = () => {
    throw new Error('disk full')
  }
  const { client } = clientFor(server, { hooks: { onRequest: fault, onAnswer: fault } })
  await expect(client.devices.reboot({ id: 1, mode: 'NORMAL' })).resolves.toBeUndefined()
  expect(server.calls).toHaveLength(1)
})

test('an answer event names NinjaOne’s request id and our code, and no text from outside', async () => {
  const events: object[] = []
  const reply = { ...tooMany('9999'), headers: { 'retry-after': '9999', 'x-nj-request-id': 'nj-1' } }
  const server = await startServer(() => reply)
  const { client } = clientFor(server, { hooks: { onAnswer: (event) => events.push(event) } })
  await errorOf(client.devices.search({ q: 'somebody' }))
  expect(events.at(-1)).toEqual({
    operationId: 'devices.search',
    identity: 'machine',
    method: 'GET',
    path: '/v2/devices/search',
    attempt: 1,
    durationMs: 0,
    status: 429,
    requestId: 'nj-1',
    code: 'rate_limited',
  })
  expect(html.status).toBe(200)
})
