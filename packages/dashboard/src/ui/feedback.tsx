/** What stands where content is missing: still loading, nothing there, or failed. */
import type { ReactNode } from 'react'
import { ApiError } from '../api/http.ts'
import { Button } from './button.tsx'
import { TriangleIcon } from './icons.tsx'

export function explain(error: unknown): string {
  if (error instanceof ApiError) return error.message
  return 'Something in this page failed. Reload it; if that does not help, the gateway log has more.'
}

interface ProblemProps {
  title: string
  error?: unknown
  children?: ReactNode
  onRetry?: () => void
}

export function Problem({ title, error, children, onRetry }: ProblemProps) {
  return (
    <div role="alert" className="flex gap-3 rounded-lg border border-bad/40 bg-bad-wash p-4 text-sm">
      <TriangleIcon className="mt-0.5 shrink-0 text-bad" />
      <div className="min-w-0 grow">
        <p className="font-semibold text-bad">{title}</p>
        {error !== undefined && <p className="mt-0.5 text-ink">{explain(error)}</p>}
        {children}
        {onRetry && (
          <Button size="small" className="mt-3" onClick={onRetry}>
            Try again
          </Button>
        )}
      </div>
    </div>
  )
}

export function Loading({ label, rows = 5 }: { label: string; rows?: number }) {
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      <div aria-hidden="true" className="grid gap-2">
        {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key) => (
          <div key={key} className="skeleton h-12" />
        ))}
      </div>
    </div>
  )
}

export function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="card grid justify-items-center gap-3 px-6 py-14 text-center">
      <h2 className="font-semibold text-lg">{title}</h2>
      <div className="grid max-w-[34rem] justify-items-center gap-4 text-soft">{children}</div>
    </div>
  )
}
