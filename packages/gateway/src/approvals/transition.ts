/**
 * How an approval moves. Pure: the first transition wins, nobody answers twice, nobody answers their own.
 * The interval is half open: at `expires_at` it is too late. Expiry denies.
 */
import type { Actor } from '../call/index.ts'
import type { ApprovalRow, ApprovalState } from '../store/index.ts'

/** A signed-in person. Nothing else can decide, so nothing else fits here. */
export interface Person {
  readonly id: string
  readonly name: string
}

export type Transition =
  | { readonly type: 'approve'; readonly by: Person; readonly digest: string; readonly reason?: string | undefined }
  | { readonly type: 'deny'; readonly by: Person; readonly digest: string; readonly reason: string }
  | { readonly type: 'extend'; readonly by: Person }
  | { readonly type: 'withdraw'; readonly actor: Actor }
  | { readonly type: 'expire' }
  /** `because`: what changed, in our words. */
  | { readonly type: 'stale'; readonly because?: string | undefined }

/** Why an approval does not move. `message` is shown. */
export interface Refusal {
  readonly code:
    | 'not_pending'
    | 'expired'
    | 'digest_mismatch'
    | 'own_request'
    | 'not_yours'
    | 'already_extended'
    | 'reason_missing'
  readonly message: string
}

export type Moved = { readonly state: ApprovalState } | Refusal

export function isRefusal(moved: Moved): moved is Refusal {
  return 'code' in moved
}

const past: Record<Exclude<ApprovalState, 'pending'>, string> = {
  approved: 'was approved',
  rejected: 'was denied',
  expired: 'expired',
  withdrawn: 'was withdrawn',
  stale: 'became stale: what it was about has changed',
}

/** @param now milliseconds since 1970. */
export function move(approval: ApprovalRow, transition: Transition, now: number): Moved {
  if (transition.type === 'stale') {
    return approval.state === 'approved' || approval.state === 'pending' ? { state: 'stale' } : notPending(approval)
  }
  if (transition.type === 'expire') {
    const limit = approval.state === 'approved' ? approval.start_by : approval.expires_at
    if (approval.state !== 'pending' && approval.state !== 'approved') return notPending(approval)
    if (limit === null || now < Date.parse(limit)) {
      return { code: 'not_pending', message: 'The approval has not expired yet.' }
    }
    return { state: 'expired' }
  }
  if (transition.type === 'withdraw') {
    const { kind, id } = JSON.parse(approval.actor) as Actor
    if (kind !== transition.actor.kind || id !== transition.actor.id) {
      return { code: 'not_yours', message: 'Only whoever asked for a call can withdraw it.' }
    }
    // Also when it was approved: until it is claimed, nothing has left.
    return approval.state === 'pending' || approval.state === 'approved' ? { state: 'withdrawn' } : notPending(approval)
  }
  if (approval.state !== 'pending') return notPending(approval)
  if (!(now < Date.parse(approval.expires_at))) {
    return { code: 'expired', message: 'The approval expired before it was decided. The caller may ask again.' }
  }
  if (transition.type === 'extend') {
    return approval.extended_by === null
      ? { state: 'pending' }
      : { code: 'already_extended', message: 'It was given more time once already. The caller may ask again.' }
  }
  if (transition.digest !== approval.digest) {
    return { code: 'digest_mismatch', message: 'The page showed something else than what would be sent. Reload it.' }
  }
  const actor = JSON.parse(approval.actor) as Actor
  if (actor.kind === 'person' && actor.id === transition.by.id) {
    return {
      code: 'own_request',
      message: 'You asked for this yourself; another person must decide. Add one with: kunai people add NAME',
    }
  }
  if (transition.type === 'approve') return { state: 'approved' }
  if (transition.reason.trim() === '') {
    return { code: 'reason_missing', message: 'Say why: the reason goes back to whoever asked.' }
  }
  return { state: 'rejected' }
}

function notPending(approval: ApprovalRow): Refusal {
  if (approval.state === 'pending') return { code: 'not_pending', message: 'The approval is still pending.' }
  const who = approval.decided_by ? ` by ${(JSON.parse(approval.decided_by) as Person).name}` : ''
  return { code: 'not_pending', message: `Too late: the call ${past[approval.state]}${who} in the meantime.` }
}
