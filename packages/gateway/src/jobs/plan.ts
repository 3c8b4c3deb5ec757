/**
 * The plan: every row judged by the corridor's own rules before the first call, what a person needs to see of it, and
 * a hash over all that would be sent. The hash does not name the job, so the same input makes the same plan.
 */
import { createHash, type Hash } from 'node:crypto'
import { catalogue } from '@kunai/api/catalogue'
import { risks } from '@kunai/api/operation'
import { GatewayError, showProposal, storableText, type Target } from '../call/index.ts'
import type { Judged } from '../corridor/index.ts'
import type { JobRow, JobStepRow } from '../store/index.ts'
import { findChanges } from './changes.ts'
import { createFacts } from './facts.ts'
import type { JudgedStep } from './journal.ts'
import { actorOfJob, findJob, firstCall, type JobParts, optionsOf, wrongState } from './parts.ts'
import type { PlannedDevice, PlanSummary } from './types.ts'

export interface PlanDemand {
  /** Refuses when the plan is not this one: what was previewed is what runs. */
  readonly expectHash?: string | undefined
  /** An earlier batch whose rows this input has to be. */
  readonly resumes?: string | undefined
  /** Leaves out what the earlier batch has, instead of refusing an input that was edited. */
  readonly onlyNew?: boolean | undefined
}

const shownRows = 20
const shownDevices = 200
const changedRows = 10
/** Rows judged side by side; lookups of one wait for nobody. */
const atOnce = 25

const riskOf = new Map(catalogue.map(({ id, risk }) => [id, risk]))

export async function planJob(parts: JobParts, jobId: string, demand: PlanDemand = {}): Promise<JobRow> {
  const { journal } = parts
  const job = await findJob(parts, jobId)
  if (job.state !== 'draft') throw wrongState(job, 'planned')
  if (job.row_count === 0) throw new GatewayError('no_rows', 'The input has no rows.')
  await journal.countOccurrences(job.id)
  if (demand.resumes !== undefined) await compare(parts, job, demand.resumes, demand.onlyNew === true)
  const options = optionsOf(job)
  const facts = createFacts(parts.corridor.readFor(actorOfJob(job), job.connection), parts.clock, job.row_count)
  const survey = createSurvey(job, options.endTime)
  const input = createHash('sha256')
  for await (const page of journal.walk(job.id)) {
    const judged: JudgedStep[] = []
    for (let from = 0; from < page.length; from += atOnce) {
      const group = page.slice(from, from + atOnce)
      const verdicts = await Promise.all(
        group.map((step) => {
          const isOpen = step.state === 'pending' || step.state === 'rendered'
          if (!isOpen || (options.skipDuplicates === true && step.occurrence > 0)) return undefined
          return parts.corridor.judgeStep(firstCall(job, step), facts)
        }),
      )
      if (verdicts.some((verdict) => verdict?.verdict === 'deny' && verdict.code === 'rate_limited')) {
        throw new GatewayError(
          'rate_limited',
          'NinjaOne asks for patience, so the rows cannot be looked up now. Plan it again in a few minutes.',
        )
      }
      for (const [index, step] of group.entries()) {
        const now = settle(step, verdicts[index])
        survey.add(step, now, verdicts[index])
        if (now !== step) judged.push(now)
        addToHash(input, [step.key, step.occurrence])
      }
    }
    await journal.judged(job.id, judged)
  }
  const changes = await findChanges(parts, job, survey.updates())
  const { plan, hash } = survey.result(changes)
  if (demand.expectHash !== undefined && demand.expectHash !== hash) {
    throw new GatewayError(
      'plan_changed',
      'What these rows would send now is not what the plan says: the input, a target, a script or the policy has changed. Preview it again.',
    )
  }
  await journal.moveJob(job.id, ['draft'], {
    state: 'planned',
    input_hash: input.digest('hex'),
    plan_hash: hash,
    plan: JSON.stringify(plan),
  })
  return findJob(parts, job.id)
}

/** Recomputed before the first row runs: the rows must still be those that were approved. */
export async function planHashOf(parts: JobParts, job: JobRow): Promise<string> {
  const hash = createHash('sha256')
  for await (const page of parts.journal.walk(job.id)) for (const step of page) addStep(hash, step)
  return hash.digest('hex')
}

function addStep(
  hash: Hash,
  { seq, key, occurrence, state, digest }: Pick<JobStepRow, 'seq' | 'key' | 'occurrence' | 'state' | 'digest'>,
) {
  addToHash(hash, [seq, key, occurrence, state === 'rendered' ? digest : state])
}

function addToHash(hash: Hash, values: readonly unknown[]): void {
  hash.update(`${JSON.stringify(values)}\n`)
}

async function compare(parts: JobParts, job: JobRow, earlier: string, onlyNew: boolean): Promise<void> {
  const { id } = await findJob(parts, earlier)
  const { added, removed } = await parts.journal.compareWith(job.id, id, onlyNew)
  if ((added > 0 || removed > 0) && !onlyNew) {
    throw new GatewayError(
      'input_changed',
      `The input is not that of ${id}: ${added} rows are new or edited, ${removed} are gone. To run only the new ones: --only-new`,
    )
  }
}

function settle(step: JobStepRow, verdict: Judged | undefined): JobStepRow {
  if (verdict === undefined) {
    const isOpen = step.state === 'pending' || step.state === 'rendered'
    if (!isOpen) return step
    return { ...step, state: 'skipped', code: 'duplicate', message: 'A row before it says the same.' }
  }
  if (verdict.verdict === 'deny') {
    return { ...step, state: 'failed', digest: null, code: verdict.code, message: storableText(verdict.message) }
  }
  return { ...step, state: 'rendered', digest: verdict.digest, code: null, message: null }
}

/** Gathers what a person is shown, with lists cut and counts whole. */
function createSurvey(job: JobRow, endTime: string) {
  const hash = createHash('sha256')
  const count = { rows: 0, willSend: 0, invalid: 0, refused: 0, skipped: 0, asks: 0 }
  const devices = new Map<number, { server: boolean; offline: boolean }>()
  const organizations = new Set<number>()
  const first: PlanSummary['first'][number][] = []
  const errors: PlanSummary['errors'][number][] = []
  const shown: PlannedDevice[] = []
  const targets = new Map<string, Target>()
  const updates: { line: number; proposal: Extract<Judged, { verdict: 'ask' | 'allow' }>['proposal'] }[] = []
  let rule: string | null = null
  let policyVersion: string | null = null
  let risk = riskOf.get(job.operation) ?? 'destructive'

  function addTarget(target: Target): void {
    if (target.organization) organizations.add(target.organization.id)
    if (targets.size < shownDevices) targets.set(`${target.resource} ${target.id}`, target)
    if (target.resource !== 'device' || devices.has(target.id as number)) return
    const server = /SERVER/.test(target.nodeClass ?? '')
    devices.set(target.id as number, { server, offline: target.offline === true })
    if (shown.length >= shownDevices) return
    const { id, name, organization, offline } = target
    shown.push({ id: id as number, name, organization: organization?.name ?? null, server, offline: offline ?? null })
  }

  return {
    add(step: JobStepRow, now: JobStepRow, verdict: Judged | undefined): void {
      addStep(hash, now)
      count.rows++
      if (now.state === 'skipped') count.skipped++
      if (now.state === 'failed') {
        if (step.state === 'failed') count.invalid++
        else count.refused++
        if (errors.length < shownRows) {
          errors.push({ line: now.line, code: now.code ?? '', message: now.message ?? '' })
        }
      }
      if (verdict === undefined || verdict.verdict === 'deny') return
      const { proposal } = verdict
      count.willSend++
      if (verdict.verdict === 'ask') {
        count.asks++
        rule ??= verdict.rule
      }
      policyVersion ??= proposal.policyVersion
      if (risks.indexOf(proposal.risk) > risks.indexOf(risk)) risk = proposal.risk
      for (const target of proposal.targets) addTarget(target)
      if (first.length < shownRows) {
        const { request } = showProposal(proposal, () => 'not shown for rows')
        first.push({ line: step.line, title: verdict.title, request })
      }
      if (updates.length < changedRows) updates.push({ line: step.line, proposal })
    },
    updates: () => updates,
    result(changes: PlanSummary['changes']): { plan: PlanSummary; hash: string } {
      const all = [...devices.values()]
      const plan: PlanSummary = {
        ...count,
        risk,
        devices: {
          count: all.length,
          servers: all.filter(({ server }) => server).length,
          offline: all.filter(({ offline }) => offline).length,
          organizations: organizations.size,
          first: shown,
        },
        first,
        errors,
        changes,
        targets: [...targets.values()],
        rule,
        policyVersion,
        endTime,
      }
      return { plan, hash: hash.digest('hex') }
    },
  }
}
