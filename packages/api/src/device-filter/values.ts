/** Which single values a filter may hold. Each function gives the value, or the rule that the text breaks. */
import { type DeviceClass, type DeviceStatus, deviceClasses, statuses } from './vocabulary.ts'

export type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly rule: string; readonly cure: string }

/** Ids are 32-bit and start at 1 (ninjaone-api §9). */
const idMax = 2_147_483_647

export function readId(text: string): Read<number> {
  if (/^[1-9]\d{0,9}$/.test(text) && Number(text) <= idMax) return { ok: true, value: Number(text) }
  return {
    ok: false,
    rule: 'is not an id',
    cure: `write a whole number from 1 to ${idMax}, without quotes or zeros before it`,
  }
}

export function readClass(text: string): Read<DeviceClass> {
  const word = deviceClasses.find((known) => known === text)
  if (word) return { ok: true, value: word }
  return { ok: false, rule: 'is not a device class', cure: describeClasses(text.toUpperCase()) }
}

/** Someone who writes WINDOWS or server wants to see the classes of that kind, not all of them. */
function describeClasses(text: string): string {
  const related = deviceClasses.filter(
    (known) => known === text || (text.length >= 3 && known.split('_').includes(text)),
  )
  const shown = related.length > 0 ? related : deviceClasses.slice(0, 6)
  return `write ${shown.join(', ')}${related.length > 0 ? '' : ' or another nodeClass of your devices'}, in capitals and without quotes`
}

export function readStatus(text: string): Read<DeviceStatus> {
  const word = statuses.find((known) => known === text)
  return word
    ? { ok: true, value: word }
    : { ok: false, rule: 'is not a status', cure: `write ${statuses.join(' or ')}` }
}

const dayForm = /^(\d{4})(-?)(\d{2})\2(\d{2})$/
const momentForm = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

export function readDate(text: string): Read<string> {
  const day = dayForm.exec(text)
  const iso = day ? `${day[1]}-${day[3]}-${day[4]}T00:00:00.000Z` : momentForm.test(text) ? text : undefined
  if (iso === undefined) {
    return {
      ok: false,
      rule: 'is not a date',
      cure: 'write 2024-01-31, 20240131 or 2024-01-31T09:30:00.000Z (three decimals and Z), without quotes',
    }
  }
  // What the calendar does not have, Date either refuses or moves on to the next month.
  const moment = new Date(iso)
  if (!Number.isNaN(moment.getTime()) && moment.toISOString() === iso) return { ok: true, value: text }
  return { ok: false, rule: 'is not in the calendar', cure: 'write a day and time that exist' }
}

/** The first moment of a date that `readDate` accepted. */
export function startOf(date: string): number {
  const day = dayForm.exec(date)
  return Date.parse(day ? `${day[1]}-${day[3]}-${day[4]}T00:00:00.000Z` : date)
}

/** True for a date that means the whole day. */
export const isDay = (date: string): boolean => dayForm.test(date)
