/** Connections as the owner sees them: everything but the secrets, which no answer ever holds. */
import type { Connection } from '../call/index.ts'
import type { Store } from '../store/index.ts'
import type { Registry } from './registry.ts'
import { explain } from './sentences.ts'
import { type ConnectionState, judge } from './state.ts'
import type { Finding, Identity } from './vendor.ts'

export interface ConnectionView extends Omit<Connection, 'tenant' | 'bashRunnerScriptId'> {
  /** `environment`: it comes with the process and is changed there. */
  readonly source: 'environment' | 'stored'
  readonly region: string | null
  readonly state: ConnectionState
  /** Why it is not simply connected, with the cure. */
  readonly why: { readonly code: string; readonly message: string } | null
  readonly machine: { readonly clientId: string | null } | null
  readonly user: UserView | null
  readonly bashRunnerScriptId: number | null
}

interface UserView {
  readonly clientId: string | null
  readonly platform: 'web' | 'native' | null
  readonly scopes: readonly string[]
  /** Null before anybody has consented. */
  readonly consent: {
    readonly by: { readonly id: string; readonly name: string }
    readonly at: string
    readonly refreshedAt: string
    /** When the present token is renewed. */
    readonly renewAt: string | null
    readonly grantedScopes: readonly string[] | null
  } | null
}

export interface ViewParts<Client> {
  readonly store: Store
  readonly registry: Registry<Client>
  readonly identitiesOf: (name: string) => readonly Identity[]
  readonly redirectUri: () => string
}

export async function viewConnections<Client>(parts: ViewParts<Client>): Promise<ConnectionView[]> {
  const { store, registry, identitiesOf, redirectUri } = parts
  const { database } = store
  const rows = await database.selectFrom('connections').selectAll().execute()
  const tokens = await database.selectFrom('connection_tokens').selectAll().execute()
  const health = await database.selectFrom('connection_health').selectAll().execute()

  return registry.connections.map(({ tenant, bashRunnerScriptId, ...connection }) => {
    const { name, baseUrl } = connection
    const row = registry.isBuiltIn(name) ? undefined : rows.find((one) => one.name === name)
    const kept = tokens.find((one) => one.tenant === tenant)
    const { state, why } = judge({
      problem: problemOf(registry.problemOf(name)),
      hasUser: row?.user_client_id != null,
      tokens: kept && { reconnectNeeded: kept.reconnect_needed },
      lastTokens: health.filter((one) => one.tenant === tenant).map(({ code }) => ({ code: code ?? undefined })),
    })
    const named = { host: new URL(baseUrl).host, redirectUri: redirectUri() }
    const has = (identity: Identity) => row === undefined && identitiesOf(name).includes(identity)
    return {
      ...connection,
      source: row ? 'stored' : 'environment',
      region: row?.region ?? null,
      state,
      why: why ? { code: why.code, message: explain(why, named) } : null,
      machine: row?.machine_client_id != null || has('machine') ? { clientId: row?.machine_client_id ?? null } : null,
      user:
        row?.user_client_id != null || has('user')
          ? {
              clientId: row?.user_client_id ?? null,
              platform: row?.user_platform ?? null,
              scopes: row?.user_scopes?.split(' ') ?? [],
              consent: kept
                ? {
                    by: JSON.parse(kept.consented_by),
                    at: kept.consented_at,
                    refreshedAt: kept.refreshed_at,
                    renewAt: kept.renew_at,
                    grantedScopes: kept.granted_scopes?.split(' ') ?? null,
                  }
                : null,
            }
          : null,
      bashRunnerScriptId: bashRunnerScriptId ?? null,
    } satisfies ConnectionView
  })
}

const problemOf = (error: { code: string; message: string } | undefined): Finding | undefined =>
  error && { code: error.code, message: error.message }
