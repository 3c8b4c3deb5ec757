/** Identifiers: a kind's prefix and 128 random bits, e.g. `call_9f3c…`. Unguessable, but never a credential. */
import { randomBytes } from 'node:crypto'

export function newId(prefix: 'call' | 'approval' | 'person' | 'job'): string {
  return `${prefix}_${randomBytes(16).toString('hex')}`
}
