/** `kunai up`: the flags of the gateway itself. */
import { type Command, InvalidArgumentError } from 'commander'
import type { CliParts, UpOptions } from './parts.ts'

const whole = (least: number, most: number) => (text: string) => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new InvalidArgumentError(`give a whole number from ${least} to ${most}`)
  }
  return value
}

export function addUpCommand(program: Command, parts: CliParts, setExitCode: (code: number) => void): void {
  const fromEnvironment = (name: string, otherwise: number) => {
    const text = parts.environment[name]
    return text ? whole(0, 65535)(text) : otherwise
  }
  program
    .command('up')
    .description('Start the gateway, the dashboard and a sandbox')
    .option('--port <number>', 'Port of the gateway (KUNAI_PORT)', whole(0, 65535), fromEnvironment('KUNAI_PORT', 7400))
    .option('--host <address>', 'Address to listen on; anything but this machine is your own risk', '127.0.0.1')
    .option(
      '--no-sandbox',
      'No embedded sandbox; connections are those of the dashboard, and of KUNAI_NINJAONE_URL if set',
    )
    .option(
      '--sandbox-port <number>',
      'Port of the embedded sandbox (KUNAI_SANDBOX_PORT)',
      whole(0, 65535),
      fromEnvironment('KUNAI_SANDBOX_PORT', 7401),
    )
    .option('--seed <number>', 'Seed of the sandbox fleet', whole(0, 2 ** 31), 42)
    .option('--orgs <number>', 'Organizations in the sandbox', whole(1, 10_000), 24)
    .option('--devices <number>', 'Devices in the sandbox', whole(1, 1_000_000), 1800)
    .option('--decide-within <seconds>', 'How long an approval waits for a person', whole(1, 14 * 86_400), 1800)
    .option('--start-within <seconds>', 'How long after approval a call may start', whole(1, 14 * 86_400), 600)
    .option('--json', 'Print one line of JSON when ready', false)
    .option('--no-sign-in-link', 'Print no sign-in link (for gateways that an agent starts)')
    .action(async (options: UpOptions) => setExitCode(await parts.up(options)))
}
