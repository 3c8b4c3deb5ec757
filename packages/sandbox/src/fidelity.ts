/**
 * What the sandbox models, said by what there is and by what is tested. `npm run generate` writes `proven-writes.ts` from
 * the table of proofs; the tests play each of those over HTTP, and fail where a write has none. So an operation counts as
 * modelled when it has a behaviour and, for a write, a later read in which its change was seen. Any other answers 501.
 */
import { catalogue } from '@kunai/api/catalogue'
import type { Operation } from '@kunai/api/operation'
import { behaviours } from './behaviours/index.ts'
import { provenWrites } from './proven-writes.ts'

export interface Fidelity {
  readonly operation: string
  readonly level: 'modelled' | 'not supported'
  /** Of a write: the later read that shows it, or `ledger` where no read of NinjaOne's does. */
  readonly shownIn?: string
}

export function readFidelity(): readonly Fidelity[] {
  return (catalogue as readonly Operation[]).map(({ id, risk }) => {
    const shownIn = provenWrites[id]
    if (!(id in behaviours) || (risk !== 'read' && shownIn === undefined)) {
      return { operation: id, level: 'not supported' }
    }
    return { operation: id, level: 'modelled', ...(shownIn !== undefined && { shownIn }) }
  })
}

/** Markdown tables, that read in a terminal too: what is modelled by resource, then each write with its read. */
export function describeFidelity(): string {
  const all = readFidelity()
  const modelled = all.filter(({ level }) => level === 'modelled')
  const share = ((100 * modelled.length) / all.length).toFixed(1)
  const resources = Object.entries(Object.groupBy(all, ({ operation }) => operation.split('.')[0] ?? ''))
  const rows = resources.map(([resource, own = []]) => {
    const missing = own.filter(({ level }) => level !== 'modelled').map(({ operation }) => operation)
    return `| ${resource} | ${own.length - missing.length} of ${own.length} | ${missing.join(', ')} |`
  })
  const writes = modelled.flatMap(({ operation, shownIn }) => (shownIn ? [`| ${operation} | ${shownIn} |`] : []))
  return [
    `${modelled.length} of ${all.length} operations are modelled (${share} %).`,
    '',
    '| resource | modelled | answer 501 |',
    '| --- | --- | --- |',
    ...rows,
    '',
    `Each of the ${writes.length} writes is seen in a later read (\`ledger\`: NinjaOne has no read that shows it).`,
    '',
    '| write | shows in |',
    '| --- | --- |',
    ...writes,
    '',
  ].join('\n')
}
