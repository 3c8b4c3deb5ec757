import { Link } from '@tanstack/react-router'
import type { Approval, Target } from '../api/contract.ts'
import { writeDoor } from '../text/words.ts'
import { ConnectionBadge, OnlineMark, OutcomeBadge, RiskBadge, StateBadge } from '../ui/badges.tsx'
import { Ago, TimeLeft } from '../ui/time.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import { ActorName } from './actor-name.tsx'

interface QueueItemProps {
  approval: Approval
  isGone: boolean
}

export function QueueItem({ approval, isGone }: QueueItemProps) {
  const isPending = approval.state === 'pending' && !isGone
  return (
    <li
      className={`card relative grid gap-2 p-4 transition-colors focus-within:border-accent hover:border-edge ${isPending ? 'arrive' : ''} ${isGone ? 'border-dashed' : ''}`}
    >
      <div className="flex flex-wrap items-center gap-2">
        <RiskBadge risk={approval.risk} />
        <ConnectionBadge connection={approval.connection} />
        <span className="ml-auto text-sm">
          {isGone && <span className="text-faint">No longer waiting</span>}
          {isPending && <TimeLeft until={approval.expiresAt} />}
          {!isGone && !isPending && <Ago at={approval.decidedAt ?? approval.expiresAt} />}
        </span>
      </div>
      <h2 className="font-semibold text-lg leading-snug">
        <Link
          to="/approvals/$id"
          params={{ id: approval.id }}
          data-item
          className="outline-none after:absolute after:inset-0 after:rounded-lg focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:outline-offset-2"
        >
          <Untrusted text={approval.title} />
        </Link>
      </h2>
      {approval.targets.length > 0 && (
        <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
          {approval.targets.map((target) => (
            <TargetLine key={`${target.resource}-${target.id}`} target={target} />
          ))}
        </ul>
      )}
      {approval.reason !== null && (
        <p className="line-clamp-3 border-line border-l-2 pl-2.5 text-sm text-soft">
          <span className="text-faint">Claimed: </span>
          <Untrusted text={approval.reason} />
        </p>
      )}
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-faint text-xs">
        <span>
          <ActorName actor={approval.actor} /> through {writeDoor(approval.door)}
        </span>
        <span aria-hidden="true">·</span>
        <span>
          asked <Ago at={approval.createdAt} />
        </span>
        {approval.state !== 'pending' && <Verdict approval={approval} />}
      </div>
    </li>
  )
}

function TargetLine({ target }: { target: Target }) {
  return (
    <li className="flex flex-wrap items-center gap-x-2">
      <Untrusted text={target.name} className="font-medium" />
      {target.organization && <Untrusted text={target.organization.name} className="text-soft" />}
      {target.resource === 'device' && <OnlineMark offline={target.offline} />}
    </li>
  )
}

function Verdict({ approval }: { approval: Approval }) {
  return (
    <span className="ml-auto flex flex-wrap items-center gap-1.5">
      <StateBadge state={approval.state} />
      {approval.decidedBy && (
        <span>
          by <Untrusted text={approval.decidedBy.name} />
        </span>
      )}
      {approval.outcome && approval.outcome.status !== 'denied' && <OutcomeBadge status={approval.outcome.status} />}
    </span>
  )
}
