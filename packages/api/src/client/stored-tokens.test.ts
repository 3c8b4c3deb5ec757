/** Callers that share a token store: one refresh serves all, and a refresh token is shown once. */
import { describe, expect, test } from 'vitest'
import { clientFor, dropConnection, errorOf, type Reply, startServer, tokenRefused, tooMany } from './test-support.ts'
import { memoryTokenStore, type StoredTokens, type TokenStore } from './token-store.ts'

const app = { clientId: 'user-app', clientSecret: 'user-secret' }
const script = { id: 1001, type: 'SCRIPT', scriptId: 7 } as const
const done: Reply = { status: 204 }
const connected: StoredTokens = { refreshToken: 'refresh-1' }
const shown = ({ body }: { body: string }) => new URLSearchParams(body).get('refresh_token')

/** Each answer's tokens carry the next number. */
function rotating() {
  let count = 1
  return () => {
    count += 1
    return {
      body: { access_token: `access-${count}`, expires_in: 3600, refresh_token: `refresh-${count}` },
    }
  }
}

const clientOf = (server: { url: string }, tokenStore: TokenStore) =>
  clientFor(server, { user: { ...app, tokenStore } })

describe('one refresh serves all who share the store', () => {
  test('four clients with 64 callers each', async () => {
    const server = await startServer(() => done, rotating())
    const store = memoryTokenStore(connected)
    const clients = Array.from({ length: 4 }, () => clientOf(server, store).client)
    await Promise.all(clients.flatMap((client) => Array.from({ length: 64 }, () => client.devices.runScript(script))))
    expect(server.tokenCalls.map(shown)).toEqual(['refresh-1'])
    expect(server.calls).toHaveLength(256)
  })

  test('also when the token of all is refused at once', async () => {
    const server = await startServer(
      ({ headers }) => (headers.authorization === 'Bearer access-2' ? tokenRefused : done),
      rotating(),
    )
    const store = memoryTokenStore(connected)
    const clients = Array.from({ length: 4 }, () => clientOf(server, store).client)
    await Promise.all(clients.flatMap((client) => Array.from({ length: 8 }, () => client.devices.runScript(script))))
    expect(server.tokenCalls.map(shown)).toEqual(['refresh-1', 'refresh-2'])
  })

  test('a new client goes on with the access token that is there, until it is time to renew', async () => {
    const server = await startServer(() => done, rotating())
    const store = memoryTokenStore(connected)
    await clientOf(server, store).client.devices.runScript(script)
    const { client, clock } = clientOf(server, store)
    await client.devices.runScript(script)
    await clock.advance(3_540_000 - 1)
    await client.devices.runScript(script)
    expect(server.tokenCalls).toHaveLength(1)
    await clock.advance(1)
    await client.devices.runScript(script)
    expect(server.tokenCalls.map(shown)).toEqual(['refresh-1', 'refresh-2'])
  })
})

test('the mark is stored before the refresh token leaves, the new token before its first use', async () => {
  const seen: unknown[] = []
  const store = memoryTokenStore(connected)
  const server = await startServer(
    async () => {
      seen.push(await store.load())
      return done
    },
    async () => {
      seen.push(await store.load())
      return { body: { access_token: 'access', expires_in: 3600, refresh_token: 'refresh-2' } }
    },
  )
  await clientOf(server, store).client.devices.runScript(script)
  expect(seen).toEqual([
    { refreshToken: 'refresh-1', refreshing: expect.any(String) },
    { refreshToken: 'refresh-2', accessToken: 'access', renewAtMs: expect.any(Number) },
  ])
})

test('an answer without a new refresh token keeps the old one', async () => {
  const server = await startServer(
    () => done,
    () => ({ body: { access_token: 'access', expires_in: 3600 } }),
  )
  const store = memoryTokenStore(connected)
  await clientOf(server, store).client.devices.runScript(script)
  expect(await store.load()).toMatchObject({ refreshToken: 'refresh-1', accessToken: 'access' })
})

describe('a refresh token that may be used up is never shown again', () => {
  const reconnect = { kind: 'unauthorized', execution: 'not_sent', code: 'reconnect_needed' }

  test('a mark left by somebody who died: nothing is sent', async () => {
    const server = await startServer(() => done, rotating())
    const store = memoryTokenStore({ ...connected, refreshing: 'by a dead process' })
    const { client } = clientOf(server, store)
    for (let call = 0; call < 2; call++)
      expect(await errorOf(client.devices.runScript(script))).toMatchObject(reconnect)
    expect(server.tokenCalls).toHaveLength(0)
    expect(await store.load()).toEqual({ refreshToken: 'refresh-1', reconnectNeeded: true })
  })

  test('the answer was lost', async () => {
    const server = await startServer(() => done, dropConnection)
    const store = memoryTokenStore(connected)
    const { client } = clientOf(server, store)
    expect(await errorOf(client.devices.runScript(script))).toMatchObject({ code: 'connection_lost' })
    expect(await errorOf(client.devices.runScript(script))).toMatchObject(reconnect)
    expect(await errorOf(clientOf(server, store).client.devices.runScript(script))).toMatchObject(reconnect)
    expect(server.tokenCalls).toHaveLength(1)
  })

  test.each(['invalid_grant', 'invalid_token'])('%s: one look into the store, then the end, for all', async (code) => {
    const server = await startServer(
      () => done,
      () => ({ status: 400, body: { error: code } }),
    )
    const store = memoryTokenStore(connected)
    const { client } = clientOf(server, store)
    for (let call = 0; call < 3; call++)
      expect(await errorOf(client.devices.runScript(script))).toMatchObject(reconnect)
    expect(await errorOf(clientOf(server, store).client.devices.runScript(script))).toMatchObject(reconnect)
    expect(server.tokenCalls).toHaveLength(1)
  })

  test('invalid_grant while a person connected anew in a store that let them: the new one is used', async () => {
    const store = memoryTokenStore(connected)
    const next = rotating()
    const server = await startServer(
      () => done,
      async (seen) => {
        if (shown(seen) === 'new-consent') return next()
        await store.save({ refreshToken: 'new-consent' })
        return { status: 400, body: { error: 'invalid_grant' } }
      },
    )
    await clientOf(server, store).client.devices.runScript(script)
    expect(server.tokenCalls.map(shown)).toEqual(['refresh-1', 'new-consent'])
  })

  test('a new consent heals it', async () => {
    const server = await startServer(() => done, rotating())
    const store = memoryTokenStore({ refreshToken: 'old', reconnectNeeded: true })
    const { client } = clientOf(server, store)
    expect(await errorOf(client.devices.runScript(script))).toMatchObject(reconnect)
    await store.exclusively(() => store.save({ refreshToken: 'new' }))
    await client.devices.runScript(script)
    expect(server.tokenCalls.map(shown)).toEqual(['new'])
  })
})

describe('what proves that the refresh token was not used leaves it as it was', () => {
  test.each<[string, Reply]>([
    ['a wrong secret', { status: 400, body: { error: 'invalid_client' } }],
    ['a wrong region', { status: 404, body: { resultCode: 'Client app not exist' } }],
    ['too many requests for now', { ...tooMany('3600') }],
  ])('%s', async (_name, reply) => {
    let answer: () => Reply = () => reply
    const server = await startServer(
      () => done,
      () => answer(),
    )
    const store = memoryTokenStore(connected)
    const { client } = clientOf(server, store)
    await errorOf(client.devices.runScript(script))
    expect(await store.load()).toEqual(connected)
    answer = rotating()
    await client.devices.runScript(script)
    expect(server.tokenCalls.map(shown)).toEqual(['refresh-1', 'refresh-1'])
  })
})

describe('a store that fails', () => {
  test('while saving the answer: nothing is sent, and the next call stores and uses it', async () => {
    const server = await startServer(() => done, rotating())
    const inner = memoryTokenStore(connected)
    let broken = true
    const store: TokenStore = {
      ...inner,
      save: async (tokens) => {
        if (broken && tokens.accessToken !== undefined) throw new Error('disk full')
        await inner.save(tokens)
      },
    }
    const { client } = clientOf(server, store)
    const failed = { kind: 'unauthorized', execution: 'not_sent', code: 'refresh_token_store_failed' }
    expect(await errorOf(client.devices.runScript(script))).toMatchObject(failed)
    expect(await errorOf(client.devices.runScript(script))).toMatchObject(failed)
    expect(server.calls).toHaveLength(0)
    broken = false
    await client.devices.runScript(script)
    expect(server.tokenCalls).toHaveLength(1)
    expect(await inner.load()).toMatchObject({ refreshToken: 'refresh-2' })
  })

  test('that cannot store the mark: the refresh token does not leave', async () => {
    const server = await startServer(() => done, rotating())
    const store: TokenStore = { ...memoryTokenStore(connected), save: () => Promise.reject(new Error('read-only')) }
    expect(await errorOf(clientOf(server, store).client.devices.runScript(script))).toMatchObject({
      code: 'refresh_token_store_failed',
    })
    expect(server.tokenCalls).toHaveLength(0)
  })

  test('that is empty says that nobody has connected', async () => {
    const server = await startServer(() => done, rotating())
    expect(await errorOf(clientOf(server, memoryTokenStore()).client.devices.runScript(script))).toMatchObject({
      kind: 'unauthorized',
      code: 'not_connected',
      operationId: 'devices.runScript',
    })
  })
})
