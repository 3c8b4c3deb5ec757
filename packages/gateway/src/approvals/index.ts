/** Approvals: who decided what, and the ledger that lets an approval be used once. Sends nothing, judges nothing. */

export type { ApprovalRow, DispatchRow } from '../store/index.ts'
export { type Approvals, type ApprovalTimes, createApprovals, defaultTimes, gatewayActor } from './approvals.ts'
export { createDispatches, type Dispatches, type DispatchRequest } from './dispatches.ts'
export { openFingerprint } from './fingerprint.ts'
export { createStepLedger, type StepLedger } from './step-ledger.ts'
export { isRefusal, type Transition } from './transition.ts'
