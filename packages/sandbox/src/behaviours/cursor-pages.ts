/**
 * The `cursor` family: `{ cursor: { name, offset, count, expires }, results }`. A report is a snapshot on the server's
 * side; its name stays the same over all pages while the offset advances (ninjaone-api §6).
 */
import type { World } from '../world/world.ts'
import type { Scene } from './behaviour.ts'

interface Query {
  readonly cursor?: string | undefined
  readonly pageSize?: number | undefined
}

interface Report {
  readonly operation: string
  readonly count: number
  readonly expiresMs: number
  offset: number
  /** Thrown away with the last page. */
  rows: readonly unknown[]
}

const pageSizeDefault = 1_000
/** Assumed: that cursors expire is documented, after how long is not. */
const lifetimeMs = 1_800_000
/** A fleet's rows are many; who begins reports and leaves them loses the oldest. */
const reportsKept = 16

interface Reports {
  readonly era: number
  begun: number
  readonly byName: Map<string, Report>
}

const reportsOfWorld = new WeakMap<World, Reports>()
/** So that the name of a report that a restored snapshot knows nothing of is never given again. */
const namesPerEra = 1_000_000

function reportsOf(world: World) {
  const known = reportsOfWorld.get(world)
  if (known?.era === world.era) return known
  const reports: Reports = { era: world.era, begun: 0, byName: new Map() }
  reportsOfWorld.set(world, reports)
  return reports
}

function begin({ world, nowMs, operation }: Scene, rows: readonly unknown[]): string {
  const reports = reportsOf(world)
  reports.begun++
  const name = world.origin.draw('cursor', world.era * namesPerEra + reports.begun).uuid()
  reports.byName.set(name, { operation, count: rows.length, expiresMs: nowMs + lifetimeMs, offset: 0, rows })
  const [oldest] = reports.byName.keys()
  if (reports.byName.size > reportsKept && oldest !== undefined) reports.byName.delete(oldest)
  return name
}

/** `drawRows` is asked once per report; pages that follow show what was true when it began. */
export function pageOfReport<Row>(
  scene: Scene,
  query: Query,
  drawRows: () => readonly Row[],
  defect: (page: readonly Row[], isLast: boolean) => readonly Row[] = (page) => page,
) {
  const name = query.cursor === undefined ? begin(scene, drawRows()) : readName(query.cursor)
  const report = reportsOf(scene.world).byName.get(name)
  if (!report || report.operation !== scene.operation || report.expiresMs <= scene.nowMs) {
    throw scene.refuse(400, 'invalid_cursor', `cursor: ${name} is unknown or has expired`)
  }
  const page = report.rows.slice(report.offset, report.offset + (query.pageSize ?? pageSizeDefault)) as Row[]
  report.offset += page.length
  const isLast = report.offset >= report.count
  if (isLast) {
    report.rows = []
    report.offset = report.count
  }
  return {
    cursor: { name, offset: report.offset, count: report.count, expires: report.expiresMs / 1000 },
    results: [...defect(page, isLast)],
  }
}

/** Clients send the name, or the object as it came (experience.md §1.4, 13). */
function readName(cursor: string): string {
  return /^\{.*"name"\s*:\s*"([^"]+)"/.exec(cursor)?.[1] ?? cursor
}
