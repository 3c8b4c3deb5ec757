/**
 * What somebody needs who writes a batch in a browser: the actions with their fields, a file as rows, one row rendered.
 * Nothing is stored or sent here, and whatever is judged is judged by the same code that plans the batch.
 */
import { z } from 'zod'
import { batchActions, encodings, formatOf, inspectRow, readRows, type SourceRow } from '../batch/index.ts'
import { GatewayError } from '../call/index.ts'
import { defineAction } from './action.ts'

/** A file in a browser is held whole; larger ones are for the command line, which reads piece by piece. */
const fileBytesMax = 4 * 1024 * 1024
const fileRowsMax = 20_000
const base64CharactersMax = Math.ceil(fileBytesMax / 3) * 4
const cure = 'The command line takes it: kunai batch preview ACTION -i FILE'

export const listBatchActions = defineAction({
  id: 'batches.listActions',
  summary: 'List what a batch can do with each row, with the fields to fill',
  http: { method: 'GET', path: '/api/batch-actions' },
  principals: ['person', 'cli'],
  decides: false,
  input: z.strictObject({}),
  run: () =>
    Promise.resolve({
      actions: batchActions.map(({ name, operation, fields }) => ({
        name,
        operation: operation.id,
        summary: operation.summary,
        risk: operation.risk,
        fields: fields.map(({ label, kind, required, description = null }) => ({ label, kind, required, description })),
      })),
    }),
})

export const readBatchFile = defineAction({
  id: 'batches.readFile',
  summary: 'Read a file as rows with their lines, storing nothing',
  http: { method: 'POST', path: '/api/batches/read' },
  principals: ['person'],
  decides: false,
  bodyBytesMax: base64CharactersMax + 10_000,
  input: z.strictObject({
    name: z.string().max(500),
    /** Base64, because only the bytes tell the encoding. */
    content: z
      .base64()
      .max(base64CharactersMax, `A file may have at most ${fileBytesMax / 1024 / 1024} MB here. ${cure}`),
    encoding: z.enum(encodings).optional(),
  }),
  async run(_, __, { name, content, encoding }) {
    const format = formatOf(name)
    if (format === 'parquet') throw new GatewayError('malformed_input', `Parquet is not read here. ${cure}`)
    async function* bytes() {
      yield Buffer.from(content, 'base64')
    }
    const { columns, rows } = await readRows(bytes(), { format, encoding })
    const read: SourceRow[] = []
    const names = new Set(columns)
    for await (const row of rows) {
      if (read.length >= fileRowsMax) {
        throw new GatewayError('too_large', `A file may have at most ${fileRowsMax} rows here. ${cure}`)
      }
      read.push(row)
      if (columns === undefined) for (const column of Object.keys(row.values)) names.add(column)
    }
    if (read.length === 0) throw new GatewayError('no_rows', 'The file has no rows.')
    // Where each row brings its own names, none can be missing from the file as a whole.
    return { columns: [...names], hasHeader: columns !== undefined, rows: read }
  },
})

export const renderBatchRow = defineAction({
  id: 'batches.renderRow',
  summary: 'Show what templates make of one row, storing and sending nothing',
  http: { method: 'POST', path: '/api/batches/render' },
  principals: ['person'],
  decides: false,
  input: z.strictObject({
    action: z.string().min(1).max(200),
    template: z.record(z.string().max(200), z.string().max(100_000)),
    row: z.record(z.string(), z.unknown()),
    lenient: z.boolean().optional(),
  }),
  run: ({ clock }, _, { action, template, row, lenient }) =>
    Promise.resolve(
      inspectRow(action, template, row, {
        undefined: lenient ? 'lenient' : 'strict',
        endTime: new Date(clock.now()).toISOString(),
      }),
    ),
})
