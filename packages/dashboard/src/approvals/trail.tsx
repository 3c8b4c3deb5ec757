import { Link } from '@tanstack/react-router'
import type { ApprovalDetail } from '../api/contract.ts'
import { Moment } from '../ui/time.tsx'
import { Untrusted } from '../ui/untrusted.tsx'

/** The call's own audit events, oldest first. */
export function Trail({ approval }: { approval: ApprovalDetail }) {
  return (
    <section aria-labelledby="trail" className="min-w-0">
      <div className="mb-3 flex items-center justify-between gap-2">
        <h2 id="trail" className="font-semibold text-sm">
          Trail of this call
        </h2>
        <Link
          to="/audit"
          search={{ callId: approval.callId }}
          className="text-accent text-sm underline underline-offset-2"
        >
          Open in audit
        </Link>
      </div>
      {approval.events.length === 0 ? (
        <p className="text-faint text-sm">No events yet.</p>
      ) : (
        <ol className="grid">
          {approval.events.map((event) => (
            <li key={event.seq} className="relative grid gap-0.5 border-line border-l pb-4 pl-5 last:pb-0">
              <span
                aria-hidden="true"
                className="absolute top-1.5 -left-[5.5px] size-2.5 rounded-full border-2 border-canvas bg-edge"
              />
              <p className="text-sm">
                <Untrusted text={event.summary} />
              </p>
              <p className="flex flex-wrap gap-x-2 text-faint text-xs">
                <Moment at={event.at} />
                <code className="font-mono">{event.kind}</code>
                <Untrusted text={event.actor.name} />
                <span className="tabular-nums">#{event.seq}</span>
              </p>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
