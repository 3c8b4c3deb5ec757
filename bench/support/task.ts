/** What a benchmark is to the command line: a name, and a report of what it saw. */
import type { Table } from './report.ts'

export interface TaskOptions {
  /** Rounds; in each, every contestant has its turn. */
  readonly runs: number
  /** Length of one measurement. */
  readonly seconds: number
  /** Everything, where a task otherwise runs a part of it because the whole takes very long. */
  readonly full: boolean
}

export interface TaskReport {
  readonly title: string
  readonly table: Table
  /** One line per target: met, or missed by how much. */
  readonly targets: readonly string[]
  /** What a reader must know to judge the figures. */
  readonly notes: readonly string[]
}

export interface Task {
  readonly name: string
  run(options: TaskOptions): Promise<TaskReport>
}

/** Contestants take turns, A B C A B C, so that noise from elsewhere hits all alike. Values by contestant, then round. */
export async function inTurns<Name extends string, Value>(
  runs: number,
  contestants: Readonly<Record<Name, () => Promise<Value>>>,
): Promise<Record<Name, Value[]>> {
  const names = Object.keys(contestants) as Name[]
  const values = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Value[]>
  for (let round = 0; round < runs; round++) {
    for (const name of names) values[name].push(await contestants[name]())
  }
  return values
}
