/**
 * The tour's second act: is the print server up? An agent finds it by the names of its client and of itself, gathers
 * what NinjaOne knows of it, and then does three things. Two people watch the same queue: one lets the spooler be
 * restarted, the other lets the alert be dismissed while the first one looks on; the ticket needs nobody. In the end
 * what NinjaOne carried out is exactly what was reported. Who plays it says where: at the API or in browsers.
 */
import { isDeepStrictEqual } from 'node:util'
import type { LedgerEntry } from '@kunai/sandbox'
import type { Agent } from './mcp.ts'
import { type ApprovalFacts, decide, type Person } from './person.ts'
import { dataOf, expectThat, sees, settled, whyOf } from './steps.ts'

/** A request that changes something: as a person was shown it, and as NinjaOne carried it out. */
export interface Change {
  readonly method: string
  readonly path: string
  readonly body?: unknown
}

/** A person who decides, wherever they sit. Each of these ends when it was seen, and throws when it never is. */
export interface Decider {
  readonly name: string
  /** It came up in the queue that they already looked at; they open it and read what will be sent. */
  open(approvalId: string): Promise<void>
  approve(approvalId: string): Promise<void>
  /** What they have open says, without being asked again, that this person has approved it. */
  seeDecidedBy(approvalId: string, name: string): Promise<void>
}

export interface SecondStage {
  connect(): Promise<Agent>
  /** Two people, signed in, each with the queue before them. */
  invite(): Promise<{ readonly first: Decider; readonly second: Decider }>
  /** Reads the gateway's records as a person may: what was shown, and the audit. */
  readonly records: () => Promise<Pick<Person, 'get' | 'post'>>
  /** Everything that NinjaOne has carried out: the truth, whatever it answered. */
  carriedOut(): readonly Change[]
  seen(text: string, detail?: string): void
  pause(): Promise<void>
}

export interface SecondReport {
  readonly complete: boolean
  /** What the agent was told was carried out. */
  readonly reported: readonly Change[]
  readonly why?: string
}

/** The sandbox's ledger, as changes. */
export function changesIn(ledger: readonly LedgerEntry[]): Change[] {
  return ledger.map(({ request: { method, path, body } }) => ({ method, path, ...(body !== undefined && { body }) }))
}

/** A person at the API, who reads the queue again until something has changed. */
export function deciderAtApi(person: Person, pause: () => Promise<void>): Decider {
  const until = async (look: () => Promise<boolean>, otherwise: string) =>
    expectThat(await sees({ pause }, look), `${person.name} never saw ${otherwise}`)
  return {
    name: person.name,
    open: (id) =>
      until(async () => {
        const { approvals } = await person.get<{ approvals: ApprovalFacts[] }>('/api/approvals')
        return approvals.some((one) => one.id === id)
      }, 'the request in the queue'),
    approve: async (id) => void (await decide(person, id, 'approve')),
    seeDecidedBy: (id, name) =>
      until(async () => {
        const seen = await person.get<{ state: string; decidedBy: { name: string } | null }>(`/api/approvals/${id}`)
        return seen.state === 'approved' && seen.decidedBy?.name === name
      }, `that ${name} had approved it`),
  }
}

/** Plays it to its end, or to the step that was not seen. Never throws. */
export async function playSecondAct(stage: SecondStage): Promise<SecondReport> {
  const reported: Change[] = []
  let agent: Agent | undefined
  try {
    agent = await stage.connect()
    await play(stage, agent, reported)
    return { complete: true, reported }
  } catch (error) {
    return { complete: false, reported, why: whyOf(error) }
  } finally {
    await agent?.close().catch(() => undefined)
  }
}

/** Asks for something that policy holds. */
async function askHeld({ carriedOut }: SecondStage, agent: Agent, tool: string, input: Record<string, unknown>) {
  const before = carriedOut().length
  const { outcome } = await agent.call(tool, input)
  const { status, callId, approvalId, message } = outcome as { status: string; callId: string } & Record<string, string>
  expectThat(status === 'waiting' && approvalId, `${tool} was not held: ${status}${message ? ` (${message})` : ''}`)
  expectThat(carriedOut().length === before, `${tool} was carried out before anybody approved`)
  return { callId, approvalId }
}

interface Facts {
  readonly device: number
  readonly organization: number
  readonly alert: { readonly uid: string; readonly message: string }
  readonly name: string
}

async function play(stage: SecondStage, agent: Agent, reported: Change[]): Promise<void> {
  const { seen, carriedOut } = stage
  seen('An agent connects over MCP with its own key', `${(await agent.tools()).length} tools`)
  const { first, second } = await stage.invite()
  expectThat(first.name !== second.name, 'the two people are one')
  seen('Two people look at the queue', `${first.name}, ${second.name}`)
  const records = await stage.records()
  const shown = async (id: string) => {
    const { request } = await records.get<{ request: Change & { body?: unknown } }>(`/api/approvals/${id}`)
    const { method, path, body } = request
    return { method, path, ...(body !== undefined && { body }) }
  }
  const facts = await gather(stage, agent)

  const restart = await askHeld(stage, agent, 'ninja-control-service', {
    id: facts.device,
    serviceId: 'Spooler',
    action: 'RESTART',
    reason: 'Print jobs hang since 02:10',
  })
  seen('It asks to restart the spooler; policy holds it', restart.approvalId)
  await Promise.all([first.open(restart.approvalId), second.open(restart.approvalId)])
  seen('It comes up in both queues by itself')
  await first.approve(restart.approvalId)
  await second.seeDecidedBy(restart.approvalId, first.name)
  seen(`${first.name} approves; ${second.name} sees it`)
  const restarted = await settled(
    stage,
    agent,
    restart.callId,
    ({ status, receipt }) =>
      (status === 'done' && receipt !== undefined) || ['failed', 'denied', 'unknown'].includes(`${status}`),
  )
  const receipt = restarted.receipt as { activityId: number; message: string } | undefined
  expectThat(restarted.status === 'done' && receipt, `the restart ended ${restarted.status}, without a receipt`)
  reported.push(await shown(restart.approvalId))
  expectThat(carriedOut().length === 1, `NinjaOne carried out ${carriedOut().length} changes after one approval`)
  seen('It ran once and is done', `activity ${receipt.activityId}: ${receipt.message}`)

  const dismissal = await askHeld(stage, agent, 'ninja-dismiss-alert', {
    uid: facts.alert.uid,
    reason: 'The spooler runs again',
  })
  seen('It asks to dismiss the alert; policy holds it', dismissal.approvalId)
  await Promise.all([first.open(dismissal.approvalId), second.open(dismissal.approvalId)])
  await second.approve(dismissal.approvalId)
  await first.seeDecidedBy(dismissal.approvalId, second.name)
  seen(`${second.name} approves; ${first.name}, who had it open, sees it`)
  const dismissed = await settled(stage, agent, dismissal.callId, ({ status }) => status !== 'waiting')
  // No receipt ever comes of it: that the alert is gone is what shows it, below.
  expectThat(dismissed.status === 'accepted', `the dismissal ended ${dismissed.status}`)
  reported.push(await shown(dismissal.approvalId))
  const left = await agent.call('ninja-get-device-alerts', { id: facts.device })
  const alerts = dataOf<{ uid: string }[]>(left, 'The alerts of the print server')
  expectThat(!alerts.some(({ uid }) => uid === facts.alert.uid), 'the alert is still there')
  seen('The alert is gone', facts.alert.message)

  await openTicket(stage, agent, facts, reported)

  const truth = carriedOut()
  expectThat(
    isDeepStrictEqual(truth, reported),
    `NinjaOne carried out ${JSON.stringify(truth)}, reported was ${JSON.stringify(reported)}`,
  )
  seen(
    'NinjaOne carried out exactly what was reported',
    truth.map(({ method, path }) => `${method} ${path}`).join(', '),
  )
  const chain = await records.post<{ ok: boolean; events: number }>('/api/audit/verify', {})
  expectThat(chain.ok, 'the audit chain is broken')
  seen('The hash chain of the audit is intact', `${chain.events} events`)
}

/** Finds it by name and reads what there is to know before anything is touched. */
async function gather({ seen }: SecondStage, agent: Agent): Promise<Facts> {
  const read = async <Data>(tool: string, what: string, input: Record<string, unknown>) =>
    dataOf<Data>(await agent.call(tool, input), what)
  const organizations = await read<{ id: number; name: string }[]>(
    'ninja-list-organizations',
    'The list of organizations',
    {},
  )
  const organization = organizations.find(({ name }) => name.startsWith('Saltmarrow'))
  expectThat(organization, 'the client was not found')
  const { devices } = await read<{ devices: { id: number; systemName: string; organizationId: number }[] }>(
    'ninja-search-devices',
    'The list of devices',
    { q: 'PRINT01' },
  )
  const device = devices.find(({ organizationId }) => organizationId === organization.id)
  expectThat(device, 'the print server was not found')
  seen('It finds client and device by name', `${organization.name}, ${device.systemName}`)

  const { id } = device
  const { offline } = await read<{ offline: boolean }>('ninja-get-device', 'The print server', { id })
  expectThat(!offline, 'the print server is down')
  const services = await read<{ name: string; state: string }[]>('ninja-get-device-services', 'Its services', {
    id,
    name: 'Spooler',
  })
  expectThat(services[0]?.name === 'Spooler', 'there is no spooler on it')
  const { activities } = await read<{ activities: unknown[] }>('ninja-get-device-activities', 'Its activities', {
    id,
    pageSize: 20,
  })
  const lists = { software: 0, disks: 0, volumes: 0 }
  for (const list of Object.keys(lists) as (keyof typeof lists)[]) {
    lists[list] = (await read<unknown[]>(`ninja-get-device-${list}`, `Its ${list}`, { id })).length
  }
  expectThat(
    Math.min(activities.length, ...Object.values(lists)) > 0,
    `nothing is known of it: ${JSON.stringify(lists)}`,
  )
  const [alert] = await read<Facts['alert'][]>('ninja-get-device-alerts', 'Its alerts', { id })
  expectThat(alert, 'there is no alert on it')
  seen('It is up; the agent gathers', `Spooler is ${services[0].state}, alert: ${alert.message}`)
  return { device: id, organization: organization.id, alert, name: device.systemName }
}

/** Needs nobody, by the policy that is shipped; it names device and alert, and is read back. */
async function openTicket({ seen }: SecondStage, agent: Agent, facts: Facts, reported: Change[]): Promise<void> {
  const forms = dataOf<{ id: number }[]>(
    await agent.call('run-read', { operation: 'ticketForms.list', input: {} }),
    'The ticket forms',
  )
  const words = `${facts.name}: spooler restarted. Alert ${facts.alert.uid} (${facts.alert.message}) dismissed.`
  const body = {
    clientId: facts.organization,
    ticketFormId: forms[0]?.id,
    subject: `Spooler of ${facts.name} restarted`,
    status: '1000',
    nodeId: facts.device,
    description: { public: true, body: words },
  }
  const { outcome } = await agent.call('ninja-create-ticket', body)
  const { status, message } = outcome as { status: string; message?: string }
  expectThat(status === 'accepted', `the ticket ended ${status}${message ? ` (${message})` : ''}`)
  reported.push({ method: 'POST', path: '/v2/ticketing/ticket', body })
  const ticket = outcome.data as { id: number } | undefined
  expectThat(ticket, 'NinjaOne did not say which ticket it made')
  const log = await agent.call('ninja-get-ticket-log', { ticketId: ticket.id })
  dataOf(log, 'The log of the ticket')
  expectThat(JSON.stringify(log.outcome.data).includes(facts.alert.uid), 'the log does not name the alert')
  seen('It opens a ticket, which needs nobody, finds it and reads its log back', `ticket ${ticket.id}`)
}
