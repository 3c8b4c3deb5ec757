/** Fault rules that somebody has written down, on the command line or in a file: one, or a list. */
import { type FaultRuleInput, FaultRuleInput as Rule } from '../server/faults/rule.ts'
import { lineOf, lineOfMistake } from '../world/store/json-lines.ts'
import { CommandError } from './command-error.ts'

/** `@file` and `-` are read first; throws with line and field, after what `opening` says. */
export function readRules(
  argument: string,
  readText: (path: string) => string,
  opening = '',
): readonly FaultRuleInput[] {
  const file = argument === '-' ? argument : argument.startsWith('@') ? argument.slice(1) : undefined
  const text = file === undefined ? argument : readText(file)
  const at = (line: number) => opening + (file === undefined ? '' : `${file === '-' ? '' : `${file}, `}line ${line}: `)
  const given = parse(text, at)
  const rules: readonly unknown[] = Array.isArray(given) ? given : [given]
  for (const [index, rule] of rules.entries()) {
    const [issue] = Rule.safeParse(rule).error?.issues ?? []
    if (!issue) continue
    const path = [...(Array.isArray(given) ? [index] : []), ...issue.path.map(stepOf)]
    const field = path.length > 0 ? path.join('.') : 'the rule'
    throw new CommandError(`${at(lineOf(text, path))}${field} cannot be used. ${issue.message}`)
  }
  return rules as readonly FaultRuleInput[]
}

const stepOf = (step: PropertyKey) => (typeof step === 'number' ? step : String(step))

function parse(text: string, at: (line: number) => string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const example = '{"effect": {"kind": "status", "status": 503}, "count": 1}'
    throw new CommandError(`${at(lineOfMistake(text, error))}This is not JSON. A rule is e.g. ${example}`)
  }
}
