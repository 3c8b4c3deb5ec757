/**
 * The CLI door: commands and their help. stdout carries data, stderr words for people.
 * What needs the whole gateway (up, mcp, sandbox) is handed in, so that small commands start fast.
 */
import { text } from 'node:stream/consumers'
import { Command, CommanderError, Option } from 'commander'
import { GatewayError, operations, toolProfiles } from '../../call/index.ts'
import { accountCommands } from './account-commands.ts'
import { batchCommands } from './batch-commands.ts'
import { connectionCommands } from './connection-commands.ts'
import { CliError, exitCodes } from './exit-codes.ts'
import { createGatewayClient } from './gateway-client.ts'
import { addOperationCommands } from './operation-commands.ts'
import type { CliParts } from './parts.ts'
import { addUpCommand } from './up-command.ts'

export type { CliParts, UpOptions } from './parts.ts'

/** Runs one command line; resolves with the exit code. Nothing here ends the process. */
export async function runCli(argv: readonly string[], parts: CliParts): Promise<number> {
  let exitCode: number = exitCodes.ok
  const explain = (text: string) => parts.stderr.write(`${text}\n`)
  const print = (value: unknown) => parts.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
  const program = new Command('kunai')
    .description('The gateway through which agents, batches and people act on a NinjaOne fleet')
    .version(parts.version)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ writeOut: (text) => parts.stdout.write(text), writeErr: (text) => parts.stderr.write(text) })

  const client = (kind: 'cli' | 'owner' = 'cli') => createGatewayClient(parts.home(), kind)
  const setExitCode = (code: number) => {
    exitCode = code
  }
  addUpCommand(program, parts, setExitCode)

  program
    .command('mcp')
    .description('Serve MCP over stdio: a thin process that talks to the running gateway, or starts one')
    .option('--key <name>', 'Name of this client; its key is made on first use', 'stdio')
    .addOption(new Option('--profile <name>', 'How many tools are listed').choices(toolProfiles).default('default'))
    .option('--connection <name>', 'Connection that its calls go to; the default one if left out')
    .action(async (options: Parameters<typeof parts.mcp>[0]) => {
      exitCode = await parts.mcp(options)
    })

  program
    .command('sandbox')
    .description('A NinjaOne that runs on your desk: kunai sandbox start --help')
    .allowUnknownOption()
    .helpOption(false)
    .argument('[arguments...]')
    .action(async () => {
      exitCode = await parts.sandbox(argv.slice(argv.indexOf('sandbox') + 1))
    })

  program
    .command('operations')
    .description('List the operations that Kunai knows')
    .action(() => {
      print(operations.map(({ id, summary, risk }) => ({ id, summary, risk })))
    })

  accountCommands(program, { client, print, explain, setExitCode })
  connectionCommands(program, {
    ...{ client, print, explain, setExitCode },
    readStdin: () => text(parts.stdin),
  })
  batchCommands(program, { ...parts, client, print, explain, setExitCode })
  addOperationCommands(program, { client, print, explain, setExitCode })

  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.failure
    if (error instanceof CliError) {
      explain(error.message)
      return error.exitCode
    }
    // What the readers of a batch's input refuse.
    if (error instanceof GatewayError) {
      explain(error.message)
      return exitCodes.failure
    }
    explain(parts.explainFault(error))
    return exitCodes.failure
  }
}
