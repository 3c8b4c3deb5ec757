/** A NinjaOne that runs on your desk: state that moves, OAuth that is enforced, trouble on request. */
export { runSandboxCommand, type SandboxCommandIo } from './main.ts'
export { SandboxOptionError, type SandboxOptions } from './options.ts'
export { type Sandbox, startSandbox } from './sandbox.ts'
export type { ClockReport, SandboxControl, WorldReport } from './server/control.ts'
export type { FaultRule, FaultRuleInput } from './server/faults.ts'
export type { LedgerEntry } from './server/ledger.ts'
export type { ApplicationInput, ListedApplication } from './server/oauth/applications.ts'
export type { LoggedRequest } from './server/request-log.ts'
