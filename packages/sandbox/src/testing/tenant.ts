/** What tests share: a small tenant on a clock that only they move, and clients of it that hold tokens. */
import { manualClock } from '@kunai/api/clock'
import type { SandboxOptions } from '../options.ts'
import { type Sandbox, type SandboxContents, startSandbox } from '../sandbox.ts'

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON; the test fails by itself when it is not. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at answers as a client without types would
  readonly json: any
}

export type Send = (method: string, path: string, body?: unknown) => Promise<Reply>

export interface Tenant {
  readonly sandbox: Sandbox
  readonly clock: ReturnType<typeof manualClock>
  /** With the machine application's token. */
  readonly asMachine: Send
  /** With the user application's token. */
  readonly asUser: Send
}

export const printServer = 1001

export async function startTenant(options: SandboxOptions = {}, contents?: SandboxContents): Promise<Tenant> {
  const clock = manualClock()
  const sandbox = await startSandbox({ devices: 120, orgs: 6, clock, ...options }, contents)
  return {
    sandbox,
    clock,
    asMachine: sender(sandbox.url, await fetchToken(sandbox, machineGrant(sandbox))),
    asUser: sender(sandbox.url, await fetchToken(sandbox, userGrant(sandbox))),
  }
}

export const machineGrant = ({ machine }: Sandbox): Record<string, string> => ({
  grant_type: 'client_credentials',
  client_id: machine.clientId,
  client_secret: machine.clientSecret,
})

export const userGrant = ({ user }: Sandbox): Record<string, string> => ({
  grant_type: 'refresh_token',
  client_id: user.clientId,
  client_secret: user.clientSecret,
  refresh_token: user.refreshToken,
})

export async function askForToken(
  url: string,
  form: Record<string, string>,
  { path = '/ws/oauth/token', headers = {} }: { path?: string; headers?: Record<string, string> } = {},
): Promise<Reply> {
  return read(await fetch(url + path, { method: 'POST', body: new URLSearchParams(form), headers }))
}

export async function fetchToken(sandbox: Sandbox, form: Record<string, string>): Promise<string> {
  const { status, json, text } = await askForToken(sandbox.url, form)
  if (status !== 200) throw new Error(`no token: ${status} ${text}`)
  return json.access_token
}

export function sender(url: string, token: string): Send {
  return async (method, path, body) =>
    read(
      await fetch(url + path, {
        method,
        headers: {
          Authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    )
}

export async function read(response: Response): Promise<Reply> {
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    get json() {
      return JSON.parse(text)
    },
  }
}

/** Speaks to the control API over HTTP. */
export function controlSender(sandbox: Sandbox, token = sandbox.controlToken): Send {
  const send = sender(sandbox.url, token)
  return (method, path, body) => send(method, `/_sandbox${path}`, body)
}
