import { Badge, type Tone } from '../ui/badges.tsx'
import { Button } from '../ui/button.tsx'
import { Loading, Problem } from '../ui/feedback.tsx'
import { CheckIcon, CrossIcon, QuestionIcon } from '../ui/icons.tsx'
import { Panel } from '../ui/panel.tsx'
import type { CheckItem } from './data.ts'

const looks: Record<CheckItem['state'], { tone: Tone; icon: typeof CheckIcon; words: string }> = {
  ok: { tone: 'good', icon: CheckIcon, words: 'Good' },
  failed: { tone: 'bad', icon: CrossIcon, words: 'Failed' },
  skipped: { tone: 'neutral', icon: QuestionIcon, words: 'Not checked' },
}

interface CheckListProps {
  items: CheckItem[] | undefined
  isRunning: boolean
  error: unknown
  onRun: () => void
}

export function CheckList({ items, isRunning, error, onRun }: CheckListProps) {
  const failed = items?.filter(({ state }) => state === 'failed').length ?? 0
  const summary = failed === 0 ? 'Nothing failed.' : failed === 1 ? 'One thing failed.' : `${failed} things failed.`
  return (
    <Panel
      title="Live check"
      aside={
        <Button size="small" onClick={onRun} disabled={isRunning}>
          {isRunning ? 'Checking…' : items === undefined ? 'Run the check' : 'Check again'}
        </Button>
      }
    >
      <div aria-live="polite" aria-busy={isRunning}>
        {error != null && (
          <div className="p-4">
            <Problem title="The check could not be run" error={error} />
          </div>
        )}
        {isRunning && items === undefined && (
          <div className="p-4">
            <Loading label="Asking NinjaOne" rows={3} />
          </div>
        )}
        {items === undefined && !isRunning && error == null && (
          <p className="px-4 py-3 text-soft text-sm">
            Asks NinjaOne for everything this connection needs: address, secret, redirect URI, scopes, token, one read.
            Nothing is changed there.
          </p>
        )}
        {items !== undefined && (
          <>
            <p className="sr-only">{summary}</p>
            <ul className="divide-y divide-line">
              {items.map((item) => (
                <Item key={item.id} item={item} />
              ))}
            </ul>
          </>
        )}
      </div>
    </Panel>
  )
}

function Item({ item }: { item: CheckItem }) {
  const { words, ...look } = looks[item.state]
  return (
    <li className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-2 px-4 py-2 text-sm">
      <span>
        <Badge {...look}>{words}</Badge>
      </span>
      <div className="pt-px">
        <p>{item.label}</p>
        {item.message !== undefined && (
          <p className={item.state === 'failed' ? 'text-bad' : 'text-faint'}>{item.message}</p>
        )}
      </div>
    </li>
  )
}
