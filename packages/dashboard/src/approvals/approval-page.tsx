/** One approval at its own address: what would really happen, to what, and the decision. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import type { ApprovalDetail } from '../api/contract.ts'
import { useLiveState } from '../api/events.ts'
import { isStatus } from '../api/http.ts'
import { approvalQuery } from '../api/queries.ts'
import { useNamePageConnection } from '../shell/page-connection.ts'
import { usePageTitle } from '../shell/session.ts'
import { toVisibleText } from '../text/visible-characters.ts'
import { writeDoor } from '../text/words.ts'
import { ConnectionBadge, RiskBadge, StateBadge } from '../ui/badges.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Empty, Loading, Problem } from '../ui/feedback.tsx'
import { ChevronIcon } from '../ui/icons.tsx'
import { TimeLeft } from '../ui/time.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import { ActorName } from './actor-name.tsx'
import { ChangesNow } from './changes-now.tsx'
import { DecisionPanel } from './decision-panel.tsx'
import { ExactRequestBlock } from './exact-request.tsx'
import { Provenance } from './provenance.tsx'
import { Similar } from './similar.tsx'
import { TargetFacts } from './target-facts.tsx'
import { Trail } from './trail.tsx'

/** The event stream says when to read again; without it, and while a decision is being carried out, we ask. */
function pollingFor(approval: ApprovalDetail | undefined, isLive: boolean): number | false {
  if (approval?.state === 'approved' && approval.outcome === null) return 3_000
  return approval?.state === 'pending' && !isLive ? 10_000 : false
}

export function ApprovalPage({ id }: { id: string }) {
  const isLive = useLiveState() === 'live'
  const query = useQuery({
    ...approvalQuery(id),
    refetchInterval: ({ state: { data } }) => pollingFor(data, isLive),
  })
  usePageTitle(query.data ? toVisibleText(query.data.title) : 'Approval')
  useNamePageConnection(query.data?.connection)

  return (
    <>
      <nav aria-label="Breadcrumb" className="mb-3">
        <Link
          to="/approvals"
          search={query.data !== undefined && query.data.state !== 'pending' ? { state: 'decided' } : {}}
          className="-ml-1 inline-flex min-h-6 items-center gap-1 rounded px-1 text-faint text-sm hover:text-ink"
        >
          <ChevronIcon className="size-3.5 rotate-180" />
          Approvals
        </Link>
      </nav>
      {query.data === undefined ? <h1 className="sr-only">Approval</h1> : <Detail approval={query.data} />}
      {query.isPending && <Loading label="Loading the approval" rows={6} />}
      {query.isError && query.data === undefined && isStatus(query.error, 404) && (
        <Empty title="There is no such approval">
          <p>The address may be mistyped, or belong to another gateway.</p>
          <ButtonLink to="/approvals" search={{}} look="primary">
            See what waits
          </ButtonLink>
        </Empty>
      )}
      {query.isError && query.data === undefined && !isStatus(query.error, 404) && (
        <Problem title="The approval could not be loaded" error={query.error} onRetry={() => query.refetch()} />
      )}
    </>
  )
}

function Detail({ approval }: { approval: ApprovalDetail }) {
  // Having read one request says nothing about another, so reading counts for a digest.
  const [reading, setReading] = useState<{ digest: string; unread: string | undefined }>()
  const { digest } = approval
  const onReading = useCallback((unread: string | undefined) => setReading({ digest, unread }), [digest])
  return (
    <article className="grid items-start gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="grid min-w-0 gap-6">
        <header className="grid gap-2.5">
          <div className="flex flex-wrap items-center gap-2">
            <RiskBadge risk={approval.risk} />
            <ConnectionBadge connection={approval.connection} />
            {approval.state === 'pending' ? (
              <TimeLeft until={approval.expiresAt} className="ml-auto text-sm lg:hidden" />
            ) : (
              <StateBadge state={approval.state} />
            )}
          </div>
          <h1 className="font-semibold text-2xl leading-tight tracking-tight">
            <Untrusted text={approval.title} />
          </h1>
          <p className="text-soft">
            <ActorName actor={approval.actor} /> asks through {writeDoor(approval.door)}.
          </p>
        </header>
        <Claim approval={approval} />
        <TargetFacts approval={approval} />
        <ChangesNow approval={approval} />
        <ExactRequestBlock
          key={approval.digest}
          request={approval.request}
          digest={approval.digest}
          hiddenSecrets={approval.hiddenSecrets}
          script={approval.script}
          onReading={onReading}
        />
        <Similar approval={approval} />
        <Provenance approval={approval} />
      </div>
      <aside aria-label="Decision" className="lg:sticky lg:top-7 lg:row-span-2">
        <DecisionPanel
          approval={approval}
          isRead={reading?.digest === digest && reading.unread === undefined}
          unread={reading?.unread}
        />
      </aside>
      <Trail approval={approval} />
    </article>
  )
}

function Claim({ approval }: { approval: ApprovalDetail }) {
  return (
    <section aria-labelledby="claim" className="rounded-lg border border-edge/60 border-dashed p-4">
      <h2 id="claim" className="eyebrow mb-1.5">
        Claimed by the {approval.actor.kind === 'agent' ? 'agent' : 'caller'} – not verified
      </h2>
      {approval.reason === null || approval.reason === '' ? (
        <p className="text-faint">No reason was given.</p>
      ) : (
        <p className="whitespace-pre-line">
          <Untrusted text={approval.reason} />
        </p>
      )}
    </section>
  )
}
