/** What people say of a connection, and what of it goes into a row. */
import { GatewayError } from '../call/index.ts'
import type { ConnectionRow } from '../store/index.ts'
import type { Vendor } from './vendor.ts'

/** What can be ticked; without `offline_access` nothing lasts longer than an hour, so it is always asked for. */
export const scopeChoices = ['monitoring', 'management', 'control'] as const
export type ScopeChoice = (typeof scopeChoices)[number]
export const userPlatforms = ['web', 'native'] as const
export type UserPlatform = (typeof userPlatforms)[number]

export interface MachineInput {
  readonly clientId: string
  /** Left out at an update: as it is. */
  readonly clientSecret?: string | undefined
}

export interface UserInput {
  readonly clientId: string
  readonly platform: UserPlatform
  readonly clientSecret?: string | undefined
  readonly scopes: readonly ScopeChoice[]
}

/** `null` takes an application away, `undefined` leaves it as it is. */
export interface ConnectionInput {
  readonly region?: string | undefined
  readonly baseUrl?: string | undefined
  readonly machine?: MachineInput | null | undefined
  readonly user?: UserInput | null | undefined
}

/** Without the secrets, which are sealed apart. */
export type Settings = Pick<
  ConnectionRow,
  'kind' | 'region' | 'base_url' | 'machine_client_id' | 'user_client_id' | 'user_platform' | 'user_scopes'
>

const namePattern = /^[a-z0-9][a-z0-9-]{0,31}$/

export function checkName(name: string): void {
  if (namePattern.test(name)) return
  throw new GatewayError(
    'invalid_name',
    `"${name.slice(0, 32)}" cannot name a connection: use small letters, digits and "-", at most 32.`,
  )
}

const invalid = (message: string) => new GatewayError('invalid_input', message)

export function settingsFrom(input: ConnectionInput, before: Settings | undefined, vendor: Vendor<never>): Settings {
  const machine = input.machine === undefined ? before?.machine_client_id : (input.machine?.clientId ?? null)
  const { user } = input
  const settings: Settings = {
    ...addressFrom(input, before, vendor),
    machine_client_id: machine ?? null,
    user_client_id: user === undefined ? (before?.user_client_id ?? null) : (user?.clientId ?? null),
    user_platform: user === undefined ? (before?.user_platform ?? null) : (user?.platform ?? null),
    user_scopes: user === undefined ? (before?.user_scopes ?? null) : user && scopesOf(user),
  }
  if (settings.machine_client_id === null && settings.user_client_id === null) {
    throw invalid('A connection needs a machine application, a user application, or both.')
  }
  if (user?.platform === 'native' && user.clientSecret !== undefined) {
    throw invalid('A Native application has no client secret: leave it out, or choose Web.')
  }
  return settings
}

function scopesOf({ scopes }: UserInput): string {
  if (scopes.length === 0) throw invalid('Choose at least one scope.')
  return [...scopeChoices.filter((scope) => scopes.includes(scope)), 'offline_access'].join(' ')
}

/** @throws GatewayError when it is neither a region nor an address. */
export function addressFrom(
  { region, baseUrl }: ConnectionInput,
  before: Settings | undefined,
  vendor: Vendor<never>,
): Pick<Settings, 'kind' | 'region' | 'base_url'> {
  if (region !== undefined && baseUrl !== undefined) throw invalid('Give a region or a base URL, not both.')
  if (region === undefined && baseUrl === undefined) {
    if (before) return { kind: before.kind, region: before.region, base_url: before.base_url }
    throw invalid(`Give a region (${Object.keys(vendor.regions).join(', ')}) or a base URL.`)
  }
  if (region !== undefined && !Object.hasOwn(vendor.regions, region)) {
    throw invalid(`There is no region "${region}": use ${Object.keys(vendor.regions).join(', ')}, or give a base URL.`)
  }
  const origin = vendor.resolveBaseUrl(region ?? (baseUrl as string))
  const { hostname } = new URL(origin)
  // As everywhere: what answers on this machine is a sandbox, anything else is somebody's fleet.
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
  return { kind: isHere ? 'sandbox' : 'production', region: region ?? null, base_url: origin }
}

/**
 * True when the credentials are somebody else's now: what was approved, consented to and stored before is not for them.
 */
export function isOtherTenant(before: Settings, after: Settings): boolean {
  return (
    before.base_url !== after.base_url ||
    before.machine_client_id !== after.machine_client_id ||
    before.user_client_id !== after.user_client_id
  )
}

/** Names of the fields that differ, never their values. */
export function changedFields(before: Settings, after: Settings): string[] {
  return (Object.keys(after) as (keyof Settings)[]).filter((field) => before[field] !== after[field])
}
