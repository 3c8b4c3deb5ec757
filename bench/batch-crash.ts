/**
 * Script runs over rows, killed (SIGKILL) again and again while some answers never come: what is lost, done twice or
 * named as doubtful, ours beside other ways of going on. And what the journal costs when nothing is killed.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { JournalKind, JournalWork } from './servers/journal-loop.ts'
import type { PlainWork } from './servers/plain-writes.ts'
import { type BatchFacts, type BatchGateway, type SandboxAddress, startBatchGateway } from './support/batch-gateway.ts'
import { type Killable, type KillPlan, parameterOf, runAndKill, startFleet } from './support/kill-runs.ts'
import { liesInMemory, seed } from './support/machine.ts'
import { removeFolder, type Server, startNode, startServer, temporaryFolder, withServers } from './support/processes.ts'
import { atMost, figure, spread } from './support/report.ts'
import { parallelProgram } from './support/row-peers.ts'
import { ratios, summarize } from './support/statistics.ts'
import { inTurns, type Task, type TaskOptions, type TaskReport } from './support/task.ts'

const latencyMs = 40
const overheadRows = 150
const short: KillPlan = { rows: 300, kills: 8, hangs: 3 }
const whole: KillPlan = { rows: 2_000, kills: 50, hangs: 20 }

const here = (name: string) => new URL(`./servers/${name}.ts`, import.meta.url).pathname
const sandboxProgram = new URL('../packages/sandbox/bin/kunai-sandbox.mjs', import.meta.url).pathname
/** Linux keeps this folder in memory: a flush there costs nothing. */
const memory = '/dev/shm'

const batchOf = (devices: readonly number[], rows: number, edited?: number) => ({
  action: 'devices.runScript',
  template: { id: '{{ device }}', type: 'SCRIPT', scriptId: '1', parameters: '{{ parameters }}' },
  rows: Array.from({ length: rows }, (_, row) => ({
    device: devices[row % devices.length],
    parameters: row === edited ? parameterOf(rows) : parameterOf(row),
  })),
})

const wireRows = (devices: readonly number[], rows: number, edited?: number) =>
  batchOf(devices, rows, edited).rows.map(({ device, parameters }) => ({
    path: `/v2/device/${device}/script/run`,
    body: { type: 'SCRIPT', id: 1, parameters },
  }))

async function userToken({ url, user }: SandboxAddress): Promise<string> {
  const { clientId, clientSecret, refreshToken } = user
  const grant = {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  }
  const answer = await fetch(`${url}/ws/oauth/token`, { method: 'POST', body: new URLSearchParams(grant) })
  return ((await answer.json()) as { access_token: string }).access_token
}

/** Computers only: network gear runs no scripts. */
async function computers(sandbox: SandboxAddress): Promise<number[]> {
  const query = new URLSearchParams({ df: 'class in (WINDOWS_SERVER, WINDOWS_WORKSTATION)', pageSize: '1000' })
  const answer = await fetch(`${sandbox.url}/v2/devices?${query}`, {
    headers: { authorization: `Bearer ${await userToken(sandbox)}` },
  })
  return ((await answer.json()) as { id: number }[]).map(({ id }) => id)
}

interface Survived {
  readonly seconds: number
  readonly backMs: readonly number[]
  readonly lost: number
  readonly twice: number
  readonly named: number
  /** Why rows are named, where that is known. */
  readonly reasons?: readonly string[]
  /** What happened when a row was edited and everything was started once more. */
  readonly edited: string
}

async function killOurs(plan: KillPlan, folder: string): Promise<Survived> {
  const sandbox = await startFleet()
  const home = join(folder, 'ours')
  try {
    const devices = await computers(sandbox)
    let gateway: BatchGateway = await startBatchGateway(sandbox, home)
    const id = await gateway.begin(batchOf(devices, plan.rows))
    let isFirst = true
    const victim: Killable = {
      async start() {
        if (!isFirst) gateway = await startBatchGateway(sandbox, home)
        isFirst = false
        const { pid } = gateway.server
        return { ended: gateway.untilDone(id).catch(() => undefined), kill: () => killProcess(pid) }
      },
    }
    const { twice, missing, backMs, seconds } = await runAndKill(sandbox, plan, victim)
    const rows = await gateway.rows(id)
    // A row that failed was not carried out, and says so: named, like one in doubt, and not lost.
    const left = rows.filter(({ state }) => state !== 'ok')
    const named = new Set(left.map(({ seq }) => seq - 1))
    const lost = [...missing].filter((row) => !named.has(row)).length + (plan.rows - rows.length)
    const edited = await editOurs(gateway, batchOf(devices, plan.rows, 0), id)
    await gateway.server.stop()
    const reasons = [...new Set(left.map(({ state, code }) => `${state} (${code})`))].sort()
    return { seconds, backMs, lost, twice, named: named.size, edited, reasons }
  } finally {
    await sandbox.close()
  }
}

async function editOurs(
  gateway: BatchGateway,
  { action, template, rows }: ReturnType<typeof batchOf>,
  earlier: string,
) {
  const { id } = await gateway.request<BatchFacts>('/api/batches', { action, template })
  for (let after = 0; after < rows.length; after += 500) {
    const part = rows.slice(after, after + 500).map((values, index) => ({ line: after + index + 1, values }))
    await gateway.request(`/api/batches/${id}/rows`, { after, rows: part })
  }
  const refusal = await gateway.request(`/api/batches/${id}/plan`, { resumes: earlier }).catch((error) => String(error))
  return String(refusal).includes('1 rows are new or edited') ? 'refused, and named' : 'not noticed'
}

async function killProcess(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL')
  while (isThere(pid)) await new Promise((resolve) => setTimeout(resolve, 1))
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function killLoop(kind: JournalKind, plan: KillPlan, folder: string): Promise<Survived> {
  return killPeer(plan, (work) => {
    const child = startNode([here('journal-loop'), kind], {
      nodeArgs: ['--conditions=@kunai/source', '--disable-warning=ExperimentalWarning'],
    })
    child.stdin?.end(JSON.stringify({ ...work, journal: join(folder, kind) } satisfies JournalWork))
    const ended = once(child, 'close')
    return { ended, kill: async () => void (child.kill('SIGKILL') && (await ended)) }
  })
}

async function killParallel(program: string, plan: KillPlan, folder: string): Promise<Survived> {
  const [script, rows, log] = ['run.sh', 'rows.txt', 'joblog.txt'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  return killPeer(plan, (work) => {
    const headers = `--header "Authorization: Bearer ${work.token}" --header "Content-Type: application/json"`
    writeFileSync(script, `exec curl --silent --fail --output /dev/null ${headers} --data "$2" "${work.url}$1"\n`)
    writeFileSync(rows, work.rows.map(({ path, body }) => `${path}\t${JSON.stringify(body)}\n`).join(''))
    const args = [
      '--resume',
      '--joblog',
      log,
      '--jobs',
      '1',
      '--colsep',
      '\t',
      'sh',
      script,
      '{1}',
      '{2}',
      '::::',
      rows,
    ]
    // A group of its own, so that what it has started dies with it.
    const child = spawn(program, args, {
      stdio: 'ignore',
      detached: true,
      env: { ...process.env, PARALLEL_HOME: folder },
    })
    const ended = once(child, 'close')
    const { pid = 0 } = child
    return { ended, kill: async () => void (process.kill(-pid, 'SIGKILL') && (await ended)) }
  })
}

async function killPeer(
  plan: KillPlan,
  start: (work: Omit<JournalWork, 'journal'>) => Awaited<ReturnType<Killable['start']>>,
): Promise<Survived> {
  const sandbox = await startFleet()
  try {
    const devices = await computers(sandbox)
    const work = { url: sandbox.url, token: await userToken(sandbox), rows: wireRows(devices, plan.rows) }
    const { twice, missing, backMs, seconds } = await runAndKill(sandbox, plan, { start: async () => start(work) })
    const before = sandbox.control.ledger().length
    await start({ ...work, rows: wireRows(devices, plan.rows, 0) }).ended
    const edited = sandbox.control.ledger().length > before ? 'was run' : 'skipped in silence'
    return { seconds, backMs, lost: missing.size, twice, named: 0, edited }
  } finally {
    await sandbox.close()
  }
}

/** Seconds for the same rows, with an answer that takes its time: on a disk, in memory, and without a gateway. */
async function measureOverhead(runs: number, folder: string) {
  return withServers(async (keep) => {
    const delay = [{ match: { operation: 'devices.runScript' }, effect: { kind: 'delay', delayMs: latencyMs } }]
    const { ready } = await keep<Server<SandboxAddress>>(
      startServer<SandboxAddress>([
        ...[sandboxProgram, 'start', '--json', '--port', '0', '--seed', String(seed), '--devices', '60', '--orgs', '3'],
        ...['--faults', JSON.stringify(delay)],
      ]),
    )
    const devices = await computers(ready)
    const gatewayIn = async (home: string) => {
      const gateway = await startBatchGateway(ready, home)
      await keep(Promise.resolve(gateway.server))
      return gateway
    }
    const run = async (gateway: BatchGateway) => {
      const id = await gateway.begin(batchOf(devices, overheadRows))
      const beganMs = performance.now()
      const { state } = await gateway.untilDone(id)
      if (state !== 'done') throw new Error(`the batch is ${state}`)
      return (performance.now() - beganMs) / 1000
    }
    const onDisk = await gatewayIn(join(folder, 'disk'))
    const shm = liesInMemory(memory) ? temporaryFolder(memory) : undefined
    const inMemory = shm === undefined ? undefined : await gatewayIn(shm)
    const contestants = {
      disk: () => run(onDisk),
      memory: async () => (inMemory === undefined ? Number.NaN : run(inMemory)),
      alone: () => runAlone({ sandbox: ready, rows: devicesByRow(devices) }),
    }
    // Once to warm up.
    await inTurns(1, contestants)
    const seconds = await inTurns(runs, contestants)
    if (shm !== undefined) removeFolder(shm)
    return seconds
  })
}

const devicesByRow = (devices: readonly number[]) =>
  Array.from({ length: overheadRows }, (_, row) => ({ device: devices[row % devices.length] ?? 0, row }))

async function runAlone(work: PlainWork): Promise<number> {
  const child = startNode([here('plain-writes')], { nodeArgs: ['--conditions=@kunai/source'] })
  const { stdin, stdout, stderr } = child
  if (!stdin || !stdout || !stderr) throw new TypeError('the child has no pipes')
  stdin.end(JSON.stringify(work))
  const [said, complaints, [code]] = await Promise.all([text(stdout), text(stderr), once(child, 'close')])
  if (code !== 0) throw new Error(`the loop without a gateway ended with ${code}: ${complaints}`)
  return (JSON.parse(said) as { seconds: number }).seconds
}

export const batchCrash: Task = {
  name: 'batch-crash',
  async run({ runs, full }: TaskOptions) {
    const folder = temporaryFolder()
    const plan = full ? whole : short
    const parallel = parallelProgram()
    try {
      const seconds = await measureOverhead(runs, folder)
      const survived = {
        [ours]: await killOurs(plan, folder),
        'GNU parallel --resume, curl': parallel === undefined ? undefined : await killParallel(parallel, plan, folder),
        'loop, JSON Lines without flush': await killLoop('jsonl', plan, folder),
        'loop, SQLite FULL, a transaction per row': await killLoop('sqlite', plan, folder),
      }
      return report(plan, survived, seconds)
    } finally {
      removeFolder(folder)
    }
  },
}

const ours = 'Kunai'

function report(
  { rows, kills, hangs }: KillPlan,
  survived: Readonly<Record<string, Survived | undefined>>,
  seconds: Awaited<ReturnType<typeof measureOverhead>>,
): TaskReport {
  const percent = (values: ReturnType<typeof ratios>) => ({
    median: (values.median - 1) * 100,
    min: (values.min - 1) * 100,
    max: (values.max - 1) * 100,
  })
  const durability = percent(ratios(seconds.disk, seconds.memory))
  const all = percent(ratios(seconds.disk, seconds.alone))
  const mine = survived[ours]
  const exactly = (value = Number.NaN) => ({ median: value, min: value, max: value })
  return {
    title: `batch-crash: ${figure(rows)} script runs, ${kills} × SIGKILL, ${hangs} answers that never come`,
    table: {
      head: [
        'contestant',
        'lost',
        'done twice',
        'named as doubtful or failed',
        'back after a kill, ms',
        'seconds in all',
        'an edited row, resumed',
      ],
      rows: Object.entries(survived).map(([name, one]) => [
        name === ours ? name : `peer: ${name}`,
        ...(one === undefined
          ? ['not installed', '–', '–', '–', '–', '–']
          : [
              String(one.lost),
              String(one.twice),
              String(one.named),
              spread(summarize(one.backMs)),
              figure(one.seconds),
              one.edited,
            ]),
      ]),
    },
    targets: [
      atMost('rows lost', exactly(mine?.lost), 0),
      atMost('rows done twice', exactly(mine?.twice), 0),
      atMost('what durability adds to a run', durability, 5, ' %'),
      atMost('what plan, policy, audit and journal add to the bare client', all, 5, ' %'),
    ],
    notes: [
      `Nothing killed, ${overheadRows} rows, answers after ${latencyMs} ms: ${spread(summarize(seconds.disk))} s on the disk, ${spread(summarize(seconds.memory))} s with the home in memory where a flush costs nothing, ${spread(summarize(seconds.alone))} s for the bare client in a loop.`,
      `Ours named, for: ${mine?.reasons?.join(', ') || 'none'}.`,
      'Ours never repeats a row in doubt: it is named, and at most the two rows under way are. The others repeat what they had not written down.',
      'Back after a kill: until the next row is carried out. Ours starts a whole gateway, checks its audit and judges the row again.',
      'A kill of a process does not lose what it had written without a flush; a power failure does, and is not tried here.',
    ],
  }
}
