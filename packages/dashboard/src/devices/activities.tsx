import { useQuery } from '@tanstack/react-query'
import type { Connection } from '../api/contract.ts'
import { read } from '../api/outcome.ts'
import { writeConstant } from '../text/words.ts'
import { Panel } from '../ui/panel.tsx'
import { Ago } from '../ui/time.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import type { Activity } from './fleet.ts'
import { PanelState } from './panel-state.tsx'

const shownMax = 25

export function Activities({ deviceId, connection }: { deviceId: number; connection: Connection }) {
  const query = useQuery({
    queryKey: ['activities', connection.name, deviceId],
    queryFn: ({ signal }) =>
      read<{ activities: Activity[] }>(
        {
          operation: 'devices.listActivities',
          input: { id: deviceId, pageSize: shownMax },
          connection: connection.name,
        },
        signal,
      ),
  })
  const activities = query.data?.activities ?? []
  return (
    <Panel title="Recent activities" aside={<span className="text-faint text-xs">newest {shownMax} at most</span>}>
      <PanelState query={query} what="Activities" isEmpty={activities.length === 0} empty="No activities." />
      <ul>
        {activities.map((activity) => (
          <li key={activity.id} className="grid gap-0.5 px-4 py-2.5 text-sm not-first:border-line not-first:border-t">
            <Untrusted text={activity.message ?? activity.subject ?? activity.status ?? activity.activityType} />
            <span className="flex flex-wrap gap-x-2 text-faint text-xs">
              <span>{writeConstant(activity.activityType)}</span>
              {activity.status !== undefined && <Untrusted text={activity.status} />}
              {activity.activityResult !== undefined && (
                <span className={activity.activityResult === 'FAILURE' ? 'font-medium text-bad' : ''}>
                  {writeConstant(activity.activityResult)}
                </span>
              )}
              <Ago at={activity.activityTime} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
