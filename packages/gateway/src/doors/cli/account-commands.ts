/** Commands about the gateway itself: people, calls, audit. */
import type { Command } from 'commander'
import type { Outcome } from '../../call/index.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import type { GatewayClient } from './gateway-client.ts'

interface Parts {
  readonly client: (kind?: 'cli' | 'owner') => GatewayClient
  readonly print: (value: unknown) => void
  readonly explain: (text: string) => void
  readonly setExitCode: (code: number) => void
}

export function accountCommands(program: Command, { client, print, explain, setExitCode }: Parts): void {
  program
    .command('people')
    .description('People who may sign in')
    .command('add <name>')
    .description('Print a one-time sign-in link for that person, new or known')
    .action(async (name: string) => {
      const answer = (await client('owner').request('POST', '/api/people', { name })) as { signInUrl: string }
      explain(`A sign-in link for ${name}; it works once, within 15 minutes. Give it to nobody else.`)
      print(answer)
    })

  program
    .command('calls')
    .description('What became of calls')
    .command('get')
    .requiredOption('--id <call>', 'Call id')
    .action(async ({ id }: { id: string }) => {
      const outcome = (await client().request('GET', `/api/calls/${encodeURIComponent(id)}`)) as Outcome
      print(outcome)
      setExitCode(exitCodeOf(outcome))
    })

  const audit = program.command('audit').description('The audit: everything asked, decided, sent and seen')
  audit
    .command('list')
    .description('Newest events first')
    .option('--limit <number>', 'Most events to print', '50')
    .option('--call <id>', 'Only the events of one call')
    .action(async ({ limit, call }: { limit: string; call?: string }) => {
      const query = new URLSearchParams({ limit, ...(call !== undefined && { callId: call }) })
      print(await client().request('GET', `/api/audit?${query}`))
    })
  audit
    .command('verify')
    .description('Check the hash chain from its first event to its last')
    .action(async () => {
      const result = (await client().request('POST', '/api/audit/verify')) as { ok: boolean; message?: string }
      print(result)
      if (!result.ok) {
        explain(`The audit is not intact: ${result.message}.`)
        setExitCode(exitCodes.failure)
      }
    })
}
