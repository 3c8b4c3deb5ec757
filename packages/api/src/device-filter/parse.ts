/**
 * The strict reading of a device filter. The vendor drops a term that it cannot read and answers as if it had not been
 * written (ninjaone-api §7): a command meant for one organization would then find all of them. So whatever is not
 * documented is refused here, before anything is sent.
 */
import { readTerms } from './read-terms.ts'
import { startOf } from './values.ts'
import type { DeviceFilterIssue, DeviceFilterTerm } from './vocabulary.ts'

export type ParsedDeviceFilter =
  | { readonly ok: true; readonly terms: readonly DeviceFilterTerm[] }
  | { readonly ok: false; readonly issues: readonly DeviceFilterIssue[]; readonly message: string }

/** A filter travels in a request line, and servers take about 8,000 bytes of that. */
export const lengthMax = 4_000

/** Nobody repairs more at once, and a text of faults alone must not make an answer many times its size. */
const issuesMax = 5

/** The terms of `text`, or what is wrong with it: its first few faults. */
export function parseDeviceFilter(text: string): ParsedDeviceFilter {
  if (text.trim() === '') return refuse([atStart('is empty', 'write a term such as org = 1, or leave the filter out')])
  if (text.length > lengthMax) return refuse([atStart('is too long', `use at most ${lengthMax} characters`)])
  const read = readTerms(text)
  const issues = read.flatMap((one) => (one.ok ? [] : one.issues))
  if (issues.length > 0) return refuse(issues)
  const good = read.filter((one) => one.ok)
  const clashes = findClashes(good.map(({ term }) => term)).map(({ index, rule, cure }) => ({
    position: good[index]?.position ?? 0,
    offending: good[index]?.text ?? '',
    rule,
    cure,
  }))
  return clashes.length > 0 ? refuse(clashes) : { ok: true, terms: good.map(({ term }) => term) }
}

interface Clash {
  /** Which term. */
  readonly index: number
  readonly rule: string
  readonly cure: string
}

/**
 * Terms that do not go together. What the vendor makes of one key written twice is documented nowhere; a list says the
 * same and is. Two bounds of `created`, and two saved searches, cannot be said otherwise.
 */
export function findClashes(terms: readonly DeviceFilterTerm[]): Clash[] {
  const clashes: Clash[] = []
  for (const [index, term] of terms.entries()) {
    const earlier = terms.slice(0, index)
    const same = earlier.filter((one) => one.key === term.key)
    if (term.key === 'offline' || term.key === 'online') {
      const other = term.key === 'online' ? 'offline' : 'online'
      if (earlier.some(({ key }) => key === other)) {
        clashes.push({
          index,
          rule: `contradicts ${other}`,
          cure: 'remove one of the two; without them both kinds come',
        })
      }
    }
    const rule = same.map((one) => clashOf(one, term)).find((one) => one !== undefined)
    if (rule) clashes.push({ index, ...rule })
  }
  return clashes
}

function clashOf(first: DeviceFilterTerm, second: DeviceFilterTerm): Omit<Clash, 'index'> | undefined {
  if (first.key === 'group' && second.key === 'group' && first.id !== second.id) return undefined
  if (first.key !== 'created' || second.key !== 'created' || first.operator === second.operator) {
    return {
      rule: 'speaks of the same key again',
      cure: 'write each key once; several values are a list, such as org in (1,2)',
    }
  }
  if (first.operator === 'is' || second.operator === 'is') {
    return { rule: 'bounds a date that is already fixed', cure: 'write either one date with = or two bounds' }
  }
  const [after, before] = first.operator === 'after' ? [first, second] : [second, first]
  if (startOf(after.value) < startOf(before.value)) return undefined
  return { rule: 'leaves no time between after and before', cure: 'let after be the earlier date' }
}

const atStart = (rule: string, cure: string): DeviceFilterIssue => ({ position: 0, offending: '', rule, cure })

function refuse(found: readonly DeviceFilterIssue[]): ParsedDeviceFilter {
  const issues = found.slice(0, issuesMax)
  return { ok: false, issues, message: issues.map(formatIssue).join(' ') }
}

/** One line: what, where, which rule, what to write instead. */
function formatIssue(issue: DeviceFilterIssue): string {
  return `${describePlace(issue)} ${issue.rule}: ${issue.cure}.`
}

/** Characters are counted from 1 for readers. Only short, plain text is repeated: a filter may be anybody's text. */
export function describePlace({ position, offending }: DeviceFilterIssue): string {
  if (offending === '') return position === 0 ? 'The filter' : `The filter, at its end (character ${position + 1}),`
  return /^[\x21-\x7e]([\x20-\x7e]{0,38}[\x21-\x7e])?$/.test(offending)
    ? `"${offending}" at character ${position + 1}`
    : `Text at character ${position + 1}`
}
