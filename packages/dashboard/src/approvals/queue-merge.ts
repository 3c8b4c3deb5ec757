/**
 * Which approvals the list shows when a new reading arrives. While somebody reads further down or has the
 * focus inside the list, nothing may move under their hands: newcomers are held back and counted, and what
 * left the queue keeps its place.
 */
import type { Approval } from '../api/contract.ts'

export interface ShownQueue {
  shown: Approval[]
  /** Ids that are still listed but no longer in the reading: decided, expired or withdrawn. */
  gone: ReadonlySet<string>
  heldBack: number
}

export function mergeQueue(before: Approval[], reading: Approval[], isHeld: boolean): ShownQueue {
  if (!isHeld) return { shown: reading, gone: new Set(), heldBack: 0 }
  const fresh = new Map(reading.map((approval) => [approval.id, approval]))
  const listed = new Set(before.map((approval) => approval.id))
  return {
    shown: before.map((approval) => fresh.get(approval.id) ?? approval),
    gone: new Set(before.filter((approval) => !fresh.has(approval.id)).map((approval) => approval.id)),
    heldBack: reading.filter((approval) => !listed.has(approval.id)).length,
  }
}
