import { useMutation } from '@tanstack/react-query'
import { verifyAudit } from '../api/queries.ts'
import { writeCount } from '../text/measure.ts'
import { Badge } from '../ui/badges.tsx'
import { Button } from '../ui/button.tsx'
import { explain } from '../ui/feedback.tsx'
import { CheckIcon, OctagonIcon } from '../ui/icons.tsx'

export function VerifyChain() {
  const mutation = useMutation({ mutationFn: verifyAudit })
  const result = mutation.data
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <div role="status" className="text-sm">
        {result?.ok === true && (
          <span className="flex flex-wrap items-center gap-2 text-faint">
            <Badge tone="good" icon={CheckIcon}>
              Chain intact
            </Badge>
            <span className="tabular-nums">{writeCount(result.events, 'event')}</span>
            <code className="font-mono text-xs" title={result.head}>
              head {result.head.slice(0, 12)}…
            </code>
          </span>
        )}
        {result?.ok === false && (
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone="bad" icon={OctagonIcon}>
              Broken at event {result.brokenAt}
            </Badge>
            <span className="text-bad">{result.message}</span>
          </span>
        )}
        {mutation.isError && <span className="text-bad">{explain(mutation.error)}</span>}
      </div>
      <Button disabled={mutation.isPending} onClick={() => mutation.mutate()}>
        {mutation.isPending ? 'Verifying…' : 'Verify chain'}
      </Button>
    </div>
  )
}
