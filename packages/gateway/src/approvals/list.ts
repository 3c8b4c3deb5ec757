/** Finding approvals: filters that people combine, newest first, one page after another. */
import { sql } from 'kysely'
import type { ApprovalRow, ApprovalState, Database } from '../store/index.ts'

export interface ApprovalFilter {
  readonly state?: ApprovalState | 'decided'
  readonly connection?: string | undefined
  readonly operation?: string | undefined
  /** Part of the name of who asked, or of whom they act for. */
  readonly requester?: string | undefined
  /** Part of what the approval says: title, operation, the caller's reason, the decision's reason. */
  readonly text?: string | undefined
  /** The last row of the page before. */
  readonly after?: { readonly createdAt: string; readonly id: string } | undefined
}

const part = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

export function listApprovals(database: Database, filter: ApprovalFilter, limit: number): Promise<ApprovalRow[]> {
  const { state, connection, operation, requester, text, after } = filter
  let query = database
    .selectFrom('approvals')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
  if (state === 'decided') query = query.where('state', '!=', 'pending')
  else if (state !== undefined) query = query.where('state', '=', state)
  if (connection !== undefined) query = query.where('connection', '=', connection)
  if (operation !== undefined) query = query.where('operation', '=', operation)
  if (requester !== undefined) {
    const wanted = part(requester)
    query = query.where(
      sql<boolean>`(actor::json->>'name' ilike ${wanted} or actor::json->>'onBehalfOf' ilike ${wanted})`,
    )
  }
  if (text !== undefined) {
    const wanted = part(text)
    query = query.where(({ or, eb }) =>
      or([
        eb('title', 'ilike', wanted),
        eb('operation', 'ilike', wanted),
        eb('reason', 'ilike', wanted),
        eb('decision_reason', 'ilike', wanted),
      ]),
    )
  }
  if (after !== undefined) {
    query = query.where(sql<boolean>`(created_at, id) < (${after.createdAt}::timestamptz, ${after.id})`)
  }
  return query.execute()
}
