/** Start, pause, resume, cancel, retry, and the results as files. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError } from '../api/http.ts'
import { writeCount } from '../text/measure.ts'
import { Button, ButtonAnchor, ButtonLink } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Problem } from '../ui/feedback.tsx'
import type { Batch } from './contract.ts'
import { type Command, resultsHref, useCommand } from './data.ts'
import { useDraft } from './draft.ts'

const stands = ['done', 'paused', 'cancelled']
const begun = ['running', 'paused', 'done', 'cancelled']

export function Controls({ batch }: { batch: Batch }) {
  const navigate = useNavigate()
  const command = useCommand(batch.id)
  const [isCancelling, setCancelling] = useState(false)
  const { state, counts, plan } = batch
  const { draft } = useDraft()
  const isWrittenHere = draft.action === batch.action && draft.file?.rows.length === batch.rows
  const failed = counts.failed ?? 0
  const left = (counts.rendered ?? 0) + (counts.pending ?? 0)
  const isRepeated = command.error instanceof ApiError && command.error.code === 'already_started'

  function send(what: Command, again = false) {
    command.mutate(
      { command: what, again },
      {
        onSuccess: (answer) => {
          setCancelling(false)
          if (what === 'retry') void navigate({ to: '/batches/$id', params: { id: answer.id } })
        },
      },
    )
  }
  const wait = command.isPending

  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        {state === 'planned' && (
          <>
            <Button
              look="primary"
              size="large"
              disabled={wait || (plan?.willSend ?? 0) === 0}
              onClick={() => send('start')}
            >
              {(plan?.asks ?? 0) > 0 ? 'Start: ask for approval' : `Start ${writeCount(plan?.willSend ?? 0, 'row')}`}
            </Button>
            {isWrittenHere && <ButtonLink to="/batches/new">Back to the templates</ButtonLink>}
            {(plan?.willSend ?? 0) === 0 && <p className="text-sm text-soft">No row can be sent.</p>}
          </>
        )}
        {state === 'running' && (
          <Button disabled={wait} onClick={() => send('pause')}>
            Pause
          </Button>
        )}
        {state === 'paused' && (
          <Button look="primary" disabled={wait} onClick={() => send('resume')}>
            Resume
          </Button>
        )}
        {['planned', 'waiting', 'running', 'paused'].includes(state) && (
          <Button look="danger" disabled={wait} onClick={() => setCancelling(true)}>
            Cancel the batch
          </Button>
        )}
        {stands.includes(state) && failed > 0 && (
          <Button disabled={wait} onClick={() => send('retry')}>
            Retry {writeCount(failed, 'failed row')}
          </Button>
        )}
        {begun.includes(state) && batch.rows > 0 && (
          <span className="flex flex-wrap gap-2">
            <ButtonAnchor href={resultsHref(batch.id, 'csv')} download>
              Results as CSV
            </ButtonAnchor>
            <ButtonAnchor href={resultsHref(batch.id, 'jsonl')} download>
              JSON Lines
            </ButtonAnchor>
          </span>
        )}
      </div>
      {command.isError && (
        <Problem title="That did not work" error={command.error}>
          {isRepeated && (
            <Button size="small" className="mt-3" onClick={() => send('start', true)}>
              It is meant: run it once more
            </Button>
          )}
        </Problem>
      )}
      <Dialog title="Cancel this batch?" isOpen={isCancelling} onClose={() => setCancelling(false)}>
        <div className="grid gap-4 text-sm">
          <p>
            {left > 0 ? `${writeCount(left, 'row')} will never be sent. ` : ''}Rows under way end first; what is done
            stays done. It cannot be taken back.
          </p>
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={() => setCancelling(false)}>Keep it</Button>
            <Button look="danger" disabled={wait} onClick={() => send('cancel')}>
              {wait ? 'Cancelling…' : 'Yes: cancel it'}
            </Button>
          </div>
        </div>
      </Dialog>
    </div>
  )
}
