/**
 * The sandbox's own handle: look at the truth, make trouble, move time, go back, start over. In process these are the
 * methods below; over HTTP the same ones stand under `/_sandbox`. What cannot be had throws a `ControlError`.
 */
import type { ClockMode } from '../../clock.ts'
import type { Fidelity } from '../../fidelity.ts'
import type { ListedSnapshot } from '../../tenant.ts'
import type { JobMode } from '../../world/commands/job-mode.ts'
import type { ProfileName } from '../../world/profile.ts'
import type { DifferenceReport } from '../../world/store/summary.ts'
import type { FaultPresetName } from '../faults/presets.ts'
import type { FaultRule, FaultRuleInput } from '../faults/rule.ts'
import type { ExecutionEntry, LedgerEntry } from '../ledger.ts'
import type { LoggedRequest, RequestDetail, RequestFilter } from '../log/show.ts'
import type { Verdicts } from '../log/verdicts.ts'
import type { ApplicationInput, ListedApplication } from '../oauth/applications.ts'
import type { RateLimitReport, RateProfileName } from '../rate-limit.ts'
import type { LoggedDelivery } from '../webhook-sender.ts'

export interface WorldReport {
  readonly seed: number
  readonly profile: string
  readonly worldHash: string
  readonly organizations: number
  readonly devices: number
  readonly offline: number
  readonly alerts: number
  readonly activities: number
  readonly scripts: number
}

export interface ClockReport {
  /** ISO 8601. */
  readonly now: string
  /** How far the sandbox is ahead of the clock it was given. */
  readonly offsetMs: number
  readonly mode: ClockMode
}

/** What a world is made from; what is absent stays as it is, sizes as the profile has them where that is named. */
export interface SeedInput {
  readonly seed?: number | undefined
  readonly organizations?: number | undefined
  readonly devices?: number | undefined
  readonly profile?: ProfileName | undefined
}

export interface SeedReport {
  readonly seed: number
  readonly organizations: number
  readonly devices: number
  readonly profile: string
}

export interface DeviceReport {
  readonly id: number
  readonly systemName: string
  readonly organization: number
  /** As clients see it: switched off, restarting, or tagged `sim:offline`. */
  readonly offline: boolean
  readonly tags: readonly string[]
}

export interface ListedJob {
  readonly id: number
  readonly device: number
  readonly message: string
  readonly createdAt: string
  /** In the mode `polls`: how often somebody has to look until it ends. */
  readonly pollsLeft?: number
}

export interface DiffInput {
  readonly from: string
  /** Absent: the world as it is now. */
  readonly to?: string | undefined
  /** Differences listed; all are counted. Default 200. */
  readonly limit?: number | undefined
}

export interface SandboxControl {
  /** Every command that was really carried out, oldest first. */
  ledger(): readonly LedgerEntry[]
  /** Every script that really ran, when that was asked for, in the order in which they ended. */
  executions(): readonly ExecutionEntry[]
  /** Resolves when no script waits or runs. */
  settleScripts(): Promise<void>
  faults(): readonly FaultRule[]
  /** Throws when the rule cannot be used, and says why. */
  addFault(rule: FaultRuleInput): FaultRule
  /** False when there is no such rule. */
  removeFault(id: string): boolean
  /** The rules of a preset, besides those that are there. */
  addFaultPreset(name: FaultPresetName): readonly FaultRule[]
  clearFaults(): void
  /** Whose numbers are assumed: NinjaOne publishes none. */
  rateLimit(): RateLimitReport
  /** Every client starts again with all that the profile allows. */
  useRateProfile(name: RateProfileName): RateLimitReport
  /** Registered applications, without secrets. */
  apps(): readonly ListedApplication[]
  /** The one time the secret is shown. Throws when the application cannot be made, and says why. */
  addApp(app: ApplicationInput): ListedApplication & { readonly clientSecret?: string }
  /** Ends everything the application was given. False when there is none. */
  removeApp(clientId: string): boolean
  clock(): ClockReport
  /** Time goes on from where it is, at the pace of the mode. */
  setClockMode(mode: ClockMode): ClockReport
  /** Moves the sandbox's time forward; what becomes due by then happens. */
  advance(milliseconds: number): ClockReport
  /** The same, to a moment in ISO 8601. */
  advanceTo(moment: string): ClockReport
  /** The last thousand requests, oldest first. */
  requests(filter?: RequestFilter): readonly LoggedRequest[]
  /** With headers and bodies as far as they are kept; undefined when the request is not. */
  request(seq: number): RequestDetail | undefined
  /** How each client behaved, judged from the requests that are kept. */
  verdicts(): Verdicts
  snapshots(): readonly ListedSnapshot[]
  /** Keeps the world as it is; replaces a snapshot of the same name. Costs nothing, however large the fleet. */
  snapshot(name: string): ListedSnapshot
  /** World and time go back to it. Tokens, applications, faults, ledger and log stay. */
  restore(name: string): ListedSnapshot
  removeSnapshot(name: string): void
  diff(input: DiffInput): DifferenceReport
  /** The world as one file. */
  export(): string
  /** Takes over a file's world and time. Throws with line and field, and has then changed nothing. */
  import(text: string): void
  /** Another world, and all the rest as `reset` does. */
  seed(input: SeedInput): SeedReport
  /** What the world was made from. */
  size(): SeedReport
  device(id: number): DeviceReport
  /** All tags of a device; `sim:offline`, `sim:slow` and `sim:flaky=0.3` decide how it behaves. */
  setDeviceTags(id: number, tags: readonly string[]): DeviceReport
  /** Switches a device off, or on; then it does what it was asked meanwhile. */
  setDeviceOffline(id: number, offline: boolean): DeviceReport
  jobs(): readonly ListedJob[]
  jobMode(): JobMode
  /** For jobs that begin from now on. */
  useJobMode(mode: JobMode): JobMode
  /** Per operation, whether the sandbox models it. */
  fidelity(): readonly Fidelity[]
  /** The last thousand activities that webhooks wanted, oldest first, and what became of them. */
  webhookDeliveries(): readonly LoggedDelivery[]
  /** Resolves when every delivery that is due now has been tried. */
  settleWebhooks(): Promise<void>
  world(): WorldReport
  /** Everything as it was at the start: world, ledger, faults, limits, log and clock. Applications and tokens stay. */
  reset(): void
}
