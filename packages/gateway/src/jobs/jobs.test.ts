import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { carryOut, executionsByPath, planBatch, planOf, rowsOf, runBatch } from '../../test/batch.ts'
import { approvalOf, executions, startTestGateway, type TestGateway } from '../../test/gateway.ts'

let test: TestGateway
beforeEach(async () => {
  test = await startTestGateway()
})
afterEach(() => test.close())

const rename = { action: 'devices.update', template: { id: '{{ id }}', displayName: '{{ name }}' } }
const names = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: 1001 + index, name: `PC ${index}` }))

describe('a plan', () => {
  it('shows counts, devices and old → new before anything is sent, and is approved as a whole', async () => {
    const job = await planBatch(test, { ...rename, rows: names(8) })
    const plan = planOf(job)
    expect(plan).toMatchObject({ rows: 8, willSend: 8, asks: 8, invalid: 0, refused: 0, risk: 'disruptive' })
    expect(plan.devices.count).toBe(8)
    expect(plan.devices.first[0]).toMatchObject({
      id: 1001,
      name: expect.any(String),
      organization: expect.any(String),
    })
    expect(plan.changes[0]).toMatchObject({ line: 2, field: 'displayName', new: 'PC 0' })
    expect(executions(test)).toBe(0)

    const { job: done, rows } = await carryOut(test, job.id)
    expect(done).toMatchObject({ state: 'done' })
    expect(rows.map(({ state }) => state)).toEqual(Array(8).fill('ok'))
    expect([...executionsByPath(test).values()]).toEqual(Array(8).fill(1))
    const approval = await approvalOf(test, done.approval_id ?? '')
    expect(approval.title).toBe(
      'Change name, role, policy or place of a device, as a batch: 8 rows, 8 devices (2 servers, 1 offline), 3 organizations',
    )
    expect(await test.gateway.parts.audit.verify()).toMatchObject({ ok: true })
  })
})
