import { describe, expect, test } from 'vitest'
import type { RateLimit } from './limiter.ts'
import { clientFor, errorOf, startServer } from './test-support.ts'

const device = { body: { id: 1001, organizationId: 1 } }

describe('commands go one at a time', () => {
  const reboot = { id: 1001, mode: 'NORMAL' } as const

  test.each<[string, RateLimit, number]>([
    ['by default', {}, 1],
    ['or as many as the owner allows', { writesAtOnceMax: 4 }, 4],
  ])('%s', async (_name, rateLimit, atOnce) => {
    const answers: (() => void)[] = []
    const server = await startServer(async () => {
      await new Promise<void>((resolve) => answers.push(resolve))
      return { status: 204 }
    })
    const { client } = clientFor(server, { rateLimit })
    const commands = Array.from({ length: 8 }, () => client.devices.reboot(reboot))
    for (let done = 0; done < 8; done++) {
      await expect.poll(() => server.calls.length).toBe(Math.min(8, done + atOnce))
      answers[done]?.()
    }
    await Promise.all(commands)
  })

  test('reads go past a command that waits', async () => {
    let answerReboot: () => void = () => undefined
    const server = await startServer(async ({ method }) => {
      if (method === 'GET') return device
      await new Promise<void>((resolve) => {
        answerReboot = resolve
      })
      return { status: 204 }
    })
    const { client } = clientFor(server)
    const commands = [client.devices.reboot(reboot), client.devices.reboot(reboot)]
    await expect.poll(() => server.calls.length).toBe(1)
    await client.devices.get({ id: 1001 })
    answerReboot()
    await expect.poll(() => server.calls.length).toBe(3)
    answerReboot()
    await Promise.all(commands)
  })

  test('one that gives up makes room, whether it waited or was under way', async () => {
    const server = await startServer(async ({ url }) => {
      if (url.includes('/1/')) await new Promise(() => {})
      return { status: 204 }
    })
    const { client } = clientFor(server)
    const [running, waiting] = [new AbortController(), new AbortController()]
    const first = errorOf(client.devices.reboot({ ...reboot, id: 1 }, { signal: running.signal }))
    await expect.poll(() => server.calls.length).toBe(1)
    const second = errorOf(client.devices.reboot(reboot, { signal: waiting.signal }))
    const third = client.devices.reboot({ ...reboot, id: 1003 })
    waiting.abort()
    expect(await second).toMatchObject({ kind: 'aborted', execution: 'not_sent' })
    running.abort()
    expect(await first).toMatchObject({ kind: 'aborted', execution: 'unknown' })
    await third
    expect(server.calls.map(({ url }) => url.split('/')[3])).toEqual(['1', '1003'])
  })
})
