/**
 * Proof that a form came from this page, in this browser, for this request and step. Nothing is kept: the token is a
 * keyed hash over all of that. Another site can make a browser send a form, but it can neither read the page nor set
 * the cookie that the token is bound to.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { randomToken, sameSecret } from './credentials.ts'

/** What a token is good for; each part is compared. */
export interface FormSubject {
  readonly step: 'sign-in' | 'decide'
  /** The browser's cookie. */
  readonly browser: string
  /** The query of the address, as it was sent. */
  readonly query: string
  /** Who is signed in, at the step that needs it. */
  readonly technician?: number
}

const lifeMs = 600_000
const cookieName = 'sandbox-browser'

export class FormTokens {
  readonly #key = randomBytes(32)
  readonly #nowMs: () => number

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  issue(subject: FormSubject): string {
    const expiresAtMs = this.#nowMs() + lifeMs
    return `${expiresAtMs}.${this.#sign(subject, expiresAtMs)}`
  }

  check(subject: FormSubject, token: string): boolean {
    const [, expires, signature = ''] = /^(\d{1,16})\.([\w-]{43})$/.exec(token) ?? []
    if (expires === undefined || this.#nowMs() >= Number(expires)) return false
    return sameSecret(signature, this.#sign(subject, Number(expires)))
  }

  #sign({ step, browser, query, technician }: FormSubject, expiresAtMs: number): string {
    const text = JSON.stringify([step, browser, query, technician ?? null, expiresAtMs])
    return createHmac('sha256', this.#key).update(text).digest('base64url')
  }
}

/** The browser's own cookie, when it brought one that could be ours. */
export function readBrowser(cookies: string | undefined): string | undefined {
  for (const pair of (cookies ?? '').split(';')) {
    const [name, value] = pair.trim().split('=')
    if (name === cookieName && value && /^[\w-]{43}$/.test(value)) return value
  }
  return undefined
}

/** Lax, not strict: a user comes here from the application's site, and a second tab must not lose the first one's. */
export function newBrowser(): { browser: string; cookie: string } {
  const browser = randomToken()
  return { browser, cookie: `${cookieName}=${browser}; Path=/; HttpOnly; SameSite=Lax` }
}
