/** Rows from a file that is dropped or picked, or from text that is pasted; read by the gateway's own reader. */
import { useMutation } from '@tanstack/react-query'
import { type DragEvent, useId, useState } from 'react'
import { Choice } from '../connections/field.tsx'
import { writeCount } from '../text/measure.ts'
import { Button } from '../ui/button.tsx'
import { Problem } from '../ui/feedback.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import { type Encoding, readRows } from './data.ts'
import type { Draft } from './draft.ts'

const encodings = [
  ['', 'UTF-8, or what its mark says'],
  ['windows-1252', 'Windows-1252 (older Excel)'],
  ['utf-16le', 'UTF-16'],
] as const

interface RowsInputProps {
  file: Draft['file']
  onRead: (file: Draft['file']) => void
}

export function RowsInput({ file, onRead }: RowsInputProps) {
  const id = useId()
  const [encoding, setEncoding] = useState<string>('')
  const [pasted, setPasted] = useState('')
  const [isOver, setOver] = useState(false)
  const reading = useMutation({
    mutationFn: async (chosen: File) => ({
      ...(await readRows(chosen, encoding === '' ? undefined : (encoding as Encoding))),
      name: chosen.name,
    }),
    onSuccess: onRead,
  })

  if (file !== null) {
    return (
      <div className="grid gap-2 px-4 py-3 text-sm">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Untrusted text={file.name} className="min-w-0 font-medium text-base" />
          <span className="text-soft">
            {writeCount(file.rows.length, 'row')}, {writeCount(file.columns.length, 'column')}
          </span>
          <Button size="small" className="ml-auto" onClick={() => onRead(null)}>
            Take other rows
          </Button>
        </div>
      </div>
    )
  }

  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    const [first] = event.dataTransfer.files
    if (first !== undefined) reading.mutate(first)
  }
  const error = reading.error instanceof RangeError ? undefined : reading.error

  return (
    <div className="grid gap-4 p-4 text-sm">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the field inside is the first. */}
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={`grid gap-2 rounded-lg border-2 border-dashed p-4 ${isOver ? 'border-accent bg-accent-wash' : 'border-edge/60'}`}
      >
        <label htmlFor={id} className="font-medium">
          Drop a file here, or choose one
        </label>
        <input
          id={id}
          type="file"
          accept=".csv,.tsv,.txt,.jsonl,.ndjson,.json"
          aria-describedby={`${id}-help`}
          disabled={reading.isPending}
          onChange={(event) => {
            const [first] = event.target.files ?? []
            // The same file can be chosen again after it was corrected.
            if (first !== undefined) reading.mutate(first)
            event.target.value = ''
          }}
          className="min-h-9 max-w-full text-soft file:mr-3 file:min-h-8 file:cursor-pointer file:rounded-md file:border file:border-edge/60 file:border-solid file:bg-surface file:px-3 file:font-medium file:text-ink"
        />
        <p id={`${id}-help`} className="text-faint text-xs">
          CSV with a header, JSON Lines or a JSON array; up to 4 MB and 20,000 rows. The command line takes up to a
          million.
        </p>
      </div>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <form
          className="grid gap-1"
          onSubmit={(event) => {
            event.preventDefault()
            if (pasted.trim() !== '') reading.mutate(new File([pasted], 'Pasted rows'))
          }}
        >
          <label htmlFor={`${id}-paste`} className="font-medium">
            Or paste rows
          </label>
          <textarea
            id={`${id}-paste`}
            rows={4}
            value={pasted}
            spellCheck={false}
            placeholder={'id,name\n1001,Front desk'}
            onChange={(event) => setPasted(event.target.value)}
            className="w-full resize-y rounded-md border border-edge bg-surface px-2.5 py-2 font-mono text-sm placeholder:text-faint"
          />
          <span className="mt-1">
            <Button type="submit" disabled={reading.isPending || pasted.trim() === ''}>
              Take these rows
            </Button>
          </span>
        </form>
        <Choice label="Encoding of files" value={encoding} options={encodings} onChange={setEncoding} />
      </div>
      {reading.isPending && <p role="status">Reading the rows…</p>}
      {reading.isError && (
        <Problem title="These rows could not be read" {...(error && { error })}>
          {reading.error instanceof RangeError && <p>{reading.error.message}</p>}
        </Problem>
      )}
    </div>
  )
}
