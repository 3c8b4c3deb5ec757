/** `kunai connections …`: the owner's terminal manages tenants. A secret comes from a file or stdin, never as a flag. */
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { CliError, exitCodes } from './exit-codes.ts'
import type { GatewayClient } from './gateway-client.ts'

interface Parts {
  readonly client: (kind: 'owner') => GatewayClient
  readonly print: (value: unknown) => void
  readonly explain: (text: string) => void
  readonly setExitCode: (code: number) => void
  /** Everything on stdin. */
  readonly readStdin: () => Promise<string>
}

interface ConnectionFacts {
  readonly name: string
  readonly state: string
  readonly why: { readonly message: string } | null
  readonly user: { readonly consent: object | null } | null
}

interface AddOptions {
  region?: string
  baseUrl?: string
  machineId?: string
  machineSecretFile?: string
  userId?: string
  userSecretFile?: string
  native?: boolean
  scopes: string
}

export function connectionCommands(program: Command, { client, print, explain, setExitCode, readStdin }: Parts): void {
  const path = (name: string, rest = '') => `/api/connections/${encodeURIComponent(name)}${rest}`
  const list = async () =>
    ((await client('owner').request('GET', '/api/connections')) as { connections: ConnectionFacts[] }).connections
  const group = program.command('connections').description('Tenants of NinjaOne, with their credentials')

  group
    .command('list')
    .description('All connections, with how they are')
    .action(async () => print(await list()))

  group
    .command('add <name>')
    .description('Add a connection; a person authorizes it in the dashboard afterwards')
    .option('--region <region>', 'us, us2, eu, oc, ca or fed')
    .option('--base-url <address>', 'Instead of a region, e.g. of a white-label host')
    .option('--machine-id <id>', 'Client ID of an API Services application')
    .option('--machine-secret-file <file>', 'File with its client secret; - reads stdin')
    .option('--user-id <id>', 'Client ID of a Web or Native application')
    .option('--user-secret-file <file>', 'File with its client secret; - reads stdin')
    .option('--native', 'The user application is Native and has no secret')
    .option('--scopes <list>', 'Scopes of the user application', 'monitoring,management,control')
    .action(async (name: string, options: AddOptions) => {
      if (options.machineSecretFile === '-' && options.userSecretFile === '-') {
        throw new CliError('Only one secret can come from stdin: put the other one into a file.')
      }
      const secret = async (file: string | undefined) => (file === undefined ? undefined : readSecret(file, readStdin))
      const { region, baseUrl, machineId, userId } = options
      const added = (await client('owner').request('POST', '/api/connections', {
        name,
        region,
        baseUrl,
        ...(machineId !== undefined && {
          machine: { clientId: machineId, clientSecret: await secret(options.machineSecretFile) },
        }),
        ...(userId !== undefined && {
          user: {
            clientId: userId,
            platform: options.native ? 'native' : 'web',
            clientSecret: await secret(options.userSecretFile),
            scopes: options.scopes.split(',').map((scope) => scope.trim()),
          },
        }),
      })) as ConnectionFacts
      print(added)
      if (added.user && added.user.consent === null) {
        explain(`Saved. A person authorizes it in the dashboard: Connections, ${name}, Authorize.`)
      }
    })

  group
    .command('check <name>')
    .description('Check everything that the connection needs')
    .action(async (name: string) => {
      const { items } = (await client('owner').request('POST', path(name, '/check'), {})) as {
        items: { label: string; state: string; message?: string }[]
      }
      print(items)
      for (const { label, message } of items) if (message !== undefined) explain(`${label}: ${message}`)
      // A consent that is still to come is no fault, and a script has to hear of it all the same.
      if (items.some(({ state }) => state === 'failed')) setExitCode(exitCodes.failure)
      else if (items.some(({ message }) => message !== undefined)) setExitCode(exitCodes.needsAuthentication)
    })

  group
    .command('remove <name>')
    .description('Revoke the consent at NinjaOne and forget the connection')
    .option('--yes', 'Do not ask for this flag')
    .action(async (name: string, { yes }: { yes?: boolean }) => {
      if (!yes) throw new CliError(`This ends "${name}" for everybody. If that is meant, add --yes.`)
      const result = (await client('owner').request('POST', path(name, '/disconnect'), {})) as {
        revoked: boolean
        message: string
      }
      print(result)
      explain(result.message)
      if (!result.revoked) setExitCode(exitCodes.failure)
    })

  group
    .command('use <name>')
    .description('Make it the default connection')
    .action(async (name: string) => {
      print(await client('owner').request('POST', path(name, '/default'), {}))
      explain(`Calls that name no connection go to ${name} from now on.`)
    })
}

/** Line breaks at the end are the editor's, not the secret's. */
async function readSecret(file: string, readStdin: () => Promise<string>): Promise<string> {
  let text: string
  try {
    text = file === '-' ? await readStdin() : readFileSync(file, 'utf8')
  } catch (error) {
    throw new CliError(`The secret could not be read from ${file} (${(error as NodeJS.ErrnoException).code}).`)
  }
  const secret = text.replace(/[\r\n]+$/, '')
  if (secret === '') throw new CliError(`There is no secret in ${file === '-' ? 'stdin' : file}.`)
  return secret
}
