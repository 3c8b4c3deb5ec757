/** A template for each field of the action, and what the gateway makes of one row with them. */
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Problem } from '../ui/feedback.tsx'
import { ChevronIcon } from '../ui/icons.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import type { BatchAction, FileRows, InspectedRow } from './contract.ts'
import { type RenderRequest, renderQuery } from './data.ts'
import { type Draft, templateOf } from './draft.ts'
import { TemplateField } from './template-field.tsx'

interface TemplateEditorProps {
  draft: Draft
  action: BatchAction
  file: FileRows
  onChange: (part: Partial<Draft>) => void
}

/** Typing rests for so long before the gateway is asked. */
const restMs = 250

function useRested(value: RenderRequest): RenderRequest {
  const text = JSON.stringify(useDeferredValue(value))
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restMs)
    return () => clearTimeout(timer)
  }, [text])
  return JSON.parse(rested) as RenderRequest
}

/** What Jinja2 can name. A column with a blank in its name cannot be written as `{{ column }}`. */
const nameable = /^[A-Za-z_]\w*$/

export function TemplateEditor({ draft, action, file, onChange }: TemplateEditorProps) {
  const position = Math.min(draft.position, file.rows.length - 1)
  const row = file.rows[position]
  const asked = { action: action.name, template: templateOf(draft, action), row: row?.values ?? {} }
  const rested = useRested(asked)
  const rendered = useQuery(renderQuery(rested))
  // What stands below the fields belongs to an earlier text until typing rests and the gateway has answered.
  const isOld = rendered.isPlaceholderData || JSON.stringify(rested) !== JSON.stringify(asked)
  const [focused, setFocused] = useState(action.fields[0]?.label ?? '')
  const fields = useRef<HTMLDivElement>(null)
  const byLabel = new Map(rendered.data?.fields.map((field) => [field.label, field]))
  const set = (label: string, source: string) => onChange({ template: { ...draft.template, [label]: source } })

  function insert(column: string) {
    set(focused, `${draft.template[focused] ?? ''}{{ ${column} }}`)
    fields.current?.querySelector<HTMLTextAreaElement>(`textarea[data-label="${CSS.escape(focused)}"]`)?.focus()
  }

  return (
    <div className="grid gap-4 p-4 text-sm">
      <div className="grid gap-1.5">
        <h3 className="font-medium">Columns</h3>
        <p className="text-faint text-xs">
          A template is Jinja2 over the columns of a row, e.g. <code className="font-mono">{'{{ name | upper }}'}</code>
          . A column’s button writes it into the field used last{focused === '' ? '' : ` (${focused})`}.
        </p>
        <ul aria-label="Columns" className="flex flex-wrap gap-1.5">
          {file.columns.map((column) => (
            <li key={column} className="min-w-0 max-w-full">
              <Button
                size="small"
                className="max-w-full font-mono whitespace-normal!"
                disabled={!nameable.test(column)}
                title={nameable.test(column) ? undefined : 'A template can name only letters, digits and _'}
                onClick={() => insert(column)}
              >
                <Untrusted text={column} />
              </Button>
            </li>
          ))}
        </ul>
      </div>
      <div className="flex flex-wrap items-center gap-2 border-line border-y py-2">
        <span className="flex gap-1">
          <Button
            size="small"
            aria-label="Previous row"
            disabled={position === 0}
            onClick={() => onChange({ position: position - 1 })}
          >
            <ChevronIcon className="rotate-180" />
          </Button>
          <Button
            size="small"
            aria-label="Next row"
            disabled={position >= file.rows.length - 1}
            onClick={() => onChange({ position: position + 1 })}
          >
            <ChevronIcon />
          </Button>
        </span>
        <p role="status" className="font-medium tabular-nums">
          Row {position + 1} of {file.rows.length}
          <span className="font-normal text-faint"> (line {row?.line})</span>
        </p>
        <RowState row={rendered.data} isOld={isOld} />
      </div>
      <dl className="flex flex-wrap gap-x-5 gap-y-1 text-xs">
        {Object.entries(row?.values ?? {}).map(([column, value]) => (
          <div key={column} className="flex min-w-0 gap-1.5">
            <dt className="shrink-0 text-faint">
              <Untrusted text={column} />
            </dt>
            <dd className="min-w-0 font-mono">
              {value === '' ? (
                <span className="text-faint italic">empty</span>
              ) : (
                <Untrusted text={typeof value === 'string' ? value : JSON.stringify(value)} />
              )}
            </dd>
          </div>
        ))}
      </dl>
      {rendered.isError && (
        <Problem title="The row could not be rendered" error={rendered.error} onRetry={() => rendered.refetch()} />
      )}
      {rendered.data?.errors.map((message) => (
        <Problem key={message} title="The row as a whole">
          <Untrusted text={message} />
        </Problem>
      ))}
      <div ref={fields} className="grid gap-4">
        {action.fields.map((field) => (
          <TemplateField
            key={`${action.name} ${field.label}`}
            field={field}
            source={draft.template[field.label] ?? ''}
            rendered={byLabel.get(field.label)}
            onChange={(source) => set(field.label, source)}
            onFocus={() => setFocused(field.label)}
          />
        ))}
      </div>
    </div>
  )
}

function RowState({ row, isOld }: { row: InspectedRow | undefined; isOld: boolean }) {
  if (row === undefined || isOld) return <span className="text-faint">Rendering…</span>
  return row.call !== null ? (
    <span className="text-good">Becomes a call</span>
  ) : (
    <span className="font-medium text-bad">Cannot be sent yet: see the fields</span>
  )
}
