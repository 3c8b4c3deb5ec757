import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApprovalDetail } from '../api/contract.ts'
import { ApiError, isStatus } from '../api/http.ts'
import { approvalQuery, decideApproval } from '../api/queries.ts'
import { explainConflict } from './conflict.ts'

export type Verdict = 'approve' | 'deny'

/** Sends the decision for exactly the digest on screen, and reads everything again whatever the answer. */
export function useDecision(approval: ApprovalDetail) {
  const client = useQueryClient()
  const [conflict, setConflict] = useState<string>()
  const key = approvalQuery(approval.id).queryKey

  const mutation = useMutation({
    mutationFn: ({ verdict, reason }: { verdict: Verdict; reason: string }) =>
      decideApproval(approval.id, verdict, { digest: approval.digest, ...(reason === '' ? {} : { reason }) }),
    onMutate: () => setConflict(undefined),
    onSuccess: (decided) => {
      client.setQueryData(key, (before) => (before === undefined ? before : { ...before, ...decided }))
    },
    onError: async (error) => {
      if (!isStatus(error, 409)) return
      const message = error instanceof ApiError ? error.message : ''
      const current = await client.fetchQuery({ ...approvalQuery(approval.id), staleTime: 0 }).catch(() => undefined)
      setConflict(explainConflict(current, message))
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['approvals'] })
      void client.invalidateQueries({ queryKey: key })
    },
  })

  return {
    decide: (verdict: Verdict, reason: string) => mutation.mutate({ verdict, reason: reason.trim() }),
    isSending: mutation.isPending,
    verdict: mutation.variables?.verdict,
    conflict,
    /** A failure that is not a conflict: nobody knows of the decision, so it may be tried again. */
    failure: mutation.isError && !isStatus(mutation.error, 409) ? mutation.error : undefined,
  }
}
