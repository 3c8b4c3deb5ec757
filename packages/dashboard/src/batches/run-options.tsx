import { Choice, Field } from '../connections/field.tsx'
import { useSession } from '../shell/session.ts'
import type { Draft } from './draft.ts'

interface RunOptionsProps {
  draft: Draft
  onChange: (part: Partial<Draft>) => void
}

export function RunOptions({ draft, onChange }: RunOptionsProps) {
  const connections = useSession()?.connections ?? []
  const chosen = draft.connection || (connections.find(({ isDefault }) => isDefault) ?? connections[0])?.name || ''
  return (
    <div className="grid gap-4 p-4 text-sm">
      <div className="grid gap-4 sm:grid-cols-2">
        <Choice
          label="Connection"
          value={chosen}
          options={connections.map(({ name, label }) => [name, label] as const)}
          onChange={(connection) => onChange({ connection })}
        />
        <Field
          label="Reason"
          maxLength={2000}
          help="Shown to whoever decides, and kept in the audit."
          value={draft.reason}
          onChange={(reason) => onChange({ reason })}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field
          label="Milliseconds between two requests"
          inputMode="numeric"
          pattern="\d*"
          placeholder="the action’s own"
          help="At least; slower when NinjaOne asks for it."
          value={draft.intervalMs}
          onChange={(intervalMs) => onChange({ intervalMs })}
        />
        <Field
          label="Stop when more rows fail than"
          placeholder="never"
          help="A number, or a share such as 5%."
          value={draft.maxErrors}
          onChange={(maxErrors) => onChange({ maxErrors })}
        />
        <Field
          label="Rows to try first"
          inputMode="numeric"
          placeholder="none"
          help="It goes on only when all of these went well."
          value={draft.canary}
          onChange={(canary) => onChange({ canary })}
        />
      </div>
      <Check
        label="Stop at the first row whose outcome is unknown"
        isOn={draft.stopOnUnknown}
        onTurn={(stopOnUnknown) => onChange({ stopOnUnknown })}
      />
      <Check
        label="Leave out rows that say what a row before them says"
        isOn={draft.skipDuplicates}
        onTurn={(skipDuplicates) => onChange({ skipDuplicates })}
      />
    </div>
  )
}

function Check({ label, isOn, onTurn }: { label: string; isOn: boolean; onTurn: (isOn: boolean) => void }) {
  return (
    <label className="flex min-h-6 items-center gap-2.5">
      <input
        type="checkbox"
        className="size-4 shrink-0 accent-accent-strong"
        checked={isOn}
        onChange={(event) => onTurn(event.target.checked)}
      />
      {label}
    </label>
  )
}
