/** A gateway process with a sandbox in the test's own process, so that the sandbox survives the gateway's death. */

import { type Sandbox, startSandbox } from '@kunai/sandbox'
import { createTestDatabase, type TestDatabase } from '../../packages/gateway/test/store.ts'
import { type Kunai, startKunai } from './process.ts'

export interface Addresses {
  readonly url: string
  readonly mcpUrl: string
  readonly signInUrl: string
}

export interface RunningGateway extends Addresses {
  readonly kunai: Kunai
}

export interface Environment {
  readonly sandbox: Sandbox
  readonly database: TestDatabase
  /** What every kunai process of this environment is started with. */
  readonly variables: Record<string, string | undefined>
  /** Starts the gateway and waits until it is ready. */
  start(args?: readonly string[], variables?: Record<string, string>): Promise<RunningGateway>
  close(): Promise<void>
}

/** The sandbox as the environment names it to a gateway. */
export function sandboxVariables(sandbox: Pick<Sandbox, 'url' | 'machine' | 'user'>): Record<string, string> {
  return {
    KUNAI_NINJAONE_URL: sandbox.url,
    KUNAI_NINJAONE_CLIENT_ID: sandbox.machine.clientId,
    KUNAI_NINJAONE_CLIENT_SECRET: sandbox.machine.clientSecret,
    KUNAI_NINJAONE_USER_CLIENT_ID: sandbox.user.clientId,
    KUNAI_NINJAONE_USER_CLIENT_SECRET: sandbox.user.clientSecret,
    KUNAI_NINJAONE_USER_REFRESH_TOKEN: sandbox.user.refreshToken,
  }
}

/** Starts `kunai up --json` and reads its one line. */
export async function startGatewayProcess(
  args: readonly string[],
  variables: Record<string, string | undefined>,
): Promise<RunningGateway> {
  const kunai = startKunai(['up', '--json', '--port', '0', ...args], variables)
  const line = await kunai.line((text) => text.startsWith('{'))
  return { ...(JSON.parse(line) as Addresses), kunai }
}

export async function createEnvironment(): Promise<Environment> {
  const database = await createTestDatabase()
  const sandbox = await startSandbox({ orgs: 3, devices: 60 })
  const variables = {
    ...sandboxVariables(sandbox),
    KUNAI_HOME: database.folder,
    KUNAI_DATABASE_URL: database.databaseUrl,
  }
  const started: Kunai[] = []
  return {
    sandbox,
    database,
    variables,
    async start(args = [], more = {}) {
      const gateway = await startGatewayProcess(['--no-sandbox', ...args], { ...variables, ...more })
      started.push(gateway.kunai)
      return gateway
    },
    async close() {
      await Promise.all(started.map((kunai) => kunai.kill('SIGTERM')))
      await sandbox.close()
      await database.remove()
    },
  }
}
