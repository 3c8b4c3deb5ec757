import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '../ui/button.tsx'
import { Loading, Problem } from '../ui/feedback.tsx'
import { Panel } from '../ui/panel.tsx'
import { Moment } from '../ui/time.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import { type PolicyChange, type Verdict, verdictWords } from './contract.ts'
import { changesQuery } from './queries.ts'

const word = (value: unknown) => verdictWords[value as Verdict] ?? String(value ?? 'as for all')

function describe({ kind, subject, connection, before, after }: PolicyChange): string {
  const where = connection ?? 'every connection'
  switch (kind) {
    case 'verdict':
      return `${subject} on ${where}: ${word(before)} → ${word(after)}`
    case 'preset':
      return `Preset “${after}” on ${where}`
    case 'reset':
      return `As shipped on ${where}`
    default:
      return after === 'off' ? 'Emergency switch off' : `Emergency switch: every change is ${word(after)}`
  }
}

/** Who changed what, when and why; never rewritten. */
export function History() {
  const query = useInfiniteQuery(changesQuery)
  const changes = query.data?.pages.flatMap((page) => page.changes) ?? []
  return (
    <Panel title="History">
      <div className="grid gap-3 p-4 text-sm">
        {query.isPending && <Loading label="Loading the history" rows={3} />}
        {query.isError && <Problem title="The history could not be loaded" error={query.error} />}
        {query.isSuccess && changes.length === 0 && <p className="text-soft">Nothing was changed yet.</p>}
        <ol className="grid gap-3">
          {changes.map((change) => (
            <li key={change.version} className="grid gap-0.5 border-line border-l-2 pl-3">
              <p className="font-medium [overflow-wrap:anywhere]">{describe(change)}</p>
              <p className="text-soft">
                <Untrusted text={change.reason} />
              </p>
              <p className="flex flex-wrap gap-x-2 text-faint text-xs">
                <Untrusted text={change.by.name} />
                <Moment at={change.at} />
                <span className="tabular-nums">version {change.version}</span>
              </p>
            </li>
          ))}
        </ol>
        {query.hasNextPage && (
          <Button className="justify-self-start" onClick={() => query.fetchNextPage()}>
            Show older
          </Button>
        )}
      </div>
    </Panel>
  )
}
