/**
 * The connections as they are now: one list and one map of clients that every other room reads, kept up to date in
 * place. What is stored is looked at again after every change here and once a second, because another process may
 * have changed it.
 */
import type { Clock } from '@kunai/api/clock'
import { type Connection, GatewayError, type Proposal } from '../call/index.ts'
import type { ConnectionRow, Store } from '../store/index.ts'
import type { Place, Sealer } from './sealer.ts'
import { createTokenStore } from './token-store.ts'
import type { Identity, MachineApplication, UserApplication, Vendor } from './vendor.ts'

/** A connection that comes from the environment or with the embedded sandbox; it lives as long as the process. */
export interface BuiltIn<Client> {
  readonly connection: Connection & { readonly tenant: string }
  readonly identities: readonly Identity[]
  createClient(onToken: (identity: Identity, code: string | undefined) => void): Client
}

export interface RegistryParts<Client> {
  readonly store: Store
  readonly sealer: Sealer
  readonly vendor: Vendor<Client>
  readonly clock: Clock
  readonly builtIn: readonly BuiltIn<Client>[]
  readonly logFault: (message: string, error: unknown) => void
}

export interface Registry<Client> {
  /** Always the same array; what is in it changes. */
  readonly connections: readonly Connection[]
  /** By name; always the same map. A connection whose secrets cannot be read has none. */
  readonly clients: ReadonlyMap<string, Client>
  /** Throws when what a proposal was made for is not what its connection is now. */
  guard(proposal: Pick<Proposal, 'connection' | 'tenant'>): void
  /** Why a connection has no client. */
  problemOf(name: string): GatewayError | undefined
  isBuiltIn(name: string): boolean
  /** Reads what has changed since the last time. */
  refresh(): Promise<void>
  openApplications(row: ConnectionRow): Applications
  recordToken(tenant: string, identity: Identity, code: string | undefined): void
  close(): Promise<void>
}

export interface Applications {
  readonly machine: MachineApplication | undefined
  readonly user: UserApplication | undefined
}

export const secretPlace = (name: string, identity: Identity): Place => ({
  table: 'connections',
  row: name,
  column: `${identity}_client_secret`,
})

interface Live<Client> {
  readonly revision: number
  readonly client: Client | undefined
  readonly problem: GatewayError | undefined
}

export async function createRegistry<Client>(parts: RegistryParts<Client>): Promise<Registry<Client>> {
  const { store, sealer, vendor, clock, builtIn, logFault } = parts
  const { database } = store
  const connections: Connection[] = []
  const clients = new Map<string, Client>()
  const live = new Map<string, Live<Client>>()
  const writes = new Set<Promise<unknown>>()
  let seen: number | undefined
  let last: Promise<void> = Promise.resolve()

  function track(name: string, work: Promise<unknown>): void {
    const tracked: Promise<unknown> = work.catch((error) => logFault(name, error)).finally(() => writes.delete(tracked))
    writes.add(tracked)
  }

  function recordToken(tenant: string, identity: Identity, code: string | undefined): void {
    const values = { code: code ?? null, at: new Date(clock.now()).toISOString() }
    const write = database
      .insertInto('connection_health')
      .values({ tenant, identity, ...values })
      .onConflict((conflict) => conflict.columns(['tenant', 'identity']).doUpdateSet(values))
      .execute()
    track('writing how a token came', write)
  }

  function openApplications(row: ConnectionRow): Applications {
    const secret = (identity: Identity, sealed: string | null) =>
      sealed === null ? undefined : sealer.open(sealed, secretPlace(row.name, identity))
    const machineSecret = secret('machine', row.machine_client_secret)
    const userSecret = secret('user', row.user_client_secret)
    return {
      machine:
        row.machine_client_id === null || machineSecret === undefined
          ? undefined
          : {
              clientId: row.machine_client_id,
              clientSecret: machineSecret,
              ...(row.machine_scopes !== null && { scope: row.machine_scopes }),
            },
      user:
        row.user_client_id === null
          ? undefined
          : {
              clientId: row.user_client_id,
              scopes: row.user_scopes?.split(' ') ?? [],
              ...(userSecret !== undefined && { clientSecret: userSecret }),
            },
    }
  }

  function open(row: ConnectionRow): Live<Client> {
    const { revision, tenant } = row
    try {
      const { machine, user } = openApplications(row)
      const client = vendor.createClient({
        baseUrl: row.base_url,
        machine,
        user: user && { ...user, tokenStore: createTokenStore(parts, row) },
        onToken: (identity, code) => recordToken(tenant, identity, code),
      })
      return { revision, client, problem: undefined }
    } catch (error) {
      // Closed for this one connection; all others go on.
      const problem = error instanceof GatewayError ? error : new GatewayError('secrets_unreadable', fileProblem(error))
      return { revision, client: undefined, problem }
    }
  }

  function replace(name: string, next: Live<Client> | undefined): void {
    const before = live.get(name)
    if (next === undefined) live.delete(name)
    else live.set(name, next)
    if (next?.client === undefined) clients.delete(name)
    else clients.set(name, next.client)
    // What has left may end; what has not is refused by the closed client, which proves that it never left.
    if (before?.client !== undefined) track(`closing the client of ${name}`, vendor.closeClient(before.client))
  }

  async function readAgain(): Promise<void> {
    const changes = await database
      .selectFrom('connection_changes')
      .select(['revision', 'default_connection'])
      .where('id', '=', 1)
      .executeTakeFirstOrThrow()
    if (changes.revision === seen) return
    const stored = await database.selectFrom('connections').selectAll().orderBy('name').execute()
    const options = await database.selectFrom('connection_options').selectAll().execute()
    const names = new Set(builtIn.map(({ connection }) => connection.name))
    // A stored connection never takes the place of one that the environment names.
    const rows = stored.filter(({ name }) => !names.has(name))
    for (const name of [...live.keys()]) if (!rows.some((row) => row.name === name)) replace(name, undefined)
    for (const row of rows) if (live.get(row.name)?.revision !== row.revision) replace(row.name, open(row))

    const all = [...builtIn.map(({ connection }) => connection), ...rows.map(toConnection)]
    const chosen = all.find(({ name }) => name === changes.default_connection)
    const byDefault = chosen ?? builtIn.find(({ connection }) => connection.isDefault)?.connection
    connections.splice(
      0,
      connections.length,
      ...all.map((connection) => {
        const runner = options.find((option) => option.connection === connection.name)?.bash_runner_script_id
        return {
          ...connection,
          isDefault: connection.name === byDefault?.name,
          ...(runner != null && { bashRunnerScriptId: runner }),
        }
      }),
    )
    seen = changes.revision
  }

  /** In turn, so that whoever changed something and then refreshes sees their own change. */
  function refresh(): Promise<void> {
    last = last.catch(() => undefined).then(readAgain)
    return last
  }

  for (const { connection, createClient } of builtIn) {
    clients.set(
      connection.name,
      createClient((identity, code) => recordToken(connection.tenant, identity, code)),
    )
  }
  await refresh()

  return {
    connections,
    clients,
    guard({ connection: name, tenant }) {
      const connection = connections.find((one) => one.name === name)
      const problem = live.get(name)?.problem
      if (problem) throw problem
      if (connection !== undefined && connection.tenant !== tenant) {
        throw new GatewayError(
          'connection_changed',
          `The connection "${name}" leads to other credentials than when this was prepared. Nothing was sent; ask again.`,
        )
      }
    },
    problemOf: (name) => live.get(name)?.problem,
    isBuiltIn: (name) => builtIn.some(({ connection }) => connection.name === name),
    refresh,
    openApplications,
    recordToken,
    async close() {
      await Promise.all([...clients.values()].map((client) => vendor.closeClient(client)))
      while (writes.size > 0) await Promise.all(writes)
    },
  }
}

const fileProblem = (error: unknown) =>
  `The secrets of this connection cannot be read: ${error instanceof Error ? error.message : 'the key file is unusable'}`

function toConnection(row: ConnectionRow): Connection {
  const { name, tenant, kind, base_url: baseUrl } = row
  return {
    name,
    tenant,
    kind,
    label: `${kind.toUpperCase()} · ${name} · ${new URL(baseUrl).host}`,
    baseUrl,
    isDefault: false,
  }
}
