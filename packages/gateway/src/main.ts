/**
 * The program `kunai`. Names every room, so that nothing else has to; loads each only when it is needed,
 * because `kunai --version` should not wait for a database.
 */
import { version } from './version.ts'

const argv = process.argv.slice(2)
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  process.stdout.write(`${version}\n`)
} else {
  const { runCli } = await import('./doors/cli/index.ts')
  const { openHome } = await import('./home/index.ts')
  const { explainFault } = await import('./faults.ts')
  process.exitCode = await runCli(argv, {
    version,
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    environment: process.env,
    home: () => openHome(),
    explainFault,
    up: async (options) => (await import('./up.ts')).up(options),
    mcp: async (options) => (await import('./mcp-stdio.ts')).serveStdio(options),
    sandbox: async (rest) => {
      const { runSandboxCommand } = await import('@kunai/sandbox')
      const { stopSignal } = await import('./stop-signal.ts')
      return runSandboxCommand(rest, {
        stdout: (text) => void process.stdout.write(text),
        stderr: (text) => void process.stderr.write(text),
        stop: stopSignal(),
      })
    },
  })
}
