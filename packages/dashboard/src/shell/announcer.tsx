/** Tells a screen reader about approvals that arrived, on whichever page it is. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { approvalsQuery } from '../api/queries.ts'
import { toVisibleText } from '../text/visible-characters.ts'

export function Announcer() {
  const waiting = useQuery(approvalsQuery('pending')).data
  const known = useRef<Set<string> | undefined>(undefined)
  const [message, setMessage] = useState('')

  useEffect(() => {
    if (waiting === undefined) return
    const before = known.current
    known.current = new Set(waiting.map((approval) => approval.id))
    if (before === undefined) return
    const arrived = waiting.filter((approval) => !before.has(approval.id))
    const [first] = arrived
    if (first === undefined) return
    setMessage(
      arrived.length === 1
        ? `New approval waiting: ${toVisibleText(first.title)}`
        : `${arrived.length} new approvals waiting`,
    )
  }, [waiting])

  return (
    <div aria-live="polite" className="sr-only">
      {message}
    </div>
  )
}
