/** Whether the page has room for columns; the same bound as the `md:` classes. */
import { useSyncExternalStore } from 'react'

const wide = window.matchMedia('(min-width: 48rem)')

function subscribe(listener: () => void): () => void {
  wide.addEventListener('change', listener)
  return () => wide.removeEventListener('change', listener)
}

export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => wide.matches)
}
