/** What the connection pages ask and send. Shapes as docs/reference/http-api.md words them. */
import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Connection } from '../api/contract.ts'
import { request } from '../api/http.ts'

export type ConnectionState = 'saved' | 'connected' | 'degraded' | 'reconnect needed'
export type Scope = 'monitoring' | 'management' | 'control'

export interface Consent {
  by: { id: string; name: string }
  at: string
  refreshedAt: string
  renewAt: string | null
  grantedScopes: string[] | null
}

export interface ConnectionDetail extends Connection {
  baseUrl: string
  source: 'environment' | 'stored'
  region: string | null
  state: ConnectionState
  why: { code: string; message: string } | null
  machine: { clientId: string | null } | null
  user: { clientId: string | null; platform: 'web' | 'native' | null; scopes: string[]; consent: Consent | null } | null
  bashRunnerScriptId: number | null
}

export interface ConnectionsAnswer {
  connections: ConnectionDetail[]
  redirectUri: string
  regions: Record<string, string>
  scopes: Scope[]
}

export interface CheckItem {
  id: string
  label: string
  state: 'ok' | 'failed' | 'skipped'
  code?: string
  message?: string
}

/** One of the two. */
export interface Address {
  region?: string
  baseUrl?: string
}

export interface ConnectionForm extends Address {
  machine?: { clientId: string; clientSecret?: string } | null
  user?: { clientId: string; platform: 'web' | 'native'; clientSecret?: string; scopes: Scope[] } | null
}

export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: ({ signal }) => request<ConnectionsAnswer>('/api/connections', { signal }),
})

const path = (name: string, rest = '') => `/api/connections/${encodeURIComponent(name)}${rest}`

export const probeAddress = async (address: Address) =>
  (await request<{ item: CheckItem }>('/api/connection-probes', { method: 'POST', body: address })).item
export const addConnection = (name: string, form: ConnectionForm) =>
  request<ConnectionDetail>('/api/connections', { method: 'POST', body: { name, ...form } })
export const updateConnection = (name: string, form: ConnectionForm) =>
  request<ConnectionDetail>(path(name), { method: 'POST', body: form })
export const rotateSecret = (name: string, identity: 'machine' | 'user', clientSecret: string) =>
  request<ConnectionDetail>(path(name, '/secret'), { method: 'POST', body: { identity, clientSecret } })
export const checkConnection = (name: string) =>
  request<{ items: CheckItem[] }>(path(name, '/check'), { method: 'POST', body: {} })
export const authorize = (name: string, anyway: boolean) =>
  request<{ url: string }>(path(name, '/authorize'), { method: 'POST', body: { anyway } })
export const completeAuthorization = (query: string) =>
  request<{ connection: string }>('/api/authorizations', { method: 'POST', body: { query } })
export const makeDefault = (name: string) =>
  request<ConnectionDetail>(path(name, '/default'), { method: 'POST', body: {} })
export const setBashRunner = (name: string, scriptId: number | null) =>
  request<ConnectionDetail>(path(name, '/bash-runner'), { method: 'POST', body: { scriptId } })
export const disconnect = (name: string) =>
  request<{ revoked: boolean; message: string }>(path(name, '/disconnect'), { method: 'POST', body: {} })

/** The session names the connections too, for the badges on every page. */
export function readConnectionsAgain(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: ['connections'] })
  void client.invalidateQueries({ queryKey: ['session'] })
}

/** A change of connections; what is shown of them is read again, also when it failed. */
export function useChange<Input, Answer>(change: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: change, onSettled: () => readConnectionsAgain(client) })
}
