import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  carryOut,
  executionsByPath,
  passTime,
  planBatch,
  planOf,
  rowsOf,
  runBatch,
  untilStill,
} from '../../test/batch.ts'
import { agent, approve, executions, printServer, startTestGateway, type TestGateway } from '../../test/gateway.ts'
import { createStepLedger } from '../approvals/index.ts'

let test: TestGateway
const open = async (changes: Parameters<typeof startTestGateway>[0] = {}) => {
  test = await startTestGateway(changes)
}
afterEach(() => test.close())

const control = (path: string, kind: 'accepted-but-500' | 'timeout-after-commit') =>
  test.sandbox.control.addFault({ match: { path: `/v2/device/${path}` }, effect: { kind } })

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
    await untilStill(test, planned.id)
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

  it('a consent that is taken back in the middle stops the job, and no row fails for it', async () => {
    const device = await printServer(test)
    const scripts = {
      action: 'devices.runScript',
      template: { id: '{{ id }}', type: 'SCRIPT', scriptId: '1', parameters: '{{ row }}' },
      rows: [1, 2, 3, 4].map((row) => ({ id: device, row })),
      options: { concurrency: 1 },
    }
    const match = { operation: 'devices.runScript' }
    test.sandbox.control.addFault({ match, effect: { kind: 'token-revoked', consent: true }, after: 2, count: 1 })
    const { job, rows } = await runBatch(test, scripts)
    expect(job).toMatchObject({ state: 'paused', note: expect.stringContaining('reconnect it, then resume') })
    expect(rows.map(({ state }) => state)).toEqual(['ok', 'ok', 'rendered', 'rendered'])
    expect(executions(test)).toBe(2)
  })

  it('a disk that is full for a while stops the job: nothing is sent that could not be written down', async () => {
    const batch = await commands(4)
    const planned = await planBatch(test, { ...batch, options: { concurrency: 1 } })
    const { jobs } = test.gateway.parts
    const { approval_id: approval } = await jobs.start(planned.id)
    await approve(test, approval ?? '')
    const { database } = test.gateway.store
    // What a store says when its disk is full, from inside the transaction that claims a row.
    await sql`create function full_disk() returns trigger language plpgsql as
      $$begin raise exception using errcode = '53100', message = 'could not extend file: No space left on device'; end$$`.execute(
      database,
    )
    await sql`create trigger full_disk before insert on dispatches for each row
      when (new.operation = 'devices.controlWindowsService') execute function full_disk()`.execute(database)
    await jobs.sweep()
    await jobs.settled(planned.id)
    expect(await jobs.find(planned.id)).toMatchObject({
      state: 'paused',
      note: 'The gateway could not record a row; its log says why',
    })
    expect((await rowsOf(test, planned.id)).map(({ state }) => state)).toEqual(Array(4).fill('rendered'))
    expect(executions(test)).toBe(0)

    await sql`drop trigger full_disk on dispatches`.execute(database)
    await jobs.resume(planned.id)
    await jobs.settled(planned.id)
    expect((await rowsOf(test, planned.id)).map(({ state }) => state)).toEqual(Array(4).fill('ok'))
    expect([...executionsByPath(test).values()]).toEqual(Array(4).fill(1))
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
    await passTime(test, planned.id)
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

  it('told to wait for an hour, the job waits, and no row is lost or doubled', async () => {
    const batch = await commands(4)
    test.sandbox.control.addFault({
      match: { operation: 'devices.controlWindowsService' },
      effect: { kind: 'status', status: 429, retryAfterSeconds: 3_600 },
      count: 1,
    })
    const planned = await planBatch(test, batch)
    const { jobs } = test.gateway.parts
    const { approval_id: id } = await jobs.start(planned.id)
    await approve(test, id ?? '')
    await jobs.sweep()
    await passTime(test, planned.id)
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
    await untilStill(test, planned.id)
  })
})
