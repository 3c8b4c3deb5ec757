/**
 * Rules as data, and the ones we ship. Where several rules match, the strictest wins; compile.ts makes rules out of
 * what people have set, so that of two rows about one operation only the nearer one becomes a rule.
 */
import type { Risk } from '@kunai/api/operation'
import { canonicalJson, sha256 } from '../call/index.ts'

/** On screen: Auto, Approval, Blocked. From the loosest to the strictest. */
export const verdicts = ['allow', 'ask', 'deny'] as const
export type Verdict = (typeof verdicts)[number]

export function isStricter(one: Verdict, other: Verdict): boolean {
  return verdicts.indexOf(one) > verdicts.indexOf(other)
}

export interface Rule {
  /** What people read when they ask why. */
  readonly id: string
  readonly verdict: Verdict
  /** Number of the change that made it; absent for what we ship. A new number is another rule, even with the same words. */
  readonly revision?: number
  /** Absent = any. */
  readonly match: {
    readonly operations?: readonly string[]
    readonly exceptOperations?: readonly string[]
    readonly risks?: readonly Risk[]
    readonly connections?: readonly string[]
    readonly exceptConnections?: readonly string[]
    /** The tool that the call came by. A rule that names tools can only tighten what the operation's own rule says. */
    readonly tools?: readonly string[]
  }
}

export interface Policy {
  readonly version: string
  /** Rises when everything that was approved before must be asked again: the emergency switch, a preset, a reset. */
  readonly epoch: number
  readonly rules: readonly Rule[]
}

/** The version follows from the rules, so an edit cannot forget to raise it. */
export function definePolicy(rules: readonly Rule[], epoch = 0): Policy {
  return { version: fingerprint([epoch, rules]), epoch, rules }
}

/** Short on purpose: people compare it by eye. */
export function fingerprint(value: unknown): string {
  return sha256(canonicalJson(value)).slice(0, 16)
}
