/** What a sandbox can be told at its start. Every refusal names the option, the rule and the cure. */
import type { Clock } from '@kunai/api/clock'
import { type ClockMode, clockModes } from './clock.ts'
import { ControlError } from './control-error.ts'
import type { SeedInput } from './server/control/sandbox-control.ts'
import { type DialectName, dialects } from './server/dialect.ts'
import { type EdgeLimits, edgeDefaults } from './server/edge.ts'
import { type FaultPresetName, faultPresets, isFaultPreset } from './server/faults/presets.ts'
import { type FaultRuleInput, parseFaultRule } from './server/faults/rule.ts'
import type { ApplicationInput } from './server/oauth/applications.ts'
import { isRateProfile, type RateProfileName, rateProfiles } from './server/rate-limit.ts'
import type { JobMode } from './world/commands/job-mode.ts'
import { sizeRanges, type WorldSize } from './world/origin.ts'
import { type ProfileName, profiles } from './world/profile.ts'

export interface SandboxOptions {
  /** 0 picks a free one, and is the default. */
  readonly port?: number
  /** Default 127.0.0.1: nobody else on the network reaches it. */
  readonly host?: string
  /** The same seed and sizes make the same world. Default 42. */
  readonly seed?: number
  /** Organizations. Default: what the profile says, 24 for `msp-typical`. */
  readonly orgs?: number
  /** Devices. Default: what the profile says, 1800 for `msp-typical`. */
  readonly devices?: number
  /** Default `msp-typical`. */
  readonly profile?: ProfileName | (string & {})
  /** Of the machine application; random when absent. */
  readonly clientId?: string
  readonly clientSecret?: string
  /** Opens `/_sandbox`; random when absent. */
  readonly controlToken?: string
  /**
   * Each refresh token works once, as NinjaOne's do. Default false: who keeps the first refresh token in its settings,
   * as the gateway does until connections are stored, could not start a second time.
   */
  readonly rotateRefreshTokens?: boolean
  /** Applications to register besides the seeded ones. */
  readonly apps?: readonly ApplicationInput[]
  /** Rate limits with assumed numbers. Default `off`. */
  readonly rateLimit?: RateProfileName | (string & {})
  /** Trouble from the start: a preset by name, or rules. */
  readonly faults?: FaultPresetName | (string & {}) | readonly FaultRuleInput[]
  /** `skill` serves the shapes of a widespread text for agents instead of NinjaOne's. Default `ninjaone`. */
  readonly dialect?: DialectName | (string & {})
  /** Of the listening socket. */
  readonly limits?: Partial<EdgeLimits>
  /** Hosts besides this machine that webhooks may be sent to, with their port where it is not the usual one. */
  readonly webhookHosts?: readonly string[]
  readonly clock?: Clock
  /** How the tenant's time goes: `live` (default), `fast`, `frozen`, or in steps. */
  readonly mode?: ClockMode
  /** How script runs and other jobs come to their end. Default: after the time they take. */
  readonly jobs?: JobMode
  /** Whether things happen that nobody asked for: logons, restarts at night, alerts that come and go. Default true. */
  readonly alive?: boolean
  /**
   * Linux devices really run their shell scripts, confined by bubblewrap, when the script has a body and nothing says
   * `#sim`. Default false: what a script does is simulated. Starting fails where scripts cannot be confined.
   */
  readonly runScripts?: boolean
}

export interface CheckedOptions {
  readonly port: number
  readonly host: string
  readonly seed: number
  readonly orgs: number
  readonly devices: number
  readonly profile: ProfileName
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
  readonly controlToken: string | undefined
  readonly rotateRefreshTokens: boolean
  readonly apps: readonly ApplicationInput[]
  readonly rateLimit: RateProfileName
  readonly faults: readonly FaultRuleInput[]
  readonly dialect: DialectName
  readonly limits: EdgeLimits
  readonly webhookHosts: readonly string[]
  readonly mode: ClockMode
  readonly jobs: JobMode | undefined
  readonly alive: boolean
  readonly runScripts: boolean
}

/** An option that cannot be used; `message` is for people. */
export class SandboxOptionError extends ControlError {
  constructor(message: string) {
    super('invalid', message)
  }
}

/** `--seed` in a shell and `seed` in code are one thing; the message helps in both. */
function readWhole(name: string, value: number | undefined, fallback: number, from: number, to: number): number {
  const given = value ?? fallback
  if (Number.isSafeInteger(given) && given >= from && given <= to) return given
  throw new SandboxOptionError(
    `Option ${name} must be a whole number from ${from} to ${to}, not ${given}. Try --${name} ${fallback}.`,
  )
}

/** Strict, because what is nearly no must not come out as yes. */
function readYesNo(name: string, value: boolean = false): boolean {
  if (typeof value === 'boolean') return value
  throw new SandboxOptionError(`Option ${name} must be true or false.`)
}

function readText(name: string, value: string | undefined): string | undefined {
  if (value === undefined || /^[\x21-\x7e]{1,256}$/.test(value)) return value
  throw new SandboxOptionError(
    `Option ${name} must be 1 to 256 printable ASCII characters without spaces. Leave it away for a random one.`,
  )
}

const isDialect = (name: string): name is DialectName => dialects.some((one) => one === name)

function readWord<Word extends string>(
  name: string,
  given: string,
  isWord: (text: string) => text is Word,
  words: readonly string[],
): Word {
  if (isWord(given)) return given
  throw new SandboxOptionError(`Option ${name} must be one of: ${words.join(', ')}. There is no "${given}".`)
}

function readFaults(given: string | readonly FaultRuleInput[]): readonly FaultRuleInput[] {
  if (typeof given === 'string')
    return faultPresets[readWord('faults', given, isFaultPreset, Object.keys(faultPresets))]
  for (const [index, rule] of given.entries()) {
    try {
      parseFaultRule(rule)
    } catch (error) {
      throw new SandboxOptionError(`Option faults[${index}]: ${(error as Error).message}`)
    }
  }
  return given
}

function readLimits(given: Partial<EdgeLimits>): EdgeLimits {
  return {
    requestTimeoutMs: readWhole(
      'requestTimeoutMs',
      given.requestTimeoutMs,
      edgeDefaults.requestTimeoutMs,
      100,
      600_000,
    ),
    headersTimeoutMs: readWhole(
      'headersTimeoutMs',
      given.headersTimeoutMs,
      edgeDefaults.headersTimeoutMs,
      100,
      600_000,
    ),
    connectionsMax: readWhole('connectionsMax', given.connectionsMax, edgeDefaults.connectionsMax, 1, 100_000),
  }
}

function readProfile(profile: string): ProfileName {
  if (Object.hasOwn(profiles, profile)) return profile as ProfileName
  const names = Object.keys(profiles).join(', ')
  throw new SandboxOptionError(`Option profile must be one of: ${names}. There is no profile "${profile}".`)
}

/** Of another world: what is absent stays as it is; where a profile is named, sizes are that profile's. */
export function readSize({ seed, organizations, devices, profile }: SeedInput, now: WorldSize): WorldSize {
  const named = profile === undefined ? undefined : profiles[readProfile(profile)]
  return {
    seed: readWhole('seed', seed, now.seed, ...sizeRanges.seed),
    orgs: readWhole('organizations', organizations, named?.organizations ?? now.orgs, ...sizeRanges.orgs),
    devices: readWhole('devices', devices, named?.devices ?? now.devices, ...sizeRanges.devices),
    profile: profile ?? now.profile,
  }
}

export function checkOptions(options: SandboxOptions): CheckedOptions {
  const profile = readProfile(options.profile ?? 'msp-typical')
  const sizes = profiles[profile]
  const mode = options.mode ?? 'live'
  if (!clockModes.includes(mode)) {
    throw new SandboxOptionError(`Option mode must be one of: ${clockModes.join(', ')}. There is no mode "${mode}".`)
  }
  return {
    port: readWhole('port', options.port, 0, 0, 65_535),
    host: options.host ?? '127.0.0.1',
    seed: readWhole('seed', options.seed, 42, ...sizeRanges.seed),
    orgs: readWhole('orgs', options.orgs, sizes.organizations, ...sizeRanges.orgs),
    devices: readWhole('devices', options.devices, sizes.devices, ...sizeRanges.devices),
    profile,
    clientId: readText('client-id', options.clientId),
    clientSecret: readText('client-secret', options.clientSecret),
    controlToken: readText('control-token', options.controlToken),
    rotateRefreshTokens: options.rotateRefreshTokens ?? false,
    apps: options.apps ?? [],
    rateLimit: readWord('rate-limit', options.rateLimit ?? 'off', isRateProfile, Object.keys(rateProfiles)),
    faults: readFaults(options.faults ?? []),
    dialect: readWord('dialect', options.dialect ?? 'ninjaone', isDialect, dialects),
    limits: readLimits(options.limits ?? {}),
    webhookHosts: options.webhookHosts ?? [],
    mode,
    jobs: options.jobs,
    alive: options.alive ?? true,
    runScripts: readYesNo('runScripts', options.runScripts),
  }
}
