/** Connections to a sandbox, as their owner makes them: at the dashboard's door, with a browser that presses Allow. */
import type { Sandbox } from '@kunai/sandbox'
import type { TestGateway } from './gateway.ts'

export interface Answer {
  readonly status: number
  readonly body: Record<string, unknown> & { error?: { code: string; message: string } }
}

export interface Owner {
  post(path: string, body?: unknown): Promise<Answer>
  get(path: string): Promise<Answer>
}

/** Signs somebody in; the owner unless another name is given. */
export async function signIn({ gateway }: TestGateway, name = 'owner'): Promise<Owner> {
  const { url, parts } = gateway
  const token = await parts.accounts.createSignInToken(name, { kind: 'person', id: 'o', name: 'o' })
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  const { csrfToken } = (await response.json()) as { csrfToken: string }
  const headers = { cookie, origin: url, 'x-csrf-token': csrfToken, 'content-type': 'application/json' }
  const read = async (answer: Response): Promise<Answer> => ({
    status: answer.status,
    body: (await answer.json()) as Answer['body'],
  })
  return {
    get: async (path) => read(await fetch(url + path, { headers })),
    post: async (path, body = {}) =>
      read(await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })),
  }
}

export interface App {
  readonly clientId: string
  readonly clientSecret: string
}

export const callbackOf = ({ gateway }: TestGateway) => `${gateway.url}/dashboard/integrations/ninjaone-callback`

/** A Web application registered with the sandbox for this gateway. */
export function addWebApp(
  test: TestGateway,
  changes: { redirectUris?: string[]; scopes?: string[]; grantTypes?: string[]; clientSecret?: string } = {},
): App {
  const { clientId, clientSecret } = test.sandbox.control.addApp({
    name: 'Kunai',
    platform: 'web',
    redirectUris: [callbackOf(test)],
    ...(changes as object),
  })
  return { clientId, clientSecret: clientSecret ?? '' }
}

/** A Web application as the connection's form sends it. */
export const userForm = (app: App) => ({ ...app, platform: 'web' as const })

/** Presses a button on the sandbox's consent page; returns the query that the browser comes back with. */
export async function press(sandbox: Sandbox, url: string, decision: 'allow' | 'deny'): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'x-sandbox-consent': sandbox.controlToken,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ decision }),
  })
  const location = response.headers.get('location')
  if (location === null) throw new Error(`the consent page answered ${response.status}: ${await response.text()}`)
  return new URL(location).search
}

/** Starts, allows and completes a consent. */
export async function consent(test: TestGateway, owner: Owner, name: string): Promise<Answer> {
  const started = await owner.post(`/api/connections/${name}/authorize`)
  if (started.status !== 200) return started
  const query = await press(test.sandbox, started.body.url as string, 'allow')
  return owner.post('/api/authorizations', { query })
}
