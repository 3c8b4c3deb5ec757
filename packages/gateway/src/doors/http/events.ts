/** Live events for the dashboard: the audit's own numbers are the event ids, so a lost connection resumes where it stopped. */
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Parts } from '../../actions/index.ts'

/** Milliseconds between heartbeats; also how late another replica's events may be seen. */
const heartbeat = 2_000
const pageSize = 500

export function streamEvents(context: Context, audit: Parts['audit']) {
  return streamSSE(context, async (stream) => {
    const last = Number(context.req.header('last-event-id') ?? Number.NaN)
    let seq = Number.isSafeInteger(last) && last >= 0 ? last : (await audit.head()).seq
    let wake: () => void = () => undefined
    const unsubscribe = audit.subscribe(() => wake())
    stream.onAbort(() => {
      unsubscribe()
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
      const timer = setTimeout(() => wake(), heartbeat)
      await woken
      clearTimeout(timer)
      if (!stream.aborted) await stream.write(': alive\n\n')
    }
  })
}
