/** Moments and spans in words. All pure: the caller says what time it is. */

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

function pad(value: number): string {
  return String(value).padStart(2, '0')
}

/** Time left until an expiry: minutes and seconds below an hour, because then every second counts. */
export function writeTimeLeft(leftMs: number): string {
  if (leftMs <= 0) return 'expired'
  // Rounded up, so that 0:00 never stands there while somebody may still decide.
  const totalSeconds = Math.ceil(leftMs / second)
  const seconds = totalSeconds % 60
  const minutes = Math.floor(totalSeconds / 60) % 60
  const hours = Math.floor(totalSeconds / 3600) % 24
  const days = Math.floor(totalSeconds / 86_400)
  if (days > 0) return `${days} d ${hours} h`
  if (hours > 0) return `${hours} h ${pad(minutes)} min`
  return `${minutes}:${pad(seconds)}`
}

/** From when on an approver is warned. */
export const warningMs = 2 * minute

export type Urgency = 'calm' | 'soon' | 'expired'

export function judgeTimeLeft(leftMs: number): Urgency {
  if (leftMs <= 0) return 'expired'
  return leftMs <= warningMs ? 'soon' : 'calm'
}

/** "3 min ago", for things whose age matters more than their clock time. */
export function writeAgo(at: string | null | undefined, nowMs: number): string {
  const atMs = at == null ? Number.NaN : Date.parse(at)
  if (Number.isNaN(atMs)) return 'unknown'
  const ageMs = nowMs - atMs
  if (ageMs < -minute) return writeMoment(at)
  if (ageMs < 45 * second) return 'just now'
  if (ageMs < hour) return `${Math.max(1, Math.round(ageMs / minute))} min ago`
  if (ageMs < day) return `${Math.round(ageMs / hour)} h ago`
  return `${Math.round(ageMs / day)} d ago`
}

const momentFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** "5 Jan 2026, 09:00:12" in the reader's own time zone. */
export function writeMoment(at: string | null | undefined): string {
  const atMs = at == null ? Number.NaN : Date.parse(at)
  return Number.isNaN(atMs) ? 'unknown' : momentFormat.format(atMs)
}
