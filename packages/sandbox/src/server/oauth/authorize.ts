/**
 * The authorize endpoint: GET asks who the user is, POST carries the two forms. A program that presses no buttons says
 * so with the control token in a header, which no page of another site can send.
 */
import { headerOf, type Incidents, Refusal, refuseAuth, type WireAnswer, type WireRequest } from '../answer.ts'
import type { Applications } from './applications.ts'
import { type AuthorizationRequest, readAuthorizationRequest } from './authorization-request.ts'
import type { Codes } from './codes.ts'
import { renderConsent, renderSignIn } from './consent-page.ts'
import { sameSecret } from './credentials.ts'
import { FormTokens, newBrowser, readBrowser } from './form-token.ts'
import { findTechnician, type People, type Technician } from './technicians.ts'

export interface AuthorizationParts {
  readonly applications: Applications
  readonly codes: Codes
  readonly incidents: Incidents
  readonly nowMs: () => number
  /** Who can sign in now. */
  readonly people: People
  /** Without one, only the page gives consent. */
  readonly controlToken: string | undefined
}

const consentHeader = 'x-sandbox-consent'

export class Authorization {
  readonly #parts: AuthorizationParts
  readonly #formTokens: FormTokens

  constructor(parts: AuthorizationParts) {
    this.#parts = parts
    this.#formTokens = new FormTokens(parts.nowMs)
  }

  answer(request: WireRequest): WireAnswer {
    if (request.method !== 'GET' && request.method !== 'POST') {
      throw new Refusal({ status: 405, headers: { Allow: 'GET, POST' } })
    }
    const { applications, incidents } = this.#parts
    const reading = readAuthorizationRequest(request.query, applications, incidents)
    if ('answer' in reading) return reading.answer
    if (request.method === 'GET') return this.#showSignIn(request, reading.request, { status: 200 })
    const form = new URLSearchParams(request.body?.toString('utf8') ?? '')
    if (this.#isProgram(request)) return this.#decide(reading.request, form, this.#chooseForProgram(form))
    return this.#takeForm(request, reading.request, form)
  }

  #isProgram(request: WireRequest): boolean {
    const given = headerOf(request, consentHeader)
    if (given === undefined) return false
    const { controlToken } = this.#parts
    if (controlToken !== undefined && sameSecret(given, controlToken)) return true
    throw refuseAuth(403, 'access_denied', `${consentHeader} does not hold the control token`)
  }

  #chooseForProgram(form: URLSearchParams): Technician | undefined {
    const technicians = this.#parts.people.list()
    const words = form.get('technician')
    return words === null ? technicians[0] : findTechnician(technicians, words)
  }

  #takeForm(request: WireRequest, asked: AuthorizationRequest, form: URLSearchParams): WireAnswer {
    const browser = readBrowser(headerOf(request, 'cookie'))
    const technicians = this.#parts.people.list()
    const technician = findTechnician(technicians, form.get('technician') ?? '')
    const step = form.get('step') === 'decide' ? 'decide' : 'sign-in'
    const subject = { step, browser: browser ?? '', query: request.query } as const
    const bound = step === 'decide' ? { ...subject, technician: technician?.id ?? 0 } : subject
    const good = isOwnForm(request) && browser && this.#formTokens.check(bound, form.get('form_token') ?? '')
    if (!good || browser === undefined) {
      const error = 'That form was too old, or it did not come from this page. Nothing was allowed: please begin again.'
      return this.#showSignIn(request, asked, { status: 403, error })
    }
    if (step === 'decide') return this.#decide(asked, form, technician)
    const email = form.get('email')?.trim() ?? ''
    const chosen =
      email === '' ? technician : technicians.find((one) => one.email.toLowerCase() === email.toLowerCase())
    if (!chosen) {
      const error = email === '' ? 'Choose a technician.' : 'Nobody here has this e-mail address.'
      return this.#showSignIn(request, asked, { status: 400, error, email: email.slice(0, 256) })
    }
    const token = this.#formTokens.issue({ ...subject, step: 'decide', technician: chosen.id })
    return renderConsent({ request: asked, token, cookie: undefined }, chosen)
  }

  #decide(asked: AuthorizationRequest, form: URLSearchParams, technician: Technician | undefined): WireAnswer {
    const { client, scopes, redirectUri, challenge, back } = asked
    const decision = form.get('decision')
    if (decision === 'deny') return back({ error: 'access_denied' })
    if (decision !== 'allow') throw refuseAuth(400, 'invalid_request', 'decision must be allow or deny')
    if (!technician) throw refuseAuth(400, 'invalid_request', 'technician is nobody who is here')
    return back({ code: this.#parts.codes.issue({ client, scopes, technician }, redirectUri, challenge) })
  }

  #showSignIn(
    request: WireRequest,
    asked: AuthorizationRequest,
    words: { status: number; error?: string; email?: string },
  ): WireAnswer {
    const known = readBrowser(headerOf(request, 'cookie'))
    const { browser, cookie } = known === undefined ? newBrowser() : { browser: known, cookie: undefined }
    const token = this.#formTokens.issue({ step: 'sign-in', browser, query: request.query })
    return renderSignIn({ request: asked, token, cookie, technicians: this.#parts.people.list(), ...words })
  }
}

/** Browsers say where a form comes from; who says nothing is judged by the token alone. */
function isOwnForm(request: WireRequest): boolean {
  const site = headerOf(request, 'sec-fetch-site')
  const origin = headerOf(request, 'origin')
  if (site !== undefined && site !== 'same-origin') return false
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === headerOf(request, 'host'))
}
