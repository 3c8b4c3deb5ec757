/** The commands, and how one of them is run. What `--help` and the reference page say is what stands here. */
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { describeFidelity, readFidelity } from '../fidelity.ts'
import type { SandboxCommandIo } from '../main.ts'
import { addClientCommands } from './client-commands.ts'
import { CommandError, exitCodes } from './command-error.ts'
import {
  type ClientFlags,
  type ControlClient,
  controlTokenVariable,
  createControlClient,
  portDefault,
  urlVariable,
} from './control-client.ts'
import { addLogCommands } from './log-commands.ts'
import { runExec, runStart } from './run.ts'
import { addStartOptions, type StartFlags } from './start-options.ts'

/** What every command is given. */
export interface CommandParts {
  readonly io: SandboxCommandIo
  /** A command of a running sandbox: with the options that say where it is. */
  readonly command: (parent: Command, usage: string, description: string) => Command
  readonly client: (flags: ClientFlags) => ControlClient
  /** The data with --json, else the words. */
  readonly print: (flags: { readonly json?: boolean }, data: unknown, words: () => string) => void
}

const examples = `
Examples:
  $ kunai-sandbox start --devices 200             a tenant until Ctrl-C, with its credentials
  $ kunai-sandbox exec -- npm test                a fresh tenant for one command
  $ export ${controlTokenVariable}=…     then, from another terminal:
  $ kunai-sandbox log --follow                    what clients ask
  $ kunai-sandbox snapshot before                 and later: diff before, restore before
  $ kunai-sandbox fault preset bad-tuesday        trouble
  $ kunai-sandbox clock advance 2h                time

Commands but start, exec and fidelity talk to ${urlVariable} or --url (http://127.0.0.1:${portDefault}).
`

/** Without running anything; `setExitCode` is told what a command wants to end with. */
export function createProgram(io: SandboxCommandIo, setExitCode: (code: number) => void): Command {
  const environment = io.environment ?? process.env
  const parts: CommandParts = {
    io,
    command: (parent, usage, description) =>
      parent
        .command(usage)
        .description(description)
        .option('--url <address>', `Where the sandbox is (${urlVariable})`)
        .option('--control-token <text>', `Rather in ${controlTokenVariable}: others can read what a command is told`)
        .option('--control-token-file <file>', 'The same, from a file')
        .option('--json', 'Print the answer as JSON'),
    client: (flags) => createControlClient(flags, environment, io.stop),
    print: ({ json }, data, words) => io.stdout(json ? `${JSON.stringify(data)}\n` : words()),
  }
  const program = new Command('kunai-sandbox')
    .description('A NinjaOne that runs on your desk')
    .version(readVersion())
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr })
    .addHelpText('before', examples)

  addStartOptions(
    program
      .command('start')
      .description('Run a tenant on this machine until Ctrl-C')
      .option('--port <number>', `Port to listen on; 0 picks a free one (${portDefault})`),
  )
    .option('--json', 'Print one line of JSON when ready; the hash of a larger world follows in a second')
    .action(async (flags: StartFlags & { json?: boolean }) =>
      setExitCode(await runStart(flags, { ...io, environment })),
    )

  addStartOptions(
    program
      .command('exec')
      .description('Run a command with a tenant of its own, whose address and credentials are in its environment')
      .argument('<command...>', 'After --, with its arguments')
      .option('--port <number>', 'Port to listen on (a free one)'),
  )
    .passThroughOptions()
    .action(async (words: string[], flags: StartFlags) =>
      setExitCode(await runExec(flags, words, { ...io, environment })),
    )

  addClientCommands(program, parts)
  addLogCommands(program, parts)

  program
    .command('fidelity')
    .description('Say which operations the sandbox models')
    .option('--json', 'Print it as JSON')
    .action((flags: { json?: boolean }) => parts.print(flags, readFidelity(), describeFidelity))
  return program
}

/** Runs one command line; resolves to the exit code, and never rejects. */
export async function runProgram(argv: readonly string[], io: SandboxCommandIo): Promise<number> {
  let exitCode: number = exitCodes.ok
  const program = createProgram(io, (code) => {
    exitCode = code
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    // It has printed its words itself.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.failure
    if (error instanceof CommandError) {
      io.stderr(`${error.message}\n`)
      return error.exitCode
    }
    if (io.stop.aborted) return exitCodes.ok
    io.stderr(`${error instanceof Error ? error.message : error}\n`)
    return exitCodes.failure
  }
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}
