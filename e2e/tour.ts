/**
 * `npm run tour`: the main job, end to end, in the terminal; `support/tour.ts` says what it is. Ends with 0 only if every
 * step was seen. Each of these can make it end with 1, and then it says what was seen instead:
 *
 *   --deny                      the person denies
 *   --let-expire                nobody decides
 *   --fault accepted-but-500    NinjaOne does the work and answers 500
 *   --fault NAME                a bad day of the sandbox, by the name of its preset
 *   --rate-limit NAME           a rate limit of the sandbox, by the name of its profile
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, styleText } from 'node:util'
import { type Sandbox, SandboxOptionError, startSandbox } from '@kunai/sandbox'
import { openHome } from '../packages/gateway/src/home/index.ts'
import { type RunningGateway, sandboxVariables, startGatewayProcess } from './support/environment.ts'
import { connectAgent } from './support/mcp.ts'
import { type Person, signIn } from './support/person.ts'
import { startKunai } from './support/process.ts'
import { playTour } from './support/tour.ts'

const { values: flags } = parseArgs({
  options: {
    deny: { type: 'boolean', default: false },
    'let-expire': { type: 'boolean', default: false },
    fault: { type: 'string' },
    'rate-limit': { type: 'string', default: 'off' },
  },
})
const lie = 'accepted-but-500'
const home = mkdtempSync(join(tmpdir(), 'kunai-tour-'))
let sandbox: Sandbox | undefined
let gateway: RunningGateway | undefined
try {
  sandbox = await startTrouble()
  gateway = await startGatewayProcess(['--no-sandbox', ...(flags['let-expire'] ? ['--decide-within', '3'] : [])], {
    ...sandboxVariables(sandbox),
    KUNAI_HOME: home,
    KUNAI_DATABASE_URL: process.env.KUNAI_DATABASE_URL,
  })
  await tell(sandbox, gateway)
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
} finally {
  await gateway?.kunai.kill('SIGTERM')
  await sandbox?.close()
  rmSync(home, { recursive: true, force: true })
}

async function startTrouble(): Promise<Sandbox> {
  const { fault, 'rate-limit': rateLimit } = flags
  const faults =
    fault === lie
      ? [{ match: { operation: 'devices.controlWindowsService' }, effect: { kind: fault } } as const]
      : (fault ?? [])
  try {
    return await startSandbox({ seed: 42, rateLimit, faults })
  } catch (error) {
    const isFault = error instanceof SandboxOptionError && error.message.startsWith('Option faults')
    throw isFault ? new Error(`--fault takes ${lie}, or the name of a preset. ${error.message}`) : error
  }
}

async function tell({ control }: Sandbox, { url, mcpUrl }: RunningGateway): Promise<void> {
  let steps = 0
  const seen = (text: string, detail?: string) => {
    steps++
    console.log(`${styleText('green', '✓')} ${text}${detail ? styleText('dim', `  ${detail}`) : ''}`)
  }
  seen('The gateway runs', url)
  const report = await playTour(
    {
      connect: () => connectAgent(mcpUrl, openHome(home).key('mcp')),
      invite,
      executed: () => control.ledger().length,
      seen,
      pause: () => new Promise((resolve) => setTimeout(resolve, 250)),
    },
    flags['let-expire'] ? 'nothing' : flags.deny ? 'deny' : 'approve',
  )
  if (report.complete) console.log(`\nThe whole job, ${steps} steps, each of them seen.`)
  else fail(`${report.why}\n  What the agent knows of the restart: ${report.told}.`)
}

async function invite(): Promise<Person> {
  const added = startKunai(['people', 'add', 'Second technician'], { KUNAI_HOME: home })
  if ((await added.exit()) !== 0) throw new Error(added.stderr.join('\n'))
  const { signInUrl } = JSON.parse(added.stdout.join('')) as { signInUrl: string }
  return signIn(signInUrl)
}

function fail(words: string): void {
  process.exitCode = 1
  console.error(`${styleText('red', '✗')} ${words}`)
}
