/** Only the rows in view are in the page, so that tens of thousands scroll smoothly. */
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { writeNodeClass } from '../text/words.ts'
import { Badge, OnlineMark } from '../ui/badges.tsx'
import { ChevronIcon } from '../ui/icons.tsx'
import { Ago } from '../ui/time.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import { useWide } from '../ui/use-wide.ts'
import { isInMaintenance } from './fleet.ts'
import type { DevicesSearch, SortColumn } from './search.ts'
import type { ShownDevice } from './select.ts'

interface DeviceTableProps {
  rows: ShownDevice[]
  search: DevicesSearch
  onChange: (search: DevicesSearch) => void
}

interface Column {
  id: SortColumn
  label: string
  width: string
  /** On a phone only name and state are columns; the organization stands below the name. */
  onPhone: boolean
}

const columns: Column[] = [
  { id: 'name', label: 'Name', width: 'md:w-[30%]', onPhone: true },
  { id: 'organization', label: 'Organization', width: 'md:w-[26%]', onPhone: false },
  { id: 'class', label: 'Class', width: 'md:w-[20%]', onPhone: false },
  { id: 'online', label: 'State', width: 'w-24', onPhone: true },
  { id: 'lastContact', label: 'Last contact', width: 'w-32', onPhone: false },
]

const rowHeights = { wide: 40, narrow: 60 }

export function DeviceTable({ rows, search, onChange }: DeviceTableProps) {
  const layout = useWide() ? 'wide' : 'narrow'
  // Rows differ in height between the two layouts; a new table is simpler than measuring the old one anew.
  return <RowsInView key={layout} layout={layout} rows={rows} search={search} onChange={onChange} />
}

function RowsInView({ layout, rows, search, onChange }: DeviceTableProps & { layout: keyof typeof rowHeights }) {
  const box = useRef<HTMLElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeights[layout],
    overscan: 12,
  })
  const items = virtualizer.getVirtualItems()
  const above = items[0]?.start ?? 0
  const below = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0)
  const shownColumns = columns.filter((column) => layout === 'wide' || column.onPhone)

  return (
    <section
      ref={box}
      aria-label="Device table"
      className="card h-[calc(100dvh-18.5rem)] min-h-80 overflow-y-auto md:h-auto md:grow"
    >
      <table aria-rowcount={rows.length + 1} className="w-full table-fixed border-separate border-spacing-0 text-sm">
        <caption className="sr-only">Devices</caption>
        <thead className="sticky top-0 z-10">
          <tr aria-rowindex={1}>
            {shownColumns.map((column) => (
              <ColumnHeader key={column.id} column={column} search={search} onChange={onChange} />
            ))}
          </tr>
        </thead>
        <Spacer height={above} columns={shownColumns.length} />
        <tbody>
          {items.map((item) => {
            const row = rows[item.index]
            return (
              row && (
                <Row
                  key={row.device.id}
                  row={row}
                  index={item.index + 2}
                  isWide={layout === 'wide'}
                  connection={search.connection}
                />
              )
            )
          })}
        </tbody>
        <Spacer height={below} columns={shownColumns.length} />
      </table>
    </section>
  )
}

/** Stands for the rows out of view, so that the scroll bar tells the truth. */
function Spacer({ height, columns: span }: { height: number; columns: number }) {
  if (height <= 0) return null
  return (
    <tbody aria-hidden="true">
      <tr>
        <td colSpan={span} className="p-0" style={{ height }} />
      </tr>
    </tbody>
  )
}

interface RowProps {
  row: ShownDevice
  index: number
  isWide: boolean
  connection: string | undefined
}

const cell = 'border-line border-b px-4 py-0'

function Row({ row, index, isWide, connection }: RowProps) {
  const { device } = row
  return (
    <tr
      aria-rowindex={index}
      className={`relative focus-within:bg-sunken hover:bg-sunken/70 ${isWide ? 'h-10' : 'h-15'}`}
    >
      <td className={cell}>
        <span className="flex min-w-0 items-center gap-2">
          <Link
            to="/devices/$id"
            params={{ id: String(device.id) }}
            search={connection === undefined ? {} : { connection }}
            className="truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
          >
            <Untrusted text={row.name} />
          </Link>
          {isInMaintenance(device) && <Badge tone="info">Maintenance</Badge>}
        </span>
        {!isWide && (
          <span className="block truncate text-soft text-xs">
            <Untrusted text={row.organization} />
          </span>
        )}
      </td>
      {isWide && (
        <>
          <td className={`${cell} truncate text-soft`}>
            <Untrusted text={row.organization} />
          </td>
          <td className={`${cell} truncate text-soft`}>{writeNodeClass(device.nodeClass)}</td>
        </>
      )}
      <td className={cell}>
        <OnlineMark offline={device.offline} />
      </td>
      {isWide && (
        <td className={`${cell} text-soft tabular-nums`}>
          <Ago at={device.lastContact} />
        </td>
      )}
    </tr>
  )
}

interface ColumnHeaderProps {
  column: Column
  search: DevicesSearch
  onChange: (search: DevicesSearch) => void
}

function ColumnHeader({ column, search, onChange }: ColumnHeaderProps) {
  const isSorted = (search.sort ?? 'name') === column.id
  const isDescending = isSorted && search.descending === true

  function sort() {
    const { descending: _descending, ...rest } = search
    onChange(isSorted && !isDescending ? { ...rest, sort: column.id, descending: true } : { ...rest, sort: column.id })
  }

  return (
    <th
      scope="col"
      aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : 'none'}
      className={`border-line border-b bg-sunken px-4 py-0 text-left ${column.width}`}
    >
      <button
        type="button"
        onClick={sort}
        className="-mx-1 flex min-h-9 items-center gap-1 rounded px-1 font-medium text-faint text-xs hover:text-ink"
      >
        {column.label}
        {isSorted && <ChevronIcon className={`size-3 ${isDescending ? 'rotate-90' : '-rotate-90'}`} />}
      </button>
    </th>
  )
}
