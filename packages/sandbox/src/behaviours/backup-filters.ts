/**
 * Filters of backup jobs: `status in (RUNNING,PROCESSING)`, `planType = IMAGE`, `startTime between (a,b)`,
 * `startTime after a` (ninjaone-api §5, "Families only"). What cannot be read is passed over, as in device filters.
 */
import { readDateText } from './date-text.ts'

export type Test<Value> = (value: Value) => boolean

const anything = () => true

/** `key` is the word before the operator: status, planType. */
export function readWordFilter(key: string, text: string | undefined): Test<string> {
  const pattern = new RegExp(`^${key}\\s*(?:(?:in\\b\\s*)\\(([^)]*)\\)|(?:=|\\beq\\b)\\s*(\\w+))$`, 'i')
  const [, list, one] = pattern.exec(text?.trim() ?? '') ?? []
  const words = (list ?? one)?.split(',').map((word) => word.trim().toUpperCase())
  return words ? (value) => words.includes(value.toUpperCase()) : anything
}

export function readTimeFilter(text: string | undefined): Test<number> {
  const [, word, range, one] =
    /^startTime\s+(between|after|before)\s*(?:\(([^)]*)\)|(\S+))$/i.exec(text?.trim() ?? '') ?? []
  if (word === undefined) return anything
  const [first, second] = (range ?? one ?? '').split(',').map((date) => readDateText(date.trim().replace(/^'|'$/g, '')))
  if (first === undefined) return anything
  switch (word.toLowerCase()) {
    case 'after':
      return (atMs) => atMs > first
    case 'before':
      return (atMs) => atMs < first
    default:
      return second === undefined ? anything : (atMs) => atMs >= first && atMs <= second
  }
}
