/** One device: its facts, what it complains about, what happened on it, and what can be asked of it. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Connection } from '../api/contract.ts'
import { read } from '../api/outcome.ts'
import { useNamePageConnection } from '../shell/page-connection.ts'
import { useConnection, usePageTitle } from '../shell/session.ts'
import { toVisibleText } from '../text/visible-characters.ts'
import { writeNodeClass } from '../text/words.ts'
import { Badge, OnlineMark } from '../ui/badges.tsx'
import { Button } from '../ui/button.tsx'
import { Loading, Problem } from '../ui/feedback.tsx'
import { ChevronIcon, RestartIcon } from '../ui/icons.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import { ActionDialog } from './action-dialog.tsx'
import { Activities } from './activities.tsx'
import { Alerts } from './alerts.tsx'
import { DeviceFacts } from './device-facts.tsx'
import { type Device, isInMaintenance, nameOf, type Organization } from './fleet.ts'
import { recallDevicesSearch } from './last-search.ts'
import { Services } from './services.tsx'
import { usePages } from './use-pages.ts'

interface DevicePageProps {
  id: string
  connectionName: string | undefined
}

export function DevicePage({ id, connectionName }: DevicePageProps) {
  const connection = useConnection(connectionName)
  useNamePageConnection(connection)
  const deviceId = Number(id)

  return (
    <>
      <nav aria-label="Breadcrumb" className="mb-3">
        <Link
          to="/devices"
          search={recallDevicesSearch()}
          className="-ml-1 inline-flex min-h-6 items-center gap-1 rounded px-1 text-faint text-sm hover:text-ink"
        >
          <ChevronIcon className="size-3.5 rotate-180" />
          Devices
        </Link>
      </nav>
      {connection === undefined || !Number.isInteger(deviceId) || deviceId < 1 ? (
        <NoSuchDevice>The address names no device, or a connection this gateway does not have.</NoSuchDevice>
      ) : (
        <LoadedDevice deviceId={deviceId} connection={connection} />
      )}
    </>
  )
}

function NoSuchDevice({ children }: { children: ReactNode }) {
  usePageTitle('Device')
  return (
    <>
      <h1 className="sr-only">Device</h1>
      <Problem title="This device cannot be shown">{children}</Problem>
    </>
  )
}

function LoadedDevice({ deviceId, connection }: { deviceId: number; connection: Connection }) {
  const query = useQuery({
    queryKey: ['device', connection.name, deviceId],
    queryFn: ({ signal }) =>
      read<Device>({ operation: 'devices.get', input: { id: deviceId }, connection: connection.name }, signal),
  })
  const organizations = usePages<Organization>('organizations.list', connection.name)
  const [isRebooting, setRebooting] = useState(false)
  const device = query.data
  const name = device === undefined ? `Device ${deviceId}` : nameOf(device)
  usePageTitle(toVisibleText(name))

  if (query.isPending) return <Loading label="Loading the device" />
  if (device === undefined) {
    return (
      <>
        <h1 className="mb-3 font-semibold text-xl">{name}</h1>
        <Problem title="The device could not be read" error={query.error} onRetry={() => query.refetch()} />
      </>
    )
  }
  const organization = organizations.rows.find((row) => row.id === device.organizationId)?.name
  const isWindows = device.nodeClass?.startsWith('WINDOWS') ?? false

  return (
    <article className="grid gap-6">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid gap-1.5">
          <h1 className="font-semibold text-2xl leading-tight tracking-tight">
            <Untrusted text={name} />
          </h1>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-soft">
            <Untrusted text={organization ?? `Organization ${device.organizationId}`} />
            <span>{writeNodeClass(device.nodeClass)}</span>
            <OnlineMark offline={device.offline} />
            {isInMaintenance(device) && <Badge tone="info">In maintenance</Badge>}
            {device.os?.needsReboot === true && <Badge tone="warn">Needs a reboot</Badge>}
          </p>
        </div>
        <Button look="danger" onClick={() => setRebooting(true)}>
          <RestartIcon /> Reboot…
        </Button>
      </header>
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-6">
          <DeviceFacts device={device} organization={organization} />
          {isWindows && <Services deviceId={deviceId} deviceName={name} connection={connection} />}
        </div>
        <div className="grid min-w-0 gap-6">
          <Alerts deviceId={deviceId} connection={connection} />
          <Activities deviceId={deviceId} connection={connection} />
        </div>
      </div>
      {isRebooting && (
        <ActionDialog
          title={`Reboot ${toVisibleText(name)}`}
          operation="devices.reboot"
          input={{ id: deviceId, mode: 'NORMAL' }}
          choice={{
            field: 'mode',
            label: 'How',
            options: [
              ['NORMAL', 'Normal: programs may object'],
              ['FORCED', 'Forced: programs are closed without asking'],
            ],
          }}
          connection={connection}
          onClose={() => setRebooting(false)}
        />
      )}
    </article>
  )
}
