/** States of batches and of their rows: a word and a drawing each, never colour alone. */
import { Badge, type Tone } from '../ui/badges.tsx'
import {
  CheckIcon,
  ClockIcon,
  CrossIcon,
  EyeIcon,
  OctagonIcon,
  QuestionIcon,
  RestartIcon,
  TriangleIcon,
} from '../ui/icons.tsx'
import type { BatchState, RowState } from './contract.ts'

type Look = readonly [word: string, tone: Tone, icon: typeof CheckIcon]

const batchLooks: Record<BatchState, Look> = {
  draft: ['Draft', 'neutral', EyeIcon],
  planned: ['Planned', 'neutral', EyeIcon],
  waiting: ['Waits for a person', 'info', ClockIcon],
  running: ['Running', 'info', RestartIcon],
  paused: ['Paused', 'warn', TriangleIcon],
  done: ['Done', 'good', CheckIcon],
  cancelled: ['Cancelled', 'neutral', CrossIcon],
  denied: ['Denied', 'bad', CrossIcon],
}

const rowLooks: Record<RowState, Look> = {
  pending: ['To be planned', 'neutral', ClockIcon],
  rendered: ['To be sent', 'neutral', ClockIcon],
  awaiting_approval: ['Waits for a person', 'info', ClockIcon],
  sent: ['On its way', 'info', RestartIcon],
  ok: ['OK', 'good', CheckIcon],
  failed: ['Failed', 'bad', OctagonIcon],
  unknown: ['Unknown', 'warn', QuestionIcon],
  skipped: ['Skipped', 'neutral', EyeIcon],
  cancelled: ['Cancelled', 'neutral', CrossIcon],
}

const strange = (state: string): Look => [state, 'neutral', QuestionIcon]

export function BatchStateBadge({ state }: { state: BatchState }) {
  const [word, tone, icon] = batchLooks[state] ?? strange(state)
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  )
}

export const rowWord = (state: RowState) => (rowLooks[state] ?? strange(state))[0]

/** With a count it stands for all rows in that state. */
export function RowStateBadge({ state, count }: { state: RowState; count?: number }) {
  const [word, tone, icon] = rowLooks[state] ?? strange(state)
  return (
    <Badge tone={tone} icon={icon}>
      {count !== undefined && <span className="tabular-nums">{count.toLocaleString('en-US')}</span>}
      {count === undefined ? word : word.toLowerCase() === 'ok' ? 'OK' : word.toLowerCase()}
    </Badge>
  )
}
