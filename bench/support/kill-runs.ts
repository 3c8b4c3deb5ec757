/**
 * Something that works through rows is killed (SIGKILL) at places that a seed chose, and started again, until it is done;
 * some answers of NinjaOne never come. The sandbox's ledger says what was really done.
 */
import { type Sandbox, startSandbox } from '@kunai/sandbox'
import fc from 'fast-check'
import { seed } from './machine.ts'

export interface KillPlan {
  readonly rows: number
  readonly kills: number
  readonly hangs: number
}

/** Something that can be killed and goes on when it is started again. */
export interface Killable {
  /** Resolves when it works; `ended` when all rows are through. */
  start(): Promise<{ readonly ended: Promise<unknown>; kill(): Promise<void> }>
}

export interface KillResult {
  readonly twice: number
  /** Rows that were never carried out. */
  readonly missing: ReadonlySet<number>
  /** Milliseconds from each kill to the next row that is carried out. */
  readonly backMs: readonly number[]
  readonly seconds: number
}

const operation = 'devices.runScript'
/** Milliseconds without a row after which an answer is taken to hang. */
const standstillMs = 1_500
const lookEveryMs = 2

export const parameterOf = (row: number) => `row-${row}`

export async function startFleet(): Promise<Sandbox> {
  return startSandbox({ orgs: 3, devices: 60, seed, alive: false })
}

/** How often each row was carried out. */
function executionsOf({ control }: Sandbox): Map<number, number> {
  const counts = new Map<number, number>()
  for (const entry of control.ledger()) {
    if (entry.operation !== operation) continue
    const row = Number(/row-(\d+)/.exec(JSON.stringify(entry.request.body))?.[1])
    counts.set(row, (counts.get(row) ?? 0) + 1)
  }
  return counts
}

export async function runAndKill(sandbox: Sandbox, plan: KillPlan, victim: Killable): Promise<KillResult> {
  const { control } = sandbox
  const kills = places(plan.kills, plan.rows - 1, seed)
  // All before the last kill, which then cuts them short.
  for (const after of places(plan.hangs, (kills.at(-1) ?? plan.rows) - 1, seed + 1)) {
    control.addFault({ match: { operation }, effect: { kind: 'timeout-after-commit' }, after, count: 1 })
  }
  const executed = () => control.ledger().length
  const begin = executed()
  const backMs: number[] = []
  const beganMs = performance.now()
  let running = await victim.start()
  for (const [index, kill] of kills.entries()) {
    await until(() => executed() - begin >= kill, executed)
    const killedMs = performance.now()
    await running.kill()
    const before = executed()
    if (index === kills.length - 1) control.clearFaults()
    running = await victim.start()
    void whenMore(executed, before, running.ended).then((came) => came && backMs.push(performance.now() - killedMs))
  }
  await running.ended
  const counts = executionsOf(sandbox)
  return {
    twice: [...counts.values()].filter((count) => count > 1).length,
    missing: new Set(Array.from({ length: plan.rows }, (_, row) => row).filter((row) => !counts.has(row))),
    backMs,
    seconds: (performance.now() - beganMs) / 1000,
  }
}

function places(count: number, most: number, drawSeed: number): number[] {
  const all = fc.uniqueArray(fc.integer({ min: 1, max: most }), { minLength: count, maxLength: count })
  const [drawn = []] = fc.sample(all, { seed: drawSeed, numRuns: 1 })
  return drawn.sort((one, other) => one - other)
}

const tick = () => new Promise((resolve) => setTimeout(resolve, lookEveryMs))

/** Until it is so, or nothing happens any more. */
async function until(isSo: () => boolean, count: () => number): Promise<void> {
  let seen = count()
  let sinceMs = performance.now()
  while (!isSo() && performance.now() - sinceMs < standstillMs) {
    await tick()
    if (count() > seen) sinceMs = performance.now()
    seen = count()
  }
}

async function whenMore(count: () => number, before: number, ended: Promise<unknown>): Promise<boolean> {
  let isOver = false
  void ended.finally(() => {
    isOver = true
  })
  while (!isOver && count() <= before) await tick()
  return count() > before
}
