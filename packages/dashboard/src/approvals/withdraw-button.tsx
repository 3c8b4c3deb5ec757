/** Whoever asked for it takes it back here; deciding about it is somebody else's. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ApprovalDetail } from '../api/contract.ts'
import { approvalQuery, withdrawCall } from '../api/queries.ts'
import { Button } from '../ui/button.tsx'
import { Problem } from '../ui/feedback.tsx'

export function WithdrawButton({ approval }: { approval: ApprovalDetail }) {
  const client = useQueryClient()
  const withdrawing = useMutation({
    mutationFn: () => withdrawCall(approval.callId),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['approvals'] })
      void client.invalidateQueries({ queryKey: approvalQuery(approval.id).queryKey })
    },
  })
  return (
    <div className="grid gap-3 text-sm">
      <p>You asked for this, so somebody else decides about it.</p>
      <Button className="justify-self-start" disabled={withdrawing.isPending} onClick={() => withdrawing.mutate()}>
        {withdrawing.isPending ? 'Withdrawing…' : 'Withdraw it'}
      </Button>
      {withdrawing.isError && <Problem title="It was not withdrawn" error={withdrawing.error} />}
    </div>
  )
}
