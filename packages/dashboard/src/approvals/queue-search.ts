/** The filters of the approvals list, as they stand in its address. */
import type { ApprovalState } from '../api/contract.ts'

const states = ['decided', 'approved', 'rejected', 'expired', 'withdrawn', 'stale'] as const

export interface QueueSearch {
  /** Absent: what waits. */
  state?: (typeof states)[number] & (ApprovalState | 'decided')
  connection?: string
  operation?: string
  requester?: string
  text?: string
}

const words = ['connection', 'operation', 'requester', 'text'] as const

export function readQueueSearch(search: Record<string, unknown>): QueueSearch {
  const state = states.find((one) => one === search.state)
  const given = words.flatMap((name) => {
    const value = search[name]
    return typeof value === 'string' || typeof value === 'number' ? [[name, String(value).slice(0, 200)]] : []
  })
  return { ...(state && { state }), ...Object.fromEntries(given.filter(([, value]) => value !== '')) }
}

export function isFiltered(search: QueueSearch): boolean {
  return words.some((name) => search[name] !== undefined)
}
