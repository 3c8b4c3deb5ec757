/** One batch: its plan before it starts, how it goes while it runs, and every row with what became of it. */
import { useQuery } from '@tanstack/react-query'
import { ActorName } from '../approvals/actor-name.tsx'
import { useConnection, usePageTitle } from '../shell/session.ts'
import { writeDoor } from '../text/words.ts'
import { ConnectionBadge, RiskBadge } from '../ui/badges.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Loading, Problem } from '../ui/feedback.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Ago, Moment } from '../ui/time.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import type { Batch, RowState } from './contract.ts'
import { Controls } from './controls.tsx'
import { batchQuery } from './data.ts'
import { PlanView } from './plan-view.tsx'
import { ProgressPanel } from './progress-panel.tsx'
import { RowList } from './row-list.tsx'
import { BatchStateBadge } from './state-badges.tsx'

interface BatchPageProps {
  id: string
  /** Whose rows are shown; all when absent. */
  rows: RowState | undefined
}

export function BatchPage({ id, rows }: BatchPageProps) {
  usePageTitle('Batch')
  const query = useQuery(batchQuery(id))
  if (query.isPending) return <Loading label="Loading the batch" />
  if (query.data === undefined) {
    return <Problem title="The batch could not be loaded" error={query.error} onRetry={() => query.refetch()} />
  }
  const batch = query.data
  const isPlan = batch.state === 'planned' || batch.state === 'draft'
  return (
    <>
      <PageHeader title={batch.action}>
        <ButtonLink to="/batches">All batches</ButtonLink>
      </PageHeader>
      <div className="grid items-start gap-4">
        <Facts batch={batch} />
        <Standing batch={batch} />
        <Controls batch={batch} />
        {!isPlan && <ProgressPanel batch={batch} seenAt={query.dataUpdatedAt} />}
        {isPlan && batch.plan !== null && <PlanView plan={batch.plan} id={id} />}
        <RowList batch={batch} state={rows} />
        {!isPlan && batch.plan !== null && (
          <details className="grid gap-4">
            <summary className="mb-4 w-fit rounded-md px-1 font-medium text-sm">Its plan</summary>
            <PlanView plan={batch.plan} id={id} />
          </details>
        )}
      </div>
    </>
  )
}

function Facts({ batch }: { batch: Batch }) {
  const connection = useConnection(batch.connection)
  return (
    <div className="grid gap-1 text-sm">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <span role="status">
          <BatchStateBadge state={batch.state} />
        </span>
        {batch.plan !== null && <RiskBadge risk={batch.plan.risk} />}
        {connection && <ConnectionBadge connection={connection} />}
        {batch.operation !== batch.action && <span className="font-mono text-faint text-xs">{batch.operation}</span>}
      </p>
      <p className="text-soft">
        <ActorName actor={batch.actor} />, {writeDoor(batch.door)}, <Ago at={batch.createdAt} />
        {batch.endedAt !== null && (
          <>
            ; ended <Moment at={batch.endedAt} />
          </>
        )}
      </p>
      {batch.reason !== null && (
        <p className="text-soft">
          Reason given: <Untrusted text={batch.reason} className="text-ink" />
        </p>
      )}
      <p className="font-mono text-faint text-xs">{batch.id}</p>
    </div>
  )
}

/** What is to be known before anything else: who has to act, and what nobody knows. */
function Standing({ batch }: { batch: Batch }) {
  const unknown = batch.counts.unknown ?? 0
  return (
    <>
      {batch.note !== null && (
        <p className="rounded-md bg-sunken px-3 py-2 text-sm">
          <Untrusted text={batch.note} />
        </p>
      )}
      {batch.state === 'waiting' && batch.approvalId !== null && (
        <div className="card flex flex-wrap items-center justify-between gap-3 p-4 text-sm">
          <p>
            <strong className="font-semibold">It waits for a person.</strong> One approval for the whole plan; whoever
            asked cannot give it.
          </p>
          <ButtonLink look="primary" to="/approvals/$id" params={{ id: batch.approvalId }}>
            Open the approval
          </ButtonLink>
        </div>
      )}
      {batch.state !== 'waiting' && batch.approvalId !== null && (
        <p className="text-sm">
          <ButtonLink size="small" to="/approvals/$id" params={{ id: batch.approvalId }}>
            Its approval
          </ButtonLink>
        </p>
      )}
      {unknown > 0 && (
        <div className="grid gap-1 rounded-lg border border-warn/40 bg-warn-wash p-4 text-sm">
          <p className="font-semibold text-warn">
            {unknown === 1 ? 'One row may have been carried out' : `${unknown} rows may have been carried out`}
          </p>
          <p>
            The request left, and no clear answer came back. Look at the device in NinjaOne before you do anything. Such
            a row is never sent again, not by a retry either.
          </p>
        </div>
      )}
    </>
  )
}
