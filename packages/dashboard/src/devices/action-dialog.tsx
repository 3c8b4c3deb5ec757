/**
 * Asks for something to be done to a device. It goes the same way as an agent's call, so usually it is held
 * and somebody decides on the approval page.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Connection, Outcome } from '../api/contract.ts'
import { makeCall } from '../api/queries.ts'
import { OutcomeReport } from '../approvals/result.tsx'
import { ConnectionBadge } from '../ui/badges.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Problem } from '../ui/feedback.tsx'

interface ActionDialogProps {
  title: string
  operation: 'devices.controlWindowsService' | 'devices.reboot'
  input: Record<string, unknown>
  choice?: { field: string; label: string; options: [value: string, label: string][] }
  connection: Connection
  onClose: () => void
}

export function ActionDialog({ title, operation, input, choice, connection, onClose }: ActionDialogProps) {
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const [chosen, setChosen] = useState(choice === undefined ? undefined : String(input[choice.field]))
  const mutation = useMutation({
    mutationFn: () =>
      makeCall({
        operation,
        input: choice === undefined ? input : { ...input, [choice.field]: chosen },
        connection: connection.name,
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['approvals'] }),
  })

  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <p className="mb-4 flex items-center gap-2 text-sm">
        <ConnectionBadge connection={connection} />
        <code className="font-mono text-faint text-xs">{operation}</code>
      </p>
      {mutation.data !== undefined ? (
        <Asked outcome={mutation.data} onClose={onClose} />
      ) : (
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            if (!mutation.isPending) mutation.mutate()
          }}
        >
          {choice !== undefined && (
            <fieldset className="grid gap-2 text-sm">
              <legend className="mb-1.5 font-medium">{choice.label}</legend>
              {choice.options.map(([value, label]) => (
                <label key={value} className="flex min-h-6 items-center gap-2">
                  <input
                    type="radio"
                    name={choice.field}
                    className="size-4 accent-accent-strong"
                    checked={chosen === value}
                    onChange={() => setChosen(value)}
                  />
                  {label}
                </label>
              ))}
            </fieldset>
          )}
          <div className="grid gap-1">
            <label htmlFor="action-reason" className="font-medium text-sm">
              Reason
            </label>
            <textarea
              id="action-reason"
              rows={3}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              className="w-full resize-y rounded-md border border-edge bg-surface px-2.5 py-2 text-base"
            />
            <p className="text-faint text-xs">Shown to whoever decides, and kept in the audit.</p>
          </div>
          {mutation.isError && <Problem title="It could not be asked for" error={mutation.error} />}
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button look="primary" type="submit" disabled={mutation.isPending}>
              {mutation.isPending ? 'Asking…' : 'Ask for it'}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}

function Asked({ outcome, onClose }: { outcome: Outcome; onClose: () => void }) {
  return (
    <div role="status" className="grid gap-4">
      <OutcomeReport outcome={outcome} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Close</Button>
        {outcome.status === 'waiting' && (
          <ButtonLink look="primary" to="/approvals/$id" params={{ id: outcome.approvalId }}>
            Open the approval
          </ButtonLink>
        )}
      </div>
    </div>
  )
}
