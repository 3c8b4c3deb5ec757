import { type RefObject, useEffect, useRef, useState } from 'react'
import type { Approval } from '../api/contract.ts'
import { mergeQueue, type ShownQueue } from './queue-merge.ts'

/** Scrolled less than this, the top of the list is still in view and may grow. */
const scrollTolerancePx = 48

function isInUse(list: HTMLElement | null): boolean {
  return window.scrollY > scrollTolerancePx || (list?.contains(document.activeElement) ?? false)
}

/** The list on screen, which follows the readings only when that disturbs nobody. */
export function useSteadyQueue(
  reading: Approval[] | undefined,
  list: RefObject<HTMLElement | null>,
): ShownQueue & { showAll: () => void } {
  const [queue, setQueue] = useState<ShownQueue>({ shown: reading ?? [], gone: new Set(), heldBack: 0 })
  const hasShown = useRef(reading !== undefined)

  useEffect(() => {
    if (reading === undefined) return
    const isHeld = hasShown.current && isInUse(list.current)
    hasShown.current = true
    setQueue((before) => mergeQueue(before.shown, reading, isHeld))
  }, [reading, list])

  function showAll() {
    if (reading !== undefined) setQueue(mergeQueue([], reading, false))
    window.scrollTo({ top: 0 })
  }

  return { ...queue, showAll }
}
