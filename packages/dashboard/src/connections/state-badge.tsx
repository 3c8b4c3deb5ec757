import { Badge, type Tone } from '../ui/badges.tsx'
import { CheckIcon, ClockIcon, OctagonIcon, TriangleIcon } from '../ui/icons.tsx'
import type { ConnectionState } from './data.ts'

const looks: Record<ConnectionState, { tone: Tone; icon: typeof CheckIcon; words: string }> = {
  saved: { tone: 'info', icon: ClockIcon, words: 'Saved' },
  connected: { tone: 'good', icon: CheckIcon, words: 'Connected' },
  degraded: { tone: 'warn', icon: TriangleIcon, words: 'Degraded' },
  'reconnect needed': { tone: 'bad', icon: OctagonIcon, words: 'Reconnect needed' },
}

export function ConnectionStateBadge({ state }: { state: ConnectionState }) {
  const { words, ...look } = looks[state]
  return <Badge {...look}>{words}</Badge>
}
