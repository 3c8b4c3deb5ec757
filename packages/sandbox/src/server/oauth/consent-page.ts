/** The two pages a user sees on the way to an application: who are you, and do you allow this. */
import type { WireAnswer } from '../answer.ts'
import { platformLabel } from './applications.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { escapeHtml, renderPage } from './page.ts'
import { formTarget } from './redirect-uri.ts'
import type { Technician } from './technicians.ts'

interface Form {
  readonly request: AuthorizationRequest
  readonly token: string
  readonly cookie: string | undefined
}

export interface SignInPage extends Form {
  readonly status: number
  /** Who can sign in. */
  readonly technicians: readonly Technician[]
  /** What was wrong with the form before this one. */
  readonly error?: string
  /** What was typed there. */
  readonly email?: string
}

const scopeWords: Readonly<Record<string, string>> = {
  monitoring: 'See organizations, devices, alerts and activities',
  management: 'Change organizations and devices, restart services and devices, run scripts',
  control: 'Connect to devices remotely',
  offline_access: 'Stay connected while you are away, until you revoke it',
}

export function renderSignIn({
  request,
  token,
  cookie,
  status,
  technicians,
  error,
  email = '',
}: SignInPage): WireAnswer {
  const choices = technicians.map(
    ({ id, name, email: address, role }, index) => `<label class="choice">
<input type="radio" name="technician" value="${id}"${index === 0 ? ' checked' : ''}>
<span class="person"><span class="name">${escapeHtml(name)}</span><span class="quiet">${escapeHtml(role)}</span>
<span class="quiet address">${escapeHtml(address)}</span></span>
</label>`,
  )
  const described = error === undefined ? '' : ' aria-invalid="true" aria-describedby="problem"'
  const content = `<h1>Sign in to continue to ${escapeHtml(request.client.name)}</h1>
${error === undefined ? '' : `<p class="error" id="problem" role="alert">${escapeHtml(error)}</p>`}
<form method="post">
<input type="hidden" name="step" value="sign-in">
<input type="hidden" name="form_token" value="${escapeHtml(token)}">
<fieldset>
<legend>Technician</legend>
<div class="choices">
${choices.join('\n')}
</div>
</fieldset>
<label class="label" for="email">Or type an e-mail address</label>
<input type="text" id="email" name="email" inputmode="email" autocomplete="off" spellcheck="false" value="${escapeHtml(email)}"${described}>
<p class="quiet">One of the addresses above. When this is filled in, it is used.</p>
<div class="buttons"><button class="main">Continue</button></div>
</form>`
  return renderPage({ status, title: 'Sign in', content, cookie, formTarget: formTarget(request.redirectUri) })
}

export function renderConsent({ request, token, cookie }: Form, technician: Technician): WireAnswer {
  const { client, scopes, redirectUri } = request
  const items = scopes.map(
    (scope) => `<li>${escapeHtml(scopeWords[scope] ?? scope)} <span class="quiet">(${escapeHtml(scope)})</span></li>`,
  )
  const content = `<h1>Allow ${escapeHtml(client.name)} to use NinjaOne as you?</h1>
<p>You are signed in as <strong>${escapeHtml(technician.name)}</strong> <span class="quiet">(${escapeHtml(technician.email)})</span>.</p>
<h2>It asks to</h2>
<ul>
${items.join('\n')}
</ul>
<h2>Application</h2>
<p>${escapeHtml(client.name)} <span class="quiet">· ${escapeHtml(platformLabel(client.platform))}</span><br>
<code>${escapeHtml(client.id)}</code></p>
<h2>You are sent back to</h2>
<p><code>${escapeHtml(redirectUri)}</code></p>
<form method="post">
<input type="hidden" name="step" value="decide">
<input type="hidden" name="technician" value="${technician.id}">
<input type="hidden" name="form_token" value="${escapeHtml(token)}">
<div class="buttons">
<button name="decision" value="deny">Deny</button>
<button class="main" name="decision" value="allow">Allow</button>
</div>
</form>`
  return renderPage({ status: 200, title: 'Allow access?', content, cookie, formTarget: formTarget(redirectUri) })
}
