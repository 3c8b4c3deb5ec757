import { useState } from 'react'
import { RiskBadge } from '../ui/badges.tsx'
import { Button } from '../ui/button.tsx'
import { SearchField } from '../ui/search-field.tsx'
import type { BatchAction } from './contract.ts'

/** Matches that are drawn before somebody asks for more: at first the actions that playbooks know. */
const step = 17

interface ActionPickerProps {
  actions: BatchAction[]
  chosen: BatchAction | undefined
  onChoose: (name: string | null) => void
}

export function ActionPicker({ actions, chosen, onChoose }: ActionPickerProps) {
  const [text, setText] = useState('')
  const [shown, setShown] = useState(step)
  if (chosen !== undefined) {
    return (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
        <span className="font-medium">{chosen.name}</span>
        <RiskBadge risk={chosen.risk} />
        <span className="text-soft text-sm">{chosen.summary}</span>
        <Button size="small" className="ml-auto" onClick={() => onChoose(null)}>
          Choose another
        </Button>
      </div>
    )
  }
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const found = actions.filter(({ name, operation, summary }) => {
    const all = `${name} ${operation} ${summary}`.toLowerCase()
    return words.every((word) => all.includes(word))
  })
  return (
    <div className="grid gap-3 p-4">
      <SearchField
        label="Find an action"
        placeholder="Find by name or what it does, e.g. reboot"
        value={text}
        onChange={(value) => {
          setText(value)
          setShown(step)
        }}
      />
      <p role="status" className="text-faint text-xs">
        {found.length === 0 ? 'Nothing matches. Take a word away.' : `${found.length} of ${actions.length} actions`}
      </p>
      <ul aria-label="Actions" className="grid gap-2 md:grid-cols-2">
        {found.slice(0, shown).map((action) => (
          <li key={action.name}>
            <button
              type="button"
              onClick={() => onChoose(action.name)}
              className="grid h-full w-full content-start gap-0.5 rounded-md border border-line px-3 py-2 text-left hover:bg-sunken"
            >
              <span className="flex flex-wrap items-center gap-2">
                <span className="font-medium">{action.name}</span>
                <RiskBadge risk={action.risk} />
              </span>
              <span className="text-soft text-xs">{action.summary}</span>
              {action.name !== action.operation && (
                <span className="font-mono text-faint text-xs">{action.operation}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {found.length > shown && (
        <p className="flex items-center gap-3 text-faint text-sm">
          <Button onClick={() => setShown(shown + 40)}>Show more</Button>
          {shown} of {found.length}
        </p>
      )}
    </div>
  )
}
