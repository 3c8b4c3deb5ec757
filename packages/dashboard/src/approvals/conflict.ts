/** Why a decision came too late, in words; known only after the approval was read again. */
import type { Approval } from '../api/contract.ts'

export function explainConflict(approval: Approval | undefined, message: string): string {
  switch (approval?.state) {
    case 'approved':
    case 'rejected':
      return 'Someone else decided this call in the meantime. Your decision was not used.'
    case 'expired':
      return 'It expired before your decision arrived. Nothing was sent.'
    case 'withdrawn':
      return 'The caller withdrew it in the meantime. Nothing was sent.'
    case 'stale':
      return 'Something it was bound to changed in the meantime, so it can no longer be approved. Nothing was sent.'
    case 'pending':
      return 'The request is no longer the one you were looking at. Read it again, then decide.'
    default:
      return message
  }
}
