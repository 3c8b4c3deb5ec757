/** How a batch is followed: a bar that is redrawn on a terminal, a plain line now and then elsewhere. */
import { setTimeout as wait } from 'node:timers/promises'
import type { CliParts } from './parts.ts'

/** A batch as the gateway's API shows it (docs/reference/http-api.md). */
export interface BatchView {
  readonly id: string
  readonly state: 'draft' | 'planned' | 'waiting' | 'running' | 'paused' | 'done' | 'cancelled' | 'denied'
  readonly action: string
  readonly template: Readonly<Record<string, string>>
  readonly connection: string
  readonly options: Readonly<Record<string, unknown>>
  readonly rows: number
  readonly counts: Readonly<Record<string, number>>
  readonly inputHash: string | null
  readonly planHash: string | null
  readonly plan: PlanView | null
  readonly approvalUrl: string | null
  readonly note: string | null
}

export interface PlanView {
  readonly rows: number
  readonly willSend: number
  readonly invalid: number
  readonly refused: number
  readonly skipped: number
  readonly asks: number
  readonly risk: string
  readonly devices: {
    readonly count: number
    readonly servers: number
    readonly offline: number
    readonly organizations: number
    readonly first: readonly { name: string; organization: string | null; server: boolean; offline: boolean | null }[]
  }
  readonly first: readonly { line: number; title: string }[]
  readonly errors: readonly { line: number; code: string; message: string }[]
  readonly changes: readonly { line: number; target: string; field: string; old: unknown; new: unknown }[]
}

/** Milliseconds between two questions: quick at first, so that a small batch does not wait for a clock. */
const askEvery = { first: 50, most: 1_000 }
const plainEvery = 10_000

const open = new Set(['waiting', 'running'])
export const endedStates: ReadonlySet<string> = new Set(['ok', 'failed', 'unknown', 'skipped', 'cancelled'])

/** Resolves when the batch stands still. */
export async function followBatch(
  { stderr, environment }: Pick<CliParts, 'stderr' | 'environment'>,
  id: string,
  get: (id: string) => Promise<BatchView>,
  /** Whatever else is done at each look. */
  look: () => Promise<void> = async () => undefined,
): Promise<BatchView> {
  const isTerminal = stderr.isTTY === true && environment.TERM !== 'dumb'
  let pause = askEvery.first
  let begun: { at: number; ended: number } | undefined
  let saidAt = Date.now()
  for (;;) {
    const view = await get(id)
    await look()
    const now = Date.now()
    if (view.state === 'running') begun ??= { at: now, ended: endedOf(view) }
    if (isTerminal) stderr.write(`\r\u001b[2K${barOf(view, begun, now)}`)
    else if (now - saidAt >= plainEvery) {
      stderr.write(`${barOf(view, begun, now)}\n`)
      saidAt = now
    }
    if (!open.has(view.state)) {
      if (isTerminal) stderr.write('\r\u001b[2K')
      return view
    }
    await wait(pause)
    pause = Math.min(pause * 1.5, askEvery.most)
  }
}

const endedOf = ({ counts }: BatchView) => [...endedStates].reduce((sum, state) => sum + (counts[state] ?? 0), 0)

/** "[#####.....] 420/1000 42 %  9.8/s  1 min left  3 failed". */
function barOf(view: BatchView, begun: { at: number; ended: number } | undefined, now: number): string {
  if (view.state === 'waiting') return 'Waits for a person …'
  const done = endedOf(view)
  const share = view.rows === 0 ? 1 : done / view.rows
  const bar = '#'.repeat(Math.floor(share * 20)).padEnd(20, '.')
  const seconds = begun === undefined ? 0 : (now - begun.at) / 1000
  const rate = begun !== undefined && seconds > 0 ? (done - begun.ended) / seconds : 0
  const left = rate > 0 ? `  ${durationOf((view.rows - done) / rate)} left` : ''
  const bad = ['failed', 'unknown'].flatMap((state) => (view.counts[state] ? [`  ${view.counts[state]} ${state}`] : []))
  return `[${bar}] ${done}/${view.rows} ${Math.floor(share * 100)} %  ${rate.toFixed(1)}/s${left}${bad.join('')}`
}

function durationOf(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
