/** A batch of what failed in another. Rows whose outcome is unknown, or that are half done, are never among them. */
import { GatewayError } from '../call/index.ts'
import type { JobRow } from '../store/index.ts'
import { addRows, createDraft } from './draft.ts'
import type { Asker } from './index.ts'
import { findJob, type JobParts, wrongState } from './parts.ts'
import { planJob } from './plan.ts'
import { BatchOptions } from './types.ts'

export async function retryJob(parts: JobParts, jobId: string, asker: Asker): Promise<JobRow> {
  const job = await findJob(parts, jobId)
  if (!['done', 'paused', 'cancelled'].includes(job.state)) throw wrongState(job, 'retried')
  const { endTime, ...options } = BatchOptions.parse(JSON.parse(job.options))
  const draft = await createDraft(parts, {
    action: job.action,
    template: JSON.parse(job.template),
    connection: job.connection,
    options,
    reason: job.reason ?? undefined,
    ...asker,
  })
  let count = 0
  for await (const page of parts.journal.walk(jobId, ['failed'])) {
    const rows = page
      .filter(({ part }) => part === 0)
      .map(({ line, source }) => ({ line, values: JSON.parse(source) as Record<string, unknown> }))
    if (rows.length > 0) await addRows(parts, draft.id, count, rows)
    count += rows.length
  }
  if (count === 0) throw new GatewayError('no_rows', `No row of ${jobId} failed before it was carried out.`)
  return planJob(parts, draft.id)
}
