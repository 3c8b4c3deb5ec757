/** Policy: who may do what. Decides; sends nothing, stores nothing. */
export { type Decision, decide, verdictFor } from './decide.ts'
export { type Permit, type Permitted, redeemPermit } from './permit.ts'
export { definePolicy, type Policy, type Rule, shippedPolicy, type Verdict } from './rules.ts'
