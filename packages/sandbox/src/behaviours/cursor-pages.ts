/**
 * Reports in pages (ninjaone-api §6, `/v2/queries/*` and backup jobs): what was found stays as it is until it expires,
 * its name stays the same on every page, and its offset advances.
 */
import type { World } from '../world/world.ts'
import type { Scene } from './behaviour.ts'

interface Report {
  readonly rows: readonly object[]
  readonly expiresMs: number
  offset: number
}

interface Reports {
  readonly open: Map<string, Report>
  count: number
}

/** How long a report lives; nobody has said (grade U). */
const lifeMs = 600_000
const reportsKept = 64

const reportsOfWorld = new WeakMap<World, Reports>()

function reportsOf(world: World): Reports {
  const known = reportsOfWorld.get(world)
  if (known) return known
  const made: Reports = { open: new Map(), count: 0 }
  reportsOfWorld.set(world, made)
  return made
}

/** `find` is asked for a new report only. */
export function pageOfReport<Row extends object>(
  { cursor, pageSize }: { readonly cursor?: string | undefined; readonly pageSize: number },
  find: () => readonly Row[],
  scene: Scene,
) {
  const [name, report] = cursor === undefined ? openReport(find(), scene) : findReport(readName(cursor), scene)
  const results = report.rows.slice(report.offset, report.offset + pageSize) as Row[]
  report.offset += results.length
  return {
    cursor: { name, offset: report.offset, count: report.rows.length, expires: report.expiresMs / 1000 },
    results,
  }
}

function openReport(rows: readonly object[], { world, nowMs }: Scene): readonly [string, Report] {
  const reports = reportsOf(world)
  const report = { rows, expiresMs: nowMs + lifeMs, offset: 0 }
  const name = world.origin.draw('report', ++reports.count).hex('name', 16)
  const [oldest] = reports.open.keys()
  if (reports.open.size >= reportsKept && oldest !== undefined) reports.open.delete(oldest)
  reports.open.set(name, report)
  return [name, report]
}

function findReport(name: string, { world, nowMs, refuse }: Scene): readonly [string, Report] {
  const report = reportsOf(world).open.get(name)
  if (report && nowMs < report.expiresMs) return [name, report]
  throw refuse(400, 'invalid_cursor', `Cursor ${name} is unknown or has expired`)
}

/** Clients send the name, or the object as it came (experience.md §1.4, 13). */
function readName(cursor: string): string {
  return /^\{.*"name"\s*:\s*"([^"]+)"/.exec(cursor)?.[1] ?? cursor
}
