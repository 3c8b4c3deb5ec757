/** A command line in the test's own process, against a gateway of the test. */
import { approve, type TestGateway } from '../../../../test/gateway.ts'
import { runCli } from '../index.ts'

export interface CommandEnd {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export async function runCommand(
  { home }: Pick<TestGateway, 'home'>,
  argv: readonly string[],
  stdin = '',
  environment: NodeJS.ProcessEnv = {},
): Promise<CommandEnd> {
  let stdout = ''
  let stderr = ''
  const code = await runCli(argv, {
    version: '1',
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    stdin: (async function* () {
      yield Buffer.from(stdin)
    })(),
    environment,
    home: () => home,
    up: async () => 1,
    mcp: async () => 1,
    sandbox: async () => 1,
    explainFault: (error) => `fault: ${(error as Error).stack}`,
  })
  return { code, stdout, stderr }
}

/** Alice approves the next plan that waits, while something else goes on. */
export async function approveNext(test: TestGateway): Promise<void> {
  const { approvals, jobs } = test.gateway.parts
  for (;;) {
    const [pending] = await approvals.list({ state: 'pending' }, 1)
    if (pending === undefined) {
      await new Promise((resolve) => setImmediate(resolve))
      continue
    }
    await approve(test, pending.id)
    await jobs.sweep()
    return
  }
}
