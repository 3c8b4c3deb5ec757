import { useDeferredValue, useEffect, useEffectEvent, useState } from 'react'
import { useSession } from '../shell/session.ts'
import { stateWords } from '../text/words.ts'
import { Button } from '../ui/button.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { isFiltered, type QueueSearch } from './queue-search.ts'

interface QueueFiltersProps {
  search: QueueSearch
  onChange: (search: QueueSearch) => void
}

const field =
  'min-h-8 w-44 min-w-0 max-w-full rounded-md border border-edge/60 bg-surface px-2 text-sm max-sm:w-[calc(50%-0.25rem)] max-sm:grow'

export function QueueFilters({ search, onChange }: QueueFiltersProps) {
  const connections = useSession()?.connections ?? []

  /** A filter that is empty leaves the address altogether. */
  function change(part: { [Key in keyof QueueSearch]: QueueSearch[Key] | undefined }) {
    onChange(Object.fromEntries(Object.entries({ ...search, ...part }).filter(([, value]) => value)))
  }

  return (
    <search className="mb-4 flex flex-wrap gap-2">
      <Typed value={search.text} onChange={(text) => change({ text })}>
        {(value, type) => (
          <SearchField
            label="Find in approvals"
            placeholder="Title, operation or reason"
            value={value}
            onChange={type}
          />
        )}
      </Typed>
      <Typed value={search.requester} onChange={(requester) => change({ requester })}>
        {(value, type) => (
          <input
            aria-label="Who asked"
            placeholder="Who asked"
            className={field}
            value={value}
            onChange={(event) => type(event.target.value)}
          />
        )}
      </Typed>
      <Typed value={search.operation} onChange={(operation) => change({ operation })}>
        {(value, type) => (
          <input
            aria-label="Operation"
            placeholder="Operation"
            className={field}
            value={value}
            onChange={(event) => type(event.target.value)}
          />
        )}
      </Typed>
      {connections.length > 1 && (
        <select
          aria-label="Connection"
          className={field}
          value={search.connection ?? ''}
          onChange={(event) => change({ connection: event.target.value })}
        >
          <option value="">Every connection</option>
          {connections.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      )}
      {search.state !== undefined && (
        <select
          aria-label="How it ended"
          className={field}
          value={search.state}
          onChange={(event) => change({ state: event.target.value as QueueSearch['state'] })}
        >
          <option value="decided">However it ended</option>
          {(['approved', 'rejected', 'expired', 'withdrawn', 'stale'] as const).map((state) => (
            <option key={state} value={state}>
              {stateWords[state]}
            </option>
          ))}
        </select>
      )}
      {isFiltered(search) && (
        <Button look="quiet" onClick={() => onChange(search.state === undefined ? {} : { state: search.state })}>
          Clear
        </Button>
      )}
    </search>
  )
}

interface TypedProps {
  value: string | undefined
  onChange: (value: string) => void
  children: (value: string, type: (value: string) => void) => React.ReactNode
}

/** What is typed shows at once; the address, and with it the question to the gateway, follows when typing rests. */
function Typed({ value = '', onChange, children }: TypedProps) {
  const [typed, setTyped] = useState(value)
  const settled = useDeferredValue(typed)
  const report = useEffectEvent(onChange)
  useEffect(() => {
    const timer = setTimeout(() => report(settled.trim()), 250)
    return () => clearTimeout(timer)
  }, [settled])
  useEffect(() => {
    if (value === '') setTyped('')
  }, [value])
  return children(typed, setTyped)
}
