import { describe, expect, it } from 'vitest'
import { nonceOf, type Target } from '../call/index.ts'
import { type ActivityFacts, type Command, countCommands, findReceipt } from './evidence.ts'
import { withReceipt } from './receipts.ts'

const script: Target = { resource: 'script', id: 7, name: 'Clear queue' }
const dispatch = (operation: string, input: Record<string, unknown>, targets: Target[] = []): Command => ({
  callId: 'call_1',
  operation,
  proposal: { input, targets },
  after: 100,
})

const activity = (id: number, changes: Partial<ActivityFacts>): ActivityFacts => ({
  id,
  activityTime: '2026-01-05T09:00:01.000Z',
  activityType: 'ACTION',
  ...changes,
})

describe('a receipt', () => {
  const restart = dispatch('devices.controlWindowsService', { serviceId: 'Spooler', action: 'RESTART' })

  it('is the oldest activity after the command that speaks of it', () => {
    const activities = [
      activity(103, { message: 'RESTART of Spooler' }),
      activity(102, { subject: 'RESTART Spooler' }),
      activity(101, { message: 'Something about W32Time' }),
      activity(99, { message: 'RESTART of Spooler yesterday' }),
    ]
    expect(findReceipt(restart, activities)).toMatchObject({ activityId: 102 })
  })

  it('is not found in what happened before, or to another service', () => {
    expect(findReceipt(restart, [activity(100, { message: 'Spooler' }), activity(101, { message: 'Dnscache' })])).toBe(
      undefined,
    )
  })

  it('of a reboot is an activity about a reboot', () => {
    const reboot = dispatch('devices.reboot', { id: 1, mode: 'NORMAL' })
    expect(findReceipt(reboot, [activity(101, { statusCode: 'SYSTEM_REBOOTED' })])).toMatchObject({ activityId: 101 })
    expect(findReceipt(reboot, [activity(101, { message: 'User logged on' })])).toBeUndefined()
  })
})

describe('the end of a command', () => {
  const run = dispatch('devices.runScript', { id: 1, type: 'SCRIPT', scriptId: 7 }, [script])
  const started = activity(101, { seriesUid: 's1', statusCode: 'STARTED', sourceName: 'Clear queue' })
  const ended = (changes: Partial<ActivityFacts>) =>
    activity(103, { seriesUid: 's1', statusCode: 'COMPLETED', activityResult: 'SUCCESS', ...changes })

  it('is told from its beginning, and carries the exit code and what was printed', () => {
    expect(findReceipt(run, [started])).toEqual(expect.not.objectContaining({ result: expect.anything() }))
    const data = { exitCode: 0, output: 'queue is empty' }
    expect(findReceipt(run, [ended({ data }), started])).toMatchObject({ activityId: 103, result: 'success', ...data })
    expect(findReceipt(run, [started, ended({ activityResult: 'FAILURE', data: { exitCode: 3 } })])).toMatchObject({
      result: 'failure',
      exitCode: 3,
    })
    expect(findReceipt(run, [started, ended({ activityResult: 'UNCOMPLETED' })])).toMatchObject({ result: 'failure' })
  })

  it('is never taken from another command of the same kind', () => {
    const other = activity(102, { ...ended({}), id: 102, seriesUid: 's2', sourceName: 'Clear queue' })
    expect(findReceipt(run, [started, other])).toMatchObject({ activityId: 101 })
    expect(findReceipt(run, [started, other])).not.toHaveProperty('result')
    expect(findReceipt(run, [started, other], new Set(['s1', 's2']))).toBeUndefined()
    expect(countCommands(run, [started, other])).toBe(2)
  })

  it('turns what was accepted into done or failed, and what was doubtful too', () => {
    const receipt = { activityId: 103, at: '2026-01-05T09:00:01.000Z', message: 'x' }
    const accepted = { status: 'accepted', callId: 'call_1' } as const
    const unknown = { status: 'unknown', callId: 'call_1', code: 'x', message: 'Words.' } as const
    expect(withReceipt(accepted, receipt)).toMatchObject({ status: 'accepted', receipt })
    expect(withReceipt(unknown, receipt)).toMatchObject({ status: 'unknown', code: 'x', receipt })
    for (const outcome of [accepted, unknown]) {
      expect(withReceipt(outcome, { ...receipt, result: 'success' })).toMatchObject({ status: 'done' })
      expect(withReceipt(outcome, { ...receipt, result: 'failure' })).toMatchObject({
        status: 'failed',
        code: 'command_failed',
      })
      expect(withReceipt(outcome, { ...receipt, result: 'unproven' })).toMatchObject({
        status: 'unknown',
        code: 'receipt_missing',
      })
    }
    const denied = { status: 'denied', callId: 'call_1', code: 'x', message: 'Words.' } as const
    expect(withReceipt(denied, { ...receipt, result: 'success' })).toBe(denied)
  })
})

describe('a bash script', () => {
  const runner: Target = { resource: 'script', id: 9, name: 'Kunai bash runner' }
  const run = dispatch('devices.runBash', { id: 1, script: 'df' }, [runner])
  const nonce = nonceOf('call_1')
  const end = (output: string | undefined, changes: Partial<ActivityFacts> = {}) =>
    findReceipt(run, [
      activity(101, {
        seriesUid: 's1',
        statusCode: 'COMPLETED',
        activityResult: 'SUCCESS',
        sourceName: 'Kunai bash runner',
        data: { exitCode: 0, ...(output !== undefined && { output }) },
        ...changes,
      }),
    ])

  it('has ended well only when both of its own lines are there', () => {
    expect(end(`${nonce} begin\nhi\n${nonce} end 0\n`)).toMatchObject({ result: 'success', exitCode: 0 })
    expect(end(`${nonce} begin\nhi\n${nonce} end 7\n`)).toMatchObject({ result: 'failure', exitCode: 7 })
    for (const output of [undefined, '', `${nonce} begin\n`, `${nonce} end 0\n`, 'kunai-0 begin\nkunai-0 end 0\n']) {
      expect(end(output), output).toMatchObject({ result: 'unproven' })
    }
  })

  it('that the wrapper refused, or the system does not know, did not run', () => {
    expect(end(`${nonce} refused\n`, { activityResult: 'FAILURE' })).toMatchObject({ result: 'failure' })
    expect(end(undefined, { activityResult: 'UNSUPPORTED' })).toMatchObject({ result: 'failure' })
  })
})
