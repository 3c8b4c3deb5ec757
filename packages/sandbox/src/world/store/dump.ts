/** The whole tenant as text, one entity a line, in a fixed order; and the hash that proves two tenants equal. */
import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical.ts'
import type { Table } from './table.ts'

type AnyTable = Table<never, never>

export function* dumpTables(size: unknown, tables: Readonly<Record<string, unknown>>): Generator<string> {
  yield canonicalJson(size)
  for (const table of Object.values(tables) as AnyTable[]) {
    const { name } = table.kind
    for (const entity of table) yield `${name} ${canonicalJson(entity)}`
  }
}

/** SHA-256 of lines. */
export function hashLines(lines: Iterable<string>): string {
  const hash = createHash('sha256')
  // One large update is far cheaper than one per line.
  let text = ''
  for (const line of lines) {
    text += `${line}\n`
    if (text.length > 1_000_000) {
      hash.update(text)
      text = ''
    }
  }
  return hash.update(text).digest('hex')
}
