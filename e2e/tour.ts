/**
 * `npm run tour`: the main job, end to end, in the terminal; `support/tour.ts` says what it is. Ends with 0 only if every
 * step was seen. Each of these can make it end with 1, and then it says what was seen instead:
 *
 *   --deny                      the person denies
 *   --let-expire                nobody decides
 *   --fault accepted-but-500    NinjaOne starts the work, does not come to its end, and answers 500
 *   --fault NAME                a bad day of the sandbox, by the name of its preset
 *   --rate-limit NAME           a rate limit of the sandbox, by the name of its profile
 *
 * `--act 2` plays `support/second-act.ts` instead: two people, three changes, and the sandbox's ledger against the report.
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
import { changesIn, deciderAtApi, playSecondAct } from './support/second-act.ts'
import { playTour } from './support/tour.ts'

const { values: flags } = parseArgs({
  options: {
    deny: { type: 'boolean', default: false },
    'let-expire': { type: 'boolean', default: false },
    fault: { type: 'string' },
    'rate-limit': { type: 'string', default: 'off' },
    act: { type: 'string', default: '1' },
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
  if (!['1', '2'].includes(flags.act)) throw new Error(`There are two acts: --act 1 and --act 2, not ${flags.act}.`)
  await (flags.act === '2' ? tellSecondAct : tell)(sandbox, gateway)
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
} finally {
  await gateway?.kunai.kill('SIGTERM')
  await sandbox?.close()
  rmSync(home, { recursive: true, force: true })
}

async function startTrouble(): Promise<Sandbox> {
  const { fault, 'rate-limit': rateLimit } = flags
  const isLie = fault === lie
  const faults = isLie
    ? [{ match: { operation: 'devices.controlWindowsService' }, effect: { kind: lie } } as const]
    : (fault ?? [])
  // What ends soon is soon found to have ended, in NinjaOne's activities, and then nothing is unknown.
  const mode = isLie ? 'frozen' : 'live'
  try {
    // A fleet in which nothing happens by itself: a print server that restarts for its updates is another story.
    return await startSandbox({ seed: 42, rateLimit, faults, alive: false, mode })
  } catch (error) {
    const isFault = error instanceof SandboxOptionError && error.message.startsWith('Option faults')
    throw isFault ? new Error(`--fault takes ${lie}, or the name of a preset. ${error.message}`) : error
  }
}

/** Prints each step as it is seen. */
function narrate() {
  const told = { steps: 0 }
  return {
    told,
    seen(text: string, detail?: string) {
      told.steps++
      console.log(`${styleText('green', '✓')} ${text}${detail ? styleText('dim', `  ${detail}`) : ''}`)
    },
    pause: () => new Promise<void>((resolve) => setTimeout(resolve, 250)),
  }
}

function end(steps: number): void {
  console.log(`\nThe whole job, ${steps} steps, each of them seen.`)
}

async function tell({ control }: Sandbox, { url, mcpUrl }: RunningGateway): Promise<void> {
  const { told, seen, pause } = narrate()
  seen('The gateway runs', url)
  const report = await playTour(
    {
      connect: () => connectAgent(mcpUrl, openHome(home).key('mcp')),
      invite,
      executed: () => control.ledger().length,
      seen,
      pause,
    },
    flags['let-expire'] ? 'nothing' : flags.deny ? 'deny' : 'approve',
  )
  if (report.complete) end(told.steps)
  else fail(`${report.why}\n  What the agent knows of the restart: ${report.told}.`)
}

async function tellSecondAct({ control }: Sandbox, { url, mcpUrl, signInUrl }: RunningGateway): Promise<void> {
  const { told, seen, pause } = narrate()
  seen('The gateway runs', url)
  const owner = await signIn(signInUrl)
  const report = await playSecondAct({
    connect: () => connectAgent(mcpUrl, openHome(home).key('mcp')),
    invite: async () => ({ first: deciderAtApi(owner, pause), second: deciderAtApi(await invite(), pause) }),
    records: async () => owner,
    carriedOut: () => changesIn(control.ledger()),
    seen,
    pause,
  })
  if (report.complete) end(told.steps)
  else fail(`${report.why}\n  What was reported as carried out: ${report.reported.length}.`)
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
