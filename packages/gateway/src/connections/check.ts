/** The live check: everything a connection needs, asked for once, each with its own verdict and sentence. */
import { explain, type Named } from './sentences.ts'
import {
  type Finding,
  findingOf,
  type Identity,
  type MachineApplication,
  type UserApplication,
  type Vendor,
} from './vendor.ts'

export interface CheckItem {
  readonly id: string
  /** What is checked, for people. */
  readonly label: string
  readonly state: 'ok' | 'failed' | 'skipped'
  /** Why it failed or what is missing, with the cure. */
  readonly message?: string
  /** Stable word of the failure. */
  readonly code?: string
}

/** What tells one tenant from another. */
export interface OrganizationName {
  readonly id: number
  readonly name: string
}

/** One cheap read as this identity, the usual way with policy and permit. @throws what `findingOf` understands */
export type ReadOrganizations = (identity: Identity) => Promise<readonly OrganizationName[]>

export interface CheckSubject {
  readonly baseUrl: string
  readonly machine: MachineApplication | undefined
  readonly user: UserApplication | undefined
  /** True once a person has consented. */
  readonly isAuthorized: boolean
}

export interface CheckResult {
  readonly items: readonly CheckItem[]
  /** What the machine application's token request amounted to; undefined when it has no machine application. */
  readonly machineToken: { readonly code: string | undefined } | undefined
}

const labels = {
  host: 'NinjaOne answers at this address',
  clock: 'The clocks agree',
  'machine-token': 'Machine application: token',
  'machine-scopes': 'Machine application: scopes',
  'machine-read': 'Machine application: one read',
  'user-application': 'User application: client ID, kind and secret',
  redirect: 'User application: redirect URI',
  'user-scopes': 'User application: scopes',
  offline: 'User application: may stay connected',
  'user-token': 'Consent: token and refresh',
  'user-context': 'Consent: one read as the person; scripts and tickets need this',
  tenants: 'Both applications belong to one tenant',
} as const
type ItemId = keyof typeof labels

function itemOf({ code, identity }: Finding): ItemId {
  if (code === 'clock_skewed') return 'clock'
  if (['host_unreachable', 'connection_failed', 'base_url_invalid'].includes(code)) return 'host'
  if (code === 'redirect_uri_mismatch') return 'redirect'
  if (code === 'offline_access_missing') return 'offline'
  const aboutScopes = code === 'scope_missing' || code === 'scope_refused'
  if (identity === 'machine') return aboutScopes ? 'machine-scopes' : 'machine-token'
  return aboutScopes ? 'user-scopes' : 'user-application'
}

export async function check(
  vendor: Pick<Vendor<never>, 'inspectMachine' | 'inspectUserApplication'>,
  { baseUrl, machine, user, isAuthorized }: CheckSubject,
  named: Named,
  read: ReadOrganizations,
): Promise<CheckResult> {
  const found = new Map<ItemId, Finding>()
  const skipped = new Set<ItemId>()
  const add = (finding: Finding, id = itemOf(finding)) => void (found.has(id) || found.set(id, finding))

  for (const finding of await vendor.inspectMachine(baseUrl, machine)) add(finding)
  const isReachable = !found.has('host')
  if (isReachable && user) {
    const { redirectUri } = named
    for (const finding of await vendor.inspectUserApplication({ ...user, baseUrl, redirectUri })) add(finding)
  }

  const reads: Partial<Record<Identity, readonly OrganizationName[]>> = {}
  async function readAs(identity: Identity, tokenItem: ItemId, readItem: ItemId) {
    if (!isReachable || found.has(tokenItem)) return void skipped.add(readItem)
    try {
      reads[identity] = await read(identity)
    } catch (error) {
      const finding = findingOf(error)
      if (finding === undefined) throw error
      const aboutToken = !['forbidden', 'user_context_required'].includes(finding.code)
      add(finding, aboutToken ? tokenItem : readItem)
      if (aboutToken) skipped.add(readItem)
    }
  }
  if (machine) await readAs('machine', 'machine-token', 'machine-read')
  if (user && !isAuthorized) add({ code: 'not_connected', message: '' }, 'user-token')
  if (user) await readAs('user', 'user-token', 'user-context')
  if (differ(reads.machine, reads.user)) add({ code: 'tenants_differ', message: '' }, 'tenants')

  const wanted: ItemId[] = ['host', 'clock']
  if (machine) wanted.push('machine-token', 'machine-scopes', 'machine-read')
  if (user) wanted.push('user-application', 'redirect', 'user-scopes', 'offline', 'user-token', 'user-context')
  if (machine && user) wanted.push('tenants')
  // What rests on something that failed was not looked at, and is not called good.
  if (!isReachable) for (const id of wanted) if (id !== 'host') skipped.add(id)
  if (found.has('machine-token')) skipped.add('machine-scopes')
  // One fault is said once: a token that did not come for the same reason adds nothing.
  if (found.get('user-token')?.code === found.get('user-application')?.code && found.delete('user-token')) {
    skipped.add('user-token')
  }
  if (found.has('user-application')) for (const id of ['redirect', 'user-scopes', 'offline'] as const) skipped.add(id)
  if (found.has('redirect')) for (const id of ['user-scopes', 'offline'] as const) skipped.add(id)
  if (!reads.machine || !reads.user) skipped.add('tenants')

  const items = wanted.map((id): CheckItem => {
    const finding = found.get(id)
    const label = labels[id]
    if (finding?.code === 'not_connected') {
      // A step that is still to come is no fault.
      return { id, label, state: 'skipped', code: finding.code, message: explain(finding, named) }
    }
    if (finding) return { id, label, state: 'failed', code: finding.code, message: explain(finding, named) }
    return { id, label, state: skipped.has(id) ? 'skipped' : 'ok' }
  })
  if (!user) {
    const message =
      'There is no user application: running scripts and writing tickets need a person’s consent, and will be refused.'
    items.push({ id: 'user-context', label: labels['user-context'], state: 'skipped', message })
  }
  const machineFinding = found.get('machine-token') ?? found.get('host')
  return { items, machineToken: machine && { code: machineFinding?.code } }
}

/** A person may see fewer organizations than the machine; the same id under another name is another tenant's. */
function differ(
  left: readonly OrganizationName[] | undefined,
  right: readonly OrganizationName[] | undefined,
): boolean {
  if (!left?.length || !right?.length) return false
  const names = new Map(left.map(({ id, name }) => [id, name]))
  const shared = right.filter(({ id }) => names.has(id))
  return shared.length === 0 || shared.some(({ id, name }) => names.get(id) !== name)
}

/** Before there are credentials: whether a NinjaOne answers there at all. */
export async function checkAddress(
  vendor: Pick<Vendor<never>, 'inspectMachine'>,
  baseUrl: string,
  named: Named,
): Promise<CheckItem> {
  const [finding] = (await vendor.inspectMachine(baseUrl, undefined)).filter((one) => itemOf(one) === 'host')
  const { host: label } = labels
  if (finding === undefined) return { id: 'host', label, state: 'ok' }
  return { id: 'host', label, state: 'failed', code: finding.code, message: explain(finding, named) }
}

/** For a connection whose credentials the environment holds: only what its client can do is looked at. */
export async function checkReads(
  identities: readonly Identity[],
  named: Named,
  read: ReadOrganizations,
): Promise<readonly CheckItem[]> {
  const ids = { machine: 'machine-read', user: 'user-context' } as const
  return Promise.all(
    identities.map(async (identity): Promise<CheckItem> => {
      const id = ids[identity]
      try {
        await read(identity)
        return { id, label: labels[id], state: 'ok' }
      } catch (error) {
        const finding = findingOf(error)
        if (finding === undefined) throw error
        return { id, label: labels[id], state: 'failed', code: finding.code, message: explain(finding, named) }
      }
    }),
  )
}
