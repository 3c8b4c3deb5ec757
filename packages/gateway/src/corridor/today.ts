/** A kept request beside what it amounts to today: same record, targets, script, policy and request, or what changed. */
import type { ApprovalRow } from '../approvals/index.ts'
import { type Actor, canonicalJson, digestOf, GatewayError, type Proposal, sha256 } from '../call/index.ts'
import type { Policy } from '../policy/index.ts'
import { changeOfRefusal, changesBetween } from './changes.ts'
import { lookupMessage } from './execute.ts'
import type { CorridorParts, Prepared } from './parts.ts'
import type { Preparer } from './prepare.ts'

export type Today =
  | { readonly is: 'same'; readonly prepared: Prepared; readonly policy: Policy }
  | { readonly is: 'changed'; readonly because: string }
  /** Today's facts could not be read: nobody knows. `message` may be shown. */
  | { readonly is: 'unread'; readonly message: string }

export async function compareToday(
  approval: ApprovalRow,
  { policy: source }: Pick<CorridorParts, 'policy'>,
  { prepare }: Pick<Preparer, 'prepare'>,
): Promise<Today> {
  const kept = JSON.parse(approval.proposal) as Proposal
  // The record itself must still be what was approved …
  if (sha256(canonicalJson(kept)) !== approval.digest) return { is: 'changed', because: 'the record of the request' }
  const policy = await source.fresh()
  try {
    // … and so must what it amounts to today.
    const { connection, operation } = approval
    const actor = JSON.parse(approval.actor) as Actor
    const prepared = await prepare({ ...kept, connection, operation, actor, callId: approval.call_id }, policy)
    return digestOf(prepared.proposal) === approval.digest
      ? { is: 'same', prepared, policy }
      : { is: 'changed', because: changesBetween(kept, prepared.proposal) }
  } catch (error) {
    // It cannot even be proposed any more: the device is gone, the operation is blocked now.
    if (error instanceof GatewayError) return { is: 'changed', because: changeOfRefusal(error) }
    return { is: 'unread', message: lookupMessage(error) }
  }
}
