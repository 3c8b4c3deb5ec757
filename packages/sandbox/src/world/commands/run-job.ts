/**
 * Whatever runs on a device and comes to an end: script runs, patch scans, patch installations. It is requested, starts
 * when the device is online, is a row of `GET /v2/jobs` while it runs, and ends as content, tags and mode decide.
 */

import type { Deed } from '../kinds/devices.ts'
import type { Execution, Job, ScriptOutcome } from '../kinds/records.ts'
import type { World } from '../world.ts'
import { deed, type Effect } from './effect.ts'
import { jobModeDefault } from './job-mode.ts'
import { type Simulation, slownessOf } from './simulation.ts'
import { type Ending, failsByTag, type Story, tell, whenOnline } from './story.ts'

export interface JobPlan {
  readonly story: Story
  /** What it is called in its activities: `Run of "Clear print queue"`. */
  readonly title: string
  readonly simulation: Simulation
  /** Between these it takes, when nothing says otherwise. */
  readonly durationMs: readonly [number, number]
  /** Says why it cannot run on this device; it then ends at once. */
  readonly unsupported?: string
  /** What it does to the device when it ends well. */
  readonly whenDone?: Deed
  /** To be run for real: then that decides how it ends, and when. */
  readonly execution?: Execution
}

interface Running extends JobPlan {
  readonly command: number
}

interface Started extends Running {
  readonly jobId: number
  readonly boots: number
  /** What came of running it for real. */
  readonly outcome?: ScriptOutcome
}

/** Accepts a job: writes that it was requested, and makes it happen. */
export function runJob(world: World, nowMs: number, plan: JobPlan, command: number): void {
  tell(world, plan.story, nowMs, 'START_REQUESTED', `${plan.title} requested`)
  const data = { ...plan, command }
  whenOnline(world, plan.story.deviceId, nowMs, deed('job.pick-up', pickUp, data))
}

const pickUp: Effect<Running> = (world, atMs, data) => {
  const draw = world.drawOfCommand(data.command)
  const immediate = data.execution !== undefined || world.settings.jobs?.kind === 'immediate'
  const waitMs = immediate ? 0 : draw.whole('pick-up', 400, 1_500) * slownessOf(tagsOf(world, data))
  const next = deed('job.start', start, data)
  if (immediate) world.run(next, atMs)
  else world.plan(atMs + waitMs, next)
}

const tagsOf = (world: World, { story }: JobPlan) => world.devices.get(story.deviceId)?.tags

const start: Effect<Running> = (world, atMs, data) => {
  const { story, title, simulation, command } = data
  const mode = world.settings.jobs ?? jobModeDefault
  const { boots } = world.devices.expect(story.deviceId)
  const runsForReal = data.execution !== undefined && data.unsupported === undefined && !isFlaky(world, data)
  tell(world, story, atMs, 'STARTED', `${title} started`)
  const job = world.jobs.insert({
    uid: story.seriesUid,
    deviceId: story.deviceId,
    message: `${title} is running`,
    createdMs: atMs,
    updatedMs: atMs,
    sourceType: story.activityType,
    ...(story.sourceConfigUid && { sourceConfigUid: story.sourceConfigUid }),
    sourceName: story.sourceName,
    subject: story.subject,
    ...(story.requester.userId !== undefined && { userId: story.requester.userId }),
    data: { message: { code: story.code, params: story.params } },
    ...(runsForReal ? { execution: data.execution } : mode.kind === 'polls' && { pollsLeft: mode.polls }),
  })
  const next = deed('job.end', end, { ...data, jobId: job.id, boots })
  if (runsForReal) {
    waitFor(world, atMs, job, next)
  } else if (mode.kind === 'immediate' || data.unsupported !== undefined) {
    world.run(next, atMs)
  } else if (mode.kind === 'polls') {
    waitFor(world, atMs, job, next)
  } else {
    const [least, most] = data.durationMs
    const drawn = world.drawOfCommand(command).whole('duration', least, most)
    const ownMs = simulation.afterMs ?? (mode.seconds === undefined ? drawn : mode.seconds * 1_000)
    world.plan(atMs + ownMs * slownessOf(tagsOf(world, data)), next)
  }
}

const abandonedAfterMs = 24 * 3_600_000

/** Somebody brings its end forward; it must not wait for ever for somebody who never does. */
function waitFor(world: World, atMs: number, job: Job, ending: Deed): void {
  world.plan(atMs + abandonedAfterMs, ending)
  world.jobs.update(job.id, { data: { ...job.data, ending: ending.data } })
}

/** A flaky device fails without running anything. */
const isFlaky = (world: World, { command, story }: Running) => failsByTag(world, story.deviceId, command)

/** To be called by whoever has run a job for real. */
export function executionEnded(world: World, nowMs: number, uid: string, outcome: ScriptOutcome): void {
  const [job] = world.jobs.whose('uid', uid)
  if (job) world.run({ name: 'job.end', data: { ...(job.data.ending as object), outcome } }, nowMs)
}

const end: Effect<Started> = (world, atMs, data) => {
  const { story, title, jobId } = data
  // Somebody's looking has brought its end forward.
  if (!world.jobs.delete(jobId)) return
  const [message, ending] = conclude(world, data)
  if (ending.result === 'SUCCESS' && data.whenDone) world.run(data.whenDone, atMs)
  tell(world, story, atMs, 'COMPLETED', `${title} ${message}`, ending)
}

function conclude(world: World, data: Started): [string, Ending] {
  const { simulation, unsupported, boots, story, outcome } = data
  const device = world.devices.expect(story.deviceId)
  if (unsupported !== undefined) return [unsupported, { result: 'UNSUPPORTED' }]
  if (device.boots !== boots) return ['was cut off by a restart', { result: 'UNCOMPLETED' }]
  if (outcome) return concludeReal(outcome)
  const flaky = isFlaky(world, data)
  // Nobody has run it, though it was to be run.
  if (data.execution && !flaky) return ['was never finished', { result: 'UNCOMPLETED' }]
  const exitCode = simulation.exitCode ?? (flaky ? 1 : 0)
  const { output } = simulation
  return [
    `ended with code ${exitCode}${output === undefined ? '' : `: ${output}`}`,
    { result: exitCode === 0 ? 'SUCCESS' : 'FAILURE', exitCode, ...(output !== undefined && { output }) },
  ]
}

const excerptMax = 500

/** Assumed: how NinjaOne words a script that it stopped, and how much of an output it keeps, is not on record. */
function concludeReal({ kind, exitCode, output, truncated }: ScriptOutcome): [string, Ending] {
  const kept = { ...(output !== '' && { output }), ...(truncated && { outputTruncated: true }) }
  if (kind === 'exited' && exitCode !== undefined) {
    const text = output.trim()
    const excerpt = text.length > excerptMax ? `${text.slice(0, excerptMax)}…` : text
    return [
      `ended with code ${exitCode}${excerpt === '' ? '' : `: ${excerpt}`}`,
      { result: exitCode === 0 ? 'SUCCESS' : 'FAILURE', exitCode, ...kept },
    ]
  }
  if (kind === 'timed-out') return ['was stopped at its time limit', { result: 'UNCOMPLETED', ...kept }]
  if (kind === 'too-much-output') return ['was stopped, it wrote too much', { result: 'UNCOMPLETED', ...kept }]
  // Why it was not is the business of the sandbox's owner, who is told elsewhere.
  return ['could not be started', { result: 'UNCOMPLETED' }]
}

/** To be called by whatever shows jobs or activities: in the mode of polls, looking is what finishes a job. */
export function noticeLook(world: World, nowMs: number, deviceId?: number): void {
  // Also in another mode than the one they began in.
  if (world.jobs.count === 0) return
  const jobs = deviceId === undefined ? world.jobs.list() : world.jobs.whose('deviceId', deviceId)
  for (const { id, pollsLeft, data } of jobs) {
    if (pollsLeft === undefined) continue
    if (pollsLeft > 1) world.jobs.update(id, { pollsLeft: pollsLeft - 1 })
    else world.run({ name: 'job.end', data: data.ending as Readonly<Record<string, unknown>> }, nowMs)
  }
}

export const jobEffects = { 'job.pick-up': pickUp, 'job.start': start, 'job.end': end }
