/** What agents and people may do without asking, with asking, or not at all; and who changed that. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { usePageTitle, useSession } from '../shell/session.ts'
import { writeCount } from '../text/measure.ts'
import { Loading, Problem } from '../ui/feedback.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { verdicts, verdictWords } from './contract.ts'
import { EmergencyPanel } from './emergency-panel.tsx'
import { History } from './history.tsx'
import { PolicyTable } from './policy-table.tsx'
import { PresetPanel } from './preset-panel.tsx'
import { policiesQuery } from './queries.ts'
import { filterRows, type PoliciesSearch } from './search.ts'

const select =
  'min-h-8 min-w-0 max-w-full rounded-md border border-edge/60 bg-surface px-2 text-sm hover:bg-sunken max-sm:grow'

export function PoliciesPage({ search }: { search: PoliciesSearch }) {
  usePageTitle('Policies')
  const session = useSession()
  const query = useQuery(policiesQuery(search.connection))
  const navigate = useNavigate()
  const isOwner = session?.role === 'owner'

  /** A filter that is undefined leaves the address altogether. */
  function change(part: { [Key in keyof PoliciesSearch]: PoliciesSearch[Key] | undefined }) {
    const next = Object.entries({ ...search, ...part }).filter(([, value]) => value !== undefined && value !== '')
    void navigate({ to: '/policies', search: Object.fromEntries(next), replace: true })
  }

  const rows = query.data === undefined ? [] : filterRows(query.data.rows, search)
  return (
    <>
      <PageHeader title="Policies">
        {!isOwner && <p className="text-soft text-sm">Only an owner can change these.</p>}
      </PageHeader>
      <search className="mb-3 flex flex-wrap gap-2">
        <SearchField
          label="Find an operation"
          placeholder="Find by name, path or scope"
          value={search.text ?? ''}
          onChange={(text) => change({ text })}
        />
        <select
          aria-label="Connection"
          className={select}
          value={search.connection ?? ''}
          onChange={(event) => change({ connection: event.target.value || undefined })}
        >
          <option value="">Every connection</option>
          {query.data?.connections.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
        <select
          aria-label="Risk"
          className={select}
          value={search.risk ?? ''}
          onChange={(event) => change({ risk: (event.target.value || undefined) as PoliciesSearch['risk'] })}
        >
          <option value="">Any risk</option>
          {['read', 'write', 'disruptive', 'destructive'].map((risk) => (
            <option key={risk}>{risk}</option>
          ))}
          <option value="tool">generic tools</option>
        </select>
        <select
          aria-label="Policy"
          className={select}
          value={search.verdict ?? ''}
          onChange={(event) => change({ verdict: (event.target.value || undefined) as PoliciesSearch['verdict'] })}
        >
          <option value="">Any policy</option>
          {verdicts.map((verdict) => (
            <option key={verdict} value={verdict}>
              {verdictWords[verdict]}
            </option>
          ))}
        </select>
      </search>
      {query.isPending && <Loading label="Loading the policies" />}
      {query.isError && (
        <Problem title="The policies could not be loaded" error={query.error} onRetry={() => query.refetch()} />
      )}
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <section aria-label="Operations and tools" className="min-w-0">
          {query.data !== undefined && (
            <>
              <p role="status" className="mb-2 text-faint text-xs">
                {writeCount(rows.length, 'row')} of {query.data.rows.length}
                {query.data.emergency !== 'off' && '. The emergency switch lies over this table while it is on.'}
              </p>
              <PolicyTable policies={query.data} rows={rows} isOwner={isOwner} />
            </>
          )}
        </section>
        <aside aria-label="Switch, presets and history" className="grid gap-4 max-lg:-order-1">
          <EmergencyPanel isOwner={isOwner} />
          {query.data !== undefined && <PresetPanel policies={query.data} isOwner={isOwner} />}
          <div className="max-lg:hidden">
            <History />
          </div>
        </aside>
        <div className="lg:hidden">
          <History />
        </div>
      </div>
    </>
  )
}
