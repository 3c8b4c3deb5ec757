import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { clientFor, startServer } from '../client/test-support.ts'
import { createReceiver, takeMissed } from './test/receive-webhooks.ts'

const guide = readFileSync(new URL('../../../../docs/how-to/receive-webhooks.md', import.meta.url), 'utf8')
const example = readFileSync(new URL('./test/receive-webhooks.ts', import.meta.url), 'utf8')
const secrets = { value: 'the-new-secret', previousValue: 'the-old-secret' }

async function startReceiver(take: (id: number) => Promise<void>) {
  const server = createReceiver(secrets, take).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return async (
    body: string,
    headers: Record<string, string> = { 'x-webhook-secret': secrets.value },
    method = 'POST',
  ) => (await fetch(`http://127.0.0.1:${port}/`, { method, headers, body: method === 'POST' ? body : null })).status
}

const activity = (id: number) => ({
  id,
  activityTime: 1_742_391_675.556,
  activityType: 'CONDITION',
  statusCode: 'RESET',
})

test('the code of the how-to is the code that is compiled and run here', () => {
  expect(/```ts\n([\s\S]*?)```/.exec(guide)?.[1]).toBe(example)
})

test('the receiver of the how-to takes each activity once, and finds in the list what was never delivered', async () => {
  const taken: number[] = []
  let failures = 0
  const take = async (id: number) => {
    if (id === 3 && failures++ === 0) throw new Error('the queue is full')
    taken.push(id)
  }
  const post = await startReceiver(take)
  expect(await post(JSON.stringify(activity(1)))).toBe(204)
  expect(await post(JSON.stringify(activity(1)), { 'X-Webhook-Secret': secrets.previousValue })).toBe(204)
  expect(await post(JSON.stringify(activity(3)))).toBe(500)
  expect(await post(JSON.stringify(activity(3)))).toBe(204)
  expect(taken).toEqual([1, 3])

  const server = await startServer(({ url }) => ({
    body: { activities: url.includes('olderThan') ? [] : [activity(3), activity(2), activity(1)] },
  }))
  expect(await takeMissed(clientFor(server).client, 0, take)).toBe(3)
  expect(taken).toEqual([1, 3, 2])
})

test('the receiver of the how-to turns away what it should', async () => {
  const post = await startReceiver(() => Promise.reject(new Error('nothing may get here')))
  expect(await post('{}', {}, 'GET')).toBe(405)
  expect(await post(JSON.stringify(activity(10)), {})).toBe(401)
  expect(await post(JSON.stringify(activity(10)), { 'x-webhook-secret': 'a-guess' })).toBe(401)
  expect(await post('{')).toBe(400)
  expect(await post('[]')).toBe(204)
  expect(await post(`"${'x'.repeat(1_048_576)}"`).catch(() => 413)).toBe(413)
})
