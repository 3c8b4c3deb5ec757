/** What happened in the fleets, one line each. Words of devices and conditions are not ours. */
import { Link } from '@tanstack/react-router'
import type { FleetEvent } from '../api/contract.ts'
import { Badge } from '../ui/badges.tsx'
import { Ago } from '../ui/time.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import { eventWords } from './event-words.ts'

/** `confirmed` is what one expects, so it needs no mark. */
const doubts: Record<FleetEvent['state'], { label: string; title: string } | undefined> = {
  confirmed: undefined,
  hint: { label: 'not confirmed', title: 'Somebody sent this; NinjaOne has not been asked yet' },
  refuted: { label: 'refuted', title: 'Somebody sent this; NinjaOne knows of no such activity' },
}

export function EventList({ events }: { events: FleetEvent[] }) {
  return (
    <ul className="card divide-y divide-line overflow-hidden text-sm">
      {events.map((event) => (
        <Row key={event.seq} event={event} />
      ))}
    </ul>
  )
}

function Row({ event }: { event: FleetEvent }) {
  const doubt = doubts[event.state]
  const { device, message, source } = event.facts
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-2.5 sm:grid-cols-[8.5rem_minmax(0,1fr)_auto]">
      <span className="flex flex-wrap items-start gap-1">
        {event.events.map((name) => (
          <Badge key={name} tone={eventWords[name].tone}>
            {eventWords[name].label}
          </Badge>
        ))}
      </span>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {event.deviceId !== null && (
          <Link
            to="/devices/$id"
            params={{ id: String(event.deviceId) }}
            search={{ connection: event.connection }}
            className="mr-2 font-medium text-accent underline-offset-2 hover:underline"
          >
            <Untrusted text={device ?? `Device ${event.deviceId}`} />
          </Link>
        )}
        <Untrusted text={message ?? source ?? ''} className="text-soft" />
        {doubt !== undefined && (
          <span className="ml-2" title={doubt.title}>
            <Badge tone="warn">{doubt.label}</Badge>
          </span>
        )}
      </span>
      <span className="text-faint text-xs sm:text-right">
        <Ago at={event.facts.at ?? event.receivedAt} />
      </span>
    </li>
  )
}
