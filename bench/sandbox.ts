/** What both tasks about the sandbox need: a fleet, a token, and answers to hold the others against. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LoadPlan } from './support/http-loop.ts'
import { type LoadGenerator, startLoadGenerator } from './support/load.ts'
import { seed } from './support/machine.ts'
import { removeFolder, type Server, startOwn, temporaryFolder, withServers } from './support/processes.ts'
import { atLeast, figure, spread } from './support/report.ts'
import { ratios, summarize } from './support/statistics.ts'
import { inTurns, type TaskOptions, type TaskReport } from './support/task.ts'

export interface SandboxReady {
  readonly url: string
  readonly machine: { readonly clientId: string; readonly clientSecret: string }
  readonly user: { readonly clientId: string; readonly clientSecret: string; readonly refreshToken: string }
}

export interface Duel {
  readonly title: string
  /** Paths of the sandbox that are asked for in turn. */
  paths(get: (path: string) => Promise<string>): Promise<string[]>
  readonly peer: { readonly name: string; start(file: string): Promise<Server> }
  readonly target: { readonly what: string; readonly ratio: number; readonly of: 'limit' | 'peer' }
  readonly mark: string
}

const connections = 20
const warmUpMs = 1000

/** @param latencyMs how much later than usual each list of devices is answered. */
export function startSandboxServer(
  devices: number,
  organizations: number,
  latencyMs = 0,
): Promise<Server<SandboxReady>> {
  return startOwn<SandboxReady>(new URL('./servers/sandbox.ts', import.meta.url), [
    String(devices),
    String(organizations),
    String(seed),
    String(latencyMs),
  ])
}

/** A function that reads from the sandbox as its machine application. */
export async function connectSandbox({ url, machine }: SandboxReady) {
  const response = await fetch(`${url}/ws/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: machine.clientId,
      client_secret: machine.clientSecret,
    }),
  })
  const { access_token: token } = (await response.json()) as { access_token: string }
  const headers = { Authorization: `Bearer ${token}` }
  return { headers, get: (path: string) => readText(url + path, headers) }
}

async function readText(url: string, headers: Record<string, string>): Promise<string> {
  const answer = await fetch(url, { headers })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text.slice(0, 300)}`)
  return text
}

/** Sandbox, limit and peer answer the same requests, in turns. */
export async function runDuel(duel: Duel, { runs, seconds }: TaskOptions): Promise<TaskReport> {
  const folder = temporaryFolder()
  const bodyFile = join(folder, 'body.json')
  const bare = (mode: string) => startOwn(new URL('./servers/bare.ts', import.meta.url), [mode, bodyFile])
  try {
    return await withServers(async (keep) => {
      const sandbox = await keep(startSandboxServer(10_000, 100))
      const { headers, get } = await connectSandbox(sandbox.ready)
      const paths = await duel.paths(get)
      const bodies = await Promise.all(paths.map(get))
      // The others have one body; the one of middle length is fair to all.
      const body = bodies.sort((left, right) => left.length - right.length)[Math.floor(bodies.length / 2)] ?? ''
      writeFileSync(bodyFile, body)
      const limit = await keep(bare('constant'))
      const peer = await keep(duel.peer.start(bodyFile))
      for (const { url } of [limit.ready, peer.ready]) {
        const path = paths[0] ?? '/'
        if ((await readText(url + path, headers)) !== body) throw new Error(`${url}${path} answers something else`)
      }
      const load = await keep(startLoadGenerator())
      const planFor = (url: string, durationMs: number): LoadPlan => ({
        url,
        method: 'GET',
        paths,
        headers,
        connections,
        durationMs,
        mark: duel.mark,
        bytesMin: Math.min(...bodies.map((one) => Buffer.byteLength(one))),
      })
      const contestants = { sandbox: sandbox.ready.url, limit: limit.ready.url, peer: peer.ready.url }
      for (const url of Object.values(contestants)) await load.run(planFor(url, warmUpMs))
      const measured = await inTurns(runs, {
        sandbox: () => load.run(planFor(contestants.sandbox, seconds * 1000)),
        limit: () => load.run(planFor(contestants.limit, seconds * 1000)),
        peer: () => load.run(planFor(contestants.peer, seconds * 1000)),
      })
      return report(duel, measured, {
        bytes: Buffer.byteLength(body),
        paths: paths.length,
        check: await crossCheck(load, planFor(contestants.limit, seconds * 500)),
      })
    })
  } finally {
    removeFolder(folder)
  }
}

/** How much of the limit another load generator can see; ours must see no less, or it is the bottleneck. */
async function crossCheck(load: LoadGenerator, plan: LoadPlan): Promise<string> {
  const { perSecond } = await load.runAutocannon(plan)
  const own = await load.run(plan)
  return `Load by our own keep-alive loop; against the limit autocannon gets ${figure(perSecond)} req/s out of it, our loop right after ${figure(own.perSecond)}.`
}

type Measured = Record<'sandbox' | 'limit' | 'peer', { perSecond: number; p50Ms: number; p99Ms: number }[]>

function report(duel: Duel, measured: Measured, facts: { bytes: number; paths: number; check: string }): TaskReport {
  const rates = (name: keyof Measured) => measured[name].map(({ perSecond }) => perSecond)
  const ours = rates('sandbox')
  const row = (label: string, name: keyof Measured) => [
    label,
    spread(summarize(rates(name))),
    name === 'sandbox' ? '1' : spread(ratios(ours, rates(name))),
    spread(summarize(measured[name].map(({ p50Ms }) => p50Ms))),
    spread(summarize(measured[name].map(({ p99Ms }) => p99Ms))),
  ]
  return {
    title: duel.title,
    table: {
      head: ['contestant', 'req/s', 'ours ÷ it', 'p50 ms', 'p99 ms'],
      rows: [
        row('Kunai sandbox', 'sandbox'),
        row(`peer: ${duel.peer.name}`, 'peer'),
        row('limit: node:http, constant body', 'limit'),
      ],
    },
    targets: [atLeast(duel.target.what, ratios(ours, rates(duel.target.of)), duel.target.ratio)],
    notes: [
      `${connections} connections, one request in flight on each; ${facts.paths} paths in turn; the limit's body has ${figure(facts.bytes)} bytes.`,
      facts.check,
    ],
  }
}
