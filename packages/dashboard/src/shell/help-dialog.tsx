import { Dialog } from '../ui/dialog.tsx'
import { chooseSingleKeys, useSingleKeys } from './preferences.ts'

const keys: [string, string][] = [
  ['g a', 'Go to approvals'],
  ['g d', 'Go to devices'],
  ['g b', 'Go to batches'],
  ['g e', 'Go to events'],
  ['g p', 'Go to policies'],
  ['g u', 'Go to audit'],
  ['g c', 'Go to connections'],
  ['j', 'Next approval in the list'],
  ['k', 'Previous approval in the list'],
  ['Enter', 'Open the selected approval'],
  ['?', 'Show this help'],
]

interface HelpDialogProps {
  isOpen: boolean
  onClose: () => void
}

export function HelpDialog({ isOpen, onClose }: HelpDialogProps) {
  const isOn = useSingleKeys()
  return (
    <Dialog title="Keyboard shortcuts" isOpen={isOpen} onClose={onClose}>
      <dl className={`grid gap-y-2 text-sm ${isOn ? '' : 'text-faint'}`}>
        {keys.map(([key, meaning]) => (
          <div key={key} className="flex items-center justify-between gap-4">
            <dt>{meaning}</dt>
            <dd className="flex gap-1">
              {key.split(' ').map((part) => (
                <kbd
                  key={part}
                  className="min-w-6 rounded border border-line bg-sunken px-1.5 py-0.5 text-center font-mono text-xs"
                >
                  {part}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <label className="mt-5 flex items-center gap-2 border-line border-t pt-4 text-sm">
        <input
          type="checkbox"
          className="size-4 accent-accent-strong"
          checked={isOn}
          onChange={(event) => chooseSingleKeys(event.target.checked)}
        />
        Single-key shortcuts are on in this browser
      </label>
    </Dialog>
  )
}
