/**
 * Names in a device filter: `org = "Cedar Dental" AND online`. The vendor's filter knows ids alone and passes over what it
 * cannot read, so every quoted name becomes an id before the filter is read strictly. Pure: finds them and puts ids in.
 */
import { type IdKey, idKeys, keySpellings } from '@kunai/api/device-filter'
import { GatewayError } from '../call/index.ts'

export interface QuotedName {
  readonly key: IdKey
  readonly name: string
  /** Where it stands, quotes included. */
  readonly from: number
  readonly to: number
}

/** Either quote, so that a name with one of them can be written within the others. */
const quotedText = /"([^"]*)"|'([^']*)'/g

const keyOfSpelling = new Map(idKeys.flatMap((key) => keySpellings[key].map((spelling) => [spelling as string, key])))

/** A key, its operator and, of a list, what stands in it already. */
const before = /(?:^|[\s(&])(\w+)\s*(?:=|!=|<>|eq|neq|in|nin|notin|!in)\s*(?:\((?:[^()]*,)?)?\s*$/

/** @throws GatewayError `invalid_input` for a quoted text where no name can stand. */
export function namesInFilter(df: string): QuotedName[] {
  return [...df.matchAll(quotedText)].map((match) => {
    const from = match.index
    const name = match[1] ?? match[2] ?? ''
    // Names before it may hold anything, also what looks like a key.
    const blank = df.slice(0, from).replace(quotedText, (text) => '0'.repeat(text.length))
    const key = keyOfSpelling.get(before.exec(blank)?.[1] ?? '')
    if (key === undefined || name.trim() === '') {
      throw new GatewayError(
        'invalid_input',
        'df: a name in quotes stands after org, loc, role or id, such as org = "Cedar Dental". Write other values without quotes.',
      )
    }
    return { key, name, from, to: from + match[0].length }
  })
}

/** The filter with an id in the place of each name. */
export function withIds(df: string, names: readonly QuotedName[], idOf: (name: QuotedName) => number | string): string {
  let text = ''
  let at = 0
  for (const name of names) {
    text += df.slice(at, name.from) + idOf(name)
    at = name.to
  }
  return text + df.slice(at)
}
