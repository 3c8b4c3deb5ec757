/**
 * What in a device's activities is evidence of a command. NinjaOne gives a command no id and writes down, in its own
 * time, that something of the kind was requested, started and ended; the activities of one command share a series.
 * Pure: which activity belongs to which command, and what it says of its end.
 */
import { nonceOf, type Proposal, type Receipt, readReceiptLines } from '../call/index.ts'

export interface ActivityFacts {
  readonly id: number
  readonly activityTime: string
  readonly activityType: string
  readonly statusCode?: string
  readonly status?: string
  readonly activityResult?: string
  readonly seriesUid?: string
  readonly subject?: string
  readonly sourceName?: string
  readonly message?: string
  readonly data?: Readonly<Record<string, unknown>>
}

/** A row of the device's running jobs: the beginning of a series of activities. */
export interface JobFacts {
  readonly uid: string
  readonly sourceType?: string
  readonly sourceName?: string
  readonly subject?: string
  readonly message?: string
  readonly data?: Readonly<Record<string, unknown>>
}

export interface Command {
  readonly callId: string
  readonly operation: string
  readonly proposal: Pick<Proposal, 'input' | 'targets'>
  /** Newest activity on the device before the command left. */
  readonly after: number
}

type Recognise = (activity: ActivityFacts, command: Command) => boolean

const wordsOf = ({ subject, sourceName, message, data }: ActivityFacts) =>
  JSON.stringify([subject, sourceName, message, data]).toLowerCase()

const mentions = (activity: ActivityFacts, word: unknown) =>
  word !== undefined && wordsOf(activity).includes(JSON.stringify(String(word)).slice(1, -1).toLowerCase())

const isRun = ({ activityType }: ActivityFacts) => ['ACTION', 'ACTIONSET', 'SCRIPTING'].includes(activityType)

const scriptNameOf = ({ proposal }: Command) => proposal.targets.find(({ resource }) => resource === 'script')?.name

const recognisers: Readonly<Record<string, Recognise>> = {
  'devices.controlWindowsService': (activity, { proposal: { input } }) =>
    mentions(activity, input.serviceId) && mentions(activity, input.action),
  'devices.reboot': (activity) => /reboot/i.test(`${activity.statusCode} ${activity.subject} ${activity.message}`),
  'devices.runScript': (activity, command) =>
    isRun(activity) && (mentions(activity, scriptNameOf(command)) || mentions(activity, command.proposal.input.uid)),
  'devices.runBash': (activity, command) =>
    isRun(activity) && (mentions(activity, scriptNameOf(command)) || mentions(activity, nonceOf(command.callId))),
  'devices.setMaintenance': (activity) => /maintenance/i.test(`${activity.statusCode} ${activity.message}`),
}

/** Operations of which no end is ever written down: the first sign is all there will be. */
const endsAtOnce = new Set(['devices.setMaintenance'])

/** Whether a receipt for this operation can be recognised at all. */
export function leavesReceipt(operation: string): boolean {
  return operation in recognisers
}

/** Texts of the fleet are cut: an outcome is no place for a log. */
const outputLengthMax = 8_000

/**
 * The best evidence there is: the end of the command, or else its first sign.
 * @param taken series that are known to be other commands'.
 */
export function findReceipt(
  command: Command,
  activities: readonly ActivityFacts[],
  taken: ReadonlySet<string> = new Set(),
): Receipt | undefined {
  const recognise = recognisers[command.operation]
  const after = activities.filter(({ id }) => id > command.after).sort((one, other) => one.id - other.id)
  const isFree = ({ seriesUid }: ActivityFacts) => seriesUid === undefined || !taken.has(seriesUid)
  const first = after.find((activity) => isFree(activity) && recognise?.(activity, command))
  if (first === undefined) return undefined
  // Once a series is known it is followed; a NinjaOne that names none leaves the recogniser to judge each.
  const isOfIt = ({ seriesUid }: ActivityFacts) => seriesUid === first.seriesUid
  const own = first.seriesUid === undefined ? after.filter((one) => recognise?.(one, command)) : after.filter(isOfIt)
  const end = own.find(({ activityResult, statusCode }) => activityResult !== undefined || statusCode === 'COMPLETED')
  return receiptOf(command, end ?? first, end !== undefined || endsAtOnce.has(command.operation))
}

/** How many commands of this kind the activities tell of: with more than one, a lost one cannot be told from others. */
export function countCommands(command: Command, activities: readonly ActivityFacts[]): number {
  const recognise = recognisers[command.operation]
  const found = activities.filter((one) => one.id > command.after && recognise?.(one, command))
  return new Set(found.map(({ seriesUid, id }) => seriesUid ?? id)).size
}

/** @param series of the command, where a sign of it was seen; without one a job is known by what it says. */
export function isRunning(command: Command, jobs: readonly JobFacts[], series: string | undefined): boolean {
  const recognise = recognisers[command.operation]
  return jobs.some(({ uid, sourceType = '', ...job }) => {
    if (series !== undefined) return uid === series
    return recognise?.({ id: 0, activityTime: '', activityType: sourceType, ...job }, command) === true
  })
}

function receiptOf(command: Command, activity: ActivityFacts, isEnd: boolean): Receipt {
  const { id: activityId, activityTime: at, message, status, activityType, seriesUid, data = {} } = activity
  const exitCode = typeof data.exitCode === 'number' ? data.exitCode : undefined
  const output = typeof data.output === 'string' ? data.output : undefined
  return {
    activityId,
    at,
    message: (message ?? status ?? activityType).slice(0, outputLengthMax),
    ...(seriesUid !== undefined && { series: seriesUid }),
    ...(exitCode !== undefined && { exitCode }),
    ...(output !== undefined && { output: output.slice(0, outputLengthMax).toWellFormed() }),
    ...(isEnd && endOf(command, activity, exitCode, output ?? message ?? '')),
  }
}

function endOf(
  { operation, callId }: Command,
  { activityResult = 'SUCCESS' }: ActivityFacts,
  exitCode: number | undefined,
  output: string,
): Pick<Receipt, 'result' | 'exitCode'> {
  const isGood = activityResult === 'SUCCESS' && (exitCode ?? 0) === 0
  if (operation !== 'devices.runBash') return { result: isGood ? 'success' : 'failure' }
  // The bare runner calls text that it could not decode a success: only the script's own two lines prove a run.
  const lines = readReceiptLines(output, nonceOf(callId))
  if (lines.began && lines.exitCode !== undefined) {
    return { result: lines.exitCode === 0 ? 'success' : 'failure', exitCode: lines.exitCode }
  }
  return { result: lines.refused || activityResult === 'UNSUPPORTED' ? 'failure' : 'unproven' }
}
