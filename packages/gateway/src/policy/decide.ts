/**
 * The one place that says yes. Pure: rules and a proposal in, a decision out. Deny beats ask beats allow,
 * silence denies. Free text (names, reasons, answers of devices) is never looked at.
 */
import type { Operation } from '@kunai/api/operation'
import { asksAlways, type Claim, carrierOf, digestOf, operations, type Proposal } from '../call/index.ts'
import { Permit } from './permit.ts'
import { fingerprint, isStricter, type Policy, type Rule, type Verdict } from './rules.ts'
import { governedTools } from './subjects.ts'

export type Decision =
  | { readonly verdict: 'allow'; readonly rule: string; readonly permit: Permit }
  | { readonly verdict: 'ask'; readonly rule: string }
  | { readonly verdict: 'deny'; readonly rule: string; readonly message: string }

/** What is asked about, before there is a call: an operation on a connection, by a tool where there is one. */
export interface Asked {
  readonly operation: Operation
  readonly connection: string
  readonly tool?: string | undefined
}

function matches({ match }: Rule, { operation, connection, tool }: Asked): boolean {
  // What is said of a library script's run is said of bash, which is one; the tool's own rules come on top.
  const { id } = carrierOf(operation)
  return (
    (match.operations?.includes(id) ?? true) &&
    !match.exceptOperations?.includes(id) &&
    (match.risks?.includes(operation.risk) ?? true) &&
    (match.connections?.includes(connection) ?? true) &&
    !match.exceptConnections?.includes(connection) &&
    (match.tools === undefined || (tool !== undefined && match.tools.includes(tool)))
  )
}

/** Every rule that has a say, in the policy's order. */
export function rulesFor(policy: Policy, asked: Asked): Rule[] {
  return policy.rules.filter((rule) => matches(rule, asked))
}

/**
 * The strictest rule that matches. Undefined when none does, or when only a tool's rule does: a tool can tighten
 * what is said of an operation, and never says anything by itself.
 */
export function ruleFor(policy: Policy, asked: Asked): Rule | undefined {
  const found = rulesFor(policy, asked)
  if (found.every(({ match }) => match.tools !== undefined)) return undefined
  return found.reduce((strictest, rule) => (isStricter(rule.verdict, strictest.verdict) ? rule : strictest))
}

/** A rule's word, made stricter for what a person decides about each time, whatever the rules say. */
function verdictOf(rule: Rule, operation: Operation): Verdict {
  return rule.verdict === 'allow' && asksAlways(operation) ? 'ask' : rule.verdict
}

/**
 * What policy says of an operation before there is a call: lists ask this, calls ask `decide`, and both look
 * at the same rule, so a tool that is hidden is also refused.
 */
export function verdictFor(policy: Policy, operation: Operation, connection: string, tool?: string): Verdict {
  const rule = ruleFor(policy, { operation, connection, tool })
  return rule === undefined ? 'deny' : verdictOf(rule, operation)
}

/** A tool that would be refused whatever it is used for, so that no list shows it. */
export function isToolBlocked(policy: Policy, tool: string, connection: string): boolean {
  const governed = Object.hasOwn(governedTools, tool) ? governedTools[tool] : undefined
  if (governed === undefined) return false
  return operations
    .filter((operation) => governed.reaches(operation))
    .every((operation) => verdictFor(policy, operation, connection, tool) === 'deny')
}

/**
 * The part of the policy's version that a call is bound to: the rules that have a say in it. A change elsewhere leaves
 * an approval alone; a change here, or of the epoch, makes it stale, also when the new rule says the same.
 */
export function versionFor(policy: Policy, asked: Asked): string {
  const rules = rulesFor(policy, asked).map(({ id, verdict, revision = 0 }) => [id, verdict, revision])
  return fingerprint([policy.epoch, rules])
}

/**
 * @param claim proof that a person approved and the approval was claimed; it turns `ask` into `allow` when its
 *   digest is this proposal's, and never softens a `deny`.
 */
export function decide(policy: Policy, operation: Operation, proposal: Proposal, claim?: Claim): Decision {
  if (proposal.operation !== operation.id || proposal.risk !== operation.risk) {
    return { verdict: 'deny', rule: 'none', message: 'The proposal is not about this operation.' }
  }
  const rule = ruleFor(policy, { operation, connection: proposal.connection, tool: proposal.tool })
  if (rule === undefined) return { verdict: 'deny', rule: 'none', message: `No rule allows ${operation.id}.` }
  const verdict = verdictOf(rule, operation)
  switch (verdict) {
    case 'deny':
      return { verdict: 'deny', rule: rule.id, message: `${operation.id} is blocked by the rule "${rule.id}".` }
    case 'ask':
      if (claim === undefined) return { verdict: 'ask', rule: rule.id }
      if (claim.digest !== digestOf(proposal)) {
        return { verdict: 'deny', rule: rule.id, message: 'The call is not the one that was approved.' }
      }
      return { verdict: 'allow', rule: rule.id, permit: Permit.issue({ operation, proposal }) }
    case 'allow':
      return { verdict: 'allow', rule: rule.id, permit: Permit.issue({ operation, proposal }) }
    default: {
      const impossible: never = verdict
      throw new TypeError(`unknown verdict ${impossible}`)
    }
  }
}
