/** Where the corridor gets the policy from. Whoever cannot tell what the policy is throws, and a throw denies. */
import type { Policy } from './rules.ts'

export interface PolicySource {
  /** The policy as it was at most a second ago. */
  current(): Promise<Policy>
  /** The policy as it is now. */
  fresh(): Promise<Policy>
  /** The newest that is known, without waiting; undefined when that is older than a second. */
  known(): Policy | undefined
  /** Keeps `known` young until the returned function is called: something waits for its turn to be sent. */
  keepYoung(): () => void
}

/** A source that nobody edits, for tests and for a gateway that is given its policy. */
export function fixedSource(policy: () => Policy): PolicySource {
  return { current: async () => policy(), fresh: async () => policy(), known: policy, keepYoung: () => () => undefined }
}
