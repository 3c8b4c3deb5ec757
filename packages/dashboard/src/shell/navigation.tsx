import { Link } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { ApprovalsIcon, AuditIcon, BatchesIcon, DevicesIcon, EventsIcon, PlugIcon, SlidersIcon } from '../ui/icons.tsx'
import { useWaitingCount } from './session.ts'

interface Destination {
  to: '/approvals' | '/devices' | '/batches' | '/events' | '/policies' | '/audit' | '/connections'
  label: string
  icon: ComponentType<{ className?: string }>
}

const destinations: Destination[] = [
  { to: '/approvals', label: 'Approvals', icon: ApprovalsIcon },
  { to: '/devices', label: 'Devices', icon: DevicesIcon },
  { to: '/batches', label: 'Batches', icon: BatchesIcon },
  { to: '/events', label: 'Events', icon: EventsIcon },
  { to: '/policies', label: 'Policies', icon: SlidersIcon },
  { to: '/audit', label: 'Audit', icon: AuditIcon },
  { to: '/connections', label: 'Connections', icon: PlugIcon },
]

function WaitingCount({ label }: { label: string }) {
  const waiting = useWaitingCount()
  if (label !== 'Approvals' || waiting === undefined || waiting === 0) return null
  return (
    <span className="rounded-full bg-accent-strong px-1.5 font-semibold text-2xs text-white tabular-nums max-md:absolute max-md:top-1 max-md:left-[calc(50%+0.25rem)] dark:text-canvas">
      {waiting}
      <span className="sr-only"> waiting</span>
    </span>
  )
}

/** One list of pages: a column on a desk, a bar at the lower edge on a phone. */
export function Navigation() {
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] md:static md:border-0 md:bg-transparent md:pb-0"
    >
      <ul className="flex md:grid md:gap-0.5">
        {destinations.map(({ to, label, icon: Icon }) => (
          <li key={to} className="min-w-0 grow">
            <Link
              to={to}
              activeOptions={{ exact: false, includeSearch: false }}
              className="relative flex min-h-14 flex-col items-center justify-center gap-0.5 font-medium text-[0.625rem] text-faint hover:text-ink aria-[current]:text-accent md:min-h-8 md:flex-row md:justify-start md:gap-2.5 md:rounded-md md:px-2 md:text-sm md:text-soft md:hover:bg-sunken md:aria-[current]:bg-sunken md:aria-[current]:text-ink"
            >
              <Icon className="size-5 md:size-4" />
              <span className="flex items-center gap-1.5 md:grow md:justify-between">
                {label}
                <WaitingCount label={label} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
