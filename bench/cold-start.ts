/** How long people wait: for the gateway to answer, on a new home and on a used one, and for `kunai --version`. */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { templatePath } from '../packages/gateway/src/store/index.ts'
import {
  kunaiProgram,
  removeFolder,
  type Server,
  startNode,
  startOwn,
  startServer,
  temporaryFolder,
} from './support/processes.ts'
import { spread } from './support/report.ts'
import { ratios, summarize } from './support/statistics.ts'
import { inTurns, type Task, type TaskReport } from './support/task.ts'

/** Short programs vary more than they take: each round asks several times and keeps the median. */
const repeats = 3

const databaseAlone = new URL('./servers/pglite.ts', import.meta.url)
const serverAlone = new URL('./servers/healthz.mjs', import.meta.url)
const versionFile = new URL('./servers/version.mjs', import.meta.url)

export const coldStart: Task = {
  name: 'cold-start',
  async run({ runs }) {
    makeTemplate()
    const folder = temporaryFolder()
    let homes = 0
    const newFolder = () => join(folder, String(++homes))
    const usedHome = newFolder()
    const usedDatabase = newFolder()
    try {
      const contestants = {
        upNew: () => untilHealthy(() => startKunai(newFolder())),
        upUsed: () => untilHealthy(() => startKunai(usedHome)),
        databaseNew: () => untilHealthy(() => startOwn(databaseAlone, [newFolder()])),
        databaseUsed: () => untilHealthy(() => startOwn(databaseAlone, [usedDatabase])),
        bareServer: () => untilHealthy(() => startServer([serverAlone.pathname])),
        version: () => several(() => untilEnded([kunaiProgram, '--version'])),
        oneFile: () => several(() => untilEnded([versionFile.pathname])),
        bareNode: () => several(() => untilEnded(['-e', '0'])),
      }
      // The warm-up fills the disk's cache and makes the used homes.
      const { upUsed, databaseUsed, bareServer, version, oneFile, bareNode } = contestants
      await inTurns(1, { upUsed, databaseUsed, bareServer, version, oneFile, bareNode })
      return report(await inTurns(runs, contestants))
    } finally {
      removeFolder(folder)
    }
  },
}

/** `npm start` makes it before the first start, so a start without it would be another thing. */
function makeTemplate(): void {
  if (existsSync(templatePath)) return
  const script = new URL('../scripts/build-database-template.ts', import.meta.url).pathname
  const { status, stderr } = spawnSync(process.execPath, ['--conditions=@kunai/source', script], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the database template cannot be made: ${stderr}`)
}

function startKunai(home: string): Promise<Server> {
  return startServer([kunaiProgram, 'up', '--json', '--port', '0', '--sandbox-port', '0'], {
    environment: { KUNAI_HOME: home },
  })
}

/** Milliseconds from the process's start to the first good answer. */
async function untilHealthy(start: () => Promise<Server>): Promise<number> {
  const beganMs = performance.now()
  const started = await start()
  try {
    const response = await fetch(`${started.ready.url}/healthz`)
    const tookMs = performance.now() - beganMs
    if (response.status !== 200) throw new Error(`/healthz answered ${response.status}: ${await response.text()}`)
    await response.text()
    return tookMs
  } finally {
    await started.stop()
  }
}

async function untilEnded(args: readonly string[]): Promise<number> {
  const beganMs = performance.now()
  const child = startNode(args)
  child.stdin?.end()
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`)
  return performance.now() - beganMs
}

async function several(measure: () => Promise<number>): Promise<number> {
  const times: number[] = []
  for (let index = 0; index < repeats; index++) times.push(await measure())
  return summarize(times).median
}

type Times = Record<
  'upNew' | 'upUsed' | 'databaseNew' | 'databaseUsed' | 'bareServer' | 'version' | 'oneFile' | 'bareNode',
  number[]
>

function report(times: Times): TaskReport {
  const row = (label: string, name: keyof Times, ours: keyof Times) => [
    label,
    spread(summarize(times[name])),
    name === ours ? '1' : spread(ratios(times[ours], times[name])),
  ]
  return {
    title: 'cold-start: from starting the process to the first good answer, or to its end',
    table: {
      head: ['contestant', 'ms', 'ours ÷ it (below 1: ours is faster)'],
      rows: [
        row('kunai up, new KUNAI_HOME, until /healthz is 200', 'upNew', 'upNew'),
        row('peer: PGlite and Hono alone, new folder', 'databaseNew', 'upNew'),
        row('kunai up, used KUNAI_HOME', 'upUsed', 'upUsed'),
        row('peer: PGlite and Hono alone, used folder', 'databaseUsed', 'upUsed'),
        row('limit: node:http alone', 'bareServer', 'upUsed'),
        row('kunai --version', 'version', 'version'),
        row('peer: one-file script', 'oneFile', 'version'),
        row('limit: node -e 0', 'bareNode', 'version'),
      ],
    },
    targets: ['No target was set.'],
    notes: [
      'kunai up starts gateway, store and a sandbox of 1,800 devices (its default); npm itself is not in it.',
      `The last three: each round is the median of ${repeats} starts.`,
    ],
  }
}
