/** The hash chain: every field of an event is inside its hash, and so is the hash before it. Pure. */
import { canonicalJson, sha256 } from '../call/index.ts'
import type { AuditEventRow } from '../store/index.ts'

/** Hash before the first event. */
export const genesisHash = '0'.repeat(64)

/** Hash of an event: over all its columns but the hash itself, in canonical JSON. */
export function hashOf(event: Omit<AuditEventRow, 'hash'>): string {
  const { seq, at, kind, call_id, approval_id, operation, connection, actor, door, summary, data, previous_hash } =
    event
  return sha256(
    canonicalJson({
      seq,
      at,
      kind,
      call_id,
      approval_id,
      operation,
      connection,
      actor,
      door,
      summary,
      data,
      previous_hash,
    }),
  )
}

/** Why `event` cannot follow `(seq, hash)`; undefined when it can. */
export function breakIn(event: AuditEventRow, seq: number, hash: string): string | undefined {
  if (event.seq !== seq + 1) return `event ${seq + 1} is missing`
  if (event.previous_hash !== hash) return `event ${event.seq} does not continue the event before it`
  if (hashOf(event) !== event.hash) return `event ${event.seq} was changed`
  return undefined
}
