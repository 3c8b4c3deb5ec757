/**
 * The command `kunai-sandbox`, also reached as `kunai sandbox`. It reads words and prints words; the sandbox
 * itself is `startSandbox`. stdout is data, stderr is for people.
 */
import { parseArgs } from 'node:util'
import type { ClockMode } from './clock.ts'
import { describeFidelity, readFidelity } from './fidelity.ts'
import type { SandboxOptions } from './options.ts'
import { type Sandbox, startSandbox } from './sandbox.ts'
import type { FaultRuleInput } from './server/faults/rule.ts'

/** Where a command prints, and what ends it. */
export interface SandboxCommandIo {
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
  /** Aborting it closes the sandbox; the command then ends with 0. */
  readonly stop: AbortSignal
}

const usage = `Usage: kunai-sandbox start [options]
       kunai-sandbox fidelity [--json]

start: a NinjaOne tenant on this machine that runs until Ctrl-C. fidelity: which operations it models.

  --port 7401            Port to listen on; 0 picks a free one
  --host 127.0.0.1       Address to listen on
  --seed 42              The same seed and sizes make the same world
  --orgs 24              Organizations
  --devices 1800         Devices
  --profile msp-typical  What the fleet is made of: msp-typical, one-big-client, messy or tiny
  --mode live            How time goes: live, fast (60 times), frozen, or step (by /_sandbox/clock/advance)
  --client-id TEXT       Client id of the machine application; random when absent
  --client-secret TEXT   Its secret; random when absent
  --control-token TEXT   Token for /_sandbox; random when absent
  --rate-limit off       off, gentle, default, harsh or html-429; their numbers are assumed, NinjaOne publishes none
  --faults NAME          Trouble from the start: a preset such as bad-tuesday, or rules as JSON
  --dialect ninjaone     ninjaone, or skill for the shapes of a widespread text for agents
  --rotate-refresh-tokens  Each refresh token works once
  --webhook-host HOST    A host besides this machine that webhooks may reach; may be given several times
  --run-scripts          Linux devices really run shell scripts, confined by bubblewrap; off, runs are simulated
  --json                 Print one line of JSON when ready
  --help                 Print this
`

const flags = {
  port: { type: 'string' },
  host: { type: 'string' },
  seed: { type: 'string' },
  orgs: { type: 'string' },
  devices: { type: 'string' },
  profile: { type: 'string' },
  mode: { type: 'string' },
  'client-id': { type: 'string' },
  'client-secret': { type: 'string' },
  'control-token': { type: 'string' },
  'rate-limit': { type: 'string' },
  faults: { type: 'string' },
  dialect: { type: 'string' },
  'rotate-refresh-tokens': { type: 'boolean' },
  'webhook-host': { type: 'string', multiple: true },
  'run-scripts': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const portDefault = 7401

export interface SandboxCommand {
  readonly kind: 'help' | 'start' | 'fidelity'
  readonly json: boolean
  readonly options: SandboxOptions
}

function readFlags(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: flags, allowPositionals: true, strict: true })
  } catch (error) {
    // Node's first sentence names the flag; the rest explains Node.
    const [sentence = 'These options cannot be read'] = error instanceof Error ? error.message.split('. ') : []
    throw new Error(`${sentence}. See --help.`)
  }
}

/** A name stays a name; what begins like a list is rules. Both are judged where the options are. */
function readFaultsFlag(text: string): string | readonly FaultRuleInput[] {
  if (!text.trimStart().startsWith('[')) return text
  try {
    return JSON.parse(text) as readonly FaultRuleInput[]
  } catch {
    throw new Error('Option faults begins like a list of rules, but is not JSON. See --help.')
  }
}

/** Throws with a message for people. */
export function parseSandboxCommand(argv: readonly string[]): SandboxCommand {
  const { values, positionals } = readFlags(argv)
  if (values.help) return { kind: 'help', json: false, options: {} }
  const [command, ...surplus] = positionals
  if (command === 'fidelity' && surplus.length === 0)
    return { kind: 'fidelity', json: values.json ?? false, options: {} }
  if (command !== 'start' || surplus.length > 0) {
    const given = positionals.length > 0 ? `"${positionals.join(' ')}"` : 'nothing'
    throw new Error(`The commands are "start" and "fidelity", not ${given}. See --help.`)
  }
  const whole = (name: 'port' | 'seed' | 'orgs' | 'devices') => {
    const text = values[name]
    if (text === undefined) return {}
    if (!/^-?\d+$/.test(text)) throw new Error(`Option ${name} must be a whole number, not "${text}". See --help.`)
    return { [name]: Number(text) }
  }
  return {
    kind: 'start',
    json: values.json ?? false,
    options: {
      port: portDefault,
      ...whole('port'),
      ...whole('seed'),
      ...whole('orgs'),
      ...whole('devices'),
      ...(values.host !== undefined && { host: values.host }),
      ...(values['webhook-host'] !== undefined && { webhookHosts: values['webhook-host'] }),
      ...(values.profile !== undefined && { profile: values.profile }),
      ...(values.mode !== undefined && { mode: values.mode as ClockMode }),
      ...(values['client-id'] !== undefined && { clientId: values['client-id'] }),
      ...(values['client-secret'] !== undefined && { clientSecret: values['client-secret'] }),
      ...(values['control-token'] !== undefined && { controlToken: values['control-token'] }),
      ...(values['rate-limit'] !== undefined && { rateLimit: values['rate-limit'] }),
      ...(values.faults !== undefined && { faults: readFaultsFlag(values.faults) }),
      ...(values.dialect !== undefined && { dialect: values.dialect }),
      ...(values['run-scripts'] && { runScripts: true }),
      ...(values['rotate-refresh-tokens'] && { rotateRefreshTokens: true }),
    },
  }
}

/** Runs until `io.stop` is aborted; resolves to the exit code. */
export async function runSandboxCommand(argv: readonly string[], io: SandboxCommandIo): Promise<number> {
  try {
    const command = parseSandboxCommand(argv)
    if (command.kind === 'help') {
      io.stdout(usage)
      return 0
    }
    if (command.kind === 'fidelity') {
      io.stdout(command.json ? `${JSON.stringify(readFidelity())}\n` : describeFidelity())
      return 0
    }
    const sandbox = await startSandbox(command.options)
    const isLarge = (command.options.devices ?? 0) > hashedAtStartMax
    io.stdout(
      command.json ? `${JSON.stringify(describeAsData(sandbox, isLarge))}\n` : describeToPeople(sandbox, isLarge),
    )
    await aborted(io.stop)
    await sandbox.close()
    return 0
  } catch (error) {
    io.stderr(`${error instanceof Error ? error.message : error}\n`)
    return 1
  }
}

/** A hash reads the whole world, which a start must not wait for when it is large. */
const hashedAtStartMax = 20_000

function describeAsData(sandbox: Sandbox, isLarge: boolean) {
  const { url, machine, user, singlePage, native, controlToken } = sandbox
  const hash = !isLarge && { worldHash: sandbox.worldHash }
  return { url, machine, user, singlePage, native, controlToken, ...hash }
}

function describeWorld(sandbox: Sandbox, isLarge: boolean): string {
  if (isLarge) return '  World          too large to count and hash at every start; GET /_sandbox/world does both'
  const world = sandbox.control.world()
  return `  World          seed ${world.seed}, ${world.organizations} organizations, ${world.devices} devices, ${world.offline} of them offline
  World hash     ${world.worldHash}`
}

function describeToPeople(sandbox: Sandbox, isLarge: boolean): string {
  const { url, machine, user, singlePage, native, controlToken } = sandbox
  return `The sandbox is ready at ${url}

${describeWorld(sandbox, isLarge)}
  Machine app    ${machine.clientId}
                 ${machine.clientSecret}
  User app       ${user.clientId}
                 ${user.clientSecret}
  Refresh token  ${user.refreshToken}
  Single page    ${singlePage.clientId}
  Native app     ${native.clientId}
  Control token  ${controlToken}

Ctrl-C stops it. Nothing is kept.
`
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
