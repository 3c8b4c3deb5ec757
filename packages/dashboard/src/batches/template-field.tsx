/** One field's template, and below it what the gateway made of it for the row that is shown. */
import { useId } from 'react'
import { CheckIcon, CrossIcon, TriangleIcon } from '../ui/icons.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import type { BatchAction, InspectedRow } from './contract.ts'

interface TemplateFieldProps {
  field: BatchAction['fields'][number]
  source: string
  rendered: InspectedRow['fields'][number] | undefined
  onChange: (source: string) => void
  onFocus: () => void
}

export function TemplateField({ field, source, rendered, onChange, onFocus }: TemplateFieldProps) {
  const id = useId()
  const isWrong = rendered?.state === 'error'
  return (
    <div className="grid items-start gap-x-4 gap-y-1 md:grid-cols-[14rem_minmax(0,1fr)]">
      <div className="min-w-0 md:pt-1.5">
        <label htmlFor={id} className="font-medium">
          {field.label}
          {field.required && <span className="font-normal text-faint"> (needed)</span>}
        </label>
        <p id={`${id}-help`} className="text-faint text-xs">
          {field.kind === 'json' ? 'JSON. ' : ''}
          {field.description}
        </p>
      </div>
      <div className="grid min-w-0 gap-1">
        <textarea
          id={id}
          data-label={field.label}
          rows={Math.min(8, Math.max(1, source.split('\n').length))}
          value={source}
          maxLength={100_000}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={isWrong}
          aria-describedby={`${id}-help ${id}-rendered`}
          onChange={(event) => onChange(event.target.value)}
          onFocus={onFocus}
          className="min-h-9 w-full resize-y rounded-md border border-edge bg-surface px-2.5 py-1.5 font-mono text-sm aria-invalid:border-bad"
        />
        <div id={`${id}-rendered`} className="min-w-0 text-xs" aria-live="polite">
          {rendered !== undefined && <Rendered field={rendered} />}
        </div>
      </div>
    </div>
  )
}

function Rendered({ field }: { field: InspectedRow['fields'][number] }) {
  switch (field.state) {
    case 'error':
      return (
        <p className="flex gap-1.5 font-medium text-bad">
          <TriangleIcon className="mt-0.5 size-3.5 shrink-0" />
          <Untrusted text={field.message ?? ''} className="min-w-0" />
        </p>
      )
    case 'absent':
      return <p className="text-faint">Not sent: it renders to nothing.</p>
    case 'cleared':
      return (
        <p className="flex gap-1.5 text-warn">
          <CrossIcon className="mt-0.5 size-3.5 shrink-0" /> Cleared in NinjaOne.
        </p>
      )
    case 'value':
      return (
        <p className="flex gap-1.5 text-soft">
          <CheckIcon className="mt-0.5 size-3.5 shrink-0 text-good" />
          <Untrusted text={JSON.stringify(field.value)} className="min-w-0 font-mono" />
        </p>
      )
  }
}
