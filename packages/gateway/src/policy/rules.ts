/**
 * Rules as data, and the ones we ship: reads go through, everything else asks.
 * A set of rules has a version, which approvals are bound to.
 */
import type { Risk } from '@kunai/api/operation'
import { canonicalJson, sha256 } from '../call/index.ts'

/** On screen: Auto, Approval, Blocked. */
export type Verdict = 'allow' | 'ask' | 'deny'

export interface Rule {
  readonly id: string
  readonly verdict: Verdict
  /** Absent = any. */
  readonly match: {
    readonly operations?: readonly string[]
    readonly risks?: readonly Risk[]
    readonly connections?: readonly string[]
  }
}

export interface Policy {
  readonly version: string
  readonly rules: readonly Rule[]
}

/** The version follows from the rules, so an edit cannot forget to raise it. */
export function definePolicy(rules: readonly Rule[]): Policy {
  return { version: sha256(canonicalJson(rules)).slice(0, 16), rules }
}

export const shippedPolicy: Policy = definePolicy([
  { id: 'reads are automatic', verdict: 'allow', match: { risks: ['read'] } },
  { id: 'everything else asks', verdict: 'ask', match: { risks: ['write', 'disruptive', 'destructive'] } },
])
