/** The fleet in one table. The count says how many of how many, and whether that is all. */
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useNamePageConnection } from '../shell/page-connection.ts'
import { useConnection, usePageTitle, useSession } from '../shell/session.ts'
import { writeCount } from '../text/measure.ts'
import { Button } from '../ui/button.tsx'
import { Empty, Loading, Problem } from '../ui/feedback.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { DeviceTable } from './device-table.tsx'
import { Filters } from './filters.tsx'
import type { DeviceRow, Organization } from './fleet.ts'
import { rememberDevicesSearch } from './last-search.ts'
import type { DevicesSearch } from './search.ts'
import { selectDevices } from './select.ts'
import { type LoadedList, usePages } from './use-pages.ts'

export function DevicesPage({ search }: { search: DevicesSearch }) {
  usePageTitle('Devices')
  rememberDevicesSearch(search)
  const session = useSession()
  const navigate = useNavigate()
  const connection = useConnection(search.connection)
  useNamePageConnection(connection)
  const devices = usePages<DeviceRow>('devices.list', connection?.name)
  const organizations = usePages<Organization>('organizations.list', connection?.name)
  const names = useMemo(() => new Map(organizations.rows.map((row) => [row.id, row.name])), [organizations.rows])
  const shown = useMemo(() => selectDevices(devices.rows, names, search), [devices.rows, names, search])

  function change(next: DevicesSearch) {
    void navigate({ to: '/devices', search: next, replace: true, resetScroll: false })
  }

  if (connection === undefined) {
    return (
      <Problem title={`This gateway has no connection named ${search.connection ?? 'by default'}`}>
        <Button size="small" className="mt-3" onClick={() => change({})}>
          Show the default connection
        </Button>
      </Problem>
    )
  }

  return (
    <div className="flex flex-col md:h-[calc(100dvh-3px-3.5rem)] md:min-h-96">
      <PageHeader title="Devices">
        <Count shown={shown.length} list={devices} />
      </PageHeader>
      <Filters
        search={search}
        organizations={organizations.rows}
        connections={session?.connections ?? []}
        onChange={change}
      />
      {organizations.error !== null && (
        <div className="mb-3">
          <Problem
            title="Organizations could not be loaded completely, so some are shown by number"
            error={organizations.error}
            onRetry={organizations.retry}
          />
        </div>
      )}
      {devices.error !== null && (
        <div className="mb-3">
          <Problem
            title={
              devices.rows.length === 0
                ? 'Devices could not be loaded'
                : `Incomplete: only the first ${writeCount(devices.rows.length, 'device')} could be loaded`
            }
            error={devices.error}
            onRetry={devices.retry}
          />
        </div>
      )}
      {devices.rows.length === 0 && devices.isLoading && <Loading label="Loading devices" rows={8} />}
      {devices.rows.length === 0 && devices.isComplete && (
        <Empty title="This connection has no devices">
          <p>Devices appear here once NinjaOne knows them.</p>
        </Empty>
      )}
      {devices.rows.length > 0 && shown.length === 0 && (
        <Empty title="No device matches these filters">
          <Button onClick={() => change(search.connection === undefined ? {} : { connection: search.connection })}>
            Clear filters
          </Button>
        </Empty>
      )}
      {shown.length > 0 && <DeviceTable rows={shown} search={search} onChange={change} />}
    </div>
  )
}

function Count({ shown, list }: { shown: number; list: LoadedList<DeviceRow> }) {
  const loaded = list.rows.length
  const ending = list.isComplete ? '' : list.error === null ? ' loaded so far…' : ' loaded, incomplete'
  return (
    <p role="status" className="text-faint text-sm tabular-nums">
      {loaded === 0 && !list.isComplete
        ? ''
        : `${shown.toLocaleString('en-US')} of ${writeCount(loaded, 'device')}${ending}`}
    </p>
  )
}
