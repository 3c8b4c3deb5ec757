/** A batch is written here: an action, rows, a template for each field. Planning it sends nothing. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { usePageTitle } from '../shell/session.ts'
import { writeCount } from '../text/measure.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Loading, Problem } from '../ui/feedback.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { ActionPicker } from './action-picker.tsx'
import { actionsQuery, planBatch } from './data.ts'
import { requestOf, useDraft } from './draft.ts'
import { RowsInput } from './rows-input.tsx'
import { RunOptions } from './run-options.tsx'
import { TemplateEditor } from './template-editor.tsx'

export function NewBatchPage() {
  usePageTitle('New batch')
  const { draft, change, clear } = useDraft()
  const query = useQuery(actionsQuery)
  const navigate = useNavigate()
  const client = useQueryClient()
  const action = query.data?.find(({ name }) => name === draft.action)
  const { file } = draft
  const planning = useMutation({
    mutationFn: () => {
      if (action === undefined || file === null) throw new TypeError('the button is shown only with both')
      return planBatch(requestOf(draft, action, file), file.rows)
    },
    onSuccess: (batch) => {
      client.setQueryData(['batch', batch.id], batch)
      void client.invalidateQueries({ queryKey: ['batches'] })
      void navigate({ to: '/batches/$id', params: { id: batch.id } })
    },
  })

  if (query.isPending) return <Loading label="Loading the actions" />
  if (query.data === undefined) {
    return <Problem title="The actions could not be loaded" error={query.error} onRetry={() => query.refetch()} />
  }
  return (
    <>
      <PageHeader title="New batch">
        <span className="flex flex-wrap gap-2">
          {(action !== undefined || file !== null) && (
            <Button look="quiet" onClick={clear}>
              Start over
            </Button>
          )}
          <ButtonLink to="/batches">All batches</ButtonLink>
        </span>
      </PageHeader>
      <div className="grid items-start gap-4">
        <Panel title="1. Action">
          <ActionPicker actions={query.data} chosen={action} onChoose={(name) => change({ action: name })} />
        </Panel>
        <Panel title="2. Rows">
          <RowsInput file={file} onRead={(read) => change({ file: read, position: 0 })} />
        </Panel>
        {action !== undefined && file !== null && (
          <>
            <Panel title="3. Templates">
              <TemplateEditor draft={draft} action={action} file={file} onChange={change} />
            </Panel>
            <Panel title="4. How it runs">
              <RunOptions draft={draft} onChange={change} />
            </Panel>
            {planning.isError && <Problem title="It could not be planned" error={planning.error} />}
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <Button look="primary" size="large" disabled={planning.isPending} onClick={() => planning.mutate()}>
                {planning.isPending ? 'Judging every row…' : `Plan ${writeCount(file.rows.length, 'row')}`}
              </Button>
              <p className="text-soft text-sm">
                Every row is rendered, looked up and judged by policy. Nothing is changed in NinjaOne.
              </p>
            </div>
          </>
        )}
      </div>
    </>
  )
}
