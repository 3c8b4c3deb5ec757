import { useDeferredValue, useEffect, useEffectEvent, useState } from 'react'
import type { Connection } from '../api/contract.ts'
import { toVisibleText } from '../text/visible-characters.ts'
import { SearchField } from '../ui/search-field.tsx'
import type { Organization } from './fleet.ts'
import type { DevicesSearch } from './search.ts'

interface FiltersProps {
  search: DevicesSearch
  organizations: Organization[]
  connections: Connection[]
  onChange: (search: DevicesSearch) => void
}

const select =
  'min-h-8 min-w-0 max-w-full rounded-md border border-edge/60 bg-surface px-2 text-sm hover:bg-sunken max-sm:grow max-sm:basis-32'

export function Filters({ search, organizations, connections, onChange }: FiltersProps) {
  const sorted = [...organizations].sort((a, b) => a.name.localeCompare(b.name))

  /** A filter that is undefined leaves the address altogether. */
  function change(part: { [Key in keyof DevicesSearch]: DevicesSearch[Key] | undefined }) {
    const next = Object.entries({ ...search, ...part }).filter(([, value]) => value !== undefined && value !== '')
    onChange(Object.fromEntries(next))
  }

  return (
    <search className="mb-3 flex flex-wrap gap-2">
      <TextFilter text={search.text ?? ''} onChange={(text) => change({ text })} />
      <select
        aria-label="Organization"
        className={select}
        value={search.organization ?? ''}
        onChange={(event) =>
          change({ organization: event.target.value === '' ? undefined : Number(event.target.value) })
        }
      >
        <option value="">All organizations</option>
        {sorted.map((organization) => (
          <option key={organization.id} value={organization.id}>
            {toVisibleText(organization.name)}
          </option>
        ))}
      </select>
      <select
        aria-label="Online state"
        className={select}
        value={search.online ?? ''}
        onChange={(event) => change({ online: (event.target.value || undefined) as DevicesSearch['online'] })}
      >
        <option value="">Online and offline</option>
        <option value="online">Online</option>
        <option value="offline">Offline</option>
      </select>
      {connections.length > 1 && (
        <select
          aria-label="Connection"
          className={select}
          value={search.connection ?? connections.find((connection) => connection.isDefault)?.name ?? ''}
          // Organizations belong to one connection, so that filter does not come along.
          onChange={(event) => change({ connection: event.target.value, organization: undefined })}
        >
          {connections.map((connection) => (
            <option key={connection.name} value={connection.name}>
              {writeConnection(connection)}
            </option>
          ))}
        </select>
      )}
    </search>
  )
}

function writeConnection({ label, kind }: Connection): string {
  return label.toLowerCase().includes(kind) ? label : `${label} (${kind})`
}

/** Typing stays quick however long the list is: the address follows when there is time. */
function TextFilter({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const [value, setValue] = useState(text)
  const settled = useDeferredValue(value)
  const report = useEffectEvent(() => {
    if (settled !== text) onChange(settled)
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: reports when the typed text settles, and only then
  useEffect(() => report(), [settled])
  return (
    <SearchField
      label="Filter devices"
      placeholder="Name, organization, class or id"
      value={value}
      onChange={setValue}
    />
  )
}
