/**
 * After a crash. What was being sent is in doubt and becomes `unknown`; what was approved and never claimed is
 * carried out as if nothing had happened; what ran out of time expires. Nothing is ever sent a second time.
 */

import type { Clock } from '@kunai/api/clock'
import { type Approvals, type Dispatches, gatewayActor } from '../approvals/index.ts'
import type { Outcome } from '../call/index.ts'
import { leavesReceipt } from './evidence.ts'
import { unknownMessage } from './execute.ts'
import type { Corridor } from './index.ts'
import { receiptTimes } from './receipts.ts'

export interface Recovered {
  readonly inDoubt: number
  readonly carriedOut: number
  readonly expired: number
}

export async function recover(
  parts: { approvals: Approvals; dispatches: Dispatches; clock: Clock },
  corridor: Corridor,
): Promise<Recovered> {
  const { approvals, dispatches, clock } = parts
  const inDoubt = await dispatches.listInDoubt()
  for (const row of inDoubt) {
    const outcome: Outcome = {
      status: 'unknown',
      callId: row.call_id,
      ...(row.approval_id !== null && { approvalId: row.approval_id }),
      code: 'interrupted',
      message: `The gateway stopped while the call was on its way. ${unknownMessage}`,
    }
    const watch =
      leavesReceipt(row.operation) && row.watch_after !== null ? clock.now() + receiptTimes.watchFor : undefined
    await dispatches.close(
      row.call_id,
      outcome,
      {
        kind: 'call-ended',
        callId: row.call_id,
        approvalId: row.approval_id ?? undefined,
        operation: row.operation,
        connection: row.connection,
        actor: gatewayActor,
        summary: 'Outcome unknown: the gateway had stopped while the call was on its way',
        data: { status: 'unknown', code: 'interrupted' },
      },
      watch,
    )
  }
  const expired = await approvals.expireDue()
  const open = await approvals.listUnclaimed()
  for (const { id } of open) await corridor.carryOut(id)
  return { inDoubt: inDoubt.length, carriedOut: open.length, expired }
}
