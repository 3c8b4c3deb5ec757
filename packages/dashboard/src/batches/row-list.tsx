/** Rows behind each count: a tab for every state, each with pages of its own. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Loading, Problem } from '../ui/feedback.tsx'
import { Panel } from '../ui/panel.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import { type Batch, type BatchRow, type RowState, rowStates } from './contract.ts'
import { rowsQuery } from './data.ts'
import { RowStateBadge, rowWord } from './state-badges.tsx'

export function RowList({ batch, state }: { batch: Batch; state: RowState | undefined }) {
  const tabs = rowStates.filter((one) => (batch.counts[one] ?? 0) > 0 || one === state)
  return (
    <Panel title="Rows">
      <nav aria-label="Rows by state" className="border-line border-b px-2 py-1.5">
        <ul className="flex flex-wrap gap-1">
          {[undefined, ...tabs].map((one) => (
            <li key={one ?? 'all'}>
              <Link
                to="/batches/$id"
                params={{ id: batch.id }}
                search={one === undefined ? {} : { rows: one }}
                resetScroll={false}
                aria-current={one === state ? 'true' : undefined}
                activeProps={{}}
                activeOptions={{ exact: true }}
                className={`inline-flex min-h-8 items-center gap-1.5 rounded-md px-2 font-medium text-sm hover:bg-sunken ${one === state ? 'bg-sunken text-ink underline underline-offset-4' : 'text-soft'}`}
              >
                {one === undefined ? 'All' : rowWord(one)}
                <span className="text-faint tabular-nums">
                  {(one === undefined ? batch.rows : (batch.counts[one] ?? 0)).toLocaleString('en-US')}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {/* Another tab begins with its own first page. */}
      <Pages key={state ?? ''} batch={batch} state={state} />
    </Panel>
  )
}

function Pages({ batch, state }: { batch: Batch; state: RowState | undefined }) {
  /** Where each page before this one begins. */
  const [starts, setStarts] = useState<readonly number[]>([0])
  const query = useQuery(rowsQuery(batch.id, state, starts.at(-1) ?? 0, batch.counts))
  if (query.isPending) {
    return (
      <div className="p-4">
        <Loading label="Loading the rows" rows={3} />
      </div>
    )
  }
  if (query.data === undefined) {
    return (
      <div className="p-4">
        <Problem title="The rows could not be loaded" error={query.error} onRetry={() => query.refetch()} />
      </div>
    )
  }
  const { rows, next } = query.data
  return (
    <>
      {rows.length === 0 && <p className="px-4 py-6 text-center text-soft text-sm">No row is in this state now.</p>}
      <ul aria-label={state === undefined ? 'All rows' : `Rows: ${rowWord(state)}`} className="divide-y divide-line">
        {rows.map((row) => (
          <Row key={row.seq} row={row} />
        ))}
      </ul>
      {(starts.length > 1 || next !== null) && (
        <p className="flex flex-wrap items-center gap-2 border-line border-t px-4 py-2 text-faint text-sm">
          <Button size="small" disabled={starts.length === 1} onClick={() => setStarts(starts.slice(0, -1))}>
            Previous rows
          </Button>
          <Button size="small" disabled={next === null} onClick={() => next !== null && setStarts([...starts, next])}>
            Next rows
          </Button>
          <span role="status">Page {starts.length}</span>
        </p>
      )}
    </>
  )
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

function Row({ row }: { row: BatchRow }) {
  const results = row.output.map(({ result }) => result).filter((result) => result !== null && result !== undefined)
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-2 text-sm md:grid-cols-[11rem_minmax(0,1fr)_minmax(0,1.2fr)]">
      <p className="flex flex-wrap items-center gap-2 md:content-start">
        <span className="min-w-14 text-faint text-xs tabular-nums">Line {row.line}</span>
        <RowStateBadge state={row.state} />
      </p>
      <dl className="flex min-w-0 flex-wrap gap-x-4 gap-y-0.5 text-xs">
        {Object.entries(row.row).map(([column, value]) => (
          <div key={column} className="flex min-w-0 gap-1.5">
            <dt className="text-faint">
              <Untrusted text={column} />
            </dt>
            <dd className="min-w-0 font-mono">
              {value === '' ? <span className="text-faint italic">empty</span> : <Untrusted text={textOf(value)} />}
            </dd>
          </div>
        ))}
      </dl>
      <div className="grid min-w-0 content-start gap-1">
        {row.message !== null && <Untrusted text={row.message} />}
        {results.length > 0 && (
          <details className="text-xs">
            <summary className="w-fit text-soft">
              {results.length === 1 ? 'Result' : `${results.length} results`}
            </summary>
            <pre className="mt-1 max-h-72 overflow-y-auto whitespace-pre-wrap rounded-md bg-sunken p-2 font-mono">
              <Untrusted text={JSON.stringify(results.length === 1 ? results[0] : results, null, 2)} />
            </pre>
          </details>
        )}
        {row.callId !== null && (
          <Link to="/audit" search={{ callId: row.callId }} className="w-fit text-accent text-xs underline">
            In the audit
          </Link>
        )}
      </div>
    </li>
  )
}
