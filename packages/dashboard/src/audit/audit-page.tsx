/** What happened, newest first, with the hashes that chain the events together. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { useNewestSequence } from '../api/events.ts'
import { auditQuery } from '../api/queries.ts'
import { usePageTitle } from '../shell/session.ts'
import { writeCount } from '../text/measure.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Empty, Loading, Problem } from '../ui/feedback.tsx'
import { CrossIcon } from '../ui/icons.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { searchableText } from './audit-status.ts'
import { AuditTable } from './audit-table.tsx'
import { VerifyChain } from './verify-chain.tsx'

interface AuditPageProps {
  search: { callId?: string; text?: string }
}

export function AuditPage({ search }: AuditPageProps) {
  usePageTitle('Audit')
  const client = useQueryClient()
  const navigate = useNavigate()
  const options = auditQuery(search.callId)
  const query = useInfiniteQuery(options)
  const events = useMemo(() => query.data?.pages.flatMap((page) => page.events) ?? [], [query.data])
  const words = (search.text ?? '').toLowerCase().trim()
  const shown = useMemo(
    () => (words === '' ? events : events.filter((event) => searchableText(event).includes(words))),
    [events, words],
  )
  const newest = useNewestSequence()
  const unread = events[0] === undefined ? 0 : Math.max(0, newest - events[0].seq)

  function change(next: AuditPageProps['search']) {
    const filled = Object.entries(next).filter(([, value]) => value !== undefined && value !== '')
    void navigate({ to: '/audit', search: Object.fromEntries(filled), replace: true, resetScroll: false })
  }

  /** Back to one fresh page: reading every loaded page again would shift them all. */
  function readNewest() {
    void client.resetQueries({ queryKey: options.queryKey })
    window.scrollTo({ top: 0 })
  }

  // A call's own trail is short and followed live; the whole log only offers its news.
  useEffect(() => {
    if (search.callId !== undefined && newest > 0) void client.invalidateQueries({ queryKey: ['audit', search.callId] })
  }, [client, search.callId, newest])

  return (
    <>
      <PageHeader title="Audit">
        <VerifyChain />
      </PageHeader>
      <search className="mb-3 flex flex-wrap items-center gap-2">
        <SearchField
          label="Filter loaded events"
          placeholder="Who, what, operation, call"
          value={search.text ?? ''}
          onChange={(text) => change({ ...search, text })}
        />
        {search.callId !== undefined && (
          <Button onClick={() => change(search.text === undefined ? {} : { text: search.text })}>
            Call <code className="max-w-44 truncate font-mono text-xs">{search.callId}</code>
            <CrossIcon className="size-3.5" />
            <span className="sr-only">Remove this filter</span>
          </Button>
        )}
        <p role="status" className="ml-auto text-faint text-sm tabular-nums">
          {query.data !== undefined &&
            `${shown.length.toLocaleString('en-US')} of ${writeCount(events.length, 'loaded event')}${query.hasNextPage ? ', more below' : ''}`}
        </p>
      </search>
      {unread > 0 && search.callId === undefined && (
        <div className="sticky top-3 z-10 mb-3 flex justify-center">
          <Button look="primary" className="rounded-full! shadow-float" onClick={readNewest}>
            {writeCount(unread, 'new event')}: show
          </Button>
        </div>
      )}
      {query.isPending && <Loading label="Loading the audit" rows={8} />}
      {query.error !== null && (
        <div className="mb-3">
          <Problem
            title={events.length === 0 ? 'The audit could not be loaded' : 'The list below is incomplete'}
            error={query.error}
            onRetry={() => void (events.length === 0 ? query.refetch() : query.fetchNextPage())}
          />
        </div>
      )}
      {query.data !== undefined && shown.length === 0 && (
        <Empty title={events.length === 0 ? 'No events' : 'No loaded event matches'}>
          {events.length === 0 ? (
            <ButtonLink to="/audit" search={{}}>
              Show everything
            </ButtonLink>
          ) : (
            <Button onClick={() => change({ ...search, text: '' })}>Clear the filter</Button>
          )}
        </Empty>
      )}
      {shown.length > 0 && <AuditTable events={shown} />}
      {query.hasNextPage && query.error === null && (
        <div className="mt-4 flex justify-center">
          <Button disabled={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            {query.isFetchingNextPage ? 'Loading…' : 'Load older events'}
          </Button>
        </div>
      )}
    </>
  )
}
