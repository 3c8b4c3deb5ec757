import { Loading, Problem } from '../ui/feedback.tsx'

interface PanelStateProps {
  query: { isPending: boolean; error: Error | null; refetch: () => unknown }
  what: string
  isEmpty: boolean
  empty: string
}

/** What a panel says when it has no rows: still loading, failed, or truly none. */
export function PanelState({ query, what, isEmpty, empty }: PanelStateProps) {
  if (query.isPending) {
    return (
      <div className="p-4">
        <Loading label={`Loading ${what.toLowerCase()}`} rows={3} />
      </div>
    )
  }
  if (query.error !== null) {
    return (
      <div className="p-4">
        <Problem title={`${what} could not be read`} error={query.error} onRetry={() => query.refetch()} />
      </div>
    )
  }
  return isEmpty ? <p className="p-4 text-faint text-sm">{empty}</p> : null
}
