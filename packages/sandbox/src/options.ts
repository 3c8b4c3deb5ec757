/** What a sandbox can be told at its start. Every refusal names the option, the rule and the cure. */
import type { Clock } from '@kunai/api/clock'
import { type ClockMode, clockModes } from './clock.ts'
import type { JobMode } from './world/commands/job-mode.ts'
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
  /** Hosts besides this machine that webhooks may be sent to, with their port where it is not the usual one. */
  readonly webhookHosts?: readonly string[]
  readonly clock?: Clock
  /** How the tenant's time goes: `live` (default), `fast`, `frozen`, or in steps. */
  readonly mode?: ClockMode
  /** How script runs and other jobs come to their end. Default: after the time they take. */
  readonly jobs?: JobMode
  /** Whether things happen that nobody asked for: logons, restarts at night, alerts that come and go. Default true. */
  readonly alive?: boolean
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
  readonly webhookHosts: readonly string[]
  readonly mode: ClockMode
  readonly jobs: JobMode | undefined
  readonly alive: boolean
}

/** An option that cannot be used; `message` is for people. */
export class SandboxOptionError extends Error {
  override readonly name = 'SandboxOptionError'
}

/** `--seed` in a shell and `seed` in code are one thing; the message helps in both. */
function readWhole(name: string, value: number | undefined, fallback: number, from: number, to: number): number {
  const given = value ?? fallback
  if (Number.isSafeInteger(given) && given >= from && given <= to) return given
  throw new SandboxOptionError(
    `Option ${name} must be a whole number from ${from} to ${to}, not ${given}. Try --${name} ${fallback}.`,
  )
}

function readText(name: string, value: string | undefined): string | undefined {
  if (value === undefined || /^[\x21-\x7e]{1,256}$/.test(value)) return value
  throw new SandboxOptionError(
    `Option ${name} must be 1 to 256 printable ASCII characters without spaces. Leave it away for a random one.`,
  )
}

export function checkOptions(options: SandboxOptions): CheckedOptions {
  const profile = options.profile ?? 'msp-typical'
  if (!Object.hasOwn(profiles, profile)) {
    const names = Object.keys(profiles).join(', ')
    throw new SandboxOptionError(`Option profile must be one of: ${names}. There is no profile "${profile}".`)
  }
  const sizes = profiles[profile as ProfileName]
  const mode = options.mode ?? 'live'
  if (!clockModes.includes(mode)) {
    throw new SandboxOptionError(`Option mode must be one of: ${clockModes.join(', ')}. There is no mode "${mode}".`)
  }
  return {
    port: readWhole('port', options.port, 0, 0, 65_535),
    host: options.host ?? '127.0.0.1',
    seed: readWhole('seed', options.seed, 42, 0, Number.MAX_SAFE_INTEGER),
    orgs: readWhole('orgs', options.orgs, sizes.organizations, 1, 10_000),
    devices: readWhole('devices', options.devices, sizes.devices, 1, 1_000_000),
    profile: profile as ProfileName,
    clientId: readText('client-id', options.clientId),
    clientSecret: readText('client-secret', options.clientSecret),
    controlToken: readText('control-token', options.controlToken),
    rotateRefreshTokens: options.rotateRefreshTokens ?? false,
    webhookHosts: options.webhookHosts ?? [],
    mode,
    jobs: options.jobs,
    alive: options.alive ?? true,
  }
}
