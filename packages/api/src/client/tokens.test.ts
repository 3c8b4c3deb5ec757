import { describe, expect, test } from 'vitest'
import {
  clientFor,
  errorOf,
  html,
  inOrder,
  issueToken,
  type Reply,
  settle,
  startServer,
  tokenRefused,
  tooMany,
  user,
} from './test-support.ts'

const list: Reply = { body: [] }
const script = { id: 1001, type: 'SCRIPT', scriptId: 7 } as const

describe('one token request at a time', () => {
  test('64 callers at once: one token request', async () => {
    const server = await startServer(() => list)
    const { client } = clientFor(server)
    await Promise.all(Array.from({ length: 64 }, () => client.devices.list()))
    expect(server.tokenCalls).toHaveLength(1)
    expect(server.calls).toHaveLength(64)
    expect(new Set(server.calls.map((call) => call.headers.authorization)).size).toBe(1)
  })

  test('64 callers refused at once: one renewal', async () => {
    const server = await startServer(
      (seen) => (seen.headers.authorization === 'Bearer old' ? tokenRefused : list),
      inOrder({ body: { access_token: 'old', expires_in: 3600 } }, { body: { access_token: 'new', expires_in: 3600 } }),
    )
    const { client } = clientFor(server)
    await Promise.all(Array.from({ length: 64 }, () => client.devices.list()))
    expect(server.tokenCalls).toHaveLength(2)
  })

  test('a failed request is not remembered: the next call asks again', async () => {
    const server = await startServer(
      () => list,
      inOrder({ status: 400, body: { error: 'invalid_client' } }, { body: { access_token: 'a' } }),
    )
    const { client } = clientFor(server)
    await errorOf(client.devices.list())
    await expect(client.devices.list()).resolves.toEqual([])
  })

  test('who cancels stops waiting; the others get their token', async () => {
    let release = (_reply: Reply) => {}
    const held = new Promise<Reply>((resolve) => {
      release = resolve
    })
    const controller = new AbortController()
    const server = await startServer(
      () => list,
      () => {
        controller.abort()
        return held
      },
    )
    const { client } = clientFor(server)
    const cancelled = errorOf(client.devices.list({}, { signal: controller.signal }))
    const other = client.devices.list()
    expect(await cancelled).toMatchObject({ kind: 'aborted', execution: 'not_sent' })
    release(issueToken())
    await expect(other).resolves.toEqual([])
    expect(server.tokenCalls).toHaveLength(1)
  })
})

describe('renewal by the clock', () => {
  test('a token is renewed 60 s before it ends, not earlier', async () => {
    const server = await startServer(() => list)
    const { client, clock } = clientFor(server)
    await client.devices.list()
    await clock.advance(3_540_000 - 1)
    await client.devices.list()
    expect(server.tokenCalls).toHaveLength(1)
    await clock.advance(1)
    await client.devices.list()
    expect(server.tokenCalls).toHaveLength(2)
  })

  test('a token shorter than that is still used for half its life', async () => {
    const server = await startServer(
      () => list,
      () => ({ body: { access_token: 'short', expires_in: 40 } }),
    )
    const { client, clock } = clientFor(server)
    await client.devices.list()
    await clock.advance(19_999)
    await client.devices.list()
    expect(server.tokenCalls).toHaveLength(1)
    await clock.advance(1)
    await client.devices.list()
    expect(server.tokenCalls).toHaveLength(2)
  })
})

describe('each identity by its own grant', () => {
  test('the machine by client credentials, the user by its refresh token', async () => {
    const server = await startServer(({ method }) => (method === 'GET' ? list : { status: 204 }))
    const { client } = clientFor(server)
    await client.devices.list()
    await client.devices.runScript(script)
    expect(server.tokenCalls.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))).toEqual([
      { grant_type: 'client_credentials', client_id: 'machine-app', client_secret: 'machine-secret' },
      { grant_type: 'refresh_token', client_id: 'user-app', client_secret: 'user-secret', refresh_token: 'refresh-1' },
    ])
  })

  test('the user is refused: the machine does not step in', async () => {
    const server = await startServer(
      () => ({ status: 204 }),
      ({ body }) =>
        body.includes('refresh_token') ? { status: 400, body: { error: 'invalid_client' } } : issueToken(),
    )
    const error = await errorOf(clientFor(server).client.devices.runScript(script))
    expect(error).toMatchObject({ kind: 'unauthorized', execution: 'not_sent', code: 'client_refused' })
    expect((error as Error).message).toContain('user identity')
    expect(server.calls).toHaveLength(0)
  })
})

describe('refresh tokens rotate', () => {
  const rotating =
    (count = { value: 1 }) =>
    () => {
      count.value += 1
      return {
        body: { access_token: `access-${count.value}`, expires_in: 3600, refresh_token: `refresh-${count.value}` },
      }
    }
  const shown = (body: string) => new URLSearchParams(body).get('refresh_token')

  test('the new one is stored before the access token is used, and shown the next time', async () => {
    const order: string[] = []
    const server = await startServer(() => {
      order.push('used')
      return { status: 204 }
    }, rotating())
    const onRefreshToken = async (token: string) => {
      await new Promise((resolve) => setImmediate(resolve))
      order.push(`stored ${token}`)
    }
    const { client, clock } = clientFor(server, { user: { ...user, onRefreshToken } })
    await client.devices.runScript(script)
    await clock.advance(3_600_000)
    await client.devices.runScript(script)
    await clock.advance(3_600_000)
    await client.devices.runScript(script)
    expect(order).toEqual(['stored refresh-2', 'used', 'stored refresh-3', 'used', 'stored refresh-4', 'used'])
    expect(server.tokenCalls.map(({ body }) => shown(body))).toEqual(['refresh-1', 'refresh-2', 'refresh-3'])
  })

  test('one that another process has stored is read before use', async () => {
    let stored = 'refresh-1'
    const server = await startServer(() => ({ status: 204 }), rotating())
    const onRefreshToken = (token: string) => {
      stored = token
    }
    const identity = { ...user, refreshToken: () => stored, onRefreshToken }
    const { client, clock } = clientFor(server, { user: identity })
    await client.devices.runScript(script)
    stored = 'refresh-by-another'
    await clock.advance(3_600_000)
    await client.devices.runScript(script)
    expect(server.tokenCalls.map(({ body }) => shown(body))).toEqual(['refresh-1', 'refresh-by-another'])
  })

  test('it cannot be stored: nothing is sent, and the consumed one is not shown again', async () => {
    let broken = true
    const server = await startServer(() => ({ status: 204 }), rotating())
    const onRefreshToken = () => {
      if (broken) throw new Error('disk full')
    }
    const { client } = clientFor(server, { user: { ...user, onRefreshToken } })
    const error = await errorOf(client.devices.runScript(script))
    expect(error).toMatchObject({ kind: 'unauthorized', execution: 'not_sent', code: 'refresh_token_store_failed' })
    expect(server.calls).toHaveLength(0)
    broken = false
    await client.devices.runScript(script)
    expect(server.tokenCalls.map(({ body }) => shown(body))).toEqual(['refresh-1', 'refresh-2'])
  })

  test.each(['invalid_grant', 'invalid_token'])(
    '%s: reconnect, and the dead token is shown only once',
    async (code) => {
      const server = await startServer(
        () => ({ status: 204 }),
        () => ({ status: 400, body: { error: code } }),
      )
      const { client } = clientFor(server)
      for (let call = 0; call < 3; call++) {
        expect(await errorOf(client.devices.runScript(script))).toMatchObject({
          kind: 'unauthorized',
          execution: 'not_sent',
          code: 'reconnect_needed',
          operationId: 'devices.runScript',
        })
      }
      expect(server.tokenCalls).toHaveLength(1)
    },
  )

  test('a refresh whose answer was lost is not repeated: the token may be used up', async () => {
    const server = await startServer(
      () => ({ status: 204 }),
      (_seen, { request }) => {
        request.socket.destroy()
        return undefined
      },
    )
    const { client, clock } = clientFor(server)
    expect(await settle(errorOf(client.devices.runScript(script)), clock)).toMatchObject({ execution: 'not_sent' })
    expect(server.tokenCalls).toHaveLength(1)
  })
})

describe('what the token endpoint’s refusals mean', () => {
  test('404: wrong region or wrong client id, and where it was asked', async () => {
    const body = { resultCode: 'Client app not exist', incidentId: 'WEB_MGMT_SERVICE-n1-1-ABCDEFGH' }
    const server = await startServer(
      () => list,
      () => ({ status: 404, body }),
    )
    const error = await errorOf(clientFor(server).client.devices.list())
    expect(error).toMatchObject({
      kind: 'unauthorized',
      execution: 'not_sent',
      code: 'client_not_found',
      status: 404,
    })
    expect((error as Error).message).toBe(
      `${server.url} knows no application with the client id of the machine identity: wrong region, or wrong client id (404).`,
    )
  })

  test.each<[string, Reply, string]>([
    ['a wrong secret', { status: 400, body: { error: 'invalid_client' } }, 'client_refused'],
    ['scopes it lacks', { status: 400, body: { error: 'invalid_scope' } }, 'scope_refused'],
    ['anything else', { status: 400, body: { error: 'strange' } }, 'token_refused'],
    ['no token in a good answer', { body: { token_type: 'Bearer' } }, 'token_invalid'],
    ['a token that cannot stand in a header', { body: { access_token: 'a\r\nx: y' } }, 'token_invalid'],
  ])('%s', async (_name, reply, code) => {
    const server = await startServer(
      () => list,
      () => reply,
    )
    expect(await errorOf(clientFor(server).client.devices.list())).toMatchObject({
      kind: 'unauthorized',
      execution: 'not_sent',
      code,
    })
    expect(server.tokenCalls).toHaveLength(1)
  })

  test.each<[string, Reply]>([
    ['HTML', html],
    ['503', { status: 503 }],
    ['429', tooMany('1')],
  ])('%s: the machine asks again, three times in all', async (_name, reply) => {
    const server = await startServer(
      () => list,
      () => reply,
    )
    const { client, clock } = clientFor(server)
    const error = await settle(errorOf(client.devices.list()), clock)
    expect(error).toMatchObject({ kind: 'unauthorized', execution: 'not_sent', operationId: 'devices.list' })
    expect(server.tokenCalls).toHaveLength(3)
  })
})
