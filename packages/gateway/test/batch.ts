/** Batches in tests: rows in, a plan, an approval, and what became of each row. */
import type { BatchOptions, JobRow, JobStepRow, PlanSummary } from '../src/jobs/index.ts'
import { agent, approve, type TestGateway } from './gateway.ts'

export interface BatchInput {
  readonly action: string
  readonly template: Readonly<Record<string, string>>
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly options?: BatchOptions
}

/** Created, filled and planned. No time passes between rows unless the options say so. */
export async function planBatch({ gateway }: TestGateway, input: BatchInput): Promise<JobRow> {
  const { jobs } = gateway.parts
  const { action, template, rows, options = {} } = input
  const job = await jobs.create({
    action,
    template,
    connection: 'sandbox',
    options: { intervalMs: 0, ...options },
    actor: agent,
    door: 'cli',
  })
  if (rows.length > 0) {
    await jobs.addRows(
      job.id,
      0,
      rows.map((values, index) => ({ line: index + 2, values })),
    )
  }
  return jobs.plan(job.id)
}

export const planOf = (job: JobRow) => JSON.parse(job.plan ?? 'null') as PlanSummary

/** Started, approved by Alice where a person is asked, and carried out as far as it goes. */
export async function runBatch(test: TestGateway, input: BatchInput): Promise<{ job: JobRow; rows: JobStepRow[] }> {
  const planned = await planBatch(test, input)
  return carryOut(test, planned.id)
}

export async function carryOut(test: TestGateway, jobId: string): Promise<{ job: JobRow; rows: JobStepRow[] }> {
  const { jobs } = test.gateway.parts
  const started = await jobs.start(jobId)
  if (started.approval_id !== null) {
    await approve(test, started.approval_id)
    await jobs.sweep()
  }
  await jobs.settled(jobId)
  return { job: await jobs.find(jobId), rows: await rowsOf(test, jobId) }
}

export const rowsOf = ({ gateway }: TestGateway, jobId: string) => gateway.parts.jobs.rows(jobId, 0, 10_000)

/** How often the ledger saw each request path. */
export function executionsByPath({ sandbox }: TestGateway): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { request } of sandbox.control.ledger()) {
    counts.set(`${request.method} ${request.path}`, (counts.get(`${request.method} ${request.path}`) ?? 0) + 1)
  }
  return counts
}

/** Lets time pass until the job stands still, but none while a command is on its way: it would leave too late. */
export async function passTime({ gateway, clock }: TestGateway, jobId: string): Promise<void> {
  const { jobs } = gateway.parts
  while ((await jobs.find(jobId)).state === 'running') {
    if (((await jobs.counts(jobId)).sent ?? 0) === 0) await clock.advance(30_000)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Lets the rests between waves pass until nothing works on the job any more; for jobs that send nothing now. */
export async function untilStill({ gateway, clock }: TestGateway, jobId: string): Promise<void> {
  let isStill = false
  const settled = gateway.parts.jobs.settled(jobId).then(() => {
    isStill = true
  })
  while (!isStill) {
    await clock.advance(30_000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await settled
}
