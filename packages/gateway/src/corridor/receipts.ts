/**
 * Receipts: NinjaOne answers 204 to a command and never says what became of it, so the evidence is looked for
 * in the device's activities. A receipt is what NinjaOne wrote down; it does not turn `accepted` into `done`.
 */
import type { Clock } from '@kunai/api/clock'
import { type Dispatches, type DispatchRow, gatewayActor } from '../approvals/index.ts'
import type { Proposal, Receipt } from '../call/index.ts'

/** Milliseconds. */
export const receiptTimes = { lookEvery: 2_000, watchFor: 5 * 60_000 }

interface ActivityFacts {
  id: number
  activityTime: string
  activityType: string
  statusCode?: string
  status?: string
  subject?: string
  sourceName?: string
  message?: string
  data?: unknown
}

type Evidence = (activity: ActivityFacts, input: Readonly<Record<string, unknown>>) => boolean

const mentions = (activity: ActivityFacts, word: unknown) =>
  JSON.stringify([activity.subject, activity.sourceName, activity.message, activity.data])
    .toLowerCase()
    .includes(String(word).toLowerCase())

/** Which activity counts as evidence of which command. Weak by nature: NinjaOne gives commands no id. */
const evidence: Record<string, Evidence> = {
  'devices.controlWindowsService': (activity, input) => mentions(activity, input.serviceId),
  'devices.reboot': (activity) => /reboot/i.test(`${activity.statusCode} ${activity.message}`),
  'devices.runScript': (activity) => ['ACTION', 'ACTIONSET', 'SCRIPTING'].includes(activity.activityType),
  'devices.setMaintenance': (activity) => /maintenance/i.test(`${activity.statusCode} ${activity.message}`),
}

/** Whether a receipt for this operation can be recognised at all. */
export function leavesReceipt(operation: string): boolean {
  return operation in evidence
}

/** The oldest activity after `row.watch_after` that is evidence of the dispatch. */
export function findReceipt(row: DispatchRow, activities: readonly ActivityFacts[]): Receipt | undefined {
  const { input } = JSON.parse(row.proposal) as Proposal
  const found = activities
    .filter((activity) => activity.id > (row.watch_after ?? 0) && evidence[row.operation]?.(activity, input))
    .sort((a, b) => a.id - b.id)[0]
  return (
    found && {
      activityId: found.id,
      at: found.activityTime,
      message: found.message ?? found.status ?? found.activityType,
    }
  )
}

export interface ReceiptWatcher {
  /** Looks once at every dispatch that still waits for a receipt; returns how many wait on. */
  look(): Promise<number>
}

export function createReceiptWatcher(
  dispatches: Dispatches,
  clock: Clock,
  /** Activities of a device, newest first. */
  readActivities: (row: DispatchRow) => Promise<readonly ActivityFacts[]>,
): ReceiptWatcher {
  return {
    async look() {
      let waiting = 0
      for (const row of await dispatches.listWatched()) {
        // A failed look is no evidence of anything: the next one tries again.
        const activities = await readActivities(row).catch(() => [])
        const receipt = findReceipt(row, activities)
        if (receipt) {
          await dispatches.addReceipt(row, receipt, {
            kind: 'receipt-observed',
            callId: row.call_id,
            approvalId: row.approval_id ?? undefined,
            operation: row.operation,
            connection: row.connection,
            actor: gatewayActor,
            summary: `NinjaOne wrote activity ${receipt.activityId} on the device`,
            data: { activityId: receipt.activityId, activityTime: receipt.at },
          })
        } else if (row.watch_until !== null && clock.now() >= Date.parse(row.watch_until)) {
          await dispatches.stopWatching(row.call_id)
        } else waiting++
      }
      return waiting
    },
  }
}
