import { judgeTimeLeft, writeAgo, writeMoment, writeTimeLeft } from '../text/time.ts'
import { ClockIcon } from './icons.tsx'
import { useNow } from './use-now.ts'

export function Ago({ at }: { at: string | null | undefined }) {
  const now = useNow()
  if (at == null) return <span>unknown</span>
  return (
    <time dateTime={at} title={writeMoment(at)} className="whitespace-nowrap">
      {writeAgo(at, now)}
    </time>
  )
}

export function Moment({ at }: { at: string | null | undefined }) {
  if (at == null) return <span>unknown</span>
  return (
    <time dateTime={at} title={at} className="whitespace-nowrap tabular-nums">
      {writeMoment(at)}
    </time>
  )
}

/** A live countdown. A timer is not announced by itself, so nobody hears it every second. */
export function TimeLeft({ until, className = '' }: { until: string; className?: string }) {
  const leftMs = Date.parse(until) - useNow()
  const ink = { calm: 'text-soft', soon: 'text-bad font-semibold', expired: 'text-faint' }[judgeTimeLeft(leftMs)]
  return (
    <span
      role="timer"
      className={`inline-flex items-center gap-1 whitespace-nowrap tabular-nums ${ink} ${className}`}
      title={`Until ${writeMoment(until)}`}
    >
      <ClockIcon className="size-3.5" />
      {writeTimeLeft(leftMs)}
      {leftMs > 0 && <span className="font-normal">left</span>}
    </span>
  )
}
