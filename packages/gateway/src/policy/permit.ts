/**
 * Proof that policy allowed exactly this call. Only `decide` makes one, it works once, and what sends
 * takes nothing else: forgetting to ask policy is not possible, because there is nothing to send with.
 */
import type { Operation } from '@kunai/api/operation'
import { GatewayError, type Proposal } from '../call/index.ts'

export interface Permitted {
  readonly operation: Operation
  readonly proposal: Proposal
}

const unused = new WeakMap<Permit, Permitted>()

/** Opaque. Its content comes out once, through `redeemPermit`. */
export class Permit {
  /** For `decide` alone; the room's index does not export the way here. */
  static issue(permitted: Permitted): Permit {
    const permit = new Permit()
    unused.set(permit, permitted)
    return permit
  }

  private constructor() {
    Object.freeze(this)
  }
}

/** @throws GatewayError `permit_invalid` when the permit was not made by `decide`, or was used. */
export function redeemPermit(permit: Permit): Permitted {
  const permitted = unused.get(permit)
  if (permitted === undefined) {
    throw new GatewayError('permit_invalid', 'Nothing was sent: the call has no valid permit.')
  }
  unused.delete(permit)
  return permitted
}
