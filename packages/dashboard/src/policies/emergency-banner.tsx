/** While the emergency switch is on, every page says so: what waits or fails elsewhere has its reason here. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { OctagonIcon } from '../ui/icons.tsx'
import { Ago } from '../ui/time.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import { switchQuery } from './queries.ts'

const says = { ask: 'every change waits for a person', deny: 'every change is blocked' } as const

export function EmergencyBanner() {
  const { data } = useQuery(switchQuery)
  const isOn = data !== undefined && data.position !== 'off'
  return (
    <div role="status">
      {isOn && (
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 border-bad border-b-2 bg-bad-wash px-4 py-2 text-sm md:px-8">
          <OctagonIcon className="size-4 shrink-0 text-bad" />
          <strong className="text-bad">Emergency switch is on: {says[data.position as keyof typeof says]}.</strong>
          {data.change !== null && (
            <span className="text-ink">
              <Untrusted text={data.change.by.name} />, <Ago at={data.change.at} />:{' '}
              <Untrusted text={data.change.reason} />
            </span>
          )}
          <Link to="/policies" className="text-accent underline underline-offset-2 md:ml-auto">
            Policies
          </Link>
        </p>
      )}
    </div>
  )
}
