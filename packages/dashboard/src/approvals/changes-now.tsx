import type { ApprovalDetail } from '../api/contract.ts'
import { Panel } from '../ui/panel.tsx'
import { Ago } from '../ui/time.tsx'
import { Untrusted } from '../ui/untrusted.tsx'

/** For a change of what can be read: each field as it is now, and as it would be. */
export function ChangesNow({ approval }: { approval: ApprovalDetail }) {
  const { changes } = approval
  // What was decided has happened or never will: today's value beside it would only mislead.
  if (changes === null || approval.state !== 'pending') return null
  return (
    <Panel
      title="What would change"
      aside={
        <span className="text-faint text-xs">
          read <Ago at={approval.live.fetchedAt} />
        </span>
      }
    >
      {changes.length === 0 ? (
        <p className="p-4 text-sm text-soft">Nothing: NinjaOne has these values already.</p>
      ) : (
        <dl className="divide-y divide-line text-sm">
          {changes.map(({ field, before, after }) => (
            <div key={field} className="grid gap-x-4 gap-y-1 px-4 py-2.5 sm:grid-cols-[10rem_minmax(0,1fr)]">
              <dt className="font-mono text-faint text-xs [overflow-wrap:anywhere] sm:pt-0.5">{field}</dt>
              <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2 [overflow-wrap:anywhere]">
                {before === null ? (
                  <i className="text-faint">nothing</i>
                ) : (
                  <del className="text-faint decoration-from-font">
                    <Value value={before} />
                  </del>
                )}
                <span aria-hidden="true" className="text-faint">
                  →
                </span>
                <ins className="font-medium no-underline">
                  <Value value={after} />
                </ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  )
}

function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined) return <i>nothing</i>
  return <Untrusted text={typeof value === 'string' ? value : JSON.stringify(value)} />
}
