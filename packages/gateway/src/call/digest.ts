/**
 * What an approval is bound to. Everything a person saw and everything that will leave is inside;
 * `offline` is shown but left out, because it may change between asking and sending.
 */
import { canonicalJson, sha256 } from './canonical.ts'
import type { Proposal } from './types.ts'

/** Rises when the meaning of a digest changes, so that an approval of an older form is stale, not misread. */
const digestVersion = 1

/** Canonical JSON of a proposal, as it is kept and hashed. */
export function proposalText(proposal: Proposal): string {
  const targets = proposal.targets.map(({ offline, ...bound }) => bound)
  return canonicalJson({ ...proposal, targets, digestVersion })
}

/** Digest of a proposal; equal-meaning proposals (key order, blanks) have the same. */
export function digestOf(proposal: Proposal): string {
  return sha256(proposalText(proposal))
}
