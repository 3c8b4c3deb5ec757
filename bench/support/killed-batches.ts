/** Ways through rows that can be killed and go on: a batch of ours, GNU parallel, and loops with a journal. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JournalKind, JournalWork } from '../servers/journal-loop.ts'
import { type BatchFacts, type BatchGateway, type SandboxAddress, startBatchGateway } from './batch-gateway.ts'
import { type Killable, type KillPlan, parameterOf, runAndKill, startFleet } from './kill-runs.ts'
import { startNode } from './processes.ts'

const loopFile = new URL('../servers/journal-loop.ts', import.meta.url).pathname

export const batchOf = (devices: readonly number[], rows: number, edited?: number) => ({
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
export async function computers(sandbox: SandboxAddress): Promise<number[]> {
  const query = new URLSearchParams({ df: 'class in (WINDOWS_SERVER, WINDOWS_WORKSTATION)', pageSize: '1000' })
  const answer = await fetch(`${sandbox.url}/v2/devices?${query}`, {
    headers: { authorization: `Bearer ${await userToken(sandbox)}` },
  })
  return ((await answer.json()) as { id: number }[]).map(({ id }) => id)
}

export interface Survived {
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

export async function killOurs(plan: KillPlan, folder: string): Promise<Survived> {
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

export async function killLoop(kind: JournalKind, plan: KillPlan, folder: string): Promise<Survived> {
  return killPeer(plan, (work) => {
    const child = startNode([loopFile, kind], {
      nodeArgs: ['--conditions=@kunai/source', '--disable-warning=ExperimentalWarning'],
    })
    child.stdin?.end(JSON.stringify({ ...work, journal: join(folder, kind) } satisfies JournalWork))
    const ended = once(child, 'close')
    return { ended, kill: async () => void (child.kill('SIGKILL') && (await ended)) }
  })
}

export async function killParallel(program: string, plan: KillPlan, folder: string): Promise<Survived> {
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
