/** Wiring between the client and the room `connections`: the room says what it needs of NinjaOne, this fills it in. */
import {
  type AnswerEvent,
  authorizationUrl,
  type Client,
  createClient,
  diagnose,
  exchangeCode,
  type KunaiApiError,
  memoryTokenStore,
  type PendingAuthorization,
  regions,
  resolveBaseUrl,
  revoke,
} from '@kunai/api'
import type { Clock } from '@kunai/api/clock'
import { GatewayError } from './call/index.ts'
import type { Application, Finding, Vendor } from './connections/index.ts'

/** Findings that only say that there is no consent yet, which is known. */
const expected = new Set(['not_connected', 'user_context_required'])

export function ninjaOne(clock: Clock): Vendor<Client> {
  /** Shows the token endpoint a code that cannot be good: how it refuses tells whether it knows the application. */
  async function probe({ baseUrl, clientId, clientSecret }: Application, redirectUri: string): Promise<Finding[]> {
    const pending: PendingAuthorization = {
      ...{ origin: resolveBaseUrl(baseUrl), clientId, redirectUri, startedAtMs: clock.now() },
      ...{ state: 'probe', codeVerifier: 'probe'.repeat(9) },
    }
    const callbackUrl = `${redirectUri}?code=probe&state=probe`
    try {
      await exchangeCode({ pending, callbackUrl, clientSecret, tokenStore: memoryTokenStore(), clock })
      return []
    } catch (error) {
      const { code, message } = error as KunaiApiError
      // Only these are proof; anything else may be this vendor's way of refusing a code.
      const proof = ['client_not_found', 'client_refused', 'grant_refused', 'connection_failed']
      return proof.includes(code) ? [{ code, message, identity: 'user' }] : []
    }
  }

  return {
    regions,
    resolveBaseUrl(baseUrl) {
      try {
        return resolveBaseUrl(baseUrl)
      } catch (error) {
        throw new GatewayError('invalid_input', (error as Error).message)
      }
    },
    createClient: ({ baseUrl, machine, user, onToken }) =>
      createClient({ baseUrl, machine, user, userForAll: machine === undefined, clock, hooks: tokenHooks(onToken) }),
    closeClient: (client) => client.close(),
    authorizationUrl: (options) => authorizationUrl({ ...options, clock }),
    exchangeCode: async (options) => (await exchangeCode({ ...options, clock })).scopes,
    revoke: (options) => revoke({ ...options, clock }),
    async inspectUserApplication({ redirectUri, ...application }) {
      const findings = await probe(application, redirectUri)
      if (findings.length > 0) return findings
      const { baseUrl, scopes, clientId, clientSecret } = application
      const user = { clientId, clientSecret, tokenStore: memoryTokenStore() }
      const diagnosis = await diagnose({ baseUrl, user, redirectUri, scopes, clock })
      return diagnosis.findings.filter(({ code }) => !expected.has(code) && code !== 'clock_skewed')
    },
    async inspectMachine(baseUrl, machine) {
      const { findings } = await diagnose({ baseUrl, machine, clock })
      return findings.filter(({ code }) => !expected.has(code))
    },
  }
}

/** Tells how each request for a token ended. */
export function tokenHooks(onToken: (identity: 'machine' | 'user', code: string | undefined) => void) {
  return {
    onAnswer: ({ operationId, identity, code }: AnswerEvent) => {
      if (operationId === 'oauth.token') onToken(identity, code)
    },
  }
}
