/**
 * Script runs over rows, killed (SIGKILL) again and again while some answers never come: what is lost, done twice or
 * named as doubtful, ours beside other ways of going on. And what the journal costs when nothing is killed.
 */
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { PlainWork } from './servers/plain-writes.ts'
import { type BatchGateway, type SandboxAddress, startBatchGateway } from './support/batch-gateway.ts'
import type { KillPlan } from './support/kill-runs.ts'
import { batchOf, computers, killLoop, killOurs, killParallel, type Survived } from './support/killed-batches.ts'
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
