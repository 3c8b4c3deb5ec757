/** What became of an approval: who decided, and what the decision led to. */
import type { ReactNode } from 'react'
import type { Approval, Outcome, Receipt } from '../api/contract.ts'
import { OutcomeBadge, StateBadge } from '../ui/badges.tsx'
import { Ago, Moment } from '../ui/time.tsx'
import { Untrusted } from '../ui/untrusted.tsx'

const endings: Record<Approval['state'], string> = {
  pending: '',
  approved: '',
  rejected: 'Nothing was sent.',
  expired: 'Nobody decided in time, so nothing was sent. The caller can ask again.',
  withdrawn: 'The caller took it back. Nothing was sent.',
  stale: 'Something it was bound to changed, so nothing was sent. The caller has to ask again.',
}

export function Result({ approval }: { approval: Approval }) {
  return (
    <div role="status" className="grid gap-3 text-sm">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <StateBadge state={approval.state} />
        {approval.decidedBy !== null && (
          <span>
            by <Untrusted text={approval.decidedBy.name} className="font-medium" />
          </span>
        )}
        {approval.decidedAt !== null && (
          <span className="text-faint">
            <Ago at={approval.decidedAt} />
          </span>
        )}
      </div>
      {approval.decisionReason !== null && approval.decisionReason !== '' && (
        <blockquote className="whitespace-pre-line border-line border-l-2 pl-3 text-soft">
          <Untrusted text={approval.decisionReason} />
        </blockquote>
      )}
      {endings[approval.state] !== '' && <p className="text-soft">{endings[approval.state]}</p>}
      {approval.state === 'stale' && approval.outcome !== null && 'message' in approval.outcome && (
        <p className="text-warn">{approval.outcome.message}</p>
      )}
      {approval.state === 'approved' && (
        <div className="grid gap-2 border-line border-t pt-3">
          <h3 className="eyebrow">Outcome</h3>
          {approval.outcome === null ? (
            <p className="text-soft">Approved; being carried out now. This page follows it.</p>
          ) : (
            <OutcomeReport outcome={approval.outcome} />
          )}
        </div>
      )}
    </div>
  )
}

export function OutcomeReport({ outcome }: { outcome: Outcome }) {
  return (
    <div className="grid gap-2 text-sm">
      <div className="flex items-center gap-2">
        <OutcomeBadge status={outcome.status} />
        {'code' in outcome && <code className="font-mono text-faint text-xs">{outcome.code}</code>}
      </div>
      {reportOutcome(outcome)}
      {'receipt' in outcome && outcome.receipt !== undefined && <ReceiptReport receipt={outcome.receipt} />}
    </div>
  )
}

function reportOutcome(outcome: Outcome): ReactNode {
  switch (outcome.status) {
    case 'done':
      return <p>It ran, and the answer is complete.</p>
    case 'accepted':
      return outcome.receipt === undefined ? (
        <p>
          NinjaOne accepted it once. <span className="text-soft">Waiting for the activity that proves it ran.</span>
        </p>
      ) : (
        <p>NinjaOne accepted it once, and its activity log shows it.</p>
      )
    case 'waiting':
      return <p>It waits for a person to decide.</p>
    case 'unknown':
      return (
        <>
          <p className="font-medium text-warn">
            It may or may not have run; Kunai will not retry it. Look at the device before you ask again.
          </p>
          <p className="text-soft">
            <Untrusted text={outcome.message} />
          </p>
        </>
      )
    case 'denied':
    case 'failed':
      return (
        <p>
          <Untrusted text={outcome.message} />
        </p>
      )
  }
}

function ReceiptReport({ receipt }: { receipt: Receipt }) {
  return (
    <dl className="grid gap-1 rounded-md bg-sunken p-3 text-xs">
      <div className="flex gap-2">
        <dt className="text-faint">Receipt</dt>
        <dd className="tabular-nums">activity {receipt.activityId}</dd>
      </div>
      <div className="flex gap-2">
        <dt className="text-faint">Seen</dt>
        <dd>
          <Moment at={receipt.at} />
        </dd>
      </div>
      <div className="flex gap-2">
        <dt className="sr-only">Message</dt>
        <dd>
          <Untrusted text={receipt.message} />
        </dd>
      </div>
    </dl>
  )
}
