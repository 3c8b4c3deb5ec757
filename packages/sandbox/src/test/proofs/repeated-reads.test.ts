/**
 * Reads are kept as they were written out. After hours in which nothing changed, the kept answer of every read is what one
 * that was never given says: the same operation at its other address, below `/api`.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Reply, startTenant, type Tenant } from '../../testing/tenant.ts'
import { createPlayer, operations } from './player.ts'

const reads = operations.filter(({ risk, http }) => risk === 'read' && http.method === 'GET')

let tenant: Tenant
beforeAll(async () => {
  tenant = await startTenant({ devices: 60, orgs: 3, alive: false })
})
beforeEach(() => tenant.sandbox.control.reset())
afterAll(() => tenant.sandbox.close())

/** Reports are begun anew each time, under another name. */
const withoutCursor = ({ status, text }: Reply) => [status, text.replace(/"cursor":\{[^}]*\}/, '')]

test.each(reads.map((operation) => [operation.id, operation] as const))('%s', async (_id, operation) => {
  const { sandbox } = tenant
  const player = createPlayer(tenant)
  const input = await player.inputOf(operation)
  // Whatever that set off has ended before.
  sandbox.control.advance(2 * 3_600_000)
  const first = await player.perform(operation, input)
  sandbox.control.advance(5 * 3_600_000 + 7_000)
  const kept = await player.perform(operation, input)
  const fresh = await createPlayer(tenant, `${sandbox.url}/api`).perform(operation, input)
  expect(withoutCursor(kept)).toEqual(withoutCursor(fresh))
  expect(first.status).toBe(fresh.status)
})
