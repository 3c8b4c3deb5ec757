/** What clients do all day, beside other emulators: one device, a page, a filter, a write, a device's activities. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectSandbox, startSandboxServer } from './sandbox.ts'
import type { LoadPlan } from './support/http-loop.ts'
import { startLoadGenerator } from './support/load.ts'
import { startJsonServer, startPrism } from './support/peer-servers.ts'
import { removeFolder, startOwn, temporaryFolder, withServers } from './support/processes.ts'
import { atLeast, spread } from './support/report.ts'
import { ratios, summarize } from './support/statistics.ts'
import { inTurns, type Task, type TaskReport } from './support/task.ts'

const connections = 20
/** Slow peers answer their first requests late. */
const warmUpMs = 2_000
const devices = 10_000
const onePage = 1_000

interface Work {
  readonly name: string
  readonly method: 'GET' | 'PATCH'
  readonly path: string
  readonly body?: string
  readonly mark: string
  /** Where json-server keeps the same; it answers a write with 200 and the row. */
  readonly jsonPath: string
  /** Prism answers reads from the description's examples; a list has one row there. */
  readonly prism: boolean
}

const works: readonly Work[] = [
  {
    name: 'one device',
    method: 'GET',
    path: '/v2/device/1001',
    mark: '"systemName"',
    jsonPath: '/v2/device/1001',
    prism: true,
  },
  {
    name: 'page of 1,000',
    method: 'GET',
    path: `/v2/devices?pageSize=${onePage}`,
    mark: '"systemName"',
    jsonPath: `/v2/devices?_limit=${onePage}`,
    prism: true,
  },
  {
    name: 'df: class and online',
    method: 'GET',
    path: '/v2/devices?df=class%20%3D%20WINDOWS_SERVER%20AND%20online&pageSize=1000',
    mark: '"systemName"',
    jsonPath: `/v2/devices?nodeClass=WINDOWS_SERVER&offline=false&_limit=${onePage}`,
    prism: true,
  },
  {
    name: 'write: rename a device',
    method: 'PATCH',
    path: '/v2/device/1001',
    body: '{"displayName":"Front desk"}',
    mark: '',
    jsonPath: '/v2/device/1001',
    prism: false,
  },
  {
    name: 'activities of a device',
    method: 'GET',
    path: '/v2/device/1001/activities?pageSize=50',
    mark: '"activityTime"',
    jsonPath: '/v2/activities?deviceId=1001&_limit=50',
    prism: true,
  },
]

type Rates = readonly number[] | undefined

export const sandboxOperations: Task = {
  name: 'sandbox-operations',
  async run({ runs, seconds }): Promise<TaskReport> {
    const folder = temporaryFolder()
    try {
      return await withServers(async (keep) => {
        const sandbox = await keep(startSandboxServer(devices, 100))
        const { headers, get } = await connectSandbox(sandbox.ready)
        const rows = await readRows(get)
        const jsonServer = await startJsonServer(folder, rows)
        if (jsonServer) await keep(Promise.resolve(jsonServer))
        const prism = await startPrism()
        if (prism) await keep(Promise.resolve(prism))
        const load = await keep(startLoadGenerator())
        const measured: { work: Work; ours: Rates; limit: Rates; json: Rates; prism: Rates }[] = []
        for (const [index, work] of works.entries()) {
          const body = work.method === 'GET' ? await get(work.path) : '{}'
          const file = join(folder, `${index}.json`)
          writeFileSync(file, body)
          const limit = await keep(startOwn(new URL('./servers/bare.ts', import.meta.url), ['constant', file]))
          const planFor =
            (url: string, path: string, more: Partial<LoadPlan> = {}) =>
            (durationMs: number) => ({
              url,
              method: work.method,
              paths: [path],
              ...(work.body !== undefined && { bodies: [work.body] }),
              headers: { ...headers, ...(work.body !== undefined && { 'Content-Type': 'application/json' }) },
              connections,
              durationMs,
              mark: work.mark,
              bytesMin: 0,
              ...more,
            })
          const plans = {
            ours: planFor(sandbox.ready.url, work.path, work.method === 'GET' ? {} : { status: 204 }),
            limit: planFor(limit.ready.url, work.path),
            ...(jsonServer && { json: planFor(jsonServer.ready.url, work.jsonPath) }),
            ...(prism && work.prism && { prism: planFor(prism.ready.url, work.path) }),
          }
          const contestants = Object.fromEntries(
            Object.entries(plans).map(([name, plan]) => [
              name,
              async () => (await load.run(plan(seconds * 1000))).perSecond,
            ]),
          )
          for (const plan of Object.values(plans)) await load.run(plan(warmUpMs))
          const rates: Partial<Record<string, number[]>> = await inTurns(runs, contestants)
          const { ours, limit: bound, json, prism: mock } = rates
          measured.push({ work, ours, limit: bound, json, prism: mock })
          await limit.stop()
        }
        return report(measured)
      })
    } finally {
      removeFolder(folder)
    }
  },
}

/** The same rows for json-server: every device, and the newest activities. */
async function readRows(get: (path: string) => Promise<string>): Promise<Record<string, unknown>> {
  const all: { id: number }[] = []
  for (let after = 0; ; after = all.at(-1)?.id ?? 0) {
    const page = JSON.parse(await get(`/v2/devices?pageSize=${onePage}&after=${after}`)) as { id: number }[]
    if (page.length === 0) break
    all.push(...page)
  }
  const newest = JSON.parse(await get('/v2/activities?pageSize=1000')) as { activities: object[] }
  const ofDevice = JSON.parse(await get('/v2/device/1001/activities?pageSize=50')) as { activities: object[] }
  const activities = [...newest.activities, ...ofDevice.activities].map((one, index) => ({ ...one, id: index }))
  return { devices: all, activities }
}

function report(measured: readonly { work: Work; ours: Rates; limit: Rates; json: Rates; prism: Rates }[]): TaskReport {
  const cells = (ours: Rates, theirs: Rates) =>
    ours && theirs ? [spread(summarize(theirs)), spread(ratios(ours, theirs))] : ['–', '–']
  const [device] = measured
  const targets =
    device?.ours && device.limit
      ? [
          atLeast('one device: sandbox ÷ limit', ratios(device.ours, device.limit), 0.5),
          device.prism
            ? atLeast('one device: sandbox ÷ Prism', ratios(device.ours, device.prism), 50)
            : 'Target one device: sandbox ÷ Prism ≥ 50: not measured, Prism is not installed.',
        ]
      : []
  return {
    title: 'sandbox-operations: req/s beside other emulators, fleet of 10,000',
    table: {
      head: ['work', 'Kunai', 'node:http constant', 'ours ÷ it', 'json-server', 'ours ÷ it', 'Prism', 'ours ÷ it'],
      rows: measured.map(({ work, ours, limit, json, prism }) => [
        work.name,
        ours ? spread(summarize(ours)) : '–',
        ...cells(ours, limit),
        ...cells(ours, json),
        ...cells(ours, prism),
      ]),
    },
    targets,
    notes: [
      `${connections} connections, one request in flight on each. Only Kunai checks the token of each request.`,
      'json-server holds the same rows and writes its file on each change; Prism makes one row from the description and keeps nothing.',
      '–: not installed here, or not something that it does. Vercel’s emulate has no NinjaOne service and was not found on npm.',
    ],
  }
}
