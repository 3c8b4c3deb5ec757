/** What certainly did not leave, and what a cancelled call says about itself. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { clientFor, errorOf, issueToken, type Reply, settle, startServer, tooMany } from './test-support.ts'

const reboot = { id: 1001, mode: 'NORMAL' } as const
const accepted: Reply = { status: 204 }

/** A port that nothing listens on. */
async function closedPort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

describe('what never left is not_sent', () => {
  test('connection refused: says where, and is tried again, since nothing left', async () => {
    const url = await closedPort()
    const attempts: number[] = []
    const { client, clock } = clientFor({ url }, { hooks: { onRequest: ({ attempt }) => attempts.push(attempt) } })
    const error = await settle(errorOf(client.devices.reboot(reboot)), clock)
    expect(error).toMatchObject({ kind: 'network_unsent', execution: 'not_sent', code: 'connection_failed' })
    expect((error as Error).message).toContain(`no connection to ${url} (ECONNREFUSED)`)
    expect(attempts).toEqual([1, 2, 3])
  })

  test('a host name that does not exist, and a server that speaks no TLS', async () => {
    const server = await startServer(() => accepted)
    const addresses = ['https://kunai.invalid', server.url.replace('http:', 'https:')]
    for (const url of addresses) {
      const { client } = clientFor({ url }, { retry: { attemptsMax: 1 } })
      expect(await errorOf(client.devices.reboot(reboot)), url).toMatchObject({ execution: 'not_sent' })
    }
    expect(server.calls).toHaveLength(0)
  })

  test('the server goes away between token and command', async () => {
    const server = await startServer(
      () => accepted,
      () => {
        server.stopListening()
        return issueToken()
      },
    )
    const { client } = clientFor(server, { retry: { attemptsMax: 1 } })
    expect(await errorOf(client.devices.reboot(reboot))).toMatchObject({
      execution: 'not_sent',
      code: 'connection_failed',
      operationId: 'devices.reboot',
    })
    expect(server.tokenCalls).toHaveLength(1)
    expect(server.calls).toHaveLength(0)
  })

  test('a hook that throws right before the first byte stops it', async () => {
    const server = await startServer(() => accepted)
    const onSend = () => {
      throw new Error('kill switch')
    }
    const error = await errorOf(clientFor(server).client.devices.reboot(reboot, { onSend }))
    expect(error).toMatchObject({ execution: 'not_sent', code: 'stopped_before_sending' })
    expect(server.calls).toHaveLength(0)
  })

  test('input that breaks a rule', async () => {
    const server = await startServer(() => accepted)
    const wrong = { id: 1001, mode: 'SOFT' } as unknown as typeof reboot
    const error = await errorOf(clientFor(server).client.devices.reboot(wrong))
    expect(error).toMatchObject({ kind: 'validation', execution: 'not_sent' })
    expect((error as Error).message).toBe('mode is not one of the allowed words: use NORMAL, FORCED.')
    expect(server.tokenCalls).toHaveLength(0)
  })

  test('a missing identity is named, and the other one does not step in', async () => {
    const server = await startServer(() => accepted)
    const { client } = clientFor(server, { user: undefined })
    const error = await errorOf(client.devices.runScript({ id: 1, type: 'SCRIPT', scriptId: 7 }))
    expect(error).toMatchObject({ kind: 'configuration', execution: 'not_sent', code: 'identity_not_configured' })
    expect((error as Error).message).toContain('devices.runScript needs the user identity')
    expect(server.tokenCalls).toHaveLength(0)
  })
})

describe('abort', () => {
  test('before sending: not_sent, and nothing arrives', async () => {
    const server = await startServer(() => accepted)
    const error = await errorOf(clientFor(server).client.devices.reboot(reboot, { signal: AbortSignal.abort() }))
    expect(error).toMatchObject({ kind: 'aborted', execution: 'not_sent', code: 'aborted' })
    expect(server.calls).toHaveLength(0)
  })

  test('in the very last moment before the first byte: not_sent', async () => {
    const server = await startServer(() => accepted)
    const { client } = clientFor(server)
    const controller = new AbortController()
    const options = { signal: controller.signal, onSend: () => controller.abort() }
    const error = await errorOf(client.devices.reboot(reboot, options))
    expect(error).toMatchObject({ kind: 'aborted', execution: 'not_sent' })
    // Whatever had left by now would have arrived before this.
    await client.devices.reboot({ id: 2, mode: 'NORMAL' })
    expect(server.calls.map(({ url }) => url)).toEqual(['/v2/device/2/reboot/NORMAL'])
  })

  test('after sending: unknown', async () => {
    const controller = new AbortController()
    const server = await startServer(() => {
      controller.abort()
      return undefined
    })
    const error = await errorOf(clientFor(server).client.devices.reboot(reboot, { signal: controller.signal }))
    expect(error).toMatchObject({ kind: 'aborted', execution: 'unknown' })
  })

  test('while waiting after a 429: refused, since the first send was', async () => {
    const server = await startServer(() => tooMany('30'))
    const controller = new AbortController()
    const { client } = clientFor(server, {
      hooks: { onAnswer: ({ status }) => status === 429 && setImmediate(() => controller.abort()) },
    })
    const error = await errorOf(client.devices.reboot(reboot, { signal: controller.signal }))
    expect(error).toMatchObject({ kind: 'aborted', execution: 'refused' })
    expect(server.calls).toHaveLength(1)
  })
})
