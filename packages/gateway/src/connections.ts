/** Where calls go: the embedded sandbox, or a NinjaOne named by the environment. */
import { type Client, type ClientOptions, createClient } from '@kunai/api'
import type { Clock } from '@kunai/api/clock'
import { type Connection, sha256 } from './call/index.ts'
import type { BuiltIn } from './connections/index.ts'
import { tokenHooks } from './ninja-one.ts'

/** A connection with what its client needs; the second half never leaves this process. */
export interface ConnectionSettings {
  readonly connection: Connection
  readonly client: Pick<ClientOptions, 'baseUrl' | 'machine' | 'user'>
}

/** The settings as a connection that lives as long as this process. */
export function builtInFrom({ connection, client }: ConnectionSettings, clock: Clock): BuiltIn<Client> {
  const { machine, user } = client
  // The same for every process that is started with the same settings.
  const tenant = sha256(JSON.stringify([connection.baseUrl, machine?.clientId ?? '', user?.clientId ?? ''])).slice(
    0,
    32,
  )
  return {
    connection: { ...connection, tenant },
    identities: [...(machine ? (['machine'] as const) : []), ...(user ? (['user'] as const) : [])],
    createClient: (onToken) => createClient({ ...client, clock, hooks: tokenHooks(onToken) }),
  }
}

/** Settings that name the variable at fault. */
class SettingsError extends Error {}

/**
 * Reads `KUNAI_NINJAONE_URL`, `_CLIENT_ID`, `_CLIENT_SECRET` (machine app) and `_USER_CLIENT_ID`,
 * `_USER_CLIENT_SECRET`, `_USER_REFRESH_TOKEN` (user app). An address of this machine is a sandbox, any other is production.
 */
export function connectionFromEnvironment(environment: NodeJS.ProcessEnv): ConnectionSettings | undefined {
  const value = (name: string) => environment[`KUNAI_NINJAONE_${name}`] || undefined
  const url = value('URL')
  if (url === undefined) return undefined
  if (!URL.canParse(url)) {
    throw new SettingsError(`KUNAI_NINJAONE_URL is not an address. Write it as https://app.ninjarmm.com`)
  }
  const { hostname, origin } = new URL(url)
  const isSandbox = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
  const clientId = value('CLIENT_ID')
  const clientSecret = value('CLIENT_SECRET')
  if (clientId === undefined || clientSecret === undefined) {
    throw new SettingsError(
      'KUNAI_NINJAONE_URL needs KUNAI_NINJAONE_CLIENT_ID and KUNAI_NINJAONE_CLIENT_SECRET beside it.',
    )
  }
  const userClientId = value('USER_CLIENT_ID')
  const refreshToken = value('USER_REFRESH_TOKEN')
  const userClientSecret = value('USER_CLIENT_SECRET')
  return {
    connection: {
      name: isSandbox ? 'sandbox' : 'production',
      kind: isSandbox ? 'sandbox' : 'production',
      label: isSandbox ? `SANDBOX · ${new URL(url).host}` : `PRODUCTION · ${hostname}`,
      baseUrl: origin,
      isDefault: true,
    },
    client: {
      baseUrl: url,
      machine: { clientId, clientSecret },
      ...(userClientId !== undefined &&
        refreshToken !== undefined && {
          user: {
            clientId: userClientId,
            refreshToken,
            ...(userClientSecret !== undefined && { clientSecret: userClientSecret }),
          },
        }),
    },
  }
}
