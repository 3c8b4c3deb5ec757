import { expect, it } from 'vitest'
import { isRunning } from './evidence.ts'

it('a job is the command’s by its series, and before there is one by what it says', () => {
  const command = {
    ...{ callId: 'call_1', operation: 'devices.runScript', after: 100 },
    proposal: { input: { id: 1, scriptId: 7 }, targets: [{ resource: 'script', id: 7, name: 'Clear queue' }] },
  } as const
  const jobs = [{ uid: 's1', sourceType: 'SCRIPTING', message: 'Run of "Clear queue" is running' }]
  expect(isRunning(command, jobs, 's1')).toBe(true)
  expect(isRunning(command, jobs, 's2')).toBe(false)
  expect(isRunning(command, jobs, undefined)).toBe(true)
  expect(isRunning({ ...command, operation: 'devices.reboot' }, jobs, undefined)).toBe(false)
  expect(isRunning(command, [], 's1')).toBe(false)
})
