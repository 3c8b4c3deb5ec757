/** Small marks that carry a state. Each differs from its siblings in word and drawing, not only in colour. */
import type { ComponentType, ReactNode } from 'react'
import type { ApprovalState, ConnectionLabel, Outcome, Risk } from '../api/contract.ts'
import { outcomeWords, riskWords, stateWords, writeOnline } from '../text/words.ts'
import {
  BoltIcon,
  CheckIcon,
  ClockIcon,
  CrossIcon,
  EyeIcon,
  FlaskIcon,
  OctagonIcon,
  PencilIcon,
  QuestionIcon,
  TriangleIcon,
} from './icons.tsx'

export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'info'

const tones: Record<Tone, string> = {
  neutral: 'bg-sunken text-soft',
  good: 'bg-good-wash text-good',
  warn: 'bg-warn-wash text-warn',
  bad: 'bg-bad-wash text-bad',
  info: 'bg-info-wash text-info',
}

interface BadgeProps {
  tone: Tone
  icon?: ComponentType<{ className?: string }> | undefined
  children: ReactNode
}

export function Badge({ tone, icon: Icon, children }: BadgeProps) {
  return (
    <span
      className={`inline-flex items-center gap-1 rounded px-1.5 py-0.5 font-medium text-xs whitespace-nowrap ${tones[tone]}`}
    >
      {Icon && <Icon className="size-3.5 shrink-0" />}
      {children}
    </span>
  )
}

const riskLooks: Record<Risk, { tone: Tone; icon: BadgeProps['icon'] }> = {
  read: { tone: 'neutral', icon: EyeIcon },
  write: { tone: 'info', icon: PencilIcon },
  disruptive: { tone: 'warn', icon: TriangleIcon },
  destructive: { tone: 'bad', icon: OctagonIcon },
}

export function RiskBadge({ risk }: { risk: Risk }) {
  const look = riskLooks[risk] ?? { tone: 'bad', icon: QuestionIcon }
  return <Badge {...look}>{riskWords[risk] ?? risk}</Badge>
}

const stateLooks: Record<ApprovalState, { tone: Tone; icon: BadgeProps['icon'] }> = {
  pending: { tone: 'info', icon: ClockIcon },
  approved: { tone: 'good', icon: CheckIcon },
  rejected: { tone: 'bad', icon: CrossIcon },
  expired: { tone: 'neutral', icon: ClockIcon },
  withdrawn: { tone: 'neutral', icon: CrossIcon },
  stale: { tone: 'warn', icon: TriangleIcon },
}

export function StateBadge({ state }: { state: ApprovalState }) {
  const look = stateLooks[state] ?? { tone: 'neutral', icon: QuestionIcon }
  return <Badge {...look}>{stateWords[state] ?? state}</Badge>
}

const outcomeLooks: Record<Outcome['status'], { tone: Tone; icon: BadgeProps['icon'] }> = {
  done: { tone: 'good', icon: CheckIcon },
  accepted: { tone: 'good', icon: CheckIcon },
  waiting: { tone: 'info', icon: ClockIcon },
  denied: { tone: 'bad', icon: CrossIcon },
  failed: { tone: 'bad', icon: OctagonIcon },
  unknown: { tone: 'warn', icon: QuestionIcon },
}

export function OutcomeBadge({ status }: { status: Outcome['status'] }) {
  const look = outcomeLooks[status] ?? { tone: 'neutral', icon: QuestionIcon }
  return <Badge {...look}>{outcomeWords[status] ?? status}</Badge>
}

/** Filled disc, hollow disc, or a dotted one: readable without colour. */
export function OnlineMark({ offline }: { offline: boolean | null | undefined }) {
  const word = writeOnline(offline)
  const dot = {
    Online: 'bg-good border-good',
    Offline: 'bg-transparent border-bad',
    Unknown: 'bg-transparent border-faint border-dotted',
  }[word]
  const ink = { Online: 'text-good', Offline: 'text-bad', Unknown: 'text-faint' }[word]
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${ink}`}>
      <span aria-hidden="true" className={`size-2 shrink-0 rounded-full border-2 ${dot}`} />
      {word}
    </span>
  )
}

interface ConnectionBadgeProps {
  connection: ConnectionLabel
  /** Where the name stands beside it already. */
  isNameless?: boolean
}

/** Which tenant, and whether it is somebody's fleet. A connection that is called as its kind is named once. */
export function ConnectionBadge({ connection, isNameless = false }: ConnectionBadgeProps) {
  const isSandbox = connection.kind === 'sandbox'
  const look = isSandbox
    ? 'border-dashed border-sandbox bg-sandbox-wash text-sandbox'
    : 'border-solid border-production bg-production text-white dark:text-canvas rounded-none'
  const Icon = isSandbox ? FlaskIcon : BoltIcon
  return (
    <span
      className={`inline-flex max-w-full items-center gap-1 rounded border px-1.5 py-px font-semibold text-2xs uppercase tracking-wider ${look}`}
      title={`${connection.label} (connection ${connection.name})`}
    >
      <Icon className="size-3 shrink-0" />
      {isSandbox ? 'Sandbox' : 'Production'}
      {!isNameless && connection.name !== connection.kind && (
        <span className="min-w-0 truncate font-medium normal-case tracking-normal">· {connection.name}</span>
      )}
    </span>
  )
}
