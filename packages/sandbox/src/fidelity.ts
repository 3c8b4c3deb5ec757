/**
 * What the sandbox models, said by what there is: an operation with a behaviour remembers its state, shows it in later
 * reads and is held against the vendor's description in the tests; any other answers 501 and names itself.
 */
import { catalogue } from '@kunai/api/catalogue'
import { behaviours } from './behaviours/index.ts'

export interface Fidelity {
  readonly operation: string
  readonly level: 'modelled' | 'not supported'
}

export function readFidelity(): readonly Fidelity[] {
  return catalogue.map(({ id }) => ({ operation: id, level: id in behaviours ? 'modelled' : 'not supported' }))
}

/** A Markdown table by resource, that reads in a terminal too. */
export function describeFidelity(): string {
  const all = readFidelity()
  const modelled = all.filter(({ level }) => level === 'modelled')
  const share = ((100 * modelled.length) / all.length).toFixed(1)
  const resources = Object.entries(Object.groupBy(all, ({ operation }) => operation.split('.')[0] ?? ''))
  const rows = resources.map(([resource, own = []]) => {
    const missing = own.filter(({ level }) => level !== 'modelled').map(({ operation }) => operation)
    return `| ${resource} | ${own.length - missing.length} of ${own.length} | ${missing.join(', ')} |`
  })
  return [
    `${modelled.length} of ${all.length} operations are modelled (${share} %).`,
    '',
    '| resource | modelled | answer 501 |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}
