/** The whole tenant as text, one entity a line, in a fixed order; and the hash that proves two tenants equal. */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
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
  const hash = new LineHash()
  for (const line of lines) hash.add(line)
  return hash.digest()
}

const sliceMs = 8

/** The same, letting others work in between. Rejects when `signal` is aborted. */
export async function hashLinesInSlices(lines: Iterable<string>, signal: AbortSignal): Promise<string> {
  const hash = new LineHash()
  let endMs = performance.now() + sliceMs
  for (const line of lines) {
    hash.add(line)
    if (performance.now() < endMs) continue
    await setImmediate()
    signal.throwIfAborted()
    endMs = performance.now() + sliceMs
  }
  return hash.digest()
}

class LineHash {
  readonly #hash = createHash('sha256')
  // One large update is far cheaper than one per line.
  #text = ''

  add(line: string): void {
    this.#text += `${line}\n`
    if (this.#text.length > 1_000_000) this.#flush()
  }

  digest(): string {
    this.#flush()
    return this.#hash.digest('hex')
  }

  #flush(): void {
    this.#hash.update(this.#text)
    this.#text = ''
  }
}
