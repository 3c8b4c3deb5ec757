/** Policy: who may do what. Decides; sends nothing, stores nothing. */
export { decide, verdictFor } from './decide.ts'
export { type Permit, redeemPermit } from './permit.ts'
export { definePolicy, type Policy, type Rule, shippedPolicy } from './rules.ts'
