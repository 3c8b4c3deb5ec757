/** The filters of the policies page, as they stand in its address. */
import type { Risk } from '../api/contract.ts'
import { type PolicyRow, type Verdict, verdicts } from './contract.ts'

const kinds = ['read', 'write', 'disruptive', 'destructive', 'tool'] as const

export interface PoliciesSearch {
  connection?: string
  text?: string
  risk?: Risk | 'tool'
  verdict?: Verdict
}

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

export function readPoliciesSearch(search: Record<string, unknown>): PoliciesSearch {
  const risk = kinds.find((kind) => kind === search.risk)
  const verdict = verdicts.find((one) => one === search.verdict)
  return {
    ...(text(search.connection) && { connection: text(search.connection) }),
    ...(text(search.text) && { text: text(search.text) }),
    ...(risk && { risk }),
    ...(verdict && { verdict }),
  }
}

/** Every word has to occur somewhere in a row. */
export function filterRows(rows: PolicyRow[], { text: words = '', risk, verdict }: PoliciesSearch): PolicyRow[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter((row) => {
    const all = [row.subject, row.tool, row.summary, row.scope, row.method, row.path].join(' ').toLowerCase()
    return (
      wanted.every((word) => all.includes(word)) &&
      (risk === undefined || (risk === 'tool' ? row.kind === 'tool' : row.risk === risk)) &&
      (verdict === undefined || row.verdict === verdict)
    )
  })
}
