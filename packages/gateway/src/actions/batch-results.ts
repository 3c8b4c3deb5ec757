/** Results of a batch as a file, written piece by piece as they are read. */
import { z } from 'zod'
import { resultFormats, resultText } from '../batch/index.ts'
import { type JobRow, type Jobs, showRows } from '../jobs/index.ts'
import { Download, defineAction } from './action.ts'

const pageRows = 200

const mediaTypes = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
  json: 'application/json; charset=utf-8',
} as const

async function* outputs(jobs: Jobs, job: JobRow) {
  const { id } = job
  const show = showRows(job)
  for (let after: number | undefined = 0; after !== undefined; ) {
    const steps = await jobs.rows(id, after, pageRows)
    for (const step of steps) yield* show(step).output
    after = steps.length === pageRows ? steps.at(-1)?.seq : undefined
  }
}

export const downloadBatchResults = defineAction({
  id: 'batches.results',
  summary: 'Download results in input order, with every column of their rows',
  http: { method: 'GET', path: '/api/batches/:id/results' },
  principals: ['person', 'cli'],
  decides: false,
  input: z.strictObject({ id: z.string().regex(/^job_[0-9a-f]{32}$/), format: z.enum(resultFormats).default('csv') }),
  async run({ jobs }, _, { id, format }) {
    const job = await jobs.find(id)
    return new Download(
      `${id}.${format}`,
      mediaTypes[format],
      resultText(format, () => outputs(jobs, job)),
    )
  },
})
