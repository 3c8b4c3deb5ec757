import { describe, expect, test } from 'vitest'
import { clientFor, errorOf, settle, startServer } from './test-support.ts'

const device = { body: { id: 1001, organizationId: 1 } }

describe('a call has its own time limit', () => {
  test('waiting in line: not sent', async () => {
    const server = await startServer(() => device)
    const { client, clock } = clientFor(server, { rateLimit: { requestsPerSecond: 0.1, burst: 1 } })
    await client.devices.get({ id: 1001 })
    const error = await settle(errorOf(client.devices.get({ id: 1001 }, { timeoutMs: 3_000 })), clock)
    expect(error).toMatchObject({ kind: 'aborted', code: 'deadline_exceeded', execution: 'not_sent' })
    expect(server.calls).toHaveLength(1)
  })

  test('sent: unknown', async () => {
    const server = await startServer(() => new Promise(() => {}))
    const { client, clock } = clientFor(server)
    const ended = errorOf(client.devices.reboot({ id: 1001, mode: 'NORMAL' }, { timeoutMs: 3_000 }))
    await expect.poll(() => server.calls.length).toBe(1)
    const error = await settle(ended, clock)
    expect(error).toMatchObject({ kind: 'aborted', code: 'deadline_exceeded', execution: 'unknown' })
  })

  test('in time: nothing is left of it', async () => {
    const server = await startServer(() => device)
    const { client } = clientFor(server)
    expect(await client.devices.get({ id: 1001 }, { timeoutMs: 3_000 })).toMatchObject({ id: 1001 })
  })
})
