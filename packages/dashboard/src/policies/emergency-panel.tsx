/** One switch over everything, with a plain question before it moves. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Panel } from '../ui/panel.tsx'
import type { SwitchPosition } from './contract.ts'
import { switchQuery, useSwitch } from './queries.ts'
import { ReasonForm } from './reason-form.tsx'

const sentences: Record<SwitchPosition, string> = {
  ask: 'Every change, on every connection, will wait for a person, at once. What was approved and not sent yet will not be sent.',
  deny: 'Every change, on every connection, will be blocked, at once. What was approved and not sent yet will not be sent.',
  off: 'The policies below hold again. What was stopped is not sent by itself: it has to be asked again.',
}
const words: Record<SwitchPosition, string> = {
  ask: 'Hold every change',
  deny: 'Block every change',
  off: 'Turn it off',
}

export function EmergencyPanel({ isOwner }: { isOwner: boolean }) {
  const { data } = useQuery(switchQuery)
  const [wanted, setWanted] = useState<SwitchPosition>()
  const turn = useSwitch()
  const position = data?.position
  return (
    <Panel title="Emergency switch">
      <div className="grid gap-3 p-4 text-sm">
        <p className="text-soft">
          {position === undefined && 'Reading where it stands…'}
          {position === 'off' && 'Off. Turn it when something acts that should not. Reads go on.'}
          {position === 'ask' && 'On: every change waits for a person.'}
          {position === 'deny' && 'On: every change is blocked.'}
        </p>
        {isOwner && wanted === undefined && (
          <div className="flex flex-wrap gap-2">
            {(['ask', 'deny', 'off'] as const)
              .filter((one) => one !== position)
              .map((one) => (
                <Button key={one} look={one === 'off' ? 'plain' : 'danger'} onClick={() => setWanted(one)}>
                  {words[one]}
                </Button>
              ))}
          </div>
        )}
        {wanted !== undefined && (
          <ReasonForm
            submit={`Yes: ${words[wanted].toLowerCase()}`}
            isDangerous={wanted !== 'off'}
            isSending={turn.isPending}
            error={turn.error}
            onCancel={() => setWanted(undefined)}
            onSubmit={(reason) => turn.mutate({ position: wanted, reason }, { onSuccess: () => setWanted(undefined) })}
          >
            {sentences[wanted]}
          </ReasonForm>
        )}
      </div>
    </Panel>
  )
}
