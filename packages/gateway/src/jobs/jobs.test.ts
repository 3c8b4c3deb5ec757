import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { carryOut, executionsByPath, planBatch, planOf, rowsOf, runBatch } from '../../test/batch.ts'
import {
  agent,
  approvalOf,
  approve,
  executions,
  printServer,
  startTestGateway,
  type TestGateway,
  waiting,
} from '../../test/gateway.ts'
import { createStepLedger } from '../approvals/index.ts'
import { definePolicy } from '../policy/index.ts'

let test: TestGateway
const open = async (changes: Parameters<typeof startTestGateway>[0] = {}) => {
  test = await startTestGateway(changes)
}
afterEach(() => test.close())

const rename = { action: 'devices.update', template: { id: '{{ id }}', displayName: '{{ name }}' } }
const names = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: 1001 + index, name: `PC ${index}` }))
const control = (path: string, kind: 'accepted-but-500' | 'timeout-after-commit') =>
  test.sandbox.control.addFault({ match: { path: `/v2/device/${path}` }, effect: { kind } })

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
    const [one, two] = await approvals.list('pending', 10)
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

describe('when something goes wrong', () => {
  beforeEach(() => open())
  const spooler = (count: number) => ({
    action: 'Windows Service Control',
    template: { 'Device ID': '{{ id }}', 'Service ID': '{{ service }}', Action: 'RESTART' },
    rows: Array.from({ length: count }, (_, index) => ({ id: 0, service: `S${index}` })),
  })
  const commands = async (count: number) => {
    const id = await printServer(test)
    const services = (await test.ask('devices.listWindowsServices', { id })) as unknown as { data: { name: string }[] }
    const batch = spooler(count)
    return { ...batch, rows: services.data.slice(0, count).map(({ name }) => ({ id, service: name })) }
  }

  it('an outcome that is unknown stays unknown and is never sent again, not by a retry either', async () => {
    const batch = await commands(4)
    control(`*/windows-service/${batch.rows[1]?.service}/control`, 'accepted-but-500')
    const { job, rows } = await runBatch(test, batch)
    expect(rows.map(({ state }) => state)).toEqual(['ok', 'unknown', 'ok', 'ok'])
    expect(executions(test)).toBe(4)
    await expect(
      test.gateway.parts.jobs.retry(job.id, { actor: JSON.parse(job.actor), door: 'cli' }),
    ).rejects.toMatchObject({ code: 'no_rows' })
  })

  it('stops at the first unknown when told to, goes on when resumed, and sends no row twice', async () => {
    const batch = await commands(5)
    control(`*/windows-service/${batch.rows[1]?.service}/control`, 'accepted-but-500')
    const { job, rows } = await runBatch(test, { ...batch, options: { stopOnUnknown: true, concurrency: 1 } })
    expect(job).toMatchObject({ state: 'paused', note: expect.stringContaining('unknown') })
    expect(rows.map(({ state }) => state)).toEqual(['ok', 'unknown', 'rendered', 'rendered', 'rendered'])
    const { jobs } = test.gateway.parts
    await jobs.resume(job.id)
    await jobs.settled(job.id)
    expect(await jobs.find(job.id)).toMatchObject({ state: 'done' })
    expect([...executionsByPath(test).values()]).toEqual([1, 1, 1, 1, 1])
  })

  it('a canary that fails stops the job before the rest', async () => {
    const batch = await commands(5)
    control(`*/windows-service/${batch.rows[0]?.service}/control`, 'accepted-but-500')
    const { job, rows } = await runBatch(test, { ...batch, options: { canary: 1 } })
    expect(job.state).toBe('paused')
    expect(rows.filter(({ state }) => state === 'rendered')).toHaveLength(4)
  })

  it('too many errors stop the job; what failed can be run again, and only that', async () => {
    const batch = await commands(6)
    test.sandbox.control.addFault({
      match: { operation: 'devices.controlWindowsService' },
      effect: { kind: 'status', status: 400 },
      count: 2,
    })
    const { job, rows } = await runBatch(test, { ...batch, options: { maxErrors: 1, concurrency: 1 } })
    expect(job).toMatchObject({ state: 'paused', note: expect.stringContaining('2 rows failed') })
    expect(rows.filter(({ state }) => state === 'failed')).toHaveLength(2)
    expect(executions(test)).toBe(0)
    const { jobs } = test.gateway.parts
    const again = await jobs.retry(job.id, { actor: JSON.parse(job.actor), door: 'cli' })
    expect(planOf(again)).toMatchObject({ rows: 2, willSend: 2 })
    await carryOut(test, again.id)
    expect(executions(test)).toBe(2)
  })

  it('a paused job claims nothing more, and a cancelled one never will', async () => {
    const batch = await commands(6)
    const planned = await planBatch(test, { ...batch, options: { concurrency: 1, wave: 2, waveRestMs: 60_000 } })
    const { jobs } = test.gateway.parts
    const started = await jobs.start(planned.id)
    await approve(test, started.approval_id ?? '')
    await jobs.sweep()
    const sent = async () => (await rowsOf(test, planned.id)).filter(({ state }) => state === 'ok').length
    while ((await sent()) < 2) await new Promise((resolve) => setImmediate(resolve))
    await jobs.pause(planned.id, 'P')
    await test.clock.advance(61_000)
    await jobs.settled(planned.id)
    expect(executions(test)).toBe(2)
    await jobs.cancel(planned.id, 'P')
    const { cancelled } = await jobs.counts(planned.id)
    expect(cancelled).toBe(4)
    await expect(jobs.resume(planned.id)).rejects.toMatchObject({ code: 'wrong_state' })
    expect(executions(test)).toBe(2)
  })

  it('cancelling what waits for a person takes the question away', async () => {
    const planned = await planBatch(test, await commands(2))
    const { jobs, approvals } = test.gateway.parts
    const { approval_id: id } = await jobs.start(planned.id)
    await jobs.cancel(planned.id, 'P')
    expect(await approvals.find(id ?? '')).toMatchObject({ state: 'stale' })
    await jobs.sweep()
    expect(executions(test)).toBe(0)
  })

  it('a token that is revoked in the middle is renewed, and no row is lost or doubled', async () => {
    const batch = await commands(6)
    test.sandbox.control.addFault({
      match: { operation: 'devices.controlWindowsService' },
      effect: { kind: 'token-revoked' },
      count: 1,
    })
    const { rows } = await runBatch(test, batch)
    expect(rows.map(({ state }) => state)).toEqual(Array(6).fill('ok'))
    expect([...executionsByPath(test).values()]).toEqual(Array(6).fill(1))
  })

  it('the gateway stops in the middle and another start goes on, each row once', async () => {
    const batch = await commands(6)
    const planned = await planBatch(test, { ...batch, options: { concurrency: 1, wave: 2, waveRestMs: 60_000 } })
    const started = await test.gateway.parts.jobs.start(planned.id)
    await approve(test, started.approval_id ?? '')
    await test.gateway.parts.jobs.sweep()
    const sent = async () => (await rowsOf(test, planned.id)).filter(({ state }) => state === 'ok').length
    while ((await sent()) < 2) await new Promise((resolve) => setImmediate(resolve))
    await test.restart()
    const { jobs } = test.gateway.parts
    await jobs.sweep()
    // The rest between waves is a matter of time.
    while ((await jobs.find(planned.id)).state === 'running') {
      await test.clock.advance(60_000)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await jobs.find(planned.id)).toMatchObject({ state: 'done' })
    expect([...executionsByPath(test).values()]).toEqual(Array(6).fill(1))
  })

  it('a gateway that was away for long does not start restarting things by itself', async () => {
    const batch = await commands(4)
    const planned = await planBatch(test, { ...batch, options: { concurrency: 1, wave: 1, waveRestMs: 60_000 } })
    const started = await test.gateway.parts.jobs.start(planned.id)
    await approve(test, started.approval_id ?? '')
    await test.gateway.parts.jobs.sweep()
    while (executions(test) < 1) await new Promise((resolve) => setImmediate(resolve))
    await test.restart()
    await test.clock.advance(3_600_000)
    await test.gateway.parts.jobs.sweep()
    expect(await test.gateway.parts.jobs.find(planned.id)).toMatchObject({
      state: 'paused',
      note: expect.stringContaining('away for'),
    })
    expect(executions(test)).toBe(1)
  })

  it('asked for more patience than the client has, the job waits, and no row is lost or doubled', async () => {
    const batch = await commands(4)
    test.sandbox.control.addFault({
      match: { operation: 'devices.controlWindowsService' },
      effect: { kind: 'status', status: 429, retryAfterSeconds: 300 },
      count: 1,
    })
    const planned = await planBatch(test, batch)
    const { jobs } = test.gateway.parts
    const { approval_id: id } = await jobs.start(planned.id)
    await approve(test, id ?? '')
    await jobs.sweep()
    while ((await jobs.find(planned.id)).state === 'running') {
      await test.clock.advance(30_000)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect((await rowsOf(test, planned.id)).map(({ state }) => state)).toEqual(Array(4).fill('ok'))
    expect([...executionsByPath(test).values()]).toEqual(Array(4).fill(1))
  })

  it('a row that is half done says which half, and is not begun anew by a retry', async () => {
    test.sandbox.control.addFault({
      match: { operation: 'organizations.updateCustomFields' },
      effect: { kind: 'status', status: 400 },
    })
    const { job, rows } = await runBatch(test, {
      action: 'Create New Organization',
      template: { Name: '{{ name }}', Fields: '{"onboardingNotes": "x"}' },
      rows: [{ name: 'Half' }],
    })
    expect(rows[0]).toMatchObject({ state: 'failed', code: 'half_done', message: expect.stringContaining('Half done') })
    expect(JSON.parse(rows[0]?.result ?? '')).toMatchObject({ name: 'Half' })
    await expect(
      test.gateway.parts.jobs.retry(job.id, { actor: JSON.parse(job.actor), door: 'cli' }),
    ).rejects.toMatchObject({ code: 'no_rows' })
  })

  it('sixteen that race for the rows of a job send each once', async () => {
    const batch = await commands(4)
    const planned = await planBatch(test, { ...batch, options: { wave: 1, waveRestMs: 60_000 } })
    const { jobs, corridor } = test.gateway.parts
    const { approval_id: id } = await jobs.start(planned.id)
    await approve(test, id ?? '')
    await jobs.sweep()
    const ledger = createStepLedger(test.gateway.store, test.gateway.parts.audit, test.clock)
    const rows = (await rowsOf(test, planned.id)).slice(2)
    const intents = await Promise.all(
      rows.map(async (step) => {
        const { operation, input } = JSON.parse(step.call ?? '') as { operation: string; input: object }
        const call = {
          id: `call_${step.seq}`,
          operation,
          input,
          actor: agent,
          connection: 'sandbox',
          door: 'cli',
        } as const
        const judged = await corridor.judgeStep({ call }, corridor.readFor(agent, 'sandbox'))
        if (judged.verdict === 'deny') throw new Error(judged.message)
        const entry = { kind: 'call-sent', actor: agent, summary: 'race' }
        return { step, request: { proposal: judged.proposal, watchAfter: undefined, entry } }
      }),
    )
    const claims = await Promise.all(
      Array.from({ length: 16 }, (_, racer) =>
        intents.map(({ step, request }) =>
          ledger.claim({
            jobId: planned.id,
            seq: step.seq,
            part: 0,
            digest: step.digest ?? '',
            proposalDigest: '',
            // Some with the call's own id, some with others.
            request: { ...request, callId: `call_${step.seq}_${racer % 4}` },
          }),
        ),
      ).flat(),
    )
    expect(claims.filter((claim) => claim !== undefined)).toHaveLength(rows.length)
    await jobs.cancel(planned.id, 'P')
    await test.clock.advance(61_000)
    await jobs.settled(planned.id)
  })
})
