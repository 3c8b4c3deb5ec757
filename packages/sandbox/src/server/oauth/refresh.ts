/**
 * Refresh tokens by family: all that came from one consent. With rotation each works once, and one that is shown again
 * ends its family, the newest included: either the client or a thief has an old copy, and nobody can tell which.
 */
import { refuseAuth } from '../answer.ts'
import type { Application } from './applications.ts'
import { randomToken } from './credentials.ts'
import type { Grant } from './oauth.ts'

export interface Family {
  revoked: boolean
}

interface RefreshToken {
  readonly grant: Grant
  readonly family: Family
  used: boolean
}

export class RefreshTokens {
  readonly #rotate: boolean
  /** Used ones are kept: that is how their return is noticed. */
  readonly #tokens = new Map<string, RefreshToken>()

  constructor(rotate: boolean) {
    this.#rotate = rotate
  }

  start(grant: Grant, family: Family = { revoked: false }): string {
    const token = randomToken()
    this.#tokens.set(token, {
      grant: { client: grant.client, scopes: grant.scopes, technician: grant.technician },
      family,
      used: false,
    })
    return token
  }

  /** Refuses a token that is not good. `rotate` uses it up and gives the next; nothing without rotation. */
  find(client: Application, token: string): { grant: Grant; family: Family; rotate: () => string | undefined } {
    const found = this.#tokens.get(token)
    if (!found || found.grant.client !== client) throw refuseAuth(400, 'invalid_grant')
    // Reuse detection: whichever of the two is the thief, both are shut out.
    if (found.used) found.family.revoked = true
    if (found.family.revoked) throw refuseAuth(400, 'invalid_grant')
    const { grant, family } = found
    const rotate = () => {
      // Without a secret, a stolen copy is as good as the original: there rotation is not a choice (RFC 9700 §2.2.2).
      if (!this.#rotate && client.secret !== undefined) return undefined
      found.used = true
      return this.start(grant, family)
    }
    return { grant, family, rotate }
  }

  revoke(client: Application, token: string): void {
    const found = this.#tokens.get(token)
    if (found?.grant.client === client) found.family.revoked = true
  }
}
