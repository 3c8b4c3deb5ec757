/**
 * Processes that share one token file, against a server that rotates refresh tokens and ends a family when a used one
 * returns. Every expiry costs one refresh, and no refresh token is shown twice, even when processes are killed in
 * the middle of it. Short in `npm test`, long in `npm run campaign`.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fileTokenStore, type TokenStore } from '@kunai/api'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startTenant } from '../../testing/tenant.ts'

const isLong = process.env.KUNAI_CAMPAIGN === '1'
const processes = 4
const callers = isLong ? 64 : 16
const expiries = isLong ? 50 : 6
const hourMs = 3_600_000

/** Where a process ends itself with SIGKILL, while it holds the store. */
const steps = ['before-mark', 'after-mark', 'before-answer', 'after-answer'] as const
type Step = (typeof steps)[number]

interface Setup {
  readonly baseUrl: string
  readonly application: { readonly clientId: string; readonly clientSecret: string }
  readonly path: string
  readonly nowMs: number
  readonly killAt: Step | undefined
}

/** `404` for each call that NinjaOne let in: the device does not exist, so nothing but the token is tested. */
type Outcomes = Record<string, number>

/** What a process runs: it makes as many calls at once as it is told, and says how they ended. */
const program = (setup: Setup) => `
  import { createClient, fileTokenStore, manualClock } from '@kunai/api'
  const { baseUrl, application, path, nowMs, killAt } = ${JSON.stringify(setup)}
  const clock = manualClock(nowMs)
  const store = fileTokenStore(path)
  const die = (step) => { if (step === killAt) process.kill(process.pid, 'SIGKILL') }
  const tokenStore = { ...store, save: async (tokens) => {
    const kind = tokens.refreshing ? 'mark' : 'answer'
    die('before-' + kind)
    await store.save(tokens)
    die('after-' + kind)
  } }
  const client = createClient({ baseUrl, user: { ...application, tokenStore }, clock })
  process.on('message', async ({ advanceMs, callers }) => {
    await clock.advance(advanceMs)
    const outcomes = {}
    const note = (error) => { const key = error.status === 404 ? '404' : error.code; outcomes[key] = (outcomes[key] ?? 0) + 1 }
    const call = () => client.devices.runScript({ id: 999999999, type: 'SCRIPT', scriptId: 1 })
    await Promise.all(Array.from({ length: callers }, () => call().then(() => note({ code: 'done' }), note)))
    process.send(outcomes)
  })
  process.send('ready')
`

interface Fleet {
  readonly store: TokenStore
  start(killAt?: Step): Promise<ChildProcess>
  /** Lets the access token expire: for everybody's clock, or at the server alone, so that all meet its 401. */
  expire(seenBy: 'all' | 'server'): number
  /** How the calls of these processes ended; `killed` for one that died. */
  call(children: readonly ChildProcess[], advanceMs: number): Promise<(Outcomes | 'killed')[]>
  /** Statuses of the token requests since the last expiry. */
  tokenStatuses(): number[]
  reconnect(): Promise<void>
}

async function startFleet(): Promise<Fleet> {
  const tenant = await startTenant({ rotateRefreshTokens: true })
  const { sandbox } = tenant
  const folder = mkdtempSync(join(tmpdir(), 'kunai-refresh-'))
  onTestFinished(async () => {
    await sandbox.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const { clientId, clientSecret, redirectUris } = sandbox.user
  const path = join(folder, 'tokens.json')
  const store = fileTokenStore(path)
  const connectWith = (token: string) => store.exclusively(() => store.save({ refreshToken: token }))
  let nowMs = tenant.clock.now()
  let sinceMs = 0
  const deaths = new Map<ChildProcess, Promise<'killed'>>()
  const fleet: Fleet = {
    store,
    start: async (killAt) => {
      const setup = { baseUrl: sandbox.url, application: { clientId, clientSecret }, path, nowMs, killAt }
      const flags = ['--conditions=@kunai/source', '--input-type=module', '--eval', program(setup)]
      const child = spawn(process.execPath, flags, {
        cwd: fileURLToPath(new URL('.', import.meta.url)),
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
      deaths.set(
        child,
        once(child, 'exit').then(() => 'killed'),
      )
      onTestFinished(() => {
        child.kill('SIGKILL')
      })
      await once(child, 'message')
      return child
    },
    expire: (seenBy) => {
      sandbox.control.advance(hourMs)
      sinceMs = Date.parse(sandbox.control.clock().now)
      if (seenBy === 'all') nowMs += hourMs
      return seenBy === 'all' ? hourMs : 0
    },
    call: (children, advanceMs) =>
      Promise.all(
        children.map(async (child) => {
          const answered = once(child, 'message').then(([outcomes]) => outcomes as Outcomes)
          child.send({ advanceMs, callers })
          return Promise.race([answered, deaths.get(child) ?? answered])
        }),
      ),
    tokenStatuses: () =>
      sandbox.control
        .requests()
        .filter((entry) => entry.path === '/ws/oauth/token' && Date.parse(entry.at) >= sinceMs)
        .map((entry) => entry.status),
    reconnect: async () => {
      const [redirectUri = ''] = redirectUris
      const query = {
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: 'management offline_access',
      }
      const consented = await fetch(`${sandbox.url}/ws/oauth/authorize?${new URLSearchParams(query)}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'X-Sandbox-Consent': sandbox.controlToken },
        body: new URLSearchParams({ decision: 'allow' }),
      })
      const code = new URL(consented.headers.get('location') ?? '').searchParams.get('code') ?? ''
      const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
      const answer = await fetch(`${sandbox.url}/ws/oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret }),
      })
      await connectWith(((await answer.json()) as { refresh_token: string }).refresh_token)
    },
  }
  // The tenant's own helpers have used up the refresh token that the sandbox starts with.
  await fleet.reconnect()
  return fleet
}

test(`${processes} processes with ${callers} callers, ${expiries} expiries: one refresh each, no family revoked`, async () => {
  const fleet = await startFleet()
  const children = await Promise.all(Array.from({ length: processes }, () => fleet.start()))
  for (let expiry = 0; expiry < expiries; expiry++) {
    const advanceMs = fleet.expire(expiry % 2 === 0 ? 'all' : 'server')
    const outcomes = await fleet.call(children, advanceMs)
    expect({ expiry, outcomes }).toEqual({ expiry, outcomes: children.map(() => ({ 404: callers })) })
    expect({ expiry, statuses: fleet.tokenStatuses() }).toEqual({ expiry, statuses: [200] })
  }
})

describe('a process killed while it refreshes', () => {
  const connected = { 404: callers }
  const reconnect = { reconnect_needed: callers }
  test.each<[Step, Outcomes, number[]]>([
    ['before-mark', connected, [200]],
    // Nobody can know whether it had left.
    ['after-mark', reconnect, []],
    // Rotated at the server, and the answer died with the process: the window that cannot be closed.
    ['before-answer', reconnect, [200]],
    ['after-answer', connected, [200]],
  ])('%s', async (step, expected, statuses) => {
    const fleet = await startFleet()
    const victim = await fleet.start(step)
    expect(await fleet.call([victim], fleet.expire('all'))).toEqual(['killed'])
    const other = await fleet.start()
    expect(await fleet.call([other], 0)).toEqual([expected])
    expect(fleet.tokenStatuses()).toEqual(statuses)
    if (expected === connected) return
    await fleet.reconnect()
    expect(await fleet.call([other], fleet.expire('all'))).toEqual([connected])
    expect(fleet.tokenStatuses()).toEqual([200])
  })

  test('among others that all want a token: nothing is shown twice, and all agree on what happened', async () => {
    const fleet = await startFleet()
    const children = await Promise.all(Array.from({ length: processes - 1 }, () => fleet.start()))
    for (let round = 0; round < (isLong ? 40 : 4); round++) {
      const victim = await fleet.start(steps[round % steps.length])
      const advanceMs = fleet.expire('all')
      const [fate, ...others] = await fleet.call([victim, ...children], advanceMs)
      const statuses = fleet.tokenStatuses()
      expect(statuses.filter((status) => status !== 200)).toEqual([])
      expect(statuses.length).toBeLessThanOrEqual(1)
      const ends = new Set(others.map((outcomes) => JSON.stringify(outcomes)))
      expect([...ends]).toEqual([
        (await fleet.store.load())?.reconnectNeeded ? JSON.stringify(reconnect) : JSON.stringify(connected),
      ])
      if (fate !== 'killed') victim.kill('SIGKILL')
      if ((await fleet.store.load())?.reconnectNeeded) await fleet.reconnect()
    }
  })
})
