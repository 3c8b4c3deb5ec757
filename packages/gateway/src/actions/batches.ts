/** Batches: their rows are taken, planned, started, followed and ended here. Approving a plan is approving an approval. */
import { z } from 'zod'
import { GatewayError } from '../call/index.ts'
import { BatchOptions, type Counts, type JobRow, type PlanSummary, showRows, stepStates } from '../jobs/index.ts'
import { actorOf, defineAction, type Parts, type Principal } from './action.ts'

const JobId = z.string().regex(/^job_[0-9a-f]{32}$/)
const Hash = z.string().regex(/^[0-9a-f]{64}$/)
const both = ['person', 'cli'] as const
const pageMax = 500
const listMax = 100

/** A job as the outside sees it. The shape is written down in docs/reference/http-api.md. */
function viewJob(parts: Pick<Parts, 'approvalUrl'>, job: JobRow, counts: Counts) {
  return {
    id: job.id,
    state: job.state,
    action: job.action,
    operation: job.operation,
    connection: job.connection,
    actor: JSON.parse(job.actor),
    door: job.door,
    reason: job.reason,
    template: JSON.parse(job.template),
    options: JSON.parse(job.options),
    columns: job.columns === null ? null : JSON.parse(job.columns),
    rows: job.row_count,
    counts,
    inputHash: job.input_hash,
    planHash: job.plan_hash,
    plan: job.plan === null ? null : withoutTargets(JSON.parse(job.plan) as PlanSummary),
    approvalId: job.approval_id,
    approvalUrl: job.approval_id === null ? null : parts.approvalUrl(job.approval_id),
    note: job.note,
    createdAt: job.created_at,
    startedAt: job.started_at,
    endedAt: job.ended_at,
  }
}

const withoutTargets = ({ targets, ...plan }: PlanSummary) => plan

const shown = async (parts: Parts, job: JobRow) => viewJob(parts, job, await parts.jobs.counts(job.id))

const doorOf = (principal: Principal) => (principal.kind === 'cli' ? ('cli' as const) : ('http' as const))

export const createBatch = defineAction({
  id: 'batches.create',
  summary: 'Begin a batch with its action and templates',
  http: { method: 'POST', path: '/api/batches' },
  principals: both,
  decides: false,
  input: z.strictObject({
    action: z.string().min(1).max(200),
    template: z.record(z.string().max(200), z.string().max(100_000)),
    connection: z.string().optional(),
    options: BatchOptions.default({}),
    columns: z.array(z.string()).max(2000).optional(),
    reason: z.string().max(2000).optional(),
  }),
  async run(parts, principal, { connection, ...request }) {
    const name = connection ?? parts.connections.find(({ isDefault }) => isDefault)?.name
    if (name === undefined) throw new GatewayError('unknown_connection', 'No connection is set up.')
    const asker = { actor: actorOf(principal), door: doorOf(principal) }
    return shown(parts, await parts.jobs.create({ ...request, connection: name, ...asker }))
  },
})

export const addBatchRows = defineAction({
  id: 'batches.addRows',
  summary: 'Add rows to a batch that is not planned yet',
  http: { method: 'POST', path: '/api/batches/:id/rows' },
  principals: both,
  decides: false,
  input: z.strictObject({
    id: JobId,
    after: z.int().min(0),
    rows: z
      .array(z.strictObject({ line: z.int().min(1), values: z.record(z.string(), z.unknown()) }))
      .min(1)
      .max(5000),
  }),
  run: (parts, _, { id, after, rows }) => parts.jobs.addRows(id, after, rows),
})

export const planBatch = defineAction({
  id: 'batches.plan',
  summary: 'Judge every row of a batch, before any is sent',
  http: { method: 'POST', path: '/api/batches/:id/plan' },
  principals: both,
  decides: false,
  input: z.strictObject({
    id: JobId,
    expectHash: Hash.optional(),
    resumes: JobId.optional(),
    onlyNew: z.boolean().optional(),
  }),
  run: async (parts, _, { id, ...demand }) => shown(parts, await parts.jobs.plan(id, demand)),
})

export const startBatch = defineAction({
  id: 'batches.start',
  summary: 'Start a planned batch; a person is asked where policy wants it',
  http: { method: 'POST', path: '/api/batches/:id/start' },
  principals: both,
  decides: false,
  input: z.strictObject({ id: JobId, again: z.boolean().optional() }),
  run: async (parts, _, { id, again }) => shown(parts, await parts.jobs.start(id, { again })),
})

export const listBatches = defineAction({
  id: 'batches.list',
  summary: 'List batches, newest first',
  http: { method: 'GET', path: '/api/batches' },
  principals: both,
  decides: false,
  input: z.strictObject({}),
  async run(parts) {
    const jobs = await parts.jobs.list(listMax)
    const batches = await Promise.all(jobs.map((job) => shown(parts, job)))
    // A hundred plans are megabytes, and whoever looks at the list looks often.
    return { batches: batches.map(({ plan, template, columns, ...batch }) => batch) }
  },
})

export const getBatch = defineAction({
  id: 'batches.get',
  summary: 'Get a batch: its plan, and how far it has come',
  http: { method: 'GET', path: '/api/batches/:id' },
  principals: both,
  decides: false,
  input: z.strictObject({ id: JobId }),
  run: async (parts, _, { id }) => shown(parts, await parts.jobs.find(id)),
})

export const listBatchRows = defineAction({
  id: 'batches.listRows',
  summary: 'List rows of a batch in input order, with what became of them',
  http: { method: 'GET', path: '/api/batches/:id/rows' },
  principals: both,
  decides: false,
  input: z.strictObject({
    id: JobId,
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(pageMax).default(100),
    state: z.enum(stepStates).optional(),
  }),
  async run(parts, _, { id, after, limit, state }) {
    const show = showRows(await parts.jobs.find(id))
    const steps = await parts.jobs.rows(id, after, limit, state)
    return {
      rows: steps.map((step) => ({
        seq: step.seq,
        line: step.line,
        state: step.state,
        code: step.code,
        message: step.message,
        callId: step.call_id,
        ...show(step),
      })),
      next: steps.length === limit ? (steps.at(-1)?.seq ?? null) : null,
    }
  },
})

export const pauseBatch = defineAction({
  id: 'batches.pause',
  summary: 'Pause a batch: rows under way end, no other is sent',
  http: { method: 'POST', path: '/api/batches/:id/pause' },
  principals: both,
  decides: false,
  input: z.strictObject({ id: JobId }),
  run: async (parts, principal, { id }) => shown(parts, await parts.jobs.pause(id, actorOf(principal).name)),
})

export const resumeBatch = defineAction({
  id: 'batches.resume',
  summary: 'Go on with a batch that stands still',
  http: { method: 'POST', path: '/api/batches/:id/resume' },
  principals: both,
  decides: false,
  input: z.strictObject({ id: JobId }),
  run: async (parts, _, { id }) => shown(parts, await parts.jobs.resume(id)),
})

export const cancelBatch = defineAction({
  id: 'batches.cancel',
  summary: 'Cancel a batch: what was not sent never will be',
  http: { method: 'POST', path: '/api/batches/:id/cancel' },
  principals: both,
  decides: false,
  input: z.strictObject({ id: JobId }),
  run: async (parts, principal, { id }) => shown(parts, await parts.jobs.cancel(id, actorOf(principal).name)),
})

export const retryBatch = defineAction({
  id: 'batches.retry',
  summary: 'Plan the failed rows of a batch as a batch of their own',
  http: { method: 'POST', path: '/api/batches/:id/retry' },
  principals: both,
  decides: false,
  input: z.strictObject({ id: JobId }),
  run: async (parts, principal, { id }) =>
    shown(parts, await parts.jobs.retry(id, { actor: actorOf(principal), door: doorOf(principal) })),
})
