/** The bridge for ad-hoc bash on Linux and macOS: a library script that the customer makes once. */
import { type FormEvent, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Command } from '../ui/copy-button.tsx'
import { Problem } from '../ui/feedback.tsx'
import { Panel } from '../ui/panel.tsx'
import { type ConnectionDetail, setBashRunner, useChange } from './data.ts'
import { Field } from './field.tsx'

const runnerBody = 'echo "$1" | base64 --decode | bash'

export function BashRunner({ connection }: { connection: ConnectionDetail }) {
  const { name, bashRunnerScriptId } = connection
  const [text, setText] = useState(bashRunnerScriptId === null ? '' : String(bashRunnerScriptId))
  const saving = useChange((scriptId: number | null) => setBashRunner(name, scriptId))

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!saving.isPending) saving.mutate(text.trim() === '' ? null : Number(text))
  }

  return (
    <Panel title="Bash Runner Script">
      <div className="grid gap-4 p-4 text-sm">
        <p className="text-soft">
          NinjaOne runs only scripts of its library. With this one, made once, an agent can ask for any bash on Linux
          and macOS. It runs as root, so a person approves each, with the whole script in view.
        </p>
        <ol className="grid list-decimal gap-1.5 pl-5 text-soft">
          <li>In NinjaOne, add a script to the library: language ShellScript, for Mac and Linux.</li>
          <li>
            Give it <strong>one String parameter</strong>, and this body:
            <div className="mt-1.5">
              <Command text={runnerBody} />
            </div>
          </li>
          <li>Save it, and enter the number in its address here.</li>
        </ol>
        <form className="flex flex-wrap items-end gap-2" onSubmit={submit}>
          <Field
            label="Script ID"
            inputMode="numeric"
            pattern="[1-9][0-9]*"
            title="a whole number"
            className="w-40"
            value={text}
            onChange={setText}
          />
          <Button type="submit" disabled={saving.isPending} className="min-h-9">
            {saving.isPending ? 'Saving…' : 'Save'}
          </Button>
          <p role="status" className="flex min-h-9 items-center text-soft">
            {saving.isSuccess && 'Saved.'}
            {!saving.isSuccess &&
              (bashRunnerScriptId === null ? 'Not set up.' : `Set up: script ${bashRunnerScriptId}.`)}
          </p>
        </form>
        {saving.isError && <Problem title="It was not saved" error={saving.error} />}
      </div>
    </Panel>
  )
}
