/**
 * The one place that says yes. Pure: rules and a proposal in, a decision out. Deny beats ask beats allow,
 * silence denies. Free text (names, reasons, answers of devices) is never looked at.
 */
import type { Operation } from '@kunai/api/operation'
import { asksAlways, type Claim, digestOf, type Proposal } from '../call/index.ts'
import { Permit } from './permit.ts'
import type { Policy, Rule, Verdict } from './rules.ts'

export type Decision =
  | { readonly verdict: 'allow'; readonly rule: string; readonly permit: Permit }
  | { readonly verdict: 'ask'; readonly rule: string }
  | { readonly verdict: 'deny'; readonly rule: string; readonly message: string }

const strictness: Record<Verdict, number> = { allow: 0, ask: 1, deny: 2 }

function matches(rule: Rule, operation: Operation, connection: string): boolean {
  const { operations, risks, connections } = rule.match
  return (
    (operations?.includes(operation.id) ?? true) &&
    (risks?.includes(operation.risk) ?? true) &&
    (connections?.includes(connection) ?? true)
  )
}

/** The strictest rule that matches; undefined when none does. */
function ruleFor(policy: Policy, operation: Operation, connection: string): Rule | undefined {
  return policy.rules
    .filter((rule) => matches(rule, operation, connection))
    .reduce<Rule | undefined>(
      (strictest, rule) => (strictest && strictness[strictest.verdict] >= strictness[rule.verdict] ? strictest : rule),
      undefined,
    )
}

/** A rule's word, made stricter for what a person decides about each time, whatever the rules say. */
function verdictOf(rule: Rule, operation: Operation): Verdict {
  return rule.verdict === 'allow' && asksAlways(operation) ? 'ask' : rule.verdict
}

/**
 * What policy says of an operation before there is a call: lists ask this, calls ask `decide`, and both look
 * at the same rule, so a tool that is hidden is also refused.
 */
export function verdictFor(policy: Policy, operation: Operation, connection: string): Verdict {
  const rule = ruleFor(policy, operation, connection)
  return rule === undefined ? 'deny' : verdictOf(rule, operation)
}

/**
 * @param claim proof that a person approved and the approval was claimed; it turns `ask` into `allow` when its
 *   digest is this proposal's, and never softens a `deny`.
 */
export function decide(policy: Policy, operation: Operation, proposal: Proposal, claim?: Claim): Decision {
  if (proposal.operation !== operation.id || proposal.risk !== operation.risk) {
    return { verdict: 'deny', rule: 'none', message: 'The proposal is not about this operation.' }
  }
  const rule = ruleFor(policy, operation, proposal.connection)
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
