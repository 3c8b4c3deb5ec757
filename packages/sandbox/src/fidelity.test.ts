import { expect, test } from 'vitest'
import { describeFidelity, readFidelity } from './fidelity.ts'
import { startTenant } from './testing/tenant.ts'

test('at least nine in ten of the vendor’s operations are modelled', () => {
  const all = readFidelity()
  expect(all).toHaveLength(266)
  expect(all.filter(({ level }) => level === 'modelled').length / all.length).toBeGreaterThan(0.9)
})

test('what is not modelled answers 501 and names itself', async () => {
  const [missing] = readFidelity().filter(({ level }) => level === 'not supported')
  if (missing === undefined) return
  expect(describeFidelity()).toContain(missing.operation)
  const tenant = await startTenant()
  try {
    const reply = await tenant.asMachine('POST', '/v2/vulnerability/scan-groups/1/upload', {})
    expect([reply.status, reply.json.operation]).toEqual([501, missing.operation])
  } finally {
    await tenant.sandbox.close()
  }
})
