/**
 * The gateway is killed (SIGKILL) at each step of the corridor and started again. Whatever the step: no double
 * send, no lost approval, and a call that was in doubt is called unknown.
 */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createEnvironment, type Environment, type RunningGateway } from './support/environment.ts'
import { decide, signIn } from './support/person.ts'
import { askGateway, type OutcomeFacts } from './support/terminal.ts'

let environment: Environment
afterEach(() => environment.close())

const api = <Answer>(gateway: RunningGateway, path: string, body?: unknown) =>
  askGateway<Answer>(environment.database.folder, gateway.url, path, body)

async function askForRestart(gateway: RunningGateway): Promise<OutcomeFacts> {
  const found = await api<{ data: { devices: { id: number }[] } }>(gateway, '/api/calls', {
    operation: 'devices.search',
    input: { q: 'PRINT01' },
  })
  return api<OutcomeFacts>(gateway, '/api/calls', {
    operation: 'devices.controlWindowsService',
    input: { id: found.data.devices[0]?.id, serviceId: 'Spooler', action: 'RESTART' },
  })
}

const settled = (gateway: RunningGateway, callId: string) =>
  vi.waitFor(
    async () => {
      const outcome = await api<OutcomeFacts>(gateway, `/api/calls/${callId}`)
      expect(outcome.status).not.toBe('waiting')
      return outcome
    },
    { timeout: 30_000, interval: 50 },
  )

const executions = () => environment.sandbox.control.ledger().length

describe.each([
  ['before-claim', 'accepted', 1],
  ['after-claim', 'unknown', 0],
  ['after-send', 'unknown', 1],
  ['before-outcome', 'unknown', 1],
] as const)('killed %s', (step, status, sent) => {
  it(`after the restart the call is ${status}, and was executed ${sent === 1 ? 'once' : 'never'}`, async () => {
    environment = await createEnvironment()
    const first = await environment.start([], { KUNAI_CRASH_AT: step })
    const person = await signIn(first.signInUrl)
    const asked = await askForRestart(first)
    expect(asked).toMatchObject({ status: 'waiting', phase: 'deciding' })
    // The answer to this may never come: the process dies while it works.
    await decide(person, asked.approvalId, 'approve').catch(() => undefined)
    expect(await first.kunai.exit()).toBeNull()

    const second = await environment.start()
    // What was executed may have been found in NinjaOne's activities by now; what was not never turns out done.
    const settledAs: readonly string[] = sent === 1 ? [status, 'done'] : [status]
    const outcome = await settled(second, asked.callId)
    expect(outcome).toMatchObject({ approvalId: asked.approvalId })
    expect(settledAs).toContain(outcome.status)
    expect(executions()).toBe(sent)
    expect(await api(second, '/api/audit/verify', {})).toMatchObject({ ok: true })

    // And once more: a second restart changes nothing.
    await second.kunai.kill()
    const third = await environment.start()
    expect(settledAs).toContain((await settled(third, asked.callId)).status)
    expect(executions()).toBe(sent)
  })
})

it('killed while NinjaOne works and has not answered: unknown, executed once', async () => {
  environment = await createEnvironment()
  environment.sandbox.control.addFault({
    match: { operation: 'devices.controlWindowsService' },
    effect: { kind: 'timeout-after-commit' },
  })
  const first = await environment.start()
  const person = await signIn(first.signInUrl)
  const asked = await askForRestart(first)
  await decide(person, asked.approvalId, 'approve')
  await vi.waitFor(() => expect(executions()).toBe(1), { timeout: 30_000, interval: 20 })
  await first.kunai.kill()

  const second = await environment.start()
  expect(['unknown', 'done']).toContain((await settled(second, asked.callId)).status)
  expect(executions()).toBe(1)
})

it('killed while a person has not decided yet: the approval is still there, and works', async () => {
  environment = await createEnvironment()
  const first = await environment.start()
  const asked = await askForRestart(first)
  await first.kunai.kill()
  const second = await environment.start()
  const person = await signIn(second.signInUrl)
  await decide(person, asked.approvalId, 'approve')
  expect(['accepted', 'done']).toContain((await settled(second, asked.callId)).status)
  expect(executions()).toBe(1)
})
