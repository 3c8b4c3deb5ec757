/**
 * Batches for agents: they propose one, and a person always decides about the plan, whatever policy says of a single
 * row. An agent sees its own batches and nobody else's.
 */
import { z } from 'zod'
import { type Actor, GatewayError, type Outcome } from '../call/index.ts'
import { BatchOptions, type Jobs, type PlanSummary, showRows } from '../jobs/index.ts'

/** More rows than this are a file, and a file is a person's to bring. */
const rowsMax = 500
const pageRows = 50

export const AgentBatchInputs = {
  preview: z.strictObject({
    action: z.string().min(1).max(200).describe('An operation id, or a name such as "Reboot Device"'),
    template: z
      .record(z.string().max(200), z.string().max(20_000))
      .describe('Field of the action → Jinja2 template of a row, e.g. {"id": "{{ device }}"}'),
    rows: z.array(z.record(z.string(), z.unknown())).min(1).max(rowsMax).describe('One object for each call'),
    options: BatchOptions.pick({ maxErrors: true, stopOnUnknown: true, canary: true, intervalMs: true })
      .describe('maxErrors (n or "p%") and stopOnUnknown stop it; canary rows go first')
      .optional(),
    reason: z.string().max(2000).describe('Why').optional(),
  }),
  start: z.strictObject({ batchId: z.string().max(100) }),
  get: z.strictObject({
    batchId: z.string().max(100),
    after: z.int().min(0).describe('seq of the last row seen').optional(),
  }),
} as const

export interface AgentBatches {
  preview(actor: Actor, connection: string, input: z.output<typeof AgentBatchInputs.preview>): Promise<unknown>
  start(actor: Actor, input: z.output<typeof AgentBatchInputs.start>): Promise<Outcome>
  get(actor: Actor, input: z.output<typeof AgentBatchInputs.get>): Promise<unknown>
}

export function createAgentBatches(
  jobs: Jobs,
  outcomeOf: (callId: string) => Promise<Outcome | undefined>,
): AgentBatches {
  async function own(actor: Actor, id: string) {
    const job = /^job_[0-9a-f]{32}$/.test(id) ? await jobs.find(id).catch(() => undefined) : undefined
    // The same words for one that never was and one of another client.
    if (job === undefined || (JSON.parse(job.actor) as Actor).id !== actor.id) {
      throw new GatewayError('not_found', 'There is no batch of this id that you proposed.')
    }
    return job
  }
  return {
    async preview(actor, connection, { rows, options, ...request }) {
      const job = await jobs.create({
        ...request,
        connection,
        options: { ...options, alwaysAsk: true },
        actor,
        door: 'mcp',
      })
      const numbered = rows.map((values, index) => ({ line: index + 1, values }))
      await jobs.addRows(job.id, 0, numbered)
      const { id, plan } = await jobs.plan(job.id)
      const { targets, changes, first, ...shown } = JSON.parse(plan ?? 'null') as PlanSummary
      return { batchId: id, ...shown, changes, first: first.map(({ line, title }) => ({ line, title })) }
    },
    async start(actor, { batchId }) {
      const job = await own(actor, batchId)
      const { state, call_id: callId, note } = await jobs.start(job.id)
      const outcome = await outcomeOf(callId)
      if (outcome !== undefined) return outcome
      return { status: 'failed', callId, code: 'no_rows', message: note ?? `The batch is ${state}.` }
    },
    async get(actor, { batchId, after = 0 }) {
      const job = await own(actor, batchId)
      const steps = await jobs.rows(job.id, after, pageRows)
      const show = showRows(job)
      const rows = steps.map((step) => ({ seq: step.seq, state: step.state, output: show(step).output }))
      const counts = await jobs.counts(job.id)
      return {
        state: job.state,
        note: job.note,
        counts,
        rows,
        next: rows.length === pageRows ? rows.at(-1)?.seq : null,
      }
    },
  }
}
