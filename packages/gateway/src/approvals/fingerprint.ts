/**
 * Fingerprints of secrets: whether two are the same can be seen, and nothing else. They are keyed, because a plain hash
 * of a short password tells the password to whoever tries a few million of them.
 */
import { createHmac } from 'node:crypto'
import type { Store } from '../store/index.ts'

/** The same on every gateway of this store, and on no other. */
export async function openFingerprint(store: Store): Promise<(secret: string) => string> {
  const { key } = await store.database
    .selectFrom('fingerprint_key')
    .select('key')
    .where('id', '=', 1)
    .executeTakeFirstOrThrow()
  return (secret) => createHmac('sha256', key).update(secret).digest('hex').slice(0, 8)
}
