/**
 * The gateway is killed at points that a seed chooses, while NinjaOne misbehaves as the seed says, and started again.
 * Whatever happened: no call is executed twice, nothing that was approved is lost, and no outcome contradicts what
 * NinjaOne really did. Short in `npm test`, long in `npm run campaign`; a failure names its seed.
 */
import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import { createEnvironment, type Environment, type RunningGateway } from './support/environment.ts'
import { decide, signIn } from './support/person.ts'
import { askGateway, type OutcomeFacts } from './support/terminal.ts'

const seeds = process.env.KUNAI_CAMPAIGN === '1' ? 200 : 2
const services = ['Spooler', 'W32Time', 'BITS', 'Dnscache', 'Schedule', 'EventLog']
const effects = ['none', 'none', 'accepted-but-500', 'timeout-after-commit', 'reset', 'html'] as const

interface Plan {
  /** The gateway dies when NinjaOne has seen this many requests after the approvals. */
  killAfter: number
  /** What goes wrong with each service's command. */
  faults: (typeof effects)[number][]
}

function planOf(seed: number): Plan {
  const [plan] = fc.sample(
    fc.record({
      killAfter: fc.integer({ min: 1, max: 40 }),
      faults: fc.array(fc.constantFrom(...effects), { minLength: services.length, maxLength: services.length }),
    }),
    { seed, numRuns: 1 },
  )
  if (plan === undefined) throw new Error('no plan')
  return plan
}

let environment: Environment
afterEach(() => environment.close())

const api = <Answer>(gateway: RunningGateway, path: string, body?: unknown) =>
  askGateway<Answer>(environment.database.folder, gateway.url, path, body)

const executionsOf = (service: string) =>
  environment.sandbox.control.ledger().filter(({ request }) => request.path.includes(`/${service}/`)).length

it.each(Array.from({ length: seeds }, (_, index) => index + 1))('seed %i', async (seed) => {
  const plan = planOf(seed)
  environment = await createEnvironment()
  const { control } = environment.sandbox
  plan.faults.forEach((kind, index) => {
    if (kind === 'none') return
    const path = `*/windows-service/${services[index]}/control`
    control.addFault({ match: { path: `/v2${path}`, method: 'POST' }, effect: { kind } })
  })
  const first = await environment.start()
  const person = await signIn(first.signInUrl)
  const asked = await Promise.all(
    services.map((serviceId) =>
      api<OutcomeFacts>(first, '/api/calls', {
        operation: 'devices.controlWindowsService',
        input: { id: 1001, serviceId, action: 'RESTART' },
      }),
    ),
  )
  const seen = control.requests().length
  const killed = vi
    .waitFor(() => expect(control.requests().length - seen).toBeGreaterThanOrEqual(plan.killAfter), {
      timeout: 15_000,
      interval: 1,
    })
    // Fewer requests than that were made: then it dies when all is quiet.
    .catch(() => undefined)
    .then(() => first.kunai.kill())
  const approved = await Promise.all(
    asked.map(({ approvalId }) =>
      decide(person, approvalId, 'approve').then(
        () => true,
        () => false,
      ),
    ),
  )
  await killed
  // What was never sent is carried out now, by a NinjaOne that behaves: its outcome must be plain.
  control.clearFaults()

  const second = await environment.start()
  for (const [index, { callId }] of asked.entries()) {
    const service = services[index] ?? ''
    const outcome = await vi.waitFor(
      async () => {
        const now = await api<OutcomeFacts>(second, `/api/calls/${callId}`)
        // Approved ones settle; those whose approval the crash cut off still wait for a person.
        if (approved[index]) expect(now.status).not.toBe('waiting')
        return now
      },
      { timeout: 60_000, interval: 100 },
    )
    const executed = executionsOf(service)
    expect(executed, `${service}: executed`).toBeLessThanOrEqual(1)
    if (['accepted', 'done'].includes(outcome.status)) expect(executed, `${service}: accepted`).toBe(1)
    // With a receipt it ran and did not end well; without one nothing was executed.
    const ran = outcome.receipt !== undefined
    if (['failed', 'denied'].includes(outcome.status) && !ran) expect(executed, `${service}: ${outcome.status}`).toBe(0)
  }
  expect(await api(second, '/api/audit/verify', {})).toMatchObject({ ok: true })
})
