/** Live events for the dashboard: the audit's own numbers are the event ids, so a lost connection resumes where it stopped. */
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Parts } from '../../actions/index.ts'

/** Milliseconds between heartbeats; also how late another replica's events may be seen. */
const heartbeat = 2_000
const pageSize = 500

/** `audit` events are numbered and resumed; `fleet` says only that something happened, and is read again anyway. */
export function streamEvents(
  context: Context,
  audit: Parts['audit'],
  fleet: Pick<Parts['webhooks'], 'newest' | 'subscribe'>,
) {
  return streamSSE(context, async (stream) => {
    const last = Number(context.req.header('last-event-id') ?? Number.NaN)
    let seq = Number.isSafeInteger(last) && last >= 0 ? last : (await audit.head()).seq
    let wake: () => void = () => undefined
    let fleetSeq = await fleet.newest()
    let fleetChanged = false
    const unsubscribeAudit = audit.subscribe(() => wake())
    const unsubscribeFleet = fleet.subscribe(() => {
      fleetChanged = true
      wake()
    })
    stream.onAbort(() => {
      unsubscribeAudit()
      unsubscribeFleet()
      wake()
    })
    await stream.writeSSE({ event: 'ready', data: '{}', id: String(seq), retry: 1000 })
    while (!stream.aborted) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      const events = await audit.since(seq, pageSize)
      for (const event of events) {
        seq = event.seq
        const data = JSON.stringify({ seq, kind: event.kind, callId: event.call_id, approvalId: event.approval_id })
        await stream.writeSSE({ event: 'audit', id: String(seq), data })
      }
      if (events.length === pageSize) continue
      const newest = await fleet.newest()
      if (fleetChanged || newest > fleetSeq) {
        fleetChanged = false
        fleetSeq = newest
        await stream.writeSSE({ event: 'fleet', data: JSON.stringify({ seq: newest }) })
      }
      const timer = setTimeout(() => wake(), heartbeat)
      await woken
      clearTimeout(timer)
      if (!stream.aborted) await stream.write(': alive\n\n')
    }
  })
}
