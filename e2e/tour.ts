/**
 * `npm run tour`: the main job, end to end, in the terminal. An agent finds the print server, looks at it and asks
 * to restart its spooler; policy holds it; a second person approves; it runs once; the receipt arrives; the audit
 * explains it. Ends with 0 only if every step was seen.
 *
 *   --deny                      the person denies
 *   --let-expire                nobody decides
 *   --fault accepted-but-500    NinjaOne does the work and answers 500
 *
 * Each of these makes the tour end with 1: the job was not done, and the tour says what was seen instead.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, styleText } from 'node:util'
import { type Sandbox, startSandbox } from '@kunai/sandbox'
import { openHome } from '../packages/gateway/src/home/index.ts'
import { type RunningGateway, sandboxVariables, startGatewayProcess } from './support/environment.ts'
import { type Agent, connectAgent } from './support/mcp.ts'
import { type ApprovalFacts, decide, signIn } from './support/person.ts'
import { startKunai } from './support/process.ts'

const { values: flags } = parseArgs({
  options: {
    deny: { type: 'boolean', default: false },
    'let-expire': { type: 'boolean', default: false },
    fault: { type: 'string' },
  },
})
if (flags.fault !== undefined && flags.fault !== 'accepted-but-500') {
  console.error(`--fault takes accepted-but-500, not ${flags.fault}`)
  process.exit(1)
}

/** A step that did not go as the tour says. */
class NotSeen extends Error {}

let steps = 0
function seen(text: string, detail?: string): void {
  steps++
  console.log(`${styleText('green', '✓')} ${text}${detail ? styleText('dim', `  ${detail}`) : ''}`)
}
function expectThat(condition: unknown, otherwise: string): asserts condition {
  if (!condition) throw new NotSeen(otherwise)
}

/** Asks for the outcome until it is settled; the tool itself waits, so this does not hurry. */
async function settled(agent: Agent, callId: string, accept: (outcome: Record<string, unknown>) => boolean) {
  for (let asked = 0; ; asked++) {
    const { outcome } = await agent.call('ninja-get-outcome', { callId, waitSeconds: 2 })
    if (accept(outcome) || asked >= 20) return outcome
    // A receipt changes nothing about the status, so the tool answers at once: give NinjaOne a moment.
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

async function play(gateway: RunningGateway, sandbox: Sandbox, home: string): Promise<void> {
  const agent = await connectAgent(gateway.mcpUrl, openHome(home).key('mcp'))
  const tools = await agent.tools()
  seen('An agent connects over MCP with its own key', `${tools.length} tools`)

  const found = await agent.call('ninja-search-devices', { q: 'PRINT01' })
  const { devices } = found.outcome.data as { devices: { id: number; systemName: string }[] }
  const [device] = devices
  expectThat(device, 'the print server was not found')
  seen('It finds the print server', `${device.systemName}, id ${device.id}`)

  const services = await agent.call('ninja-get-device-services', { id: device.id, name: 'Spooler' })
  const [spooler] = services.outcome.data as { name: string; state: string }[]
  expectThat(spooler, 'there is no spooler on it')
  seen('It looks at the spooler', `${spooler.name} is ${spooler.state}`)

  const asked = await agent.call('ninja-control-service', {
    id: device.id,
    serviceId: 'Spooler',
    action: 'RESTART',
    reason: 'Print jobs hang since 02:10',
  })
  const { status, callId, approvalId } = asked.outcome as { status: string; callId: string; approvalId: string }
  expectThat(status === 'waiting', `the restart was not held: ${status}`)
  expectThat(sandbox.control.ledger().length === 0, 'something was executed before anybody approved')
  seen('It asks to restart it; policy holds the call', approvalId)

  const added = startKunai(['people', 'add', 'Second technician'], { KUNAI_HOME: home })
  expectThat((await added.exit()) === 0, added.stderr.join('\n'))
  const { signInUrl } = JSON.parse(added.stdout.join('')) as { signInUrl: string }
  const person = await signIn(signInUrl)
  seen('A second person signs in with a one-time link', person.name)

  const approval = await person.get<ApprovalFacts & { request: { method: string; path: string } }>(
    `/api/approvals/${approvalId}`,
  )
  seen('They see what will be sent', `${approval.title}: ${approval.request.method} ${approval.request.path}`)

  if (flags['let-expire']) console.log('  … and nobody decides')
  else if (flags.deny) {
    await decide(person, approvalId, 'deny', 'Payroll is printing')
    console.log('  … and they deny it')
  } else {
    await decide(person, approvalId, 'approve')
    seen('They approve')
  }

  const outcome = await settled(agent, callId, (now) => now.status !== 'waiting')
  const executed = sandbox.control.ledger().length
  expectThat(
    ['accepted', 'done'].includes(String(outcome.status)),
    `the outcome is ${outcome.status}${outcome.message ? ` (${outcome.message})` : ''}; NinjaOne executed it ${executed} time(s)`,
  )
  expectThat(executed === 1, `NinjaOne executed it ${executed} times`)
  seen('NinjaOne accepts the command; it was executed once')

  const withReceipt = await settled(agent, callId, (now) => now.status === 'done')
  const receipt = withReceipt.receipt as { activityId: number; message: string } | undefined
  expectThat(receipt, 'no receipt arrived')
  seen('The receipt arrives', `activity ${receipt.activityId}: ${receipt.message}`)

  const { events } = await person.get<{ events: { kind: string; summary: string }[] }>(`/api/audit?callId=${callId}`)
  const kinds = events.map(({ kind }) => kind).reverse()
  for (const kind of ['call-asked', 'approval-approved', 'call-sent', 'call-ended', 'receipt-observed']) {
    expectThat(kinds.includes(kind), `the audit does not tell of ${kind}`)
  }
  seen('The audit explains it', kinds.join(' → '))

  const chain = await person.post<{ ok: boolean; events: number }>('/api/audit/verify', {})
  expectThat(chain.ok, 'the audit chain is broken')
  seen('Its hash chain is intact', `${chain.events} events`)
  await agent.close()
}

const home = mkdtempSync(join(tmpdir(), 'kunai-tour-'))
const sandbox = await startSandbox({ seed: 42 })
let gateway: RunningGateway | undefined
try {
  if (flags.fault) {
    sandbox.control.addFault({ match: { operation: 'devices.controlWindowsService' }, effect: { kind: flags.fault } })
  }
  gateway = await startGatewayProcess(['--no-sandbox', ...(flags['let-expire'] ? ['--decide-within', '3'] : [])], {
    ...sandboxVariables(sandbox),
    KUNAI_HOME: home,
    KUNAI_DATABASE_URL: process.env.KUNAI_DATABASE_URL,
  })
  seen('The gateway runs', gateway.url)
  await play(gateway, sandbox, home)
  console.log(`\nThe whole job, ${steps} steps, each of them seen.`)
} catch (error) {
  process.exitCode = 1
  const words = error instanceof Error ? error.message : String(error)
  console.error(`${styleText('red', '✗')} ${error instanceof NotSeen ? words : `The tour broke off: ${words}`}`)
} finally {
  await gateway?.kunai.kill('SIGTERM')
  await sandbox.close()
  rmSync(home, { recursive: true, force: true })
}
