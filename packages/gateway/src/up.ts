/** `kunai up`: sandbox, gateway, and the lines that tell people how to go on. */
import { setFlagsFromString } from 'node:v8'
import { startSandbox } from '@kunai/sandbox'
import { type ConnectionSettings, connectionFromEnvironment } from './connections.ts'
import type { Step } from './corridor/index.ts'
import type { UpOptions } from './doors/cli/index.ts'
import { createLog, explainFault } from './faults.ts'
import { type Gateway, startGateway } from './gateway.ts'
import { openHome } from './home/index.ts'
import { PortTakenError } from './listen.ts'
import { aborted, stopSignal } from './stop-signal.ts'

/** Crash tests name a step in `KUNAI_CRASH_AT`; the process then dies there as if its plug were pulled. */
function crashAt(name: string | undefined): ((step: Step) => void) | undefined {
  return name === undefined ? undefined : (step) => step === name && process.kill(process.pid, 'SIGKILL')
}

interface RunningSandbox {
  readonly url: string
  readonly settings: ConnectionSettings
  close(): Promise<void>
}

async function embedSandbox(options: UpOptions): Promise<RunningSandbox> {
  const { seed, orgs, devices } = options
  const sandbox = await startSandbox({ port: options.sandboxPort, seed, orgs, devices }).catch((error) => {
    // Here the sandbox's port has a flag of its own, which the sandbox cannot know.
    const { code } = ((error as Error).cause ?? {}) as { code?: string }
    if (code !== 'EADDRINUSE') throw error
    throw new PortTakenError(
      `Port ${options.sandboxPort}, which the sandbox wants, is taken by another program. Choose another: --sandbox-port ${options.sandboxPort + 10}`,
      { cause: error },
    )
  })
  return {
    url: sandbox.url,
    close: () => sandbox.close(),
    settings: {
      connection: {
        name: 'sandbox',
        kind: 'sandbox',
        label: `SANDBOX · seed ${seed}`,
        baseUrl: sandbox.url,
        isDefault: true,
      },
      client: { baseUrl: sandbox.url, machine: sandbox.machine, user: sandbox.user },
    },
  }
}

export async function up(options: UpOptions): Promise<number> {
  // By itself V8 lets the two heaps of a gateway (ours and the database's thread) grow to several times what they hold
  // before it clears away, say, the rows of a large batch. It holds for threads that are started later, too.
  setFlagsFromString('--heap-growing-percent=25')
  const logFault = createLog()
  const home = openHome()
  let sandbox: RunningSandbox | undefined
  let gateway: Gateway | undefined
  try {
    const fromEnvironment = connectionFromEnvironment(process.env)
    if (options.sandbox && fromEnvironment === undefined) sandbox = await embedSandbox(options)
    // Without any: connections are added in the dashboard, and none is there to be called by mistake.
    const settings = fromEnvironment ?? sandbox?.settings
    const onStep = crashAt(process.env.KUNAI_CRASH_AT)
    gateway = await startGateway({
      home,
      databaseUrl: process.env.KUNAI_DATABASE_URL,
      host: options.host,
      port: options.port,
      connections: settings ? [settings] : [],
      times: { decideWithin: options.decideWithin * 1000, startWithin: options.startWithin * 1000 },
      logFault,
      ...(onStep && { onStep }),
    })
  } catch (error) {
    await sandbox?.close()
    process.stderr.write(`${explainFault(error)}\n`)
    return 1
  }
  home.setRunning({ url: gateway.url, pid: process.pid })
  const signInUrl = options.signInLink ? await gateway.createOwnerSignInUrl() : undefined
  const addresses = { url: gateway.url, mcpUrl: `${gateway.url}/mcp`, signInUrl, sandboxUrl: sandbox?.url }
  process.stdout.write(options.json ? `${JSON.stringify(addresses)}\n` : welcome(addresses, home.key('mcp')))
  if (gateway.recovered.inDoubt > 0) {
    const { inDoubt } = gateway.recovered
    process.stderr.write(
      `${inDoubt} call(s) were on their way when the gateway last stopped. Their outcome is unknown; see the audit.\n`,
    )
  }
  await aborted(stopSignal())
  home.setRunning(undefined)
  await gateway.close()
  await sandbox?.close()
  return 0
}

function welcome(
  addresses: { url: string; mcpUrl: string; signInUrl: string | undefined; sandboxUrl: string | undefined },
  key: string,
): string {
  const lines = [
    'Kunai is running.',
    '',
    `  Dashboard   ${addresses.url}`,
    ...(addresses.signInUrl
      ? [`  Sign in     ${addresses.signInUrl}`, '              (works once, within 15 minutes)']
      : []),
    ...(addresses.sandboxUrl ? [`  Sandbox     ${addresses.sandboxUrl}`] : []),
    '',
    '  Connect an agent with this line:',
    `    claude mcp add --transport http kunai ${addresses.mcpUrl} --header "Authorization: Bearer ${key}"`,
    '',
    '  A second person: npx kunai people add NAME        Stop: Ctrl-C',
    '',
    '',
  ]
  return lines.join('\n')
}
