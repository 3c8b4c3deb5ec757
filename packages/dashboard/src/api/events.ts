/**
 * The gateway's event stream. It says that something changed; the pages then read it again, so nothing shown
 * ever comes from the stream itself. The browser reconnects by itself; where it gives up (an error status), we
 * open a new stream. Whenever a stream is ready, everything is read again: what happened between the reading
 * that is shown and the stream's first event would otherwise never be heard of.
 */
import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { ApprovalDetail, StreamEvent } from './contract.ts'

export type LiveState = 'connecting' | 'live' | 'lost'

let state: LiveState = 'connecting'
let newestSequence = 0
const listeners = new Set<() => void>()

function publish(): void {
  for (const listener of listeners) listener()
}

function setState(next: LiveState): void {
  if (state === next) return
  state = next
  publish()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(subscribe, () => state)
}

/** The newest sequence number heard of; 0 before the first event. */
export function useNewestSequence(): number {
  return useSyncExternalStore(subscribe, () => newestSequence)
}

const retryDelayMs = 3_000

/** Opens the stream and keeps it open until the returned function is called. */
export function followEvents(client: QueryClient): () => void {
  let source: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined

  function open(): void {
    source = new EventSource('/api/events')
    source.addEventListener('ready', () => {
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
      setState('live')
    })
    source.addEventListener('audit', (message) => hear(client, message.data))
    source.addEventListener('fleet', () => {
      void client.invalidateQueries({ queryKey: ['fleet-events'] })
      void client.invalidateQueries({ queryKey: ['fleets'] })
    })
    source.addEventListener('error', () => {
      setState('lost')
      if (source?.readyState !== EventSource.CLOSED) return
      // The session may have ended: asking for it leads to the sign-in page, or tells that it still stands.
      void client.refetchQueries({ queryKey: ['session'] })
      retry = setTimeout(open, retryDelayMs)
    })
  }

  open()
  return () => {
    clearTimeout(retry)
    source?.close()
    setState('connecting')
  }
}

function hear(client: QueryClient, data: string): void {
  let event: StreamEvent
  try {
    event = JSON.parse(data) as StreamEvent
  } catch {
    return
  }
  if (event.seq > newestSequence) {
    newestSequence = event.seq
    publish()
  }
  if (event.kind === 'policy-changed') void client.invalidateQueries({ queryKey: ['policies'] })
  // Reads make events too. Only those that belong to an approval are worth reading approvals again for.
  const shown = client.getQueriesData<ApprovalDetail>({ queryKey: ['approval'] })
  const belongs = shown.some(([, approval]) => approval !== undefined && approval.callId === event.callId)
  if (event.approvalId !== null || belongs) readAgainSoon(client)
}

/** A burst of events is answered by one reading. */
const burstMs = 200
let reading: ReturnType<typeof setTimeout> | undefined

function readAgainSoon(client: QueryClient): void {
  if (reading !== undefined) return
  reading = setTimeout(() => {
    reading = undefined
    void client.invalidateQueries({ queryKey: ['approvals'] })
    void client.invalidateQueries({ queryKey: ['approval'] })
  }, burstMs)
}
