/** Which connection the page on screen is about. Pages that mix connections name none. */
import { useEffect, useSyncExternalStore } from 'react'
import type { ConnectionLabel } from '../api/contract.ts'

let shown: ConnectionLabel | undefined
const listeners = new Set<() => void>()

function show(connection: ConnectionLabel | undefined): void {
  shown = connection
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function usePageConnection(): ConnectionLabel | undefined {
  return useSyncExternalStore(subscribe, () => shown)
}

/** Called by a page about one connection; the badge and the band follow it until the page is left. */
export function useNamePageConnection(connection: ConnectionLabel | undefined): void {
  useEffect(() => {
    show(connection)
    return () => show(undefined)
  }, [connection])
}
