/** Ending a person's consent at NinjaOne, and saying whether it really ended. */
import type { ConnectionRow } from '../store/index.ts'
import type { ChangeParts } from './changes.ts'
import { createTokenStore } from './token-store.ts'
import { findingOf } from './vendor.ts'

export interface Disconnected {
  /** False when the consent may still stand in NinjaOne. */
  readonly revoked: boolean
  readonly message: string
}

export async function revokeConsent<Client>(parts: ChangeParts<Client>, row: ConnectionRow): Promise<Disconnected> {
  const { store, vendor, registry } = parts
  const tokens = await store.database
    .selectFrom('connection_tokens')
    .select('reconnect_needed')
    .where('tenant', '=', row.tenant)
    .executeTakeFirst()
  if (row.user_client_id === null || tokens === undefined) {
    return { revoked: true, message: 'There was no consent to revoke; its credentials are forgotten.' }
  }
  try {
    const { user } = registry.openApplications(row)
    await vendor.revoke({
      baseUrl: row.base_url,
      clientId: row.user_client_id,
      clientSecret: user?.clientSecret,
      tokenStore: createTokenStore(parts, row),
    })
    return { revoked: true, message: 'The consent is revoked at NinjaOne, and everything about it is forgotten.' }
  } catch (error) {
    const finding = findingOf(error)
    if (finding === undefined) throw error
    return {
      revoked: false,
      message: `Forgotten here, but NinjaOne did not confirm the end of the consent (${finding.code}): remove the application's access in NinjaOne under Administration → Apps → API.`,
    }
  }
}
