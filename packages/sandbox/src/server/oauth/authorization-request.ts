/**
 * What an application asks a user for, as it stands in the address of the consent page. Where the vendor's answer is
 * not on record, RFC 6749 and RFC 7636 hold in their strict reading.
 */
import type { Incidents, WireAnswer } from '../answer.ts'
import type { Application, Applications } from './applications.ts'
import { narrow, repeatedName } from './credentials.ts'
import { isRegistered } from './redirect-uri.ts'

export interface AuthorizationRequest {
  readonly client: Application
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly challenge: string | undefined
  /** The answer that sends the user back. */
  readonly back: (answer: Readonly<Record<string, string>>) => WireAnswer
}

type Reading = { readonly request: AuthorizationRequest } | { readonly answer: WireAnswer }

/** Throws what the vendor answers when there is nobody to send an answer to. */
export function readAuthorizationRequest(query: string, applications: Applications, incidents: Incidents): Reading {
  const parameters = new URLSearchParams(query)
  const once = (name: string) => (parameters.getAll(name).length === 1 ? (parameters.get(name) ?? '') : '')
  const client = applications.find(once('client_id'))
  const redirectUri = once('redirect_uri')
  // One answer for an unknown application, a machine's, and an address that is not registered to the letter: the
  // vendor says no more (ninjaone-api §4). Nothing is ever sent to an address that is not registered.
  if (client?.identity !== 'user' || !isRegistered(client, redirectUri)) throw incidents.noRoute()
  const back = (answer: Readonly<Record<string, string>>) => redirect(redirectUri, parameters.get('state'), answer)
  const refuse = (error: string): Reading => ({ answer: back({ error }) })

  // Whoever adds a second value hopes that two readers take different ones.
  if (repeatedName(parameters) !== undefined) return refuse('invalid_request')
  const responseType = parameters.get('response_type')
  if (!responseType) return refuse('invalid_request')
  if (responseType !== 'code') return refuse('unsupported_response_type')
  if (!client.grantTypes.includes('authorization_code')) return refuse('unauthorized_client')
  const challenge = parameters.get('code_challenge') ?? undefined
  const method = parameters.get('code_challenge_method')
  // A challenge without a method means `plain`, which proves nothing to whoever can read the address.
  const isS256 = method === 'S256' && /^[\w-]{43}$/.test(challenge ?? '')
  if ((challenge !== undefined || method !== null) && !isS256) return refuse('invalid_request')
  // Without a secret the verifier is all that tells the application from a thief of its code.
  if (challenge === undefined && client.secret === undefined) return refuse('invalid_request')
  const scopes = readScopes(client, parameters.get('scope'))
  if (!scopes) return refuse('invalid_scope')
  return { request: { client, redirectUri, scopes, challenge, back } }
}

/** `offline_access` comes only to who asks for it by name. */
function readScopes(client: Application, asked: string | null): readonly string[] | undefined {
  if (!asked?.trim()) return client.scopes.filter((scope) => scope !== 'offline_access')
  try {
    return narrow(client.scopes, asked)
  } catch {
    return undefined
  }
}

function redirect(redirectUri: string, state: string | null, answer: Readonly<Record<string, string>>): WireAnswer {
  const url = new URL(redirectUri)
  for (const [name, value] of Object.entries(answer)) url.searchParams.append(name, value)
  if (state !== null) url.searchParams.append('state', state)
  return { status: 302, headers: { Location: url.href, 'Referrer-Policy': 'same-origin' } }
}
