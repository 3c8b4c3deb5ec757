/** Dates in queries are mixed: `yyyyMMdd`, ISO 8601, epoch seconds or milliseconds (ninjaone-api §6, §9.2). */
export function readDateText(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const day = /^(\d{4})(\d\d)(\d\d)$/.exec(text)
  if (day) return parse(`${day[1]}-${day[2]}-${day[3]}`)
  if (!/^\d+(\.\d+)?$/.test(text)) return parse(text)
  const number = Number(text)
  return number >= 1e11 ? number : number * 1000
}

/** What cannot be read means nothing, as filters that cannot be read do. */
function parse(text: string): number | undefined {
  const atMs = Date.parse(text)
  return Number.isNaN(atMs) ? undefined : atMs
}

/** Whether a moment lies strictly between two dates of a query; an absent moment lies nowhere. */
export function isBetween(ms: number | undefined, after: string | undefined, before: string | undefined): boolean {
  const [fromMs, toMs] = [readDateText(after), readDateText(before)]
  if (fromMs === undefined && toMs === undefined) return true
  return ms !== undefined && (fromMs === undefined || ms > fromMs) && (toMs === undefined || ms < toMs)
}
