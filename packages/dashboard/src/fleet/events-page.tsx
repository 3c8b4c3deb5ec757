/** Alerts that came and went, devices that went offline and came back: as they happen, for the fleets that are followed. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { fleetEventsQuery, fleetsQuery } from '../api/queries.ts'
import { usePageTitle, useSession } from '../shell/session.ts'
import { ConnectionBadge } from '../ui/badges.tsx'
import { Button } from '../ui/button.tsx'
import { Empty, Loading, Problem } from '../ui/feedback.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { EventList } from './event-list.tsx'
import { FleetCard } from './fleet-card.tsx'

export function EventsPage() {
  usePageTitle('Events')
  const session = useSession()
  const fleets = useQuery(fleetsQuery)
  const query = useInfiniteQuery(fleetEventsQuery)
  const events = query.data?.pages.flatMap((page) => page.events) ?? []

  return (
    <>
      <PageHeader title="Events" />
      <div className="mb-4 grid gap-2">
        {fleets.error !== null && <Problem title="What is followed could not be loaded" error={fleets.error} />}
        {fleets.data !== undefined &&
          session?.connections.map((connection) => (
            <FleetCard
              key={connection.name}
              connection={connection.name}
              label={connection.label}
              heading={<ConnectionBadge connection={connection} />}
              fleet={fleets.data.find((fleet) => fleet.connection === connection.name)}
            />
          ))}
      </div>
      {query.isPending && <Loading label="Loading the events" />}
      {query.error !== null && (
        <Problem title="The events could not be loaded" error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data !== undefined && events.length === 0 && (
        <Empty title="Nothing has happened yet">
          <p>
            Alerts, and devices that go offline or come back, appear here by themselves once a fleet is followed. What
            was so before is not news.
          </p>
        </Empty>
      )}
      {events.length > 0 && <EventList events={events} />}
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
