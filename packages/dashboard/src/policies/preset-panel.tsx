import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Panel } from '../ui/panel.tsx'
import type { Policies } from './contract.ts'
import { useEdit } from './queries.ts'
import { ReasonForm } from './reason-form.tsx'

type Choice = 'read-only' | 'reset'

export function PresetPanel({ policies, isOwner }: { policies: Policies; isOwner: boolean }) {
  const [wanted, setWanted] = useState<Choice>()
  const edit = useEdit()
  const where = policies.connection ?? 'every connection'
  const set = policies.rows.filter((row) => row.isSetHere).length
  const sentences: Record<Choice, string> = {
    'read-only': `Reads stay Auto, everything else is Blocked on ${where}. What is set here is taken away.`,
    reset:
      policies.connection === null
        ? 'Everything as shipped, on every connection. All that was set is taken away.'
        : `${where} follows the policies of all connections again. What is set here is taken away.`,
  }
  return (
    <Panel title="Presets">
      <div className="grid gap-3 p-4 text-sm">
        <p className="text-soft">
          Based on “{policies.base}”; {set === 0 ? 'nothing' : set} set by hand on {where}.
        </p>
        {isOwner && wanted === undefined && (
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setWanted('read-only')}>Read-only</Button>
            <Button onClick={() => setWanted('reset')}>Reset to defaults</Button>
          </div>
        )}
        {wanted !== undefined && (
          <ReasonForm
            submit={wanted === 'reset' ? 'Reset' : 'Use this preset'}
            isSending={edit.isPending}
            error={edit.error}
            onCancel={() => setWanted(undefined)}
            onSubmit={(reason) => {
              const facts = { reason, connection: policies.connection ?? undefined, seen: policies.version }
              const change =
                wanted === 'reset' ? { kind: 'reset' as const } : { kind: 'preset' as const, preset: wanted }
              edit.mutate({ ...facts, ...change }, { onSuccess: () => setWanted(undefined) })
            }}
          >
            {sentences[wanted]}
          </ReasonForm>
        )}
      </div>
    </Panel>
  )
}
