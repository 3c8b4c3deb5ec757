/** Jobs and their rows in the store: the queries, page by page, so that a million rows never stand in memory. */
import { sql } from 'kysely'
import type { JobRow, JobState, JobStepRow, StepState, Store } from '../store/index.ts'

export type NewStep = Pick<JobStepRow, 'seq' | 'line' | 'state' | 'key' | 'source' | 'call' | 'code' | 'message'>
export type Counts = Readonly<Partial<Record<StepState, number>>>

export interface JudgedStep {
  readonly seq: number
  readonly state: StepState
  readonly digest: string | null
  readonly code: string | null
  readonly message: string | null
}

const pageSize = 500

export function createJournal(store: Store) {
  const { database } = store
  const steps = (jobId: string) => database.selectFrom('job_steps').where('job_id', '=', jobId)

  /** Rows in input order, a page at a time. */
  async function* walk(jobId: string, states?: readonly StepState[]): AsyncGenerator<JobStepRow[]> {
    for (let after = 0; ; ) {
      let query = steps(jobId).selectAll().where('seq', '>', after).orderBy('seq').limit(pageSize)
      if (states !== undefined) query = query.where('state', 'in', [...states])
      const page = await query.execute()
      if (page.length === 0) return
      yield page
      after = page.at(-1)?.seq ?? after
    }
  }

  return {
    walk,

    insertJob: (row: JobRow) => database.insertInto('jobs').values(row).execute(),
    findJob: (id: string) => database.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst(),
    listJobs: (limit: number) =>
      database
        .selectFrom('jobs')
        .selectAll()
        .where('state', '!=', 'draft')
        .orderBy('created_at', 'desc')
        .limit(limit)
        .execute(),
    findInState: (states: readonly JobState[]) =>
      database
        .selectFrom('jobs')
        .selectAll()
        .where('state', 'in', [...states])
        .execute(),

    /** Moves a job, unless it is no longer where the mover thinks it is. */
    async moveJob(id: string, from: readonly JobState[], changes: Partial<JobRow>): Promise<boolean> {
      const { numUpdatedRows } = await database
        .updateTable('jobs')
        .set(changes)
        .where('id', '=', id)
        .where('state', 'in', [...from])
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },

    /** Takes a running job over from a gateway that is gone; only one of several takers gets it. */
    async takeOver(id: string, from: string | null, to: string, at: string): Promise<boolean> {
      const { rows } = await sql`
        update jobs set instance_id = ${to}, seen_at = ${at}
        where id = ${id} and state = 'running' and instance_id is not distinct from ${from} returning id`.execute(
        database,
      )
      return rows.length > 0
    },

    /** Rows that follow those there are; false when somebody added some in the meantime. */
    insertSteps: (job: JobRow, added: readonly NewStep[]) =>
      database.transaction().execute(async (transaction) => {
        const { rows } = await sql`
          update jobs set row_count = ${job.row_count + added.length}
          where id = ${job.id} and state = 'draft' and row_count = ${job.row_count} returning id`.execute(transaction)
        if (rows.length === 0) return false
        const values = JSON.stringify(added)
        await sql`
          insert into job_steps (job_id, seq, line, state, key, source, call, code, message)
          select ${job.id}, v.seq, v.line, v.state, v.key, v.source, v.call, v.code, v.message
          from json_populate_recordset(null::job_steps, ${values}::json) v`.execute(transaction)
        return true
      }),

    /** Numbers rows that have the same key. */
    countOccurrences: (jobId: string) =>
      sql`
        update job_steps step set occurrence = v.n
        from (select seq, row_number() over (partition by key order by seq) - 1 as n
              from job_steps where job_id = ${jobId}) v
        where step.job_id = ${jobId} and step.seq = v.seq and v.n > 0`.execute(database),

    /** Leaves out rows that another job has, and says how many are new here and missing there. */
    async compareWith(jobId: string, earlier: string, skip: boolean): Promise<{ added: number; removed: number }> {
      const missing = async (inside: string, from: string) => {
        const { rows } = await sql<{ n: number }>`
          select count(*)::int as n from job_steps a where a.job_id = ${inside} and not exists (
            select from job_steps b where b.job_id = ${from} and b.key = a.key and b.occurrence = a.occurrence)`.execute(
          database,
        )
        return rows[0]?.n ?? 0
      }
      const result = { added: await missing(jobId, earlier), removed: await missing(earlier, jobId) }
      if (skip) {
        await sql`
          update job_steps a set state = 'skipped', code = 'done_before', message = 'The earlier batch has this row.'
          where a.job_id = ${jobId} and exists (
            select from job_steps b where b.job_id = ${earlier} and b.key = a.key and b.occurrence = a.occurrence)`.execute(
          database,
        )
      }
      return result
    },

    async judged(jobId: string, judgements: readonly JudgedStep[]): Promise<void> {
      if (judgements.length === 0) return
      await sql`
        update job_steps step set state = v.state, digest = v.digest, code = v.code, message = v.message
        from json_populate_recordset(null::job_steps, ${JSON.stringify(judgements)}::json) v
        where step.job_id = ${jobId} and step.seq = v.seq`.execute(database)
    },

    async counts(jobId: string): Promise<Counts> {
      const rows = await steps(jobId)
        .select(['state', ({ fn }) => fn.countAll<number>().as('n')])
        .groupBy('state')
        .execute()
      return Object.fromEntries(rows.map(({ state, n }) => [state, Number(n)]))
    },

    nextReady: (jobId: string, limit: number, notIn: readonly number[]) => {
      let query = steps(jobId).selectAll().where('state', '=', 'rendered').orderBy('seq').limit(limit)
      if (notIn.length > 0) query = query.where('seq', 'not in', [...notIn])
      return query.execute()
    },

    inState: (jobId: string, state: StepState) => steps(jobId).selectAll().where('state', '=', state).execute(),

    async moveStep(jobId: string, seq: number, from: StepState, changes: Partial<JobStepRow>): Promise<boolean> {
      const { numUpdatedRows } = await database
        .updateTable('job_steps')
        .set(changes)
        .where('job_id', '=', jobId)
        .where('seq', '=', seq)
        .where('state', '=', from)
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },

    /** What was not sent yet never will be. A row whose first call is done says so. */
    cancelRest: (jobId: string) =>
      sql`
        update job_steps set state = 'cancelled', code = 'cancelled', message = case when part > 0
          then 'Half done: its first call was carried out, the batch was cancelled before the second.'
          else 'The batch was cancelled before this row was sent.' end
        where job_id = ${jobId} and state in ('pending', 'rendered')`.execute(database),

    /** @param after seq of the page before. */
    page: (jobId: string, after: number, limit: number, state?: StepState) => {
      let query = steps(jobId).selectAll().where('seq', '>', after).orderBy('seq').limit(limit)
      if (state !== undefined) query = query.where('state', '=', state)
      return query.execute()
    },

    /** Another job about the same input that was started, newest first. */
    startedBefore: (inputHash: string, except: string, since: string) =>
      database
        .selectFrom('jobs')
        .selectAll()
        .where('input_hash', '=', inputHash)
        .where('id', '!=', except)
        .where('state', 'in', ['waiting', 'running', 'paused', 'done'])
        .where('created_at', '>', since)
        .orderBy('created_at', 'desc')
        .executeTakeFirst(),

    async removeDrafts(before: string): Promise<void> {
      await database
        .deleteFrom('jobs')
        .where('state', 'in', ['draft', 'planned'])
        .where('created_at', '<', before)
        .execute()
    },
  }
}

export type Journal = ReturnType<typeof createJournal>
