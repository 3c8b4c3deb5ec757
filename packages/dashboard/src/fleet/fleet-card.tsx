/** How one connection's fleet is followed, and the way to change that. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Connection, Fleet } from '../api/contract.ts'
import { followFleet, unfollowFleet } from '../api/queries.ts'
import { OutcomeReport } from '../approvals/result.tsx'
import { ConnectionBadge } from '../ui/badges.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Problem } from '../ui/feedback.tsx'
import { Ago } from '../ui/time.tsx'

interface FleetCardProps {
  connection: Connection
  fleet: Fleet | undefined
}

export function FleetCard({ connection, fleet }: FleetCardProps) {
  const client = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const [publicUrl, setPublicUrl] = useState('')
  const change = useMutation({
    mutationFn: (wanted: 'look' | 'deliver' | 'stop') =>
      wanted === 'stop'
        ? unfollowFleet(connection.name)
        : followFleet(connection.name, wanted === 'deliver' ? publicUrl.trim() : undefined),
    onSuccess: () => {
      setAsking(false)
      void client.invalidateQueries({ queryKey: ['fleets'] })
      void client.invalidateQueries({ queryKey: ['approvals'] })
    },
  })
  const field = `public-url-${connection.name}`
  const outcome = change.data ?? undefined

  return (
    <section aria-label={connection.label} className="card grid gap-3 p-4 text-sm">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <ConnectionBadge connection={connection} />
        <State fleet={fleet} />
        <span className="ml-auto flex flex-wrap gap-2">
          {fleet === undefined && (
            <Button look="primary" disabled={change.isPending} onClick={() => change.mutate('look')}>
              Follow this fleet
            </Button>
          )}
          {fleet !== undefined && !isAsking && (
            <Button onClick={() => setAsking(true)}>
              {fleet.publicUrl === null ? 'Have NinjaOne deliver' : 'Change the address'}
            </Button>
          )}
          {fleet !== undefined && (
            <Button look="quiet" disabled={change.isPending} onClick={() => change.mutate('stop')}>
              Stop following
            </Button>
          )}
        </span>
      </div>
      {isAsking && (
        <form
          className="grid gap-2 border-line border-t pt-3"
          onSubmit={(event) => {
            event.preventDefault()
            if (!change.isPending) change.mutate('deliver')
          }}
        >
          <label htmlFor={field} className="font-medium">
            Address under which NinjaOne reaches this gateway
          </label>
          <div className="flex flex-wrap gap-2">
            <input
              id={field}
              type="url"
              required
              placeholder="https://hooks.example.com"
              value={publicUrl}
              onChange={(event) => setPublicUrl(event.target.value)}
              className="min-h-8 min-w-0 grow rounded-md border border-edge bg-surface px-2.5 text-base sm:text-sm"
            />
            <Button look="primary" type="submit" disabled={change.isPending}>
              {change.isPending ? 'Asking…' : 'Ask to set the webhook'}
            </Button>
            <Button onClick={() => setAsking(false)}>Cancel</Button>
          </div>
          <p className="text-faint text-xs">
            A proxy of yours that forwards /hooks/ to this gateway. NinjaOne keeps one webhook per application; this
            replaces it, after another person approved.
          </p>
        </form>
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
    </section>
  )
}

function State({ fleet }: { fleet: Fleet | undefined }) {
  if (fleet === undefined) return <span className="text-faint">Not followed</span>
  if (fleet.lastSweepProblem !== null) {
    return <span className="text-bad">The last look did not succeed: {fleet.lastSweepProblem}</span>
  }
  return (
    <span className="text-soft">
      {fleet.publicUrl === null ? 'Looked at every minute' : `Delivered to ${fleet.publicUrl}`}
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
    </span>
  )
}
