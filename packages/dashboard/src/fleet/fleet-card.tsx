/** How one connection's fleet is followed, and the way to change that. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Fleet } from '../api/contract.ts'
import { followFleet, unfollowFleet } from '../api/queries.ts'
import { OutcomeReport } from '../approvals/result.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Problem } from '../ui/feedback.tsx'
import { Ago } from '../ui/time.tsx'
import { eventWords } from './event-words.ts'
import { FleetForm, type FollowWish } from './fleet-form.tsx'

interface FleetCardProps {
  /** Name of the connection. */
  connection: string
  label: string
  heading: ReactNode
  fleet: Fleet | undefined
}

export function FleetCard({ connection, label, heading, fleet }: FleetCardProps) {
  const client = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const change = useMutation({
    mutationFn: (wish: FollowWish | 'look' | 'stop') => {
      if (wish === 'stop') return unfollowFleet(connection)
      return wish === 'look' ? followFleet(connection, {}) : followFleet(connection, wish)
    },
    onSuccess: () => {
      setAsking(false)
      void client.invalidateQueries({ queryKey: ['fleets'] })
      void client.invalidateQueries({ queryKey: ['approvals'] })
    },
  })
  const outcome = change.data ?? undefined

  return (
    <section aria-label={label} className="card min-w-0 text-sm">
      <header className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-2 border-line border-b px-4 py-1.5">
        {heading}
        <span className="ml-auto flex flex-wrap gap-2">
          {fleet === undefined ? (
            <Button size="small" disabled={change.isPending} onClick={() => change.mutate('look')}>
              Follow this fleet
            </Button>
          ) : (
            <>
              {!isAsking && (
                <Button size="small" onClick={() => setAsking(true)}>
                  {fleet.publicUrl === null ? 'Have NinjaOne deliver' : 'Change'}
                </Button>
              )}
              <Button size="small" look="quiet" disabled={change.isPending} onClick={() => change.mutate('stop')}>
                Stop following
              </Button>
            </>
          )}
        </span>
      </header>
      <div className="grid gap-3 p-4">
        <State fleet={fleet} />
        {isAsking && (
          <div className="border-line border-t pt-3">
            <FleetForm
              fleet={fleet}
              isSending={change.isPending}
              onSubmit={(wish) => change.mutate(wish)}
              onCancel={() => setAsking(false)}
            />
          </div>
        )}
        {change.isError && <Problem title="That did not work" error={change.error} />}
        {outcome !== undefined && (
          <div role="status" className="grid gap-2 border-line border-t pt-3">
            <OutcomeReport outcome={outcome} />
            {outcome.status === 'waiting' && (
              <span>
                <ButtonLink size="small" to="/approvals/$id" params={{ id: outcome.approvalId }}>
                  Open the approval
                </ButtonLink>
              </span>
            )}
          </div>
        )}
      </div>
    </section>
  )
}

function State({ fleet }: { fleet: Fleet | undefined }) {
  if (fleet === undefined) {
    return (
      <p className="text-faint">
        Not followed. Following shows alerts that are raised and cleared, and devices that go offline and come back.
      </p>
    )
  }
  return (
    <div className="grid gap-1">
      {fleet.lastSweepProblem !== null && (
        <p className="text-bad">The last look did not succeed: {fleet.lastSweepProblem}</p>
      )}
      <p>
        {fleet.publicUrl === null ? (
          'Looked at every minute'
        ) : (
          <>
            {fleet.lastDeliveryAt === null ? 'Nothing was delivered yet to ' : 'Delivered to '}
            <code className="font-mono text-xs [overflow-wrap:anywhere]">{fleet.publicUrl}</code>
          </>
        )}
        {fleet.lastDeliveryAt !== null && (
          <>
            , last delivery <Ago at={fleet.lastDeliveryAt} />
          </>
        )}
        {fleet.lastSweepAt !== null && (
          <>
            , last look <Ago at={fleet.lastSweepAt} />
          </>
        )}
      </p>
      <p className="text-faint text-xs">{fleet.events.map((name) => eventWords[name].choice).join(' · ')}</p>
    </div>
  )
}
