import { useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Problem } from '../ui/feedback.tsx'
import type { useDecision } from './use-decision.ts'

interface DecisionFormProps {
  decision: ReturnType<typeof useDecision>
  isRead: boolean
  unread: string | undefined
  isUnchanged: boolean
}

export function DecisionForm({ decision, isRead, unread = 'exact-request', isUnchanged }: DecisionFormProps) {
  const [reason, setReason] = useState('')
  const [lacksReason, setLacksReason] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const { isSending, verdict } = decision

  function deny() {
    if (reason.trim() === '') {
      setLacksReason(true)
      field.current?.focus()
      return
    }
    decision.decide('deny', reason)
  }

  return (
    <form className="grid gap-3" onSubmit={(event) => event.preventDefault()}>
      <div className="grid gap-1">
        <label htmlFor="decision-reason" className="font-medium text-sm">
          Reason
        </label>
        <textarea
          ref={field}
          id="decision-reason"
          rows={3}
          value={reason}
          onChange={(event) => {
            setReason(event.target.value)
            setLacksReason(false)
          }}
          aria-describedby={lacksReason ? 'reason-lacks reason-help' : 'reason-help'}
          aria-invalid={lacksReason}
          className="w-full resize-y rounded-md border border-edge bg-surface px-2.5 py-2 text-base aria-invalid:border-bad"
        />
        {lacksReason && (
          <p id="reason-lacks" role="alert" className="font-medium text-bad text-xs">
            Write why you deny it: the agent reads this and can do better.
          </p>
        )}
        <p id="reason-help" className="text-faint text-xs">
          Returned to the caller. Needed to deny, optional to approve.
        </p>
      </div>
      {decision.failure !== undefined && <Problem title="Your decision did not arrive" error={decision.failure} />}
      {!isRead && (
        <p id="read-first" className="text-sm text-warn">
          <a href={`#${unread}`} className="underline underline-offset-2">
            Read the request
          </a>{' '}
          to its last line before you approve it.
        </p>
      )}
      <div className="grid grid-cols-2 gap-2">
        <Button look="danger" size="large" disabled={isSending} onClick={deny}>
          {isSending && verdict === 'deny' ? 'Denying…' : 'Deny'}
        </Button>
        <Button
          look="primary"
          size="large"
          disabled={isSending || !isRead || !isUnchanged}
          aria-describedby={isRead ? undefined : 'read-first'}
          onClick={() => decision.decide('approve', reason)}
        >
          {isSending && verdict === 'approve' ? 'Sending…' : 'Approve'}
        </Button>
      </div>
      <p className="text-faint text-xs">Approving runs it once, now. It cannot be taken back.</p>
    </form>
  )
}
