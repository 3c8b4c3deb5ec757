import { useQuery } from '@tanstack/react-query'
import type { Connection } from '../api/contract.ts'
import { read } from '../api/outcome.ts'
import { writeConstant } from '../text/words.ts'
import { Badge, type Tone } from '../ui/badges.tsx'
import { Panel } from '../ui/panel.tsx'
import { Ago } from '../ui/time.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import type { Alert } from './fleet.ts'
import { PanelState } from './panel-state.tsx'

const tones: Record<string, Tone> = { CRITICAL: 'bad', MAJOR: 'bad', MODERATE: 'warn', MINOR: 'info' }

export function Alerts({ deviceId, connection }: { deviceId: number; connection: Connection }) {
  const query = useQuery({
    queryKey: ['alerts', connection.name, deviceId],
    queryFn: ({ signal }) =>
      read<Alert[]>({ operation: 'devices.listAlerts', input: { id: deviceId }, connection: connection.name }, signal),
  })
  return (
    <Panel
      title="Active alerts"
      aside={query.data && <span className="text-faint text-xs tabular-nums">{query.data.length}</span>}
    >
      <PanelState query={query} what="Alerts" isEmpty={query.data?.length === 0} empty="No active alerts." />
      <ul>
        {query.data?.map((alert) => (
          <li key={alert.uid} className="grid gap-1 px-4 py-2.5 text-sm not-first:border-line not-first:border-t">
            <Untrusted text={alert.message ?? alert.conditionName ?? 'An alert without a message'} />
            <span className="flex items-center gap-2 text-faint text-xs">
              <Badge tone={tones[alert.severity ?? ''] ?? 'neutral'}>
                {alert.severity === undefined ? 'Severity unknown' : writeConstant(alert.severity)}
              </Badge>
              <Ago at={alert.createTime} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
