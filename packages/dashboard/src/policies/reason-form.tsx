/** A change is made with its reason, in place: the reason is what the next person reads at two in the morning. */
import { type ReactNode, useId, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Problem } from '../ui/feedback.tsx'

interface ReasonFormProps {
  /** What will happen, in one sentence. */
  children: ReactNode
  submit: string
  isDangerous?: boolean
  isSending: boolean
  error: unknown
  onSubmit: (reason: string) => void
  onCancel: () => void
}

export function ReasonForm({ children, submit, isDangerous, isSending, error, onSubmit, onCancel }: ReasonFormProps) {
  const id = useId()
  const [reason, setReason] = useState('')
  const [isLacking, setLacking] = useState(false)
  return (
    <form
      className="grid gap-2 rounded-md bg-sunken p-3 text-sm"
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.trim() === '') setLacking(true)
        else onSubmit(reason.trim())
      }}
    >
      <p>{children}</p>
      <label htmlFor={id} className="font-medium">
        Why?
      </label>
      <input
        id={id}
        value={reason}
        maxLength={2000}
        autoComplete="off"
        aria-invalid={isLacking}
        aria-describedby={isLacking ? `${id}-lacks` : undefined}
        onChange={(event) => {
          setReason(event.target.value)
          setLacking(false)
        }}
        className="min-h-9 w-full rounded-md border border-edge bg-surface px-2.5 aria-invalid:border-bad"
      />
      {isLacking && (
        <p id={`${id}-lacks`} role="alert" className="font-medium text-bad text-xs">
          Write why: the history keeps it.
        </p>
      )}
      {error !== null && error !== undefined && <Problem title="Nothing was changed" error={error} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look={isDangerous ? 'danger' : 'primary'} disabled={isSending}>
          {isSending ? 'Saving…' : submit}
        </Button>
        <Button onClick={onCancel} disabled={isSending}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
