/**
 * Connections: which tenant a call goes to, and with whose credentials. Decides what is stored of them, sealed how,
 * and how each one is; sending, and the OAuth exchanges themselves, are the client's, which the wiring hands in.
 */
import { randomBytes } from 'node:crypto'
import type { Clock } from '@kunai/api/clock'
import type { Audit } from '../audit/index.ts'
import type { Connection, Proposal } from '../call/index.ts'
import type { Store } from '../store/index.ts'
import { type Authorizations, createAuthorizations } from './authorizations.ts'
import { type Changes, createChanges } from './changes.ts'
import { type CheckItem, check, checkAddress, checkReads, type ReadOrganizations } from './check.ts'
import { type BuiltIn, createRegistry } from './registry.ts'
import { createSealer, type KeyFile } from './sealer.ts'
import { addressFrom } from './settings.ts'
import type { Vendor } from './vendor.ts'
import { type ConnectionView, viewConnections } from './views.ts'

export type { Visitor } from './authorizations.ts'
export type { BuiltIn } from './registry.ts'
export { scopeChoices, userPlatforms } from './settings.ts'
export type { Application, Finding, Vendor } from './vendor.ts'

/** Where NinjaOne sends people back to; registered with the application to the letter. */
const callbackPath = '/dashboard/integrations/ninjaone-callback'

/** What other rooms may do with connections besides reading the list. */
export interface ConnectionKeeper extends Omit<Changes, 'seal' | 'findRow'>, Authorizations {
  readonly redirectUri: () => string
  /** Key and address of each region. */
  readonly regions: Readonly<Record<string, string>>
  list(): Promise<ConnectionView[]>
  /** Whether a NinjaOne answers at a region or address, before anything is stored. @throws GatewayError for no address */
  probe(address: { region?: string | undefined; baseUrl?: string | undefined }): Promise<CheckItem>
  check(name: string, read: ReadOrganizations): Promise<readonly CheckItem[]>
}

export interface ConnectionsParts<Client> {
  readonly store: Store
  readonly audit: Audit
  readonly clock: Clock
  readonly vendor: Vendor<Client>
  readonly keyFile: KeyFile
  readonly builtIn: readonly BuiltIn<Client>[]
  /** Our own origin as browsers see it. */
  readonly origin: () => string
  readonly logFault: (message: string, error: unknown) => void
}

export interface Connections<Client> {
  /** Always the same array, kept up to date in place. */
  readonly list: readonly Connection[]
  /** Always the same map, by name. */
  readonly clients: ReadonlyMap<string, Client>
  readonly keeper: ConnectionKeeper
  /** Throws when what a proposal was made for is not what its connection is now. */
  guard(proposal: Pick<Proposal, 'connection' | 'tenant'>): void
  /** Takes over what another process has changed. */
  refresh(): Promise<void>
  close(): Promise<void>
}

export async function createConnections<Client>(parts: ConnectionsParts<Client>): Promise<Connections<Client>> {
  const { store, audit, clock, vendor, keyFile, builtIn, origin, logFault } = parts
  const sealer = createSealer(keyFile)
  const registry = await createRegistry({ store, sealer, vendor, clock, builtIn, logFault })
  const redirectUri = () => `${origin()}${callbackPath}`
  const newTenant = () => randomBytes(16).toString('hex')
  const changes = createChanges({ store, sealer, vendor, audit, clock, registry, newTenant })
  const authorizations = createAuthorizations({ store, sealer, vendor, audit, clock, registry, changes, redirectUri })
  const identitiesOf = (name: string) => builtIn.find(({ connection }) => connection.name === name)?.identities ?? []
  const { seal: _seal, findRow, ...publicChanges } = changes

  const keeper: ConnectionKeeper = {
    ...publicChanges,
    ...authorizations,
    redirectUri,
    regions: vendor.regions,
    async probe(address) {
      const { base_url: baseUrl } = addressFrom(address, undefined, vendor as Vendor<never>)
      return checkAddress(vendor, baseUrl, { host: new URL(baseUrl).host, redirectUri: redirectUri() })
    },
    list: () => viewConnections({ store, registry, identitiesOf, redirectUri }),
    async check(name, read) {
      const named = (baseUrl: string) => ({ host: new URL(baseUrl).host, redirectUri: redirectUri() })
      const environment = builtIn.find(({ connection }) => connection.name === name)
      if (environment) {
        const { baseUrl } = environment.connection
        return checkReads(environment.identities, named(baseUrl), read)
      }
      const row = await findRow(name)
      const problem = registry.problemOf(name)
      if (problem) throw problem
      const tokens = await store.database
        .selectFrom('connection_tokens')
        .select('tenant')
        .where('tenant', '=', row.tenant)
        .executeTakeFirst()
      const subject = { baseUrl: row.base_url, ...registry.openApplications(row), isAuthorized: tokens !== undefined }
      const { items, machineToken } = await check(vendor, subject, named(row.base_url), read)
      if (machineToken) registry.recordToken(row.tenant, 'machine', machineToken.code)
      return items
    },
  }

  return {
    list: registry.connections,
    clients: registry.clients,
    keeper,
    guard: registry.guard,
    refresh: registry.refresh,
    close: registry.close,
  }
}
