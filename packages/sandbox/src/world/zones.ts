/**
 * Where people work, and when. Offsets are those of winter: a sandbox that moved its office hours by an hour twice a
 * year would be truer, and every test that looks at them would need a calendar.
 */
export const zones = [
  { name: 'America/New_York', offsetHours: -5 },
  { name: 'America/Chicago', offsetHours: -6 },
  { name: 'America/Denver', offsetHours: -7 },
  { name: 'America/Los_Angeles', offsetHours: -8 },
  { name: 'Europe/London', offsetHours: 0 },
  { name: 'Europe/Berlin', offsetHours: 1 },
  { name: 'Europe/Oslo', offsetHours: 1 },
  { name: 'Asia/Singapore', offsetHours: 8 },
  { name: 'Australia/Sydney', offsetHours: 10 },
] as const

const offsets = new Map<string, number>(zones.map(({ name, offsetHours }) => [name, offsetHours]))

/** Hour of the day, 0 to 24 with fraction, and day of the week, 0 for Sunday, where the people are. */
export function localTime(atMs: number, zone: string): { readonly hour: number; readonly weekday: number } {
  const localMs = atMs + (offsets.get(zone) ?? 0) * 3_600_000
  const day = Math.floor(localMs / 86_400_000)
  // 1 January 1970 was a Thursday.
  return { hour: (localMs - day * 86_400_000) / 3_600_000, weekday: (((day + 4) % 7) + 7) % 7 }
}

export function isOfficeHour(atMs: number, zone: string): boolean {
  const { hour, weekday } = localTime(atMs, zone)
  return weekday > 0 && weekday < 6 && hour >= 8 && hour < 18
}

/** When servers may restart. */
export function isMaintenanceHour(atMs: number, zone: string): boolean {
  const { hour } = localTime(atMs, zone)
  return hour >= 1 && hour < 5
}
