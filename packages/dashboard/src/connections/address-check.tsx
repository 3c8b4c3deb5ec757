/** Whether a NinjaOne answers at the chosen address: asked for by a press, before anything is stored. */
import { useMutation } from '@tanstack/react-query'
import { Button } from '../ui/button.tsx'
import { explain } from '../ui/feedback.tsx'
import { CheckIcon, TriangleIcon } from '../ui/icons.tsx'
import { type Address, probeAddress } from './data.ts'

export function AddressCheck({ address, host }: { address: Address; host: string | undefined }) {
  const probing = useMutation({ mutationFn: () => probeAddress(address) })
  const item = probing.data
  const failure = probing.error === null ? item?.message : explain(probing.error)
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 sm:col-start-2 sm:self-center">
      <Button size="small" disabled={host === undefined || probing.isPending} onClick={() => probing.mutate()}>
        {probing.isPending ? 'Asking…' : 'Check that it answers'}
      </Button>
      <p role="status" className="flex items-start gap-1.5 text-sm">
        {item?.state === 'ok' && (
          <>
            <CheckIcon className="mt-0.5 shrink-0 text-good" /> {host} answers.
          </>
        )}
        {failure !== undefined && (
          <>
            <TriangleIcon className="mt-0.5 shrink-0 text-bad" /> {failure}
          </>
        )}
      </p>
    </div>
  )
}
