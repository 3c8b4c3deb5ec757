/**
 * The batch that somebody is writing. It is kept with the answers of the gateway, so that it survives a look at its
 * plan, and goes when the person signs out.
 */
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { BatchAction, FileRows } from './contract.ts'
import type { BatchRequest } from './data.ts'

export interface Draft {
  action: string | null
  file: (FileRows & { name: string }) | null
  /** Label of a field → template; blank ones are not sent. */
  template: Record<string, string>
  /** Which row is rendered, from 0. */
  position: number
  connection: string
  reason: string
  /** As typed. */
  intervalMs: string
  maxErrors: string
  canary: string
  stopOnUnknown: boolean
  skipDuplicates: boolean
}

const empty: Draft = {
  ...{ action: null, file: null, template: {}, position: 0, connection: '', reason: '' },
  ...{ intervalMs: '', maxErrors: '', canary: '', stopOnUnknown: false, skipDuplicates: false },
}

const key = ['batch-draft']

export function useDraft() {
  const client = useQueryClient()
  const { data = empty } = useQuery<Draft>({
    queryKey: key,
    queryFn: skipToken,
    initialData: empty,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  })
  const change = useCallback(
    (part: Partial<Draft>) => client.setQueryData<Draft>(key, (before = empty) => ({ ...before, ...part })),
    [client],
  )
  const clear = useCallback(() => client.setQueryData<Draft>(key, empty), [client])
  return { draft: data, change, clear }
}

/** Templates of fields that the action has; the others wait for somebody to choose the former action again. */
export function templateOf(draft: Draft, action: BatchAction): Record<string, string> {
  const filled = action.fields.flatMap(({ label }) => {
    const source = draft.template[label] ?? ''
    return source.trim() === '' ? [] : [[label, source] as const]
  })
  return Object.fromEntries(filled)
}

/** `"5%"` stays text, a whole number becomes one; empty is left out. What is wrong with it, the gateway says. */
function numberOrText(text: string): number | string | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  return /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed
}

export function requestOf(draft: Draft, action: BatchAction, file: FileRows): BatchRequest {
  const options = {
    intervalMs: numberOrText(draft.intervalMs),
    maxErrors: numberOrText(draft.maxErrors),
    canary: numberOrText(draft.canary),
    stopOnUnknown: draft.stopOnUnknown || undefined,
    skipDuplicates: draft.skipDuplicates || undefined,
  }
  return {
    action: action.name,
    template: templateOf(draft, action),
    connection: draft.connection === '' ? undefined : draft.connection,
    options: Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
    columns: file.hasHeader ? file.columns : undefined,
    reason: draft.reason.trim() === '' ? undefined : draft.reason.trim(),
  }
}
