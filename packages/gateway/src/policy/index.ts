/** Policy: who may do what. Decides; sends nothing, stores nothing. */
export {
  type Base,
  bases,
  compilePolicy,
  type PolicyRow,
  type PolicySettings,
  type SwitchPosition,
  shippedPolicy,
  switchPositions,
} from './compile.ts'
export { decide, isToolBlocked, ruleFor, rulesFor, verdictFor, versionFor } from './decide.ts'
export { type Permit, redeemPermit } from './permit.ts'
export { definePolicy, isStricter, type Policy, type Rule, type Verdict, verdicts } from './rules.ts'
export { fixedSource, type PolicySource } from './source.ts'
export { canAsk, governedTools, isSubject, loosestVerdict, shippedVerdict } from './subjects.ts'
