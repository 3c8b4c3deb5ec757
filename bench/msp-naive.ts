/** The peer of msp-questions: a tool for each operation, and what NinjaOne answers as it is. */
import type { Operation } from '@kunai/api/operation'
import { z } from 'zod'
import { operations } from '../packages/gateway/src/call/index.ts'
import type { Question, Row } from './msp-list.ts'

export const naiveTools = operations.map(({ id, summary, input }) => ({
  name: id.replace('.', '_'),
  description: summary,
  inputSchema: z.toJSONSchema(input, { io: 'input' }),
}))

const pageSize = 1_000

export interface RawRead {
  readonly calls: readonly { name: string; arguments: Record<string, unknown> }[]
  readonly texts: readonly string[]
  readonly rows: readonly Row[]
}

/** The whole of it, page after page. @param get a path of NinjaOne's, as text. */
export async function readRaw(get: (path: string) => Promise<string>, question: Question): Promise<RawRead> {
  const operation = operations.find(({ id }) => id === question.operation)
  if (operation === undefined) throw new TypeError(`there is no ${question.operation}`)
  const isPaged = !question.isOnePage && (operation.paging === 'after' || operation.paging === 'cursor')
  const [calls, texts, rows]: [RawRead['calls'][number][], string[], Row[]] = [[], [], []]
  let more: Record<string, unknown> = {}
  for (;;) {
    const input = { ...question.input, ...(isPaged && { pageSize }), ...more }
    const text = await get(pathOf(operation, input))
    const data = JSON.parse(text) as { cursor?: { name: string } }
    const page = question.rowsOf(data)
    calls.push({ name: operation.id.replace('.', '_'), arguments: input })
    texts.push(text)
    rows.push(...page)
    if (!isPaged || page.length < pageSize) return { calls, texts, rows }
    more = operation.paging === 'after' ? { after: page.at(-1)?.id } : { cursor: data.cursor?.name }
  }
}

function pathOf({ http }: Operation, input: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams()
  let path: string = http.path
  for (const [field, value] of Object.entries(input)) {
    if (path.includes(`{${field}}`)) path = path.replace(`{${field}}`, encodeURIComponent(String(value)))
    else query.set(field, String(value))
  }
  return query.size > 0 ? `${path}?${query}` : path
}
