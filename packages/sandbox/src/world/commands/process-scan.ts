/** Another product's scan, uploaded as CSV: it is taken at once, and its records are through some seconds later. */
import type { ScanGroup } from '../kinds/records.ts'
import type { World } from '../world.ts'
import { deed, type Effect } from './effect.ts'

interface Upload {
  readonly scanGroupId: number
  readonly uploadedMs: number
  readonly records: number
}

export function processScan(
  world: World,
  nowMs: number,
  { id }: ScanGroup,
  { fileName, records }: { readonly fileName: string; readonly records: number },
): ScanGroup {
  // How long NinjaOne takes is not on record (assumed).
  const draw = world.drawOfCommand(world.nextCommand())
  const takesMs = draw.whole('duration', 2_000, 10_000)
  const upload: Upload = { scanGroupId: id, uploadedMs: nowMs, records }
  world.plan(nowMs + takesMs, deed('scan.through', through, upload))
  return world.scanGroups.update(id, { fileName, status: 'IN_PROGRESS', lastUploadMs: nowMs, recordsProcessed: 0 })
}

const through: Effect<Upload> = (world, _atMs, { scanGroupId, uploadedMs, records }) => {
  // A later upload has taken its place.
  if (world.scanGroups.get(scanGroupId)?.lastUploadMs !== uploadedMs) return
  world.scanGroups.update(scanGroupId, { status: 'COMPLETE', recordsProcessed: records })
}

export const scanEffects = { 'scan.through': through }
