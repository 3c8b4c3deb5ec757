import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Connection } from '../api/contract.ts'
import { read } from '../api/outcome.ts'
import { toVisibleText } from '../text/visible-characters.ts'
import { writeConstant } from '../text/words.ts'
import { Badge, type Tone } from '../ui/badges.tsx'
import { Button } from '../ui/button.tsx'
import { CheckIcon, ClockIcon, CrossIcon } from '../ui/icons.tsx'
import { Panel } from '../ui/panel.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import { ActionDialog } from './action-dialog.tsx'
import type { WindowsService } from './fleet.ts'
import { PanelState } from './panel-state.tsx'

interface ServicesProps {
  deviceId: number
  deviceName: string
  connection: Connection
}

export function Services({ deviceId, deviceName, connection }: ServicesProps) {
  const [text, setText] = useState('')
  const [restarting, setRestarting] = useState<WindowsService>()
  const query = useQuery({
    queryKey: ['services', connection.name, deviceId],
    queryFn: ({ signal }) =>
      read<WindowsService[]>(
        { operation: 'devices.listWindowsServices', input: { id: deviceId }, connection: connection.name },
        signal,
      ),
  })
  const all = query.data ?? []
  const words = text.toLowerCase().trim()
  const shown = all.filter((service) => `${service.name} ${service.displayName ?? ''}`.toLowerCase().includes(words))

  return (
    <Panel
      title="Windows services"
      aside={
        query.data && (
          <span className="text-faint text-xs tabular-nums">
            {shown.length} of {all.length}
          </span>
        )
      }
    >
      {all.length > 0 && (
        <div className="flex border-line border-b p-2">
          <SearchField label="Filter services" placeholder="Name of a service" value={text} onChange={setText} />
        </div>
      )}
      <PanelState
        query={query}
        what="Services"
        isEmpty={shown.length === 0}
        empty={all.length === 0 ? 'NinjaOne lists no services for this device.' : 'No service matches.'}
      />
      <ul>
        {shown.map((service) => (
          <li
            key={service.name}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-sm not-first:border-line not-first:border-t"
          >
            <div className="min-w-0 grow basis-48">
              <Untrusted text={service.displayName ?? service.name} className="font-medium" />
              <p className="text-faint text-xs">
                <Untrusted text={service.name} className="font-mono" />
                {service.startType !== undefined && ` · ${writeConstant(service.startType)}`}
              </p>
            </div>
            <div className="min-w-28">
              <ServiceState state={service.state} />
            </div>
            <Button
              size="small"
              aria-label={`Restart service… ${toVisibleText(service.name)}`}
              onClick={() => setRestarting(service)}
            >
              Restart service…
            </Button>
          </li>
        ))}
      </ul>
      {restarting !== undefined && (
        <ActionDialog
          title={`Restart service ${toVisibleText(restarting.name)} on ${toVisibleText(deviceName)}`}
          operation="devices.controlWindowsService"
          input={{ id: deviceId, serviceId: restarting.name, action: 'RESTART' }}
          connection={connection}
          onClose={() => setRestarting(undefined)}
        />
      )}
    </Panel>
  )
}

function ServiceState({ state }: { state: string }) {
  const look: { tone: Tone; icon: typeof CheckIcon } =
    state === 'RUNNING'
      ? { tone: 'good', icon: CheckIcon }
      : state === 'STOPPED'
        ? { tone: 'neutral', icon: CrossIcon }
        : { tone: 'warn', icon: ClockIcon }
  return <Badge {...look}>{writeConstant(state)}</Badge>
}
