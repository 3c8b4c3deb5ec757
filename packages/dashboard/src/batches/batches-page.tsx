/** All batches, newest first; what runs is read again by itself. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ActorName } from '../approvals/actor-name.tsx'
import { useConnection, usePageTitle } from '../shell/session.ts'
import { writeCount } from '../text/measure.ts'
import { writeDoor } from '../text/words.ts'
import { ConnectionBadge } from '../ui/badges.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Command } from '../ui/copy-button.tsx'
import { Empty, Loading, Problem } from '../ui/feedback.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Ago } from '../ui/time.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import { type BatchSummary, rowStates } from './contract.ts'
import { batchesQuery } from './data.ts'
import { BatchStateBadge, RowStateBadge } from './state-badges.tsx'

/** Runs as it stands, without a file. */
const example = `printf 'id,name\\n1001,Front desk\\n' | kunai batch preview devices.update -t id='{{ id }}' -t displayName='{{ name }}'`

export function BatchesPage() {
  usePageTitle('Batches')
  const query = useQuery(batchesQuery)
  return (
    <>
      <PageHeader title="Batches">
        <ButtonLink look="primary" to="/batches/new">
          New batch
        </ButtonLink>
      </PageHeader>
      {query.isPending && <Loading label="Loading the batches" />}
      {query.isError && (
        <Problem title="The batches could not be loaded" error={query.error} onRetry={() => query.refetch()} />
      )}
      {query.data?.length === 0 && (
        <Empty title="No batch yet">
          <p>
            The same call for every row of a file: planned first, approved as a whole, then carried out row by row. From
            a terminal it begins so; nothing is sent by a preview.
          </p>
          <Command text={example} />
          <ButtonLink to="/batches/new">Begin one here</ButtonLink>
        </Empty>
      )}
      {query.data !== undefined && query.data.length > 0 && (
        <ul aria-label="Batches" className="card divide-y divide-line">
          {query.data.map((batch) => (
            <Row key={batch.id} batch={batch} />
          ))}
        </ul>
      )}
    </>
  )
}

function Row({ batch }: { batch: BatchSummary }) {
  const connection = useConnection(batch.connection)
  const states = rowStates.filter((state) => (batch.counts[state] ?? 0) > 0)
  return (
    <li className="relative grid gap-1.5 px-4 py-3 hover:bg-sunken">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link to="/batches/$id" params={{ id: batch.id }} className="min-w-0 font-medium after:absolute after:inset-0">
          {batch.action}
        </Link>
        <BatchStateBadge state={batch.state} />
        {connection && <ConnectionBadge connection={connection} />}
        <span className="ml-auto text-faint text-xs">
          <Ago at={batch.createdAt} />
        </span>
      </div>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-soft text-sm">
        <span>{writeCount(batch.rows, 'row')}</span>
        {states.map((state) => (
          <RowStateBadge key={state} state={state} count={batch.counts[state] ?? 0} />
        ))}
      </p>
      <p className="text-faint text-xs">
        <ActorName actor={batch.actor} />, {writeDoor(batch.door)}
        {batch.reason !== null && (
          <>
            : <Untrusted text={batch.reason} />
          </>
        )}
      </p>
      {batch.note !== null && (
        <p className="text-sm">
          <Untrusted text={batch.note} />
        </p>
      )}
    </li>
  )
}
