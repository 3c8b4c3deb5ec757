import { describe, expect, it } from 'vitest'
import type { DispatchRow } from '../approvals/index.ts'
import { findReceipt } from './receipts.ts'

const dispatch = (operation: string, input: Record<string, unknown>): DispatchRow => ({
  call_id: 'call_1',
  approval_id: null,
  instance_id: 'i',
  connection: 'sandbox',
  operation,
  device_id: 1,
  proposal: JSON.stringify({ input }),
  state: 'ended',
  claimed_at: '2026-01-05T09:00:00.000Z',
  ended_at: null,
  outcome: null,
  receipt: null,
  watch_after: 100,
  watch_until: null,
})

const activity = (id: number, changes: Record<string, unknown>) => ({
  id,
  activityTime: '2026-01-05T09:00:01.000Z',
  activityType: 'ACTION',
  ...changes,
})

describe('a receipt', () => {
  const restart = dispatch('devices.controlWindowsService', { serviceId: 'Spooler', action: 'RESTART' })

  it('is the oldest activity after the command that speaks of it', () => {
    const activities = [
      activity(103, { message: 'Spooler restarted' }),
      activity(102, { subject: 'RESTART Spooler' }),
      activity(101, { message: 'Something about W32Time' }),
      activity(99, { message: 'Spooler restarted yesterday' }),
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
