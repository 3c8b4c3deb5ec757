import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { carryOut, executionsByPath, planBatch, planOf, rowsOf, runBatch } from '../../test/batch.ts'
import {
  agent,
  approvalOf,
  approve,
  executions,
  startTestGateway,
  type TestGateway,
  waiting,
} from '../../test/gateway.ts'
import { definePolicy } from '../policy/index.ts'

let test: TestGateway
const open = async (changes: Parameters<typeof startTestGateway>[0] = {}) => {
  test = await startTestGateway(changes)
}
afterEach(() => test.close())

const rename = { action: 'devices.update', template: { id: '{{ id }}', displayName: '{{ name }}' } }
const names = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: 1001 + index, name: `PC ${index}` }))

describe('a plan', () => {
  beforeEach(() => open())

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
    expect(approval.proposal).toContain(job.plan_hash)
    expect(await test.gateway.parts.audit.verify()).toMatchObject({ ok: true })
  })

  it('is the same for the same input, and another for an edited one', async () => {
    const one = await planBatch(test, { ...rename, rows: names(3) })
    const same = await planBatch(test, { ...rename, rows: names(3) })
    const edited = await planBatch(test, { ...rename, rows: [...names(2), { id: 1003, name: 'Other' }] })
    expect(same.plan_hash).toBe(one.plan_hash)
    expect(edited.plan_hash).not.toBe(one.plan_hash)
    const { jobs } = test.gateway.parts
    const draft = await jobs.create({
      ...rename,
      connection: 'sandbox',
      options: { intervalMs: 0 },
      actor: JSON.parse(one.actor),
      door: 'cli',
    })
    await jobs.addRows(draft.id, 0, [{ line: 2, values: { id: 1001, name: 'Other' } }])
    await expect(jobs.plan(draft.id, { expectHash: one.plan_hash ?? '' })).rejects.toMatchObject({
      code: 'plan_changed',
    })
  })

  it('keeps bad rows out, with their reasons, and sends the others', async () => {
    const rows = [{ id: 1001, name: 'A' }, { id: 999_999, name: 'B' }, { name: 'C' }, { id: 1002, name: 'D' }]
    const { job, rows: ended } = await runBatch(test, { ...rename, rows })
    expect(planOf(job)).toMatchObject({ rows: 4, willSend: 2, invalid: 1, refused: 1 })
    expect(ended.map(({ state, code }) => [state, code])).toEqual([
      ['ok', null],
      ['failed', 'target_not_found'],
      ['failed', 'template_undefined'],
      ['ok', null],
    ])
    expect(executions(test)).toBe(2)
  })

  it('a batch has a million rows at most', async () => {
    const { jobs } = test.gateway.parts
    const { id } = await jobs.create({ ...rename, connection: 'sandbox', options: {}, actor: agent, door: 'cli' })
    await test.gateway.store.database.updateTable('jobs').set({ row_count: 999_999 }).where('id', '=', id).execute()
    const [one, other] = names(2).map((values, index) => ({ line: index + 2, values }))
    if (one === undefined || other === undefined) throw new Error('two rows')
    await expect(jobs.addRows(id, 999_999, [one, other])).rejects.toMatchObject({ code: 'too_large' })
    expect(await jobs.addRows(id, 999_999, [one])).toEqual({ rows: 1_000_000 })
  })

  it('the same rows started twice are refused, unless that is meant', async () => {
    await runBatch(test, { ...rename, rows: names(2) })
    const second = await planBatch(test, { ...rename, rows: names(2) })
    await expect(test.gateway.parts.jobs.start(second.id)).rejects.toMatchObject({ code: 'already_started' })
    expect(await test.gateway.parts.jobs.start(second.id, { again: true })).toMatchObject({ state: 'waiting' })
  })

  it('identical rows are two rows, each sent once', async () => {
    const rows = [names(1)[0], names(1)[0]].map((row) => ({ ...row }))
    const { rows: ended } = await runBatch(test, { ...rename, rows })
    expect(ended.map(({ occurrence, state }) => [occurrence, state])).toEqual([
      [0, 'ok'],
      [1, 'ok'],
    ])
    expect(executions(test)).toBe(2)
  })

  it('an input that was edited since is refused; only its new rows run when that is asked for', async () => {
    const { job } = await runBatch(test, { ...rename, rows: names(3) })
    const { jobs } = test.gateway.parts
    const again = async () => {
      const draft = await jobs.create({
        ...rename,
        connection: 'sandbox',
        options: { intervalMs: 0 },
        actor: JSON.parse(job.actor),
        door: 'cli',
      })
      const rows = [...names(3), { id: 1009, name: 'New' }]
      await jobs.addRows(
        draft.id,
        0,
        rows.map((values, index) => ({ line: index + 2, values })),
      )
      return draft.id
    }
    await expect(jobs.plan(await again(), { resumes: job.id })).rejects.toMatchObject({
      code: 'input_changed',
      message: expect.stringContaining('1 rows are new or edited, 0 are gone'),
    })
    const planned = await jobs.plan(await again(), { resumes: job.id, onlyNew: true })
    expect(planOf(planned)).toMatchObject({ willSend: 1, skipped: 3 })
    await carryOut(test, planned.id)
    expect(executions(test)).toBe(4)
  })

  it('rows that changed in the store after the approval are not sent', async () => {
    const planned = await planBatch(test, { ...rename, rows: names(2) })
    const { jobs, approvals } = test.gateway.parts
    const { approval_id: id } = await jobs.start(planned.id)
    await test.gateway.store.database
      .updateTable('job_steps')
      .set({ digest: 'f'.repeat(64) })
      .where('seq', '=', 1)
      .execute()
    const { digest } = await approvalOf(test, id ?? '')
    await approvals.decide(id ?? '', { type: 'approve', by: { id: 'p', name: 'P' }, digest })
    await jobs.sweep()
    expect(await jobs.find(planned.id)).toMatchObject({ state: 'denied' })
    expect(executions(test)).toBe(0)
  })

  it('a row whose target moved to another client after the approval is stale, and the others run', async () => {
    const planned = await planBatch(test, { ...rename, rows: names(8) })
    const answer = (await test.ask('locations.list', {})) as unknown as {
      data: { id: number; organizationId: number }[]
    }
    const device = (await test.ask('devices.get', { id: 1001 })) as unknown as { data: { organizationId: number } }
    const place = answer.data.find(({ organizationId }) => organizationId !== device.data.organizationId)
    const move = { id: 1001, organizationId: place?.organizationId ?? 0, locationId: place?.id ?? 0 }
    const { approvalId } = waiting(await test.ask('devices.update', move))
    await approve(test, approvalId)
    await test.gateway.parts.corridor.carryOut(approvalId)
    const before = executions(test)
    const { rows } = await carryOut(test, planned.id)
    expect(rows[0]).toMatchObject({ state: 'failed', code: 'stale' })
    expect(rows.slice(1).map(({ state }) => state)).toEqual(Array(7).fill('ok'))
    expect(executions(test) - before).toBe(7)
  })
})

describe('policy', () => {
  it('blocked rows are refused, and what is allowed needs nobody', async () => {
    const policy = definePolicy([
      { id: 'all', verdict: 'allow', match: {} },
      { id: 'no reboot', verdict: 'deny', match: { operations: ['devices.reboot'] } },
    ])
    await open({ policy: () => policy })
    const { job, rows } = await runBatch(test, { ...rename, rows: names(2) })
    expect(job).toMatchObject({ state: 'done', approval_id: null })
    expect(rows.map(({ state }) => state)).toEqual(['ok', 'ok'])
    const reboot = { action: 'Reboot Device', template: { 'Device ID': '{{ id }}', 'Reboot mode': 'NORMAL' } }
    const refused = await runBatch(test, { ...reboot, rows: names(2) })
    expect(refused.rows.map(({ code }) => code)).toEqual(['blocked', 'blocked'])
    expect(executions(test)).toBe(2)
  })

  it('whoever asked never approves their own plan', async () => {
    await open()
    const { jobs, approvals } = test.gateway.parts
    const person = { kind: 'person', id: 'p', name: 'P' } as const
    const job = await jobs.create({
      ...rename,
      connection: 'sandbox',
      options: {},
      actor: person,
      door: 'http',
    })
    await jobs.addRows(job.id, 0, [{ line: 1, values: names(1)[0] ?? {} }])
    await jobs.plan(job.id)
    const { approval_id: id } = await jobs.start(job.id)
    const { digest } = await approvalOf(test, id ?? '')
    expect(await approvals.decide(id ?? '', { type: 'approve', by: person, digest })).toMatchObject({
      code: 'own_request',
    })
  })

  it('each row can be approved by itself', async () => {
    await open()
    const planned = await planBatch(test, { ...rename, rows: names(2), options: { approveAs: 'row' } })
    const { jobs, approvals, corridor } = test.gateway.parts
    await jobs.start(planned.id)
    await jobs.settled(planned.id)
    expect((await rowsOf(test, planned.id)).map(({ state }) => state)).toEqual([
      'awaiting_approval',
      'awaiting_approval',
    ])
    const [one, two] = await approvals.list({ state: 'pending' }, 10)
    await approvals.decide(one?.id ?? '', { type: 'approve', by: { id: 'p', name: 'P' }, digest: one?.digest ?? '' })
    await corridor.carryOut(one?.id ?? '')
    await approvals.decide(two?.id ?? '', {
      type: 'deny',
      by: { id: 'p', name: 'P' },
      digest: two?.digest ?? '',
      reason: 'no',
    })
    await jobs.sweep()
    expect((await rowsOf(test, planned.id)).map(({ state }) => state).sort()).toEqual(['failed', 'ok'])
    expect(await jobs.find(planned.id)).toMatchObject({ state: 'done' })
    expect(executions(test)).toBe(1)
  })
})
