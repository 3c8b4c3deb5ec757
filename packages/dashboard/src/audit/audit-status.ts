/** Which single word of an event deserves a badge; most events are steps and have none. */
import type { AuditEvent } from '../api/contract.ts'
import type { Tone } from '../ui/badges.tsx'

const ofKind: Record<string, [word: string, tone: Tone]> = {
  allowed: ['Allowed', 'good'],
  denied: ['Denied', 'bad'],
  rejected: ['Denied', 'bad'],
  approved: ['Approved', 'good'],
  requested: ['Waiting', 'info'],
  held: ['Waiting', 'info'],
  expired: ['Expired', 'neutral'],
  withdrawn: ['Withdrawn', 'neutral'],
  stale: ['Stale', 'warn'],
  sent: ['Sent', 'info'],
  observed: ['Receipt', 'good'],
}

const ofStatus: Record<string, [word: string, tone: Tone]> = {
  done: ['Done', 'good'],
  accepted: ['Accepted', 'good'],
  waiting: ['Waiting', 'info'],
  denied: ['Denied', 'bad'],
  failed: ['Failed', 'bad'],
  unknown: ['Unknown', 'warn'],
}

export function statusOf(event: Pick<AuditEvent, 'kind' | 'data'>): { word: string; tone: Tone } | undefined {
  const verb = event.kind.split('-').at(-1) ?? ''
  const status = event.data.status
  const found = (typeof status === 'string' ? ofStatus[status] : undefined) ?? ofKind[verb]
  return found && { word: found[0], tone: found[1] }
}

/** Everything of an event in one text, for the filter above the list. */
export function searchableText(event: AuditEvent): string {
  return [
    event.kind,
    event.summary,
    event.operation,
    event.connection,
    event.door,
    event.actor.name,
    event.actor.onBehalfOf,
    event.callId,
    event.approvalId,
    event.seq,
  ]
    .filter((part) => part !== null && part !== undefined)
    .join(' ')
    .toLowerCase()
}
