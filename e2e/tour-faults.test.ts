/**
 * The tour on each bad day that the sandbox knows, and under each of its rate limits: what it reports is what NinjaOne
 * did, by the sandbox's ledger. Gateway, store, HTTP and MCP are real; time goes faster for gateway and sandbox alike.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { type Clock, manualClock } from '@kunai/api/clock'
import { startSandbox } from '@kunai/sandbox'
import { describe, expect, test } from 'vitest'
import { startGateway } from '../packages/gateway/src/gateway.ts'
import { openHome } from '../packages/gateway/src/home/index.ts'
import { createTestDatabase } from '../packages/gateway/test/store.ts'
import { faultPresets } from '../packages/sandbox/src/server/faults/presets.ts'
import { rateProfiles } from '../packages/sandbox/src/server/rate-limit.ts'
import { connectAgent } from './support/mcp.ts'
import { signIn } from './support/person.ts'
import { playTour, type TourReport } from './support/tour.ts'

/** Every four milliseconds it is sixty milliseconds later: nothing waits for minutes, and everything that waits really waits. */
const stepMs = 60
const everyMs = 4

/**
 * Time that goes by steps of this process: where the machine has no time for us, none passes. A clock that went by the wall
 * would leave who is starved behind, and the gateway then rightly refuses what it has no time to check.
 */
function startSteppedClock(): { clock: Clock; stop(): void } {
  const clock = manualClock(Date.now())
  let isOn = true
  const step = async () => {
    while (isOn) {
      await wait(everyMs)
      await clock.advance(stepMs)
    }
  }
  void step()
  return {
    clock,
    stop: () => {
      isOn = false
    },
  }
}

interface Played extends TourReport {
  readonly executed: number
  /** What the gateway wrote down of the restart's end, if it came to one. */
  readonly written: readonly (string | undefined)[]
}

async function play(trouble: Parameters<typeof startSandbox>[0]): Promise<Played> {
  const { clock, stop } = startSteppedClock()
  const database = await createTestDatabase()
  const sandbox = await startSandbox({ orgs: 3, devices: 60, clock, alive: false, ...trouble })
  const home = openHome(database.folder)
  const { machine, user, control, url: baseUrl } = sandbox
  const gateway = await startGateway({
    home,
    databaseUrl: database.databaseUrl,
    port: 0,
    connections: [
      {
        connection: { name: 'sandbox', kind: 'sandbox', label: 'SANDBOX', baseUrl, isDefault: true },
        client: { baseUrl, machine, user },
      },
    ],
    clock,
    logFault: () => undefined,
  })
  try {
    const report = await playTour({
      connect: () => connectAgent(`${gateway.url}/mcp`, home.key('mcp')),
      invite: async () => signIn(await gateway.createOwnerSignInUrl()),
      executed: () => control.ledger().length,
      seen: () => undefined,
      pause: () => clock.sleep(250),
    })
    const sent = await gateway.store.database.selectFrom('dispatches').select('call_id').execute()
    const { corridor } = gateway.parts
    const ended = await Promise.all(sent.map(({ call_id: callId }) => corridor.outcomeOf(callId)))
    return {
      ...report,
      executed: control.ledger().length,
      // Done is accepted, and seen to have ended well.
      written: ended.map((outcome) => (outcome?.status === 'done' ? 'accepted' : outcome?.status)),
    }
  } finally {
    await gateway.close()
    await sandbox.close()
    await database.remove()
    stop()
  }
}

/** How often NinjaOne may have carried it out, by what the agent was told. */
const possible: Readonly<Record<Played['told'], readonly number[]>> = {
  'nothing sent': [0],
  denied: [0],
  failed: [0],
  accepted: [1],
  unknown: [0, 1],
}

function expectTruth({ complete, told, why, executed, written }: Played): void {
  expect(possible[told], `${told}, and NinjaOne carried it out ${executed} times: ${why}`).toContain(executed)
  if (complete) expect([told, executed, why]).toEqual(['accepted', 1, undefined])
  else {
    // In words of ours, not of the engine.
    expect(why).toMatch(/\w+ \w+/)
    expect(why).not.toMatch(/undefined|is not a function|Cannot read|\bat .*:\d+/)
  }
  // What the audit and the next question are answered from says no other thing.
  const [later] = written
  const wasSent = ['accepted', 'failed', 'unknown'].includes(told)
  // Who is denied may have been denied at the last moment, with the sending written down already.
  const lengths = told === 'denied' ? [0, 1] : [wasSent ? 1 : 0]
  expect(lengths, `${told}: ${why}`).toContain(written.length)
  // What was in doubt may have been found out since, and then only as the ledger has it.
  if (told === 'unknown' && later !== 'unknown') expect([later, executed]).toEqual(['accepted', 1])
  else if (written.length > 0) expect(later).toBe(told)
}

type Fault = 'complete' | 'nothing sent' | 'any'

/** How each bad day ends. `any`: that is a matter of luck, which the seed decides. */
const days: Readonly<Record<keyof typeof faultPresets, Fault>> = {
  'bad-tuesday': 'any',
  'token-rotated-mid-run': 'complete',
  'region-outage': 'nothing sent',
  'cursor-never-advances': 'complete',
  'page-repeats': 'complete',
  'schema-drift': 'complete',
  // These two are about what the tour does not need.
  'lossy-webhooks': 'complete',
  'no-ticket-boards': 'complete',
}

function expectEnd(played: Played, end: Fault): void {
  expectTruth(played)
  if (end === 'complete') expect([played.complete, played.why]).toEqual([true, undefined])
  if (end === 'nothing sent') expect([played.complete, played.told]).toEqual([false, 'nothing sent'])
}

describe('what the tour reports is what NinjaOne did', () => {
  test('every preset is played', () => {
    expect(Object.keys(days).sort()).toEqual(Object.keys(faultPresets).sort())
  })

  test.each(Object.entries(days))('on the day %s', async (faults, end) => {
    expectEnd(await play({ faults }), end)
  })

  test.each([1, 2, 3])('on a bad Tuesday with seed %d', async (seed) => {
    expectTruth(await play({ faults: 'bad-tuesday', seed }))
  })

  test.each(Object.keys(rateProfiles))('under the rate limit %s', async (rateLimit) => {
    expectEnd(await play({ rateLimit }), 'complete')
  })

  const restart = { operation: 'devices.controlWindowsService' }
  test.each([
    ['is refused', { kind: 'status', status: 503 }, 'unknown', 0],
    ['comes too early', { kind: 'status', status: 429, retryAfterSeconds: 1 }, 'accepted', 1],
    ['is carried out and answered with 500', { kind: 'accepted-but-500' }, 'unknown', 1],
    ['is carried out and never answered', { kind: 'timeout-after-commit' }, 'unknown', 1],
    ['is carried out and half answered', { kind: 'truncate' }, 'unknown', 1],
    ['loses its connection', { kind: 'reset' }, 'unknown', 0],
    ['brings a token that has ended', { kind: 'token-revoked' }, 'accepted', 1],
  ] as const)('when the restart %s', async (_case, effect, told, executed) => {
    const played = await play({ faults: [{ match: restart, effect, count: 1 }] })
    expectTruth(played)
    expect(played.executed).toBe(executed)
    // What was carried out without an answer may be proved by NinjaOne's activities before anybody asks.
    const isProvable = told === 'unknown' && executed === 1
    expect(isProvable ? ['unknown', 'accepted'] : [told]).toContain(played.told)
  })
})
