/** What stands there when a page itself fails. There is never a blank page. */
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Empty, Problem } from '../ui/feedback.tsx'

export function Crash({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  function tryAgain() {
    reset()
    void router.invalidate()
  }
  return (
    <main className="mx-auto grid max-w-2xl gap-4 p-6">
      <h1 className="font-semibold text-xl">This page could not be shown</h1>
      <Problem title="It stopped with an error" error={error}>
        <p className="mt-1 text-soft">Nothing was sent or decided by this. What you typed on the page may be lost.</p>
      </Problem>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" onClick={tryAgain}>
          Try again
        </Button>
        <Button onClick={() => window.location.reload()}>Reload the page</Button>
        <ButtonLink to="/approvals">Go to approvals</ButtonLink>
      </div>
    </main>
  )
}

export function NotFound() {
  return (
    <main className="mx-auto max-w-2xl p-6">
      <h1 className="sr-only">Page not found</h1>
      <Empty title="There is no page at this address">
        <p>The link may be mistyped, or come from another version of Kunai.</p>
        <ButtonLink look="primary" to="/approvals">
          Go to approvals
        </ButtonLink>
      </Empty>
    </main>
  )
}
