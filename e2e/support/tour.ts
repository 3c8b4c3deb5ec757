/**
 * The main job, step by step: an agent finds the print server, looks at it and asks to restart its spooler; policy holds
 * it; a second person approves; it runs once; the receipt arrives; the audit explains it. Who plays it says where.
 */
import type { Agent } from './mcp.ts'
import { type ApprovalFacts, decide, type Person } from './person.ts'
import { dataOf, expectThat, settled, whyOf } from './steps.ts'

/** Where the tour is played. */
export interface Stage {
  connect(): Promise<Agent>
  /** A second person, signed in. */
  invite(): Promise<Person>
  /** How many commands NinjaOne has carried out: the truth, whatever it answered. */
  executed(): number
  /** A step was seen. */
  seen(text: string, detail?: string): void
  /** Between two looks at something that is not there yet. */
  pause(): Promise<void>
}

/** What the person does. */
export type Verdict = 'approve' | 'deny' | 'nothing'

/** What the agent was told of the restart. `nothing sent`: it never came to one. */
type Told = 'nothing sent' | 'accepted' | 'denied' | 'failed' | 'unknown'

export interface TourReport {
  /** True when every step was seen. */
  readonly complete: boolean
  readonly told: Told
  /** Why it is not complete, for people. */
  readonly why?: string
}

/** Plays it to its end, or to the step that was not seen. Never throws: what went wrong is what it reports. */
export async function playTour(stage: Stage, verdict: Verdict = 'approve'): Promise<TourReport> {
  // What was decided and is not known to have ended may have been carried out.
  const told = { now: 'nothing sent' as Told }
  let agent: Agent | undefined
  try {
    agent = await stage.connect()
    await play(stage, agent, verdict, told)
    return { complete: true, told: told.now }
  } catch (error) {
    return { complete: false, told: told.now, why: whyOf(error) }
  } finally {
    await agent?.close().catch(() => undefined)
  }
}

async function play(stage: Stage, agent: Agent, verdict: Verdict, told: { now: Told }): Promise<void> {
  const { seen, executed } = stage
  seen('An agent connects over MCP with its own key', `${(await agent.tools()).length} tools`)

  const found = await agent.call('ninja-search-devices', { q: 'PRINT01' })
  const { devices } = dataOf<{ devices: { id: number; systemName: string }[] }>(found, 'The list of devices')
  const [device] = devices
  expectThat(device, 'the print server was not found')
  seen('It finds the print server', `${device.systemName}, id ${device.id}`)

  const services = await agent.call('ninja-get-device-services', { id: device.id, name: 'Spooler' })
  const [spooler] = dataOf<{ name: string; state: string }[]>(services, 'The services of the print server')
  expectThat(spooler, 'there is no spooler on it')
  seen('It looks at the spooler', `${spooler.name} is ${spooler.state}`)

  const asked = await agent.call('ninja-control-service', {
    id: device.id,
    serviceId: 'Spooler',
    action: 'RESTART',
    reason: 'Print jobs hang since 02:10',
  })
  const { status, callId, approvalId, message } = asked.outcome as Record<string, string> & { callId: string }
  expectThat(approvalId && status === 'waiting', `the restart was not held: ${status}${message ? ` (${message})` : ''}`)
  expectThat(executed() === 0, 'something was executed before anybody approved')
  seen('It asks to restart it; policy holds the call', approvalId)

  const person = await stage.invite()
  seen('A second person signs in with a one-time link', person.name)

  const approval = await person.get<ApprovalFacts & { request: { method: string; path: string } }>(
    `/api/approvals/${approvalId}`,
  )
  seen('They see what will be sent', `${approval.title}: ${approval.request.method} ${approval.request.path}`)

  if (verdict === 'approve') {
    told.now = 'unknown'
    await decide(person, approvalId, 'approve')
    seen('They approve')
  } else if (verdict === 'deny') await decide(person, approvalId, 'deny', 'Payroll is printing')

  const outcome = await settled(stage, agent, callId, (now) => now.status !== 'waiting')
  // Done is accepted, and seen to have ended well already.
  const ended = outcome.status === 'done' ? 'accepted' : String(outcome.status)
  if (['accepted', 'denied', 'failed', 'unknown'].includes(ended)) told.now = ended as Told
  expectThat(
    ended === 'accepted',
    `the outcome is ${outcome.status}${outcome.message ? ` (${outcome.message})` : ''}; NinjaOne executed it ${executed()} time(s)`,
  )
  expectThat(executed() === 1, `NinjaOne executed it ${executed()} times`)
  seen('NinjaOne accepts the command; it was executed once')

  const withReceipt = await settled(stage, agent, callId, (now) => now.receipt !== undefined)
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
}
