import type { Client } from '@kunai/api'
import { operations } from '@kunai/api/catalogue'
import { manualClock } from '@kunai/api/clock'
import type { Operation } from '@kunai/api/operation'
import { toRequest } from '@kunai/api/request'
import { expect, test } from 'vitest'
import type { Proposal } from '../call/index.ts'
import { decide, definePolicy } from '../policy/index.ts'
import { createExecutor } from './execute.ts'

const reboot = operations['devices.reboot']
const input = { id: 1001, mode: 'NORMAL' } as const
const request = toRequest(reboot, input)

const allowAll = definePolicy([{ id: 'all', verdict: 'allow', match: {} }])
const proposal: Proposal = {
  ...{ connection: 'sandbox', operation: reboot.id, risk: reboot.risk, input, request, targets: [] },
  actor: { kind: 'agent', id: 'mcp:a', name: 'a' },
  policyVersion: allowAll.version,
}

/** Runs a permitted reboot that waits for its turn this long before its first byte would leave. */
async function executeAfter(waitMs: number): Promise<number> {
  const clock = manualClock()
  let sent = 0
  const client = {
    send: async (_operation: unknown, _request: unknown, options?: { onSend?: () => void }) => {
      await clock.advance(waitMs)
      options?.onSend?.()
      sent += 1
    },
  } as unknown as Client
  const decision = decide(allowAll, reboot as unknown as Operation, proposal)
  if (decision.verdict !== 'allow') throw new Error('the test needs a permit')
  await createExecutor(new Map([['sandbox', client]]), clock)
    .execute(decision.permit)
    .catch(() => undefined)
  return sent
}

test('a command that waited too long for its turn does not leave', async () => {
  expect(await executeAfter(119_000)).toBe(1)
  expect(await executeAfter(121_000)).toBe(0)
})
