/** Authorization codes: each works once, for 60 seconds, for the one who asked and can prove it (ninjaone-api §3). */
import { createHash } from 'node:crypto'
import { refuseAuth } from '../answer.ts'
import type { Application } from './applications.ts'
import { randomToken, sameSecret } from './credentials.ts'
import type { Grant } from './oauth.ts'
import type { Family } from './refresh.ts'

interface Code extends Grant {
  readonly redirectUri: string
  readonly challenge: string | undefined
  readonly expiresAtMs: number
  readonly family: Family
  used: boolean
}

const codeLifeMs = 60_000
/** Old codes are swept when this many are kept; a used one stays for a day, because that is how its return is noticed. */
const sweepAbove = 1_000
const usedKeptMs = 86_400_000

export class Codes {
  readonly #nowMs: () => number
  readonly #codes = new Map<string, Code>()

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  issue(grant: Grant, redirectUri: string, challenge: string | undefined): string {
    this.#sweep()
    const code = randomToken()
    const expiresAtMs = this.#nowMs() + codeLifeMs
    this.#codes.set(code, { ...grant, redirectUri, challenge, expiresAtMs, family: { revoked: false }, used: false })
    return code
  }

  /** What the user consented to; refuses a code that is used, old, somebody else's, or shown without its verifier. */
  redeem(client: Application, form: URLSearchParams): Code {
    const code = this.#codes.get(form.get('code') ?? '')
    if (!code || code.client !== client) throw refuseAuth(400, 'invalid_grant')
    // Shown twice, so two have it: what the first one got ends too (RFC 6749 §4.1.2).
    if (code.used) code.family.revoked = true
    const known = !code.used && this.#nowMs() < code.expiresAtMs
    code.used = true
    if (!known || form.get('redirect_uri') !== code.redirectUri) throw refuseAuth(400, 'invalid_grant')
    if (!fits(form.get('code_verifier'), code.challenge)) throw refuseAuth(400, 'invalid_grant')
    return code
  }

  #sweep(): void {
    if (this.#codes.size < sweepAbove) return
    const nowMs = this.#nowMs()
    for (const [code, { expiresAtMs, used }] of this.#codes) {
      if (expiresAtMs + (used ? usedKeptMs : 0) <= nowMs) this.#codes.delete(code)
    }
  }
}

/** A verifier without a challenge is refused too: somebody took the challenge out on the way (RFC 9700 §4.8.2). */
function fits(verifier: string | null, challenge: string | undefined): boolean {
  if (challenge === undefined || verifier === null) return challenge === undefined && verifier === null
  if (!/^[\w.~-]{43,128}$/.test(verifier)) return false
  return sameSecret(createHash('sha256').update(verifier).digest('base64url'), challenge)
}
