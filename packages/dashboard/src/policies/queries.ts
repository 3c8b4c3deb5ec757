import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '../api/http.ts'
import type { Base, Policies, PolicyChange, SwitchPosition, Verdict } from './contract.ts'

/** `connection` undefined: every connection that has nothing of its own. */
export const policiesQuery = (connection: string | undefined) =>
  queryOptions({
    queryKey: ['policies', 'table', connection ?? ''],
    queryFn: ({ signal }) =>
      request<Policies>(
        `/api/policies${connection === undefined ? '' : `?connection=${encodeURIComponent(connection)}`}`,
        {
          signal,
        },
      ),
  })

export const switchQuery = queryOptions({
  queryKey: ['policies', 'switch'],
  queryFn: ({ signal }) =>
    request<{ position: SwitchPosition; change: PolicyChange | null }>('/api/policies/switch', { signal }),
  // The stream tells of a change at once; this is for when there is no stream.
  refetchInterval: 30_000,
})

export const changesQuery = infiniteQueryOptions({
  queryKey: ['policies', 'changes'],
  queryFn: ({ pageParam, signal }) =>
    request<{ changes: PolicyChange[]; next: number | null }>(
      `/api/policies/changes${pageParam === null ? '' : `?before=${pageParam}`}`,
      { signal },
    ),
  initialPageParam: null as number | null,
  getNextPageParam: (page) => page.next,
})

export type Edit = { reason: string; connection: string | undefined; seen: number } & (
  | { kind: 'verdict'; subject: string; verdict: Verdict }
  | { kind: 'preset'; preset: Base }
  | { kind: 'reset' }
)

function send({ kind, ...body }: Edit): Promise<unknown> {
  if (kind === 'verdict') return request('/api/policies', { method: 'PUT', body })
  return request(`/api/policies/${kind}`, { method: 'POST', body })
}

/** Whatever the answer, the tables are read again: a refusal means that they are old. */
export function useEdit() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSettled: () => client.invalidateQueries({ queryKey: ['policies'] }),
  })
}

export function useSwitch() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (turn: { position: SwitchPosition; reason: string }) =>
      request('/api/policies/switch', { method: 'POST', body: turn }),
    onSettled: () => client.invalidateQueries({ queryKey: ['policies'] }),
  })
}
