/** Two things that cannot be taken back, each with a question first. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Problem } from '../ui/feedback.tsx'
import { type ConnectionDetail, disconnect, readConnectionsAgain, rotateSecret, useChange } from './data.ts'
import { Choice, Field } from './field.tsx'

interface DialogProps {
  connection: ConnectionDetail
  onClose: () => void
}

export function RotateDialog({ connection, onClose }: DialogProps) {
  const choices = [
    ...(connection.user?.platform === 'web' ? [['user', 'User application'] as const] : []),
    ...(connection.machine ? [['machine', 'Machine application'] as const] : []),
  ]
  const [identity, setIdentity] = useState<'user' | 'machine'>(choices[0]?.[0] ?? 'user')
  const [secret, setSecret] = useState('')
  const saving = useChange(() => rotateSecret(connection.name, identity, secret))

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!saving.isPending) saving.mutate(undefined, { onSuccess: onClose })
  }

  return (
    <Dialog title="Rotate secret" isOpen onClose={onClose}>
      <form className="grid gap-4 text-sm" onSubmit={submit}>
        <p className="text-soft">
          Make the new secret in NinjaOne first (Administration → Apps → API), then enter it here. The old one is
          overwritten. Authorize again afterwards if NinjaOne has ended the consent.
        </p>
        {choices.length > 1 && (
          <Choice
            label="Application"
            value={identity}
            options={choices}
            onChange={(value) => setIdentity(value as 'user' | 'machine')}
          />
        )}
        <Field
          label="New client secret"
          type="password"
          autoComplete="new-password"
          required
          value={secret}
          onChange={setSecret}
        />
        {saving.isError && <Problem title="The secret was not replaced" error={saving.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" disabled={saving.isPending}>
            {saving.isPending ? 'Replacing…' : 'Replace the secret'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

export function DisconnectDialog({ connection, onClose }: DialogProps) {
  const navigate = useNavigate()
  const client = useQueryClient()
  // What is shown is read again only afterwards: with the connection this page goes, and its answer must be read first.
  const ending = useMutation({ mutationFn: () => disconnect(connection.name) })
  const leave = () => {
    readConnectionsAgain(client)
    void navigate({ to: '/connections' })
  }

  if (ending.data !== undefined) {
    return (
      <Dialog title={`${connection.name} is disconnected`} isOpen onClose={leave}>
        <div className="grid gap-4 text-sm">
          <p role="status" className={ending.data.revoked ? '' : 'font-medium text-warn'}>
            {ending.data.message}
          </p>
          <div className="flex justify-end">
            <Button onClick={leave}>Close</Button>
          </div>
        </div>
      </Dialog>
    )
  }
  return (
    <Dialog title={`Disconnect ${connection.name}?`} isOpen onClose={onClose}>
      <div className="grid gap-4 text-sm">
        <p>
          The consent is revoked at NinjaOne; then secrets, tokens and settings of this connection are forgotten. Calls
          to it fail from then on, and what waits for approval there goes stale. It cannot be taken back.
        </p>
        {ending.isError && <Problem title="It was not disconnected" error={ending.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="danger" disabled={ending.isPending} onClick={() => ending.mutate()}>
            {ending.isPending ? 'Disconnecting…' : 'Disconnect'}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
