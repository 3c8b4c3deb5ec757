import { useState } from 'react'
import { RiskBadge } from '../ui/badges.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/feedback.tsx'
import { type Policies, type PolicyRow, type Verdict, verdictWords } from './contract.ts'
import { useEdit } from './queries.ts'
import { ReasonForm } from './reason-form.tsx'
import { VerdictChoice } from './verdict-choice.tsx'

/** Rows that are drawn before somebody asks for more: each brings three buttons. */
const step = 40

const groups: [PolicyRow['group'], string][] = [
  ['well-known', 'Tools that agents know by name'],
  ['generic', 'Generic tools: they only tighten what an operation says'],
  ['other', 'Every other operation'],
]

interface PolicyTableProps {
  policies: Policies
  rows: PolicyRow[]
  isOwner: boolean
}

export function PolicyTable({ policies, rows, isOwner }: PolicyTableProps) {
  const [shown, setShown] = useState(step)
  if (rows.length === 0) {
    return (
      <Empty title="Nothing matches">
        <p>Take a word or a filter away.</p>
      </Empty>
    )
  }
  return (
    <>
      {groups.map(([group, title]) => {
        const here = rows.slice(0, shown).filter((row) => row.group === group)
        if (here.length === 0) return null
        return (
          <section key={group} aria-labelledby={`group-${group}`} className="mb-5">
            <h2 id={`group-${group}`} className="mb-2 font-semibold text-sm">
              {title}
            </h2>
            <ul className="card divide-y divide-line">
              {here.map((row) => (
                <Row key={row.subject} row={row} policies={policies} isOwner={isOwner} />
              ))}
            </ul>
          </section>
        )
      })}
      {rows.length > shown && (
        <p className="mt-3 flex items-center gap-3 text-faint text-sm">
          <Button onClick={() => setShown(shown + step)}>Show more</Button>
          {shown} of {rows.length}
        </p>
      )}
    </>
  )
}

function Row({ row, policies, isOwner }: { row: PolicyRow; policies: Policies; isOwner: boolean }) {
  const [chosen, setChosen] = useState<Verdict>()
  const edit = useEdit()
  const isChanged = chosen !== undefined && chosen !== row.verdict
  const where = policies.connection ?? 'every connection'

  return (
    <li className="grid gap-3 px-4 py-3">
      <div className="grid items-center gap-x-4 gap-y-2 md:grid-cols-[minmax(0,1fr)_auto]">
        <div className="grid min-w-0 gap-0.5">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="font-medium">{row.summary}</span>
            {row.risk !== null && <RiskBadge risk={row.risk} />}
          </p>
          <p className="font-mono text-soft text-xs [overflow-wrap:anywhere]">{row.tool ?? row.subject}</p>
          {row.method !== null && (
            <p className="flex flex-wrap gap-x-3 font-mono text-faint text-xs [overflow-wrap:anywhere]">
              <span>{row.subject}</span>
              <span>
                {row.method} {row.path}
              </span>
              {row.scope !== null && <span>{row.scope}</span>}
            </p>
          )}
          <p className="text-faint text-xs">
            Rule: {row.rule}
            {row.verdict !== row.shipped && `; shipped as ${verdictWords[row.shipped]}`}
          </p>
        </div>
        <VerdictChoice
          subject={row.subject}
          value={chosen ?? row.verdict}
          choices={row.choices}
          isReadOnly={!isOwner || edit.isPending}
          onChoose={setChosen}
        />
      </div>
      {isChanged && (
        <ReasonForm
          submit="Save"
          isSending={edit.isPending}
          error={edit.error}
          onCancel={() => setChosen(undefined)}
          onSubmit={(reason) =>
            edit.mutate(
              {
                ...{ kind: 'verdict', subject: row.subject, verdict: chosen, reason },
                ...{ connection: policies.connection ?? undefined, seen: policies.version },
              },
              { onSuccess: () => setChosen(undefined) },
            )
          }
        >
          From {verdictWords[row.verdict]} to <strong>{verdictWords[chosen]}</strong> on {where}, at once. What waits
          for approval under the old rule has to be asked again.
        </ReasonForm>
      )}
    </li>
  )
}
