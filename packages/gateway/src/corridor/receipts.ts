/**
 * Receipts: NinjaOne answers 204 to a command and never says what became of it, so the evidence is looked for in the
 * device's activities until one of them tells how the command ended; a job that still runs, or a device that is away, says
 * that this is still to come. What counts as evidence is in evidence.ts.
 */
import type { Clock } from '@kunai/api/clock'
import { type Dispatches, type DispatchRow, gatewayActor } from '../approvals/index.ts'
import type { Outcome, Proposal, Receipt } from '../call/index.ts'
import { type ActivityFacts, type Command, countCommands, findReceipt, isRunning, type JobFacts } from './evidence.ts'

/**
 * Milliseconds. A restart takes minutes; what is looked for long is looked for less often. Beyond `watchFor` only what is
 * sure to be still to come is followed, and not for ever.
 */
export const receiptTimes = {
  ...{ lookEvery: 2_000, lookOftenFor: 60_000, lookSeldomEvery: 15_000, lookRarelyEvery: 60_000 },
  ...{ watchFor: 30 * 60_000, watchAtMost: 24 * 3_600_000 },
}

export interface ReceiptWatcher {
  /** Looks once at every dispatch that still waits for its end; returns how many wait on. */
  look(): Promise<number>
}

/** What is read of the device that a command went to. */
export interface DeviceReader {
  /** Newest first, after the command left. */
  activities(row: DispatchRow): Promise<readonly ActivityFacts[]>
  jobs(row: DispatchRow): Promise<readonly JobFacts[]>
  isOffline(row: DispatchRow): Promise<boolean>
}

export function createReceiptWatcher(dispatches: Dispatches, clock: Clock, device: DeviceReader): ReceiptWatcher {
  const lookedAt = new Map<string, number>()

  function isDue(row: DispatchRow): boolean {
    const now = clock.now()
    const age = now - Date.parse(row.claimed_at)
    const every = age < receiptTimes.watchFor ? receiptTimes.lookSeldomEvery : receiptTimes.lookRarelyEvery
    const last = lookedAt.get(row.call_id)
    if (age >= receiptTimes.lookOftenFor && last !== undefined && now - last < every && !isOver(row)) return false
    lookedAt.set(row.call_id, now)
    return true
  }
  const isOver = ({ watch_until }: DispatchRow) => watch_until !== null && clock.now() >= Date.parse(watch_until)

  /** Keeps what was found; true when there is nothing more to wait for. */
  async function lookAt(row: DispatchRow): Promise<boolean> {
    // A failed look is no evidence of anything: the next one tries again.
    const activities = await device.activities(row).catch(() => [])
    const command = commandOf(row)
    const known = row.receipt === null ? undefined : (JSON.parse(row.receipt) as Receipt)
    const others = await dispatches.listReceipts(row)
    const taken = new Set(others.flatMap(({ series }) => (series === undefined ? [] : [series])))
    const found = findReceipt(command, activities, taken)
    // Of a command that may never have arrived, a sign is proof only while no other command can have left it.
    const isLost = (JSON.parse(row.outcome ?? '{}') as Partial<Outcome>).status === 'unknown'
    const { result, ...sign } = found ?? {}
    const receipt = found && isLost && countCommands(command, activities) > 1 ? (sign as Receipt) : found
    const isEnd = receipt?.result !== undefined
    if (receipt && (known === undefined || isEnd)) {
      await dispatches.addReceipt(row, receipt, isEnd, {
        kind: known === undefined ? 'receipt-observed' : 'end-observed',
        callId: row.call_id,
        approvalId: row.approval_id ?? undefined,
        operation: row.operation,
        connection: row.connection,
        actor: gatewayActor,
        summary: `NinjaOne wrote activity ${receipt.activityId} on the device`,
        data: {
          activityId: receipt.activityId,
          activityTime: receipt.at,
          ...(result !== undefined && { result }),
          ...(receipt.exitCode !== undefined && { exitCode: receipt.exitCode }),
        },
      })
    }
    return isEnd
  }

  /** True for a command whose job runs, or whose device is away: its end is still to come. */
  async function isStillToCome(row: DispatchRow): Promise<boolean> {
    if (clock.now() - Date.parse(row.claimed_at) >= receiptTimes.watchAtMost) return false
    const [written] = await dispatches.listWatched(row.call_id)
    const series = written?.receipt ? (JSON.parse(written.receipt) as Receipt).series : undefined
    return isRunning(commandOf(row), await device.jobs(row), series) || (await device.isOffline(row))
  }

  /** Returns whether it is watched on. */
  async function keepOrStop(row: DispatchRow): Promise<boolean> {
    // What could not be read is no reason to go on for another half hour.
    const goesOn = await isStillToCome(row).catch(() => false)
    await dispatches.watchUntil(row.call_id, goesOn ? clock.now() + receiptTimes.watchFor : null)
    return goesOn
  }

  return {
    async look() {
      let waiting = 0
      for (const row of await dispatches.listWatched()) {
        const over = isOver(row)
        const ended = isDue(row) && (await lookAt(row))
        if (ended || (over && !(await keepOrStop(row)))) lookedAt.delete(row.call_id)
        else waiting++
      }
      return waiting
    },
  }
}

function commandOf(row: DispatchRow): Command {
  const proposal = JSON.parse(row.proposal) as Proposal
  return { callId: row.call_id, operation: row.operation, proposal, after: row.watch_after ?? 0 }
}

/**
 * The outcome with what was observed since: a command that ended well is done, one that did not has failed, and what
 * ended without the proof that was to be expected is unknown.
 */
export function withReceipt(outcome: Outcome, receipt: Receipt): Outcome {
  if (outcome.status !== 'accepted' && outcome.status !== 'unknown') return outcome
  const { callId, approvalId } = outcome
  const ids = { callId, ...(approvalId !== undefined && { approvalId }) }
  switch (receipt.result) {
    case undefined:
      return { ...outcome, receipt }
    case 'success':
      return { status: 'done', ...ids, data: outcome.status === 'accepted' ? outcome.data : undefined, receipt }
    case 'failure': {
      const code = receipt.exitCode === undefined ? '' : ` with exit code ${receipt.exitCode}`
      const message = `NinjaOne took the command and it did not end well${code}: it was executed, and is not repeated.`
      return { status: 'failed', ...ids, code: 'command_failed', message, receipt }
    }
    case 'unproven': {
      const message =
        'NinjaOne says that the command ended, and what it wrote down does not show that the script began and ended: ' +
        'look at the device before asking again.'
      return { status: 'unknown', ...ids, code: 'receipt_missing', message, receipt }
    }
    default: {
      const impossible: never = receipt.result
      throw new TypeError(`unknown result ${impossible}`)
    }
  }
}
