/** What the search for receipts reads of a device, through the corridor like every other read. */
import type { DispatchRow } from '../approvals/index.ts'
import type { Proposal } from '../call/index.ts'
import type { ActivityFacts, JobFacts } from './evidence.ts'
import type { DeviceReader } from './receipts.ts'
import type { Read } from './references.ts'

/**
 * @param guard throws when what answers to the connection's name by now is another tenant, whose devices have the same
 *   numbers.
 */
export function deviceReader(readFor: (connection: string) => Read, guard: (proposal: Proposal) => void): DeviceReader {
  async function ask<Answer>(row: DispatchRow, operation: string, input: Record<string, unknown> = {}) {
    guard({ tenant: undefined, ...(JSON.parse(row.proposal) as Proposal) })
    return (await readFor(row.connection)(operation, { id: row.device_id, ...input })) as Answer | undefined
  }
  return {
    async activities(row) {
      const input = { newerThan: row.watch_after ?? 0, pageSize: 200 }
      return (await ask<{ activities: ActivityFacts[] }>(row, 'devices.listActivities', input))?.activities ?? []
    },
    jobs: async (row) => (await ask<JobFacts[]>(row, 'devices.listJobs')) ?? [],
    isOffline: async (row) => (await ask<{ offline?: boolean }>(row, 'devices.get'))?.offline === true,
  }
}
