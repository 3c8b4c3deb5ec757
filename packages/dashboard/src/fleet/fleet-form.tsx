/** What to hear of a fleet, and by which way. */
import { useId, useState } from 'react'
import type { Fleet, FleetEventName } from '../api/contract.ts'
import { Button } from '../ui/button.tsx'
import { eventWords } from './event-words.ts'

export interface FollowWish {
  events: FleetEventName[]
  /** Undefined: NinjaOne delivers nothing, the gateway looks. */
  publicUrl: string | undefined
}

interface FleetFormProps {
  fleet: Fleet | undefined
  isSending: boolean
  onSubmit: (wish: FollowWish) => void
  onCancel: () => void
}

const allEvents = Object.keys(eventWords) as FleetEventName[]

export function FleetForm({ fleet, isSending, onSubmit, onCancel }: FleetFormProps) {
  const id = useId()
  const [events, setEvents] = useState(fleet?.events ?? allEvents)
  const [address, setAddress] = useState(fleet?.publicUrl ?? '')
  const publicUrl = address.trim() === '' ? undefined : address.trim()
  const isLeaving = publicUrl === undefined && fleet?.publicUrl != null

  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isSending && events.length > 0) onSubmit({ events, publicUrl })
      }}
    >
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 font-medium">What to hear of</legend>
        {allEvents.map((name) => (
          <label key={name} className="flex items-start gap-2.5">
            <input
              type="checkbox"
              className="mt-0.5 size-4 shrink-0 accent-accent-strong"
              checked={events.includes(name)}
              onChange={({ target }) =>
                setEvents(allEvents.filter((one) => (one === name ? target.checked : events.includes(one))))
              }
            />
            <span>
              {eventWords[name].choice}
              <code className="ml-2 font-mono text-faint text-xs">{name}</code>
            </span>
          </label>
        ))}
        {events.length === 0 && (
          <p role="alert" className="text-bad text-xs">
            Choose at least one.
          </p>
        )}
      </fieldset>
      <div className="grid gap-1">
        <label htmlFor={id} className="font-medium">
          Address under which NinjaOne reaches this gateway
        </label>
        <input
          id={id}
          type="url"
          placeholder="https://hooks.example.com"
          value={address}
          onChange={(event) => setAddress(event.target.value)}
          aria-describedby={`${id}-help`}
          className="min-h-9 w-full rounded-md border border-edge bg-surface px-2.5 text-base"
        />
        <p id={`${id}-help`} className="text-faint text-xs">
          A proxy of yours that forwards /hooks/ to this gateway. NinjaOne keeps one webhook per application, and this
          replaces it once a person has approved that. Left empty, Kunai looks every minute by itself.
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" type="submit" disabled={isSending || events.length === 0}>
          {isSending
            ? 'Asking…'
            : publicUrl !== undefined
              ? 'Ask to set the webhook'
              : isLeaving
                ? 'Ask to remove the webhook'
                : 'Save'}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  )
}
