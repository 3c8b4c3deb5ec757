import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useRef } from 'react'
import { useLiveState } from '../api/events.ts'
import { approvalPagesQuery, approvalsQuery } from '../api/queries.ts'
import { usePageTitle } from '../shell/session.ts'
import { useShortcuts } from '../shell/shortcuts.ts'
import { writeCount } from '../text/measure.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Command } from '../ui/copy-button.tsx'
import { Empty, Loading, Problem } from '../ui/feedback.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { QueueFilters } from './queue-filters.tsx'
import { QueueItem } from './queue-item.tsx'
import { isFiltered, type QueueSearch } from './queue-search.ts'
import { useSteadyQueue } from './use-steady-queue.ts'

/** Without the stream the queue is asked for again at this pace. */
const pollingMs = 10_000

export function QueuePage({ search }: { search: QueueSearch }) {
  usePageTitle('Approvals')
  const navigate = useNavigate()
  return (
    <>
      <PageHeader title="Approvals" />
      <Tabs />
      <QueueFilters
        key={search.state === undefined ? 'waiting' : 'decided'}
        search={search}
        onChange={(next) => void navigate({ to: '/approvals', search: next, replace: true })}
      />
      <Queue key={JSON.stringify(search)} search={search} />
    </>
  )
}

/** The two tabs differ only in their search, so both have to match to the letter to be the current one. */
const exactly = { exact: true, includeSearch: true }

function Tabs() {
  const waiting = useQuery(approvalsQuery('pending')).data?.length
  const decided = useQuery(approvalsQuery('decided')).data?.length
  const look =
    '-mb-px flex min-h-9 items-center gap-1.5 border-transparent border-b-2 px-1 font-medium text-faint text-sm hover:text-ink aria-[current]:border-accent aria-[current]:text-ink'
  return (
    <nav aria-label="Approvals by state" className="mb-4 flex gap-5 border-line border-b">
      <Link to="/approvals" search={{}} activeOptions={exactly} className={look}>
        Waiting <Count value={waiting} />
      </Link>
      <Link to="/approvals" search={{ state: 'decided' }} activeOptions={exactly} className={look}>
        Decided <Count value={decided} />
      </Link>
    </nav>
  )
}

function Count({ value }: { value: number | undefined }) {
  if (value === undefined) return null
  return <span className="rounded-full bg-sunken px-1.5 text-2xs text-soft tabular-nums">{value}</span>
}

function Queue({ search }: { search: QueueSearch }) {
  const isLive = useLiveState() === 'live'
  const asked = { state: 'pending', ...search }
  const query = useInfiniteQuery({ ...approvalPagesQuery(asked), refetchInterval: isLive ? false : pollingMs })
  // The same list as long as the answer is the same: the queue holds still while somebody reads.
  const reading = useMemo(() => query.data?.pages.flatMap((page) => page.approvals), [query.data])
  const list = useRef<HTMLUListElement>(null)
  const { shown, gone, heldBack, showAll } = useSteadyQueue(reading, list)

  function move(step: 1 | -1) {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('a[data-item]') ?? [])]
    const at = links.findIndex((link) => link.matches(':focus'))
    const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1)
    links[next]?.focus()
  }
  useShortcuts({ j: () => move(1), k: () => move(-1) })

  if (query.isPending) return <Loading label="Loading approvals" />
  if (query.isError && query.data === undefined) {
    return <Problem title="The approvals could not be loaded" error={query.error} onRetry={() => query.refetch()} />
  }

  return (
    <>
      {query.isError && (
        <div className="mb-3">
          <Problem title="This list may be old" error={query.error} onRetry={() => query.refetch()} />
        </div>
      )}
      {heldBack > 0 && (
        <div className="sticky top-3 z-10 mb-3 flex justify-center">
          <Button look="primary" className="rounded-full! shadow-float" onClick={showAll}>
            {writeCount(heldBack, 'new approval')}: show
          </Button>
        </div>
      )}
      {shown.length === 0 && <Nothing search={search} />}
      <ul ref={list} className="grid gap-2">
        {shown.map((approval) => (
          <QueueItem key={approval.id} approval={approval} isGone={gone.has(approval.id)} />
        ))}
      </ul>
      {query.hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button disabled={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            Show older
          </Button>
        </div>
      )}
    </>
  )
}

function Nothing({ search }: { search: QueueSearch }) {
  if (isFiltered(search)) {
    return (
      <Empty title="Nothing matches">
        <p>Take a word or a filter away.</p>
      </Empty>
    )
  }
  return search.state === undefined ? <NothingWaiting /> : <NothingDecided />
}

function NothingWaiting() {
  const address = `${window.location.origin}/mcp`
  return (
    <Empty title="Nothing waits for you">
      <p>
        When an agent wants to change something on a device, its request appears here, and nothing happens until a
        person has looked at it. To try it, connect an MCP client and ask it to restart a service. The start of the
        gateway printed this line with your key.
      </p>
      <Command text={`claude mcp add --transport http kunai ${address} --header "Authorization: Bearer YOUR_KEY"`} />
      <ButtonLink to="/devices" look="primary">
        Pick a device and ask yourself
      </ButtonLink>
    </Empty>
  )
}

function NothingDecided() {
  return (
    <Empty title="Nothing was decided yet">
      <p>Approved, denied and expired requests are kept here, each with who decided and what came of it.</p>
      <ButtonLink to="/approvals" search={{}}>
        See what waits
      </ButtonLink>
    </Empty>
  )
}
