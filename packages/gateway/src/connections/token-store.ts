/**
 * The client's port for tokens, on the database: what one process leaves there serves all that share it, and one
 * refresh runs at a time among them. Everything is sealed.
 */
import type { Clock } from '@kunai/api/clock'
import { sql } from 'kysely'
import type { Database, Store } from '../store/index.ts'
import type { Place, Sealer } from './sealer.ts'
import type { KeptTokens, TokenStore } from './vendor.ts'

export interface TokenStoreParts {
  readonly store: Store
  readonly sealer: Sealer
  readonly clock: Clock
}

/** Who has just consented to what; `record` writes its audit event in the transaction that stores the tokens. */
export interface Consent {
  /** JSON. */
  readonly by: string
  readonly record: (transaction: Database) => Promise<void>
}

/**
 * @param consent given once, when a person comes back from NinjaOne. Without it only tokens that are there are
 *   replaced: what was forgotten in the meantime stays forgotten.
 */
export function createTokenStore(
  { store, sealer, clock }: TokenStoreParts,
  connection: { readonly name: string; readonly tenant: string },
  consent?: Consent,
): TokenStore {
  const { database } = store
  const { name, tenant } = connection
  const place: Place = { table: 'connection_tokens', row: name, column: 'sealed' }

  return {
    async load() {
      const row = await database
        .selectFrom('connection_tokens')
        .select('sealed')
        .where('tenant', '=', tenant)
        .executeTakeFirst()
      return row && (JSON.parse(sealer.open(row.sealed, place)) as KeptTokens)
    },

    async save(tokens) {
      const now = new Date(clock.now()).toISOString()
      const renewAt = tokens.renewAtMs === undefined ? null : new Date(tokens.renewAtMs).toISOString()
      const values = {
        sealed: sealer.seal(JSON.stringify(tokens), place, false),
        reconnect_needed: tokens.reconnectNeeded ?? false,
        renew_at: renewAt,
      }
      if (consent) {
        const fresh = { ...values, refreshed_at: now, consented_by: consent.by, consented_at: now }
        await database.transaction().execute(async (transaction) => {
          await transaction
            .insertInto('connection_tokens')
            .values({ tenant, ...fresh, granted_scopes: null })
            .onConflict((conflict) => conflict.column('tenant').doUpdateSet({ ...fresh, granted_scopes: null }))
            .execute()
          await consent.record(transaction)
        })
        return
      }
      // The mark before a refresh and a refusal save too; only a new token counts as refreshed.
      const refreshedAt = sql<string>`case when ${renewAt}::timestamptz is not null
        and renew_at is distinct from ${renewAt}::timestamptz then ${now}::timestamptz else refreshed_at end`
      const { numUpdatedRows } = await database
        .updateTable('connection_tokens')
        .set({ ...values, refreshed_at: refreshedAt })
        .where('tenant', '=', tenant)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) throw new Error(`the tokens of ${name} were forgotten meanwhile`)
    },

    exclusively: (use) => store.exclusively(`tokens ${tenant}`, use),
  }
}
