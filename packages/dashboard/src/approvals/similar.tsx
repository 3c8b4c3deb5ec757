import { Link } from '@tanstack/react-router'
import type { ApprovalDetail } from '../api/contract.ts'
import { StateBadge } from '../ui/badges.tsx'
import { Panel } from '../ui/panel.tsx'
import { Ago } from '../ui/time.tsx'
import { Untrusted } from '../ui/untrusted.tsx'

/** What people decided about the same operation before: a hint, never a reason to skip reading. */
export function Similar({ approval }: { approval: ApprovalDetail }) {
  if (approval.similar.length === 0) return null
  return (
    <Panel title="Earlier decisions about this operation">
      <ul className="divide-y divide-line text-sm">
        {approval.similar.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
            <StateBadge state={one.state} />
            <Link to="/approvals/$id" params={{ id: one.id }} className="underline underline-offset-2">
              <Untrusted text={one.title} />
            </Link>
            <span className="text-faint text-xs">
              <Untrusted text={one.decidedBy.name} />
              {one.decidedAt !== null && (
                <>
                  , <Ago at={one.decidedAt} />
                </>
              )}
            </span>
            {one.decisionReason !== null && (
              <span className="text-soft">
                <Untrusted text={one.decisionReason} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
