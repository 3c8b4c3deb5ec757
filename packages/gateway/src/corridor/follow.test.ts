/** Commands whose end takes longer than anybody waits: a device that is away, a script that runs for hours. */
import { afterEach, expect, it } from 'vitest'
import { approve, executions, startTestGateway, type TestGateway, waiting } from '../../test/gateway.ts'

const hour = 3_600_000
let test: TestGateway
afterEach(() => test?.close())

interface Row {
  readonly id: number
  readonly nodeClass: string
  readonly offline?: boolean
}

async function accepted(input: Record<string, unknown>): Promise<string> {
  const asked = waiting(await test.ask('devices.runScript', { type: 'SCRIPT', runAs: 'system', ...input }))
  await approve(test, asked.approvalId)
  expect(await test.gateway.parts.corridor.carryOut(asked.approvalId)).toMatchObject({ status: 'accepted' })
  return asked.callId
}

async function server(): Promise<{ device: number; script: number }> {
  const { data } = (await test.ask('devices.list', { pageSize: 1000 })) as { data: Row[] }
  const device = data.find(({ nodeClass, offline }) => nodeClass === 'WINDOWS_SERVER' && !offline)?.id ?? 0
  const scripts = (await test.ask('scripts.list', {})) as { data: { id: number; operatingSystems: string[] }[] }
  const script = scripts.data.find(({ operatingSystems }) => operatingSystems.includes('Windows'))?.id ?? 0
  expect(Boolean(device && script)).toBe(true)
  return { device, script }
}

/** Time passes, and the gateway looks as it would. */
async function pass(hours: number): Promise<void> {
  for (let half = 0; half < hours * 2; half++) {
    await test.clock.advance(hour / 2)
    await test.gateway.turn()
  }
}

const outcomeOf = (callId: string) => test.gateway.parts.corridor.outcomeOf(callId)

it('a command to a device that is away is followed until it is back, and runs once', async () => {
  test = await startTestGateway({}, { sandbox: { alive: false } })
  const { device, script } = await server()
  test.sandbox.control.setDeviceOffline(device, true)
  const callId = await accepted({ id: device, scriptId: script })
  await pass(1)
  expect(await outcomeOf(callId)).toMatchObject({ status: 'accepted' })
  test.sandbox.control.setDeviceOffline(device, false)
  await pass(0.5)
  expect(await outcomeOf(callId)).toMatchObject({ status: 'done', receipt: { result: 'success' } })
  expect(executions(test)).toBe(1)
  expect(await test.gateway.parts.dispatches.listWatched()).toEqual([])
})

it('a script that runs for hours is followed by its job, and no longer than a day', async () => {
  test = await startTestGateway({}, { sandbox: { alive: false, jobs: { kind: 'seconds', seconds: 3_000 } } })
  const { device, script } = await server()
  const callId = await accepted({ id: device, scriptId: script })
  await pass(0.5)
  expect(await outcomeOf(callId)).toMatchObject({ status: 'accepted', receipt: { series: expect.any(String) } })
  await pass(0.5)
  expect(await outcomeOf(callId)).toMatchObject({ status: 'done' })

  test.sandbox.control.setDeviceOffline(device, true)
  const lost = await accepted({ id: device, scriptId: script })
  await pass(1)
  expect(await test.gateway.parts.dispatches.listWatched()).toHaveLength(1)
  await test.clock.advance(23 * hour)
  await test.gateway.turn()
  expect(await outcomeOf(lost)).toMatchObject({ status: 'accepted' })
  expect(await test.gateway.parts.dispatches.listWatched()).toEqual([])
})
