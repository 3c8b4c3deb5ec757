/** The decision, or what became of it. Nothing here has the focus by itself: reading comes first. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ApprovalDetail } from '../api/contract.ts'
import { approvalQuery, extendApproval } from '../api/queries.ts'
import { useSession } from '../shell/session.ts'
import { warningMs } from '../text/time.ts'
import { toVisibleText } from '../text/visible-characters.ts'
import { Button } from '../ui/button.tsx'
import { Problem } from '../ui/feedback.tsx'
import { TimeLeft } from '../ui/time.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import { useNow } from '../ui/use-now.ts'
import { DecisionForm } from './decision-form.tsx'
import { Result } from './result.tsx'
import { useDecision } from './use-decision.ts'
import { WithdrawButton } from './withdraw-button.tsx'

interface DecisionPanelProps {
  approval: ApprovalDetail
  /** The exact request was on screen to its last line. */
  isRead: boolean
  /** Id of what was not. */
  unread: string | undefined
}

export function DecisionPanel({ approval, isRead, unread }: DecisionPanelProps) {
  const decision = useDecision(approval)
  const leftMs = Date.parse(approval.expiresAt) - useNow()
  const isOver = leftMs <= 0
  useReadAgainWhenOver(approval, isOver)
  const session = useSession()
  // An agent's request may be decided by the person behind it; one's own may not.
  const isOwn = approval.actor.kind === 'person' && approval.actor.id === session?.person.id

  return (
    <section aria-labelledby="decision" className="card p-4">
      <div className="mb-3 flex items-center justify-between gap-2">
        <h2 id="decision" className="font-semibold text-sm">
          {approval.state === 'pending' ? 'Your decision' : 'Decision'}
        </h2>
        {approval.state === 'pending' && <TimeLeft until={approval.expiresAt} className="text-sm" />}
      </div>
      <ExpiryWarning approval={approval} leftMs={leftMs} />
      {decision.conflict !== undefined && (
        <p role="alert" className="mb-3 rounded-md bg-warn-wash p-3 text-sm text-warn">
          {decision.conflict}
        </p>
      )}
      {approval.state === 'pending' && isOver && (
        <p className="text-sm text-soft">
          The time to decide is over. Nothing was sent, and nothing will be. The caller can ask again.
        </p>
      )}
      {approval.state === 'pending' && !isOver && isOwn && <WithdrawButton approval={approval} />}
      {approval.state === 'pending' && !isOver && !isOwn && (
        <ChangedGuard digest={approval.digest}>
          {(isUnchanged) => (
            <DecisionForm decision={decision} isRead={isRead} unread={unread} isUnchanged={isUnchanged} />
          )}
        </ChangedGuard>
      )}
      {approval.state !== 'pending' && <Result approval={approval} />}
      {approval.canExtend && leftMs > warningMs && <ExtendButton id={approval.id} isSoon={false} />}
    </section>
  )
}

interface ChangedGuardProps {
  digest: string
  children: (isUnchanged: boolean) => React.ReactNode
}

/** A request that changed under the reader's eyes has to be looked at again before it can be approved. */
function ChangedGuard({ digest, children }: ChangedGuardProps) {
  const [seenDigest, setSeenDigest] = useState(digest)
  const isUnchanged = seenDigest === digest
  return (
    <>
      {!isUnchanged && (
        <div role="alert" className="mb-3 grid gap-2 rounded-md bg-warn-wash p-3 text-sm">
          <p className="text-warn">This request changed while you were looking at it. Read it again.</p>
          <Button size="small" className="justify-self-start" onClick={() => setSeenDigest(digest)}>
            I have read it again
          </Button>
        </div>
      )}
      {children(isUnchanged)}
    </>
  )
}

/** The gateway knows best that it expired, and what it wrote about it. */
function useReadAgainWhenOver(approval: ApprovalDetail, isOver: boolean): void {
  const client = useQueryClient()
  const isWaiting = approval.state === 'pending'
  useEffect(() => {
    if (!isOver || !isWaiting) return
    const timer = setTimeout(
      () => void client.invalidateQueries({ queryKey: approvalQuery(approval.id).queryKey }),
      1_500,
    )
    return () => clearTimeout(timer)
  }, [client, approval.id, isOver, isWaiting])
}

/** Reading takes some people longer: the whole time once more, asked for by a person. */
function ExtendButton({ id, isSoon }: { id: string; isSoon: boolean }) {
  const client = useQueryClient()
  const extend = useMutation({
    mutationFn: () => extendApproval(id),
    onSettled: () => client.invalidateQueries({ queryKey: approvalQuery(id).queryKey }),
  })
  return (
    <div className={isSoon ? 'mb-3 grid gap-2' : 'mt-3 grid gap-2 border-line border-t pt-3'}>
      <Button
        size={isSoon ? 'normal' : 'small'}
        className="justify-self-start"
        disabled={extend.isPending}
        onClick={() => extend.mutate()}
      >
        Give it more time
      </Button>
      {extend.isError && <Problem title="No time was added" error={extend.error} />}
    </div>
  )
}

function ExpiryWarning({ approval, leftMs }: { approval: ApprovalDetail; leftMs: number }) {
  const isSoon = approval.state === 'pending' && leftMs > 0 && leftMs <= warningMs
  return (
    <>
      <div aria-live="assertive" className="sr-only">
        {isSoon && `Less than two minutes left to decide: ${toVisibleText(approval.title)}`}
      </div>
      {isSoon && (
        <p aria-hidden="true" className="mb-3 rounded-md bg-bad-wash p-3 text-bad text-sm">
          Less than two minutes left. Without a decision nothing is sent.
        </p>
      )}
      {approval.canExtend && isSoon && <ExtendButton id={approval.id} isSoon />}
      {approval.extendedBy !== null && approval.state === 'pending' && (
        <p className="mb-3 text-faint text-xs">
          <Untrusted text={approval.extendedBy.name} /> gave it more time; that works once.
        </p>
      )}
    </>
  )
}
