/** Dates in queries come in several forms: `yyyyMMdd`, ISO 8601, epoch seconds (ninjaone-api §9.2). */
function readDateText(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const day = /^(\d{4})(\d\d)(\d\d)$/.exec(text)
  const ms = day
    ? Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3]))
    : /^\d+(\.\d+)?$/.test(text)
      ? Number(text) * 1000
      : Date.parse(text)
  // What cannot be read is passed over, as unreadable terms of a device filter are.
  return Number.isFinite(ms) ? ms : undefined
}

/** Whether a moment lies strictly between two dates of a query; an absent moment lies nowhere. */
export function isBetween(ms: number | undefined, after: string | undefined, before: string | undefined): boolean {
  const [fromMs, toMs] = [readDateText(after), readDateText(before)]
  if (fromMs === undefined && toMs === undefined) return true
  return ms !== undefined && (fromMs === undefined || ms > fromMs) && (toMs === undefined || ms < toMs)
}
