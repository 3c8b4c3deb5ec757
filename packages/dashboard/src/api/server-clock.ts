/**
 * The time that expiries are measured against is the gateway's. A desk whose clock is wrong would otherwise
 * show minutes that do not exist; the Date header of any answer tells how wrong it is.
 */
let offsetMs = 0

/** Below this the header's whole seconds and the network explain the difference. */
const toleranceMs = 5_000

export function learnServerTime(dateHeader: string | null): void {
  if (dateHeader === null) return
  const serverMs = Date.parse(dateHeader)
  if (Number.isNaN(serverMs)) return
  const differenceMs = serverMs - Date.now()
  offsetMs = Math.abs(differenceMs) > toleranceMs ? differenceMs : 0
}

export function serverNow(): number {
  return Date.now() + offsetMs
}
