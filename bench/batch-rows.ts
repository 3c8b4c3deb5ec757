/**
 * A thousand devices get a custom field, under a rate limit that nobody tells them of: a batch of ours beside the loops
 * that people write. The sandbox's ledger knows what was really done, so a row that is called done and is not counts as
 * wrong. All contestants of a round run at the same time, each against a sandbox of its own: they wait more than they work.
 */
import { join } from 'node:path'
import { type LoopResult, type LoopWork, loopKinds } from './servers/row-loop.ts'
import { startBatchGateway } from './support/batch-gateway.ts'
import { seed } from './support/machine.ts'
import { removeFolder, type Server, startServer, temporaryFolder, withServers } from './support/processes.ts'
import { atMost, figure, spread } from './support/report.ts'
import { parallelProgram, requestsVersion, runLoop, runParallel, runRequests } from './support/row-peers.ts'
import { summarize } from './support/statistics.ts'
import type { Task, TaskOptions, TaskReport } from './support/task.ts'

const limit = { perSecond: 10, burst: 20, latencyMs: 40, failing: 0.02 }
const rowCount = 1000
/** Rows of loops whose time is plain arithmetic, unless everything is to be run. */
const scaledRows = { rests300ms: 250, rests1s: 80 } as const
/** A loop that tries once leaves out what the faults and the limit hit. */
const writtenLeast = 0.5
/** A round takes a hundred seconds: more of them when everything is to be run. */
const shortRuns = 2

const sandboxProgram = new URL('../packages/sandbox/bin/kunai-sandbox.mjs', import.meta.url).pathname

interface SandboxReady {
  readonly url: string
  readonly machine: { readonly clientId: string; readonly clientSecret: string }
  readonly user: Parameters<typeof startBatchGateway>[0]['user']
  readonly controlToken: string
}

/** Limits are per application; a fault is drawn from the seed, so every contestant meets the same ones. */
function startLimited(): Promise<Server<SandboxReady>> {
  const match = { operation: 'devices.updateCustomFields' }
  const faults = [
    { match: { path: '/v2/*' }, effect: { kind: 'delay', delayMs: limit.latencyMs } },
    { match, effect: { kind: 'status', status: 502 }, probability: limit.failing },
  ]
  return startServer<SandboxReady>([
    ...[sandboxProgram, 'start', '--json', '--port', '0', '--seed', String(seed), '--devices', String(rowCount + 50)],
    ...['--rate-limit', 'small-burst', '--faults', JSON.stringify(faults)],
  ])
}

interface Ended {
  readonly seconds: number
  /** By row: `open` is named as one to look at. */
  readonly said: readonly ('done' | 'failed' | 'open')[]
  /** Why rows are left over, by state and code; where that is known. */
  readonly reasons?: Readonly<Record<string, number>>
}

interface Measured {
  readonly seconds: number
  readonly rows: number
  readonly twice: number
  readonly wrong: number
  readonly left: number
  readonly reasons: Readonly<Record<string, number>>
}

const tagOf = (row: number) => `BENCH-${row}`

async function measure(
  rows: number,
  run: (sandbox: SandboxReady, devices: number[]) => Promise<Ended>,
): Promise<Measured> {
  return withServers(async (keep) => {
    const { ready } = await keep(startLimited())
    const devices = await deviceIds(ready, rows)
    const { seconds, said, reasons = {} } = await run(ready, devices)
    const executed = await executions(ready)
    const counts = devices.map((_, row) => executed.get(tagOf(row)) ?? 0)
    // Nearly all can be written: where they are not, something else than the loop was measured.
    const written = counts.filter((count) => count > 0).length
    if (written < rows * writtenLeast) throw new Error(`only ${written} of ${rows} rows were written`)
    return {
      seconds,
      rows,
      twice: counts.filter((count) => count > 1).length,
      wrong: said.filter((what, row) => (what === 'done') === (counts[row] === 0) && what !== 'open').length,
      left: said.filter((what) => what !== 'done').length,
      reasons,
    }
  })
}

/** Through the other application, so that the bucket of the one that is measured stays full. */
async function deviceIds({ url, user }: SandboxReady, count: number): Promise<number[]> {
  const { clientId, clientSecret, refreshToken } = user
  const grant = {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret ?? '',
    refresh_token: refreshToken,
  }
  const answer = await fetch(`${url}/ws/oauth/token`, { method: 'POST', body: new URLSearchParams(grant) })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  const devices: { id: number }[] = []
  for (;;) {
    const after = devices.at(-1)?.id ?? 0
    const page = await fetch(`${url}/v2/devices?pageSize=1000&after=${after}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    const rows = (await page.json()) as { id: number }[]
    devices.push(...rows)
    if (rows.length < 1000 || devices.length >= count) break
  }
  if (devices.length < count) throw new Error(`the fleet has only ${devices.length} devices`)
  return devices.slice(0, count).map(({ id }) => id)
}

async function executions({ url, controlToken }: SandboxReady): Promise<Map<string, number>> {
  const answer = await fetch(`${url}/_sandbox/ledger`, { headers: { authorization: `Bearer ${controlToken}` } })
  const { entries } = (await answer.json()) as { entries: { request: { body?: { assetOwner?: string } } }[] }
  const counts = new Map<string, number>()
  for (const { request } of entries) {
    const tag = request.body?.assetOwner ?? ''
    counts.set(tag, (counts.get(tag) ?? 0) + 1)
  }
  return counts
}

/** From handing over the rows to the last end, with plan and approval. */
async function runOurs(sandbox: SandboxReady, devices: number[], home: string): Promise<Ended> {
  return withServers(async (keep) => {
    const gateway = await startBatchGateway(sandbox, home)
    await keep(Promise.resolve(gateway.server))
    const beganMs = performance.now()
    const id = await gateway.begin({
      action: 'devices.updateCustomFields',
      template: { id: '{{ device }}', fields: '{"assetOwner": "{{ tag }}"}' },
      rows: devices.map((device, row) => ({ device, tag: tagOf(row) })),
    })
    const batch = await gateway.untilDone(id)
    const seconds = (performance.now() - beganMs) / 1000
    if (batch.state !== 'done') throw new Error(`the batch is ${batch.state}: ${JSON.stringify(batch.counts)}`)
    const words = { ok: 'done', failed: 'failed' } as const
    const rows = await gateway.rows(id)
    const reasons: Record<string, number> = {}
    for (const { state, code } of rows) {
      const reason = `${state} (${code})`
      if (state !== 'ok') reasons[reason] = (reasons[reason] ?? 0) + 1
    }
    return { seconds, said: rows.map(({ state }) => words[state as keyof typeof words] ?? 'open'), reasons }
  })
}

const workOf = ({ url, machine }: SandboxReady, devices: number[]): LoopWork => ({
  url,
  ...machine,
  rows: devices.map((device, row) => ({
    path: `/v2/device/${device}/custom-fields`,
    body: { assetOwner: tagOf(row) },
  })),
})

const asEnded = ({ seconds, done }: LoopResult): Ended => ({
  seconds,
  said: done.map((is) => (is ? 'done' : 'failed')),
})

async function tokenFor({ url, machine }: SandboxReady): Promise<string> {
  const grant = { grant_type: 'client_credentials', client_id: machine.clientId, client_secret: machine.clientSecret }
  const answer = await fetch(`${url}/ws/oauth/token`, { method: 'POST', body: new URLSearchParams(grant) })
  return ((await answer.json()) as { access_token: string }).access_token
}

export const batchRows: Task = {
  name: 'batch-rows',
  async run({ runs, full }: TaskOptions) {
    const folder = temporaryFolder()
    const parallel = parallelProgram()
    const requests = requestsVersion()
    let homes = 0
    const contestants: Record<string, (() => Promise<Measured>) | undefined> = {
      [ours]: () => measure(rowCount, (sandbox, devices) => runOurs(sandbox, devices, join(folder, `home-${++homes}`))),
      'ten at once, three tries': () =>
        measure(rowCount, async (sandbox, devices) => asEnded(await runLoop('tenWay', workOf(sandbox, devices)))),
      [`Python requests ${requests ?? ''}, urllib3 retries`]:
        requests === undefined
          ? undefined
          : () => measure(rowCount, async (sandbox, devices) => asEnded(await runRequests(workOf(sandbox, devices)))),
      'GNU parallel --joblog, curl --retry':
        parallel === undefined
          ? undefined
          : () =>
              measure(rowCount, async (sandbox, devices) => {
                const token = await tokenFor(sandbox)
                return asEnded(await runParallel(parallel, temporaryFolder(), workOf(sandbox, devices), token))
              }),
      ...Object.fromEntries(
        (['rests300ms', 'rests1s'] as const).map((kind) => [
          loopNames[kind],
          () =>
            measure(full ? rowCount : scaledRows[kind], async (sandbox, devices) =>
              asEnded(await runLoop(kind, workOf(sandbox, devices))),
            ),
        ]),
      ),
    }
    try {
      const rounds: Record<string, Measured>[] = []
      for (let round = 0; round < (full ? runs : Math.min(runs, shortRuns)); round++) {
        const present = Object.entries(contestants).filter(([, run]) => run !== undefined)
        rounds.push(
          Object.fromEntries(
            await Promise.all(present.map(async ([name, run]) => [name, await run?.()] as const)),
          ) as Record<string, Measured>,
        )
      }
      return report(Object.keys(contestants), rounds)
    } finally {
      removeFolder(folder)
    }
  },
}

const ours = 'Kunai: plan, approval, journal'
const loopNames: Readonly<Record<keyof typeof scaledRows, string>> = {
  rests300ms: `the SOAR's loop: rests ${loopKinds.rests300ms.restMs} ms, one try`,
  rests1s: `script: rests ${loopKinds.rests1s.restMs / 1000} s, three tries`,
}

function report(names: readonly string[], rounds: readonly Record<string, Measured>[]): TaskReport {
  const bound = (rowCount - limit.burst) / limit.perSecond
  const secondsOf = (name: string) =>
    rounds.map((round) => {
      const { seconds = Number.NaN, rows = Number.NaN } = round[name] ?? {}
      return (seconds * rowCount) / rows
    })
  const sum = (name: string, what: 'twice' | 'wrong' | 'left') =>
    rounds.map((round) => round[name]?.[what] ?? Number.NaN).join(', ')
  const rows = names.map((name) => {
    const [first] = rounds
    const measured = first?.[name]
    if (measured === undefined) return [`peer: ${name}`, 'not installed', '–', '–', '–', '–', '–']
    const scaled = measured.rows < rowCount ? ` (scaled from ${measured.rows} rows)` : ''
    const seconds = secondsOf(name)
    return [
      name === ours ? name : `peer: ${name}${scaled}`,
      spread(summarize(seconds)),
      spread(summarize(seconds.map((one) => one / bound))),
      name === ours
        ? '1'
        : spread(summarize(seconds.map((one, round) => (secondsOf(ours)[round] ?? Number.NaN) / one))),
      sum(name, 'twice'),
      sum(name, 'wrong'),
      sum(name, 'left'),
    ]
  })
  const overBound = summarize(secondsOf(ours).map((one) => one / bound))
  const faster = summarize(secondsOf(loopNames.rests300ms).map((one, round) => one / (secondsOf(ours)[round] ?? 1)))
  const twice = summarize(rounds.map((round) => round[ours]?.twice ?? Number.NaN))
  const wrong = summarize(rounds.map((round) => round[ours]?.wrong ?? Number.NaN))
  const reasons = rounds.map((round) =>
    Object.entries(round[ours]?.reasons ?? {})
      .map(([reason, count]) => `${count} ${reason}`)
      .join(', '),
  )
  return {
    title: `batch-rows: ${figure(rowCount)} custom fields; ${limit.perSecond}/s, burst ${limit.burst}, ${limit.latencyMs} ms, ${limit.failing * 100} % 502, Retry-After`,
    table: {
      head: [
        'contestant',
        'seconds',
        '÷ bound',
        'ours ÷ it',
        'done twice',
        'called what they are not',
        'left over, named',
      ],
      rows: [...rows, [`limit: (rows − burst) ÷ rate`, figure(bound), '1', '', '', '', '']],
    },
    targets: [
      atMost('seconds ÷ bound', overBound, 1.05),
      atMost('rows done twice', twice, 0),
      atMost('rows called what they are not', wrong, 0),
      `The SOAR's loop takes ${spread(faster)} times as long as ours (aim: 3 or more at 10/s).`,
    ],
    notes: [
      `${rounds.length} rounds; the contestants of a round run side by side, each on a sandbox and a limit of its own: they wait more than they work.`,
      'Ours is timed from handing over the rows to the last end: plan, old values of the first rows, approval and all.',
      `Ours left over, round by round: ${reasons.map((one) => one || 'none').join('; ')}.`,
      'Nobody is told the limit. A 502 leaves it open whether the write was made: ours names such a row unknown and never repeats a write by itself; the loops repeat it or call it failed.',
      'Scaled: time per row is arithmetic there, so fewer rows were run; `--full` runs all of them, and as many rounds as asked for.',
    ],
  }
}
