/** Every question the pages ask, with the key under which the answer is kept. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  Approval,
  ApprovalDetail,
  AuditPage,
  AuditVerification,
  Fleet,
  FleetEventName,
  FleetEventPage,
  Outcome,
  Session,
} from './contract.ts'
import { keepCsrfToken, request } from './http.ts'

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => keepSession(await request<Session>('/api/session', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
})

function keepSession(session: Session): Session {
  keepCsrfToken(session.csrfToken)
  return session
}

export async function openSession(token: string): Promise<Session> {
  return keepSession(await request<Session>('/api/session', { method: 'POST', body: { token } }))
}

export function closeSession(): Promise<void> {
  return request<void>('/api/session', { method: 'DELETE' })
}

export type QueueTab = 'pending' | 'decided'

const queuePageSize = 50

/** One page after another of what the filters leave. */
export const approvalPagesQuery = (search: Readonly<Record<string, string>>) =>
  infiniteQueryOptions({
    queryKey: ['approvals', 'pages', search],
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams({ ...search, limit: String(queuePageSize) })
      if (pageParam !== null) asked.set('after', pageParam)
      return request<{ approvals: Approval[]; next: string | null }>(`/api/approvals?${asked}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

export function extendApproval(id: string): Promise<Approval> {
  return request<Approval>(`/api/approvals/${encodeURIComponent(id)}/extend`, { method: 'POST', body: {} })
}

export const approvalsQuery = (state: QueueTab) =>
  queryOptions({
    queryKey: ['approvals', state],
    queryFn: async ({ signal }) =>
      (await request<{ approvals: Approval[] }>(`/api/approvals?state=${state}&limit=200`, { signal })).approvals,
  })

export const approvalQuery = (id: string) =>
  queryOptions({
    queryKey: ['approval', id],
    queryFn: ({ signal }) => request<ApprovalDetail>(`/api/approvals/${encodeURIComponent(id)}`, { signal }),
  })

export function decideApproval(
  id: string,
  verdict: 'approve' | 'deny',
  decision: { digest: string; reason?: string },
): Promise<Approval> {
  return request<Approval>(`/api/approvals/${encodeURIComponent(id)}/${verdict}`, { method: 'POST', body: decision })
}

/** Takes back a call of one's own that was not sent yet. */
export function withdrawCall(callId: string): Promise<Outcome> {
  return request<Outcome>(`/api/calls/${encodeURIComponent(callId)}/withdraw`, { method: 'POST', body: {} })
}

const auditPageSize = 100

export const auditQuery = (callId: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['audit', callId ?? ''],
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams({ limit: String(auditPageSize) })
      if (pageParam !== null) search.set('after', String(pageParam))
      if (callId !== undefined) search.set('callId', callId)
      return request<AuditPage>(`/api/audit?${search}`, { signal })
    },
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
  })

export function verifyAudit(): Promise<AuditVerification> {
  return request<AuditVerification>('/api/audit/verify', { method: 'POST' })
}

export const fleetsQuery = queryOptions({
  queryKey: ['fleets'],
  queryFn: async ({ signal }) => (await request<{ fleets: Fleet[] }>('/api/fleets', { signal })).fleets,
})

export const fleetEventsQuery = infiniteQueryOptions({
  queryKey: ['fleet-events'],
  queryFn: ({ pageParam, signal }) => {
    const search = new URLSearchParams(pageParam === null ? {} : { before: String(pageParam) })
    return request<FleetEventPage>(`/api/fleet-events?${search}`, { signal })
  },
  initialPageParam: null as number | null,
  getNextPageParam: (page) => page.next,
})

/** Outcome of telling NinjaOne; null when there was nothing to tell. */
/** Everything that can be heard of, by looking, unless it says otherwise. */
export async function followFleet(
  connection: string,
  { publicUrl, events }: { publicUrl?: string | undefined; events?: FleetEventName[] },
): Promise<Outcome | null> {
  const body = { connection, ...(publicUrl !== undefined && { publicUrl }), ...(events && { events }) }
  return (await request<{ outcome: Outcome | null }>('/api/fleets', { method: 'POST', body })).outcome
}

export async function unfollowFleet(connection: string): Promise<Outcome | null> {
  const path = `/api/fleets/${encodeURIComponent(connection)}`
  return (await request<{ outcome: Outcome | null }>(path, { method: 'DELETE' })).outcome
}

export interface CallRequest {
  operation: string
  input: Record<string, unknown>
  connection?: string
  reason?: string
}

export function makeCall(call: CallRequest, signal?: AbortSignal): Promise<Outcome> {
  return request<Outcome>('/api/calls', { method: 'POST', body: call, signal })
}
