import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Outcome } from '../../call/index.ts'
import { openDoor, otherKey } from './test/door.ts'

let door: Awaited<ReturnType<typeof openDoor>>
beforeEach(async () => {
  door = await openDoor()
})
afterEach(() => door.close())

const waiting = {
  status: 'waiting',
  callId: 'call_7',
  approvalId: 'approval_7',
  phase: 'deciding',
  expiresAt: '2026-01-05T09:30:00.000Z',
  url: 'http://127.0.0.1:7400/approvals/approval_7',
} as const

test('a call is told to the client that asked for it, and to others it does not exist', async () => {
  door.outcomes.set('call_7', { status: 'accepted', callId: 'call_7', approvalId: 'approval_7' })
  const ask = { name: 'ninja-get-outcome', arguments: { callId: 'call_7' } }
  const own = await (await door.connect('2026-07-28')).callTool(ask)
  expect(own.structuredContent).toMatchObject({ status: 'accepted' })
  const other = await (await door.connect('2026-07-28', otherKey)).callTool(ask)
  expect(other).toMatchObject({ isError: true, structuredContent: { status: 'failed', code: 'not_found' } })
  const never = await (await door.connect('2026-07-28')).callTool({ ...ask, arguments: { callId: 'call_8' } })
  expect(never.content).toEqual(other.content)
})

test('waiting lasts while the call waits, and not a moment longer', async () => {
  door.outcomes.set('call_7', waiting)
  const client = await door.connect('2025-11-25')
  const asking = client.callTool({ name: 'ninja-get-outcome', arguments: { callId: 'call_7', waitSeconds: 50 } })
  let answered = false
  void asking.then(() => {
    answered = true
  })
  await passTime(() => door.clock.now() >= Date.parse('2026-01-05T09:00:05Z'))
  expect(answered).toBe(false)
  door.outcomes.set('call_7', { ...waiting, status: 'denied', code: 'rejected', message: 'Ada denied it: not now' })
  await passTime(() => answered)
  expect((await asking).structuredContent).toMatchObject({ status: 'denied', message: 'Ada denied it: not now' })
})

test('a call that still waits when the time is over is told as waiting', async () => {
  door.outcomes.set('call_7', waiting)
  const client = await door.connect('2026-07-28')
  let answered = false
  const asking = client
    .callTool({ name: 'ninja-get-outcome', arguments: { callId: 'call_7', waitSeconds: 2 } })
    .finally(() => {
      answered = true
    })
  await passTime(() => answered)
  expect((await asking).structuredContent).toMatchObject({ status: 'waiting' })
})

const accepted = { status: 'accepted', callId: 'call_7', approvalId: 'approval_7' } as const

test('waiting goes on while a command is followed, and ends with its end', async () => {
  door.outcomes.set('call_7', accepted)
  door.followed.add('call_7')
  const client = await door.connect('2026-07-28')
  let answered = false
  const asking = client
    .callTool({ name: 'ninja-get-outcome', arguments: { callId: 'call_7', waitSeconds: 50 } })
    .finally(() => {
      answered = true
    })
  await passTime(() => door.clock.now() >= Date.parse('2026-01-05T09:00:05Z'))
  expect(answered).toBe(false)
  const receipt = { activityId: 71, at: '2026-01-05T09:00:05.000Z', message: 'Spooler restarted', result: 'success' }
  door.outcomes.set('call_7', { ...accepted, status: 'done', data: undefined, receipt } as Outcome)
  await passTime(() => answered)
  expect((await asking).structuredContent).toMatchObject({ status: 'done', receipt: { activityId: 71 } })
})

test('what nobody follows is told at once, however long one would wait', async () => {
  door.outcomes.set('call_7', accepted)
  const client = await door.connect('2026-07-28')
  // The clock stands still: an answer that came was not waited for.
  const told = await client.callTool({ name: 'ninja-get-outcome', arguments: { callId: 'call_7', waitSeconds: 50 } })
  expect(told.structuredContent).toMatchObject({ status: 'accepted' })
})

test('wrong arguments are said to be wrong', async () => {
  const client = await door.connect('2026-07-28')
  for (const given of [{}, { callId: 'call_7', waitSeconds: 51 }, { callId: 'call_7', wait: 1 }, { callId: 7 }]) {
    const result = await client.callTool({ name: 'ninja-get-outcome', arguments: given })
    expect(result).toMatchObject({ isError: true, structuredContent: { code: 'invalid_input' } })
  }
})

/** Moves the clock in steps of a poll, letting requests travel in between. */
async function passTime(until: () => boolean) {
  while (!until()) {
    await new Promise((resolve) => setImmediate(resolve))
    await door.clock.advance(100)
  }
}
