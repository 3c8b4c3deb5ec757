/** Says when what is on screen may be old, and stays silent while all is well. */
import { useEffect, useState } from 'react'
import { useLiveState } from '../api/events.ts'

/** A reconnect shorter than this is nobody's business. */
const patienceMs = 1_500

export function LiveBar() {
  const state = useLiveState()
  const [isLost, setLost] = useState(false)

  useEffect(() => {
    if (state !== 'lost') {
      setLost(false)
      return
    }
    const timer = setTimeout(() => setLost(true), patienceMs)
    return () => clearTimeout(timer)
  }, [state])

  return (
    <div role="status" className="sticky top-0 z-20">
      {isLost && (
        <p className="flex items-center justify-center gap-2 bg-warn px-4 py-1.5 text-center font-medium text-canvas text-sm">
          Connection lost. Reconnecting; what you see may be out of date.
        </p>
      )}
    </div>
  )
}

export function LiveMark() {
  const state = useLiveState()
  const look = {
    live: ['bg-good', 'Live'],
    connecting: ['border border-faint', 'Connecting'],
    lost: ['border border-warn', 'Not live'],
  }[state]
  return (
    <span className="inline-flex items-center gap-1.5 text-faint text-xs">
      <span aria-hidden="true" className={`size-1.5 rounded-full ${look[0]}`} />
      {look[1]}
    </span>
  )
}
