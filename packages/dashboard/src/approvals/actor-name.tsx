import type { Actor } from '../api/contract.ts'
import { writeActorKind } from '../text/words.ts'
import { Untrusted } from '../ui/untrusted.tsx'

export function ActorName({ actor }: { actor: Actor }) {
  return (
    <>
      {writeActorKind(actor)} <Untrusted text={actor.name} className="font-medium text-ink" />
      {actor.onBehalfOf !== undefined && (
        <>
          {' '}
          on behalf of <Untrusted text={actor.onBehalfOf} className="font-medium text-ink" />
        </>
      )}
    </>
  )
}
