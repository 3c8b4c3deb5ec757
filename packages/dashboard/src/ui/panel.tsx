import { type ReactNode, useId } from 'react'

interface PanelProps {
  title: string
  aside?: ReactNode
  children: ReactNode
}

export function Panel({ title, aside, children }: PanelProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="card min-w-0">
      <header className="flex min-h-10 flex-wrap items-center justify-between gap-2 border-line border-b px-4 py-1.5">
        <h2 id={id} className="font-semibold text-sm">
          {title}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  )
}

/** A term with its value; a value that is not known says so. */
export function Fact({ term, className = '', children }: { term: string; className?: string; children: ReactNode }) {
  const isKnown = children !== null && children !== undefined && children !== '' && children !== false
  return (
    <div className={`min-w-0 ${className}`}>
      <dt className="text-faint text-xs">{term}</dt>
      <dd className="min-w-0">{isKnown ? children : <span className="text-faint italic">unknown</span>}</dd>
    </div>
  )
}
