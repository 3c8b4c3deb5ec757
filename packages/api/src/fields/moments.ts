/** Moments as ISO 8601 UTC. A page of a fleet holds thousands, so the day is worked out once for all of them. */

const dayMs = 86_400_000
/** The most that a Date holds, either side of 1970. */
const momentMsMax = 8.64e15
const daysKeptMax = 10_000
const days = new Map<number, string>()

/** `2026-01-05T09:00:00.250Z`; what is no moment comes back as its number, so that nothing is lost or thrown. */
export function isoOf(milliseconds: number): string {
  const whole = Math.round(milliseconds)
  if (!(Math.abs(whole) <= momentMsMax)) return String(milliseconds)
  const day = Math.floor(whole / dayMs)
  const rest = whole - day * dayMs
  const minutes = Math.floor(rest / 60_000)
  return `${dateOf(day)}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(Math.floor((rest % 60_000) / 1000))}.${three(rest % 1000)}Z`
}

function dateOf(day: number): string {
  const known = days.get(day)
  if (known !== undefined) return known
  const [date = ''] = new Date(day * dayMs).toISOString().split('T')
  if (days.size >= daysKeptMax) days.clear()
  days.set(day, date)
  return date
}

const two = (value: number) => (value < 10 ? `0${value}` : String(value))
const three = (value: number) => (value < 100 ? `0${two(value)}` : String(value))
