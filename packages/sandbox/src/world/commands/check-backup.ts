/** An integrity check of a backup plan: accepted at once, finished minutes later. */
import type { BackupJob, IntegrityCheckJob } from '../kinds/backups.ts'
import type { World } from '../world.ts'
import { deed, type Effect } from './effect.ts'
import { slownessOf } from './simulation.ts'
import { failsByTag, type Requester, type Story, tell } from './story.ts'

interface Check {
  readonly story: Story
  readonly checkId: number
  readonly command: number
}

const word = 'NINJA_BACKUP_INTEGRITY_CHECK'

export function checkBackup(
  world: World,
  nowMs: number,
  { backup, planUid }: { readonly backup: BackupJob; readonly planUid: string },
  requester: Requester,
): IntegrityCheckJob {
  const command = world.nextCommand()
  const draw = world.drawOfCommand(command)
  const check = world.integrityCheckJobs.insert({
    uid: draw.uuid(),
    deviceId: backup.deviceId,
    planUid,
    jobStatus: 'PROCESSING',
    startMs: nowMs,
  })
  const story: Story = {
    deviceId: backup.deviceId,
    requester,
    activityType: 'NINJA_BACKUP',
    seriesUid: check.uid,
    sourceName: backup.planName,
    subject: 'Backup integrity check',
    code: 'backup_integrity_check',
    params: { planUid, planName: backup.planName },
    statusCodes: { START_REQUESTED: `${word}_START_REQUESTED`, COMPLETED: `${word}_COMPLETED` },
  }
  tell(world, story, nowMs, 'START_REQUESTED', `Integrity check of "${backup.planName}" requested`)
  const endMs = nowMs + draw.whole('duration', 2, 15) * 60_000 * slownessOf(world.devices.get(backup.deviceId)?.tags)
  world.plan(endMs, deed('backup.check-end', end, { story, checkId: check.id, command }))
  return check
}

const end: Effect<Check> = (world, atMs, { story, checkId, command }) => {
  if (!world.integrityCheckJobs.has(checkId)) return
  if (failsByTag(world, story.deviceId, command)) {
    world.integrityCheckJobs.update(checkId, { jobStatus: 'FAILED', endMs: atMs })
    tell(world, story, atMs, 'COMPLETED', `${story.subject} of "${story.sourceName}" failed`, { result: 'FAILURE' })
    return
  }
  world.integrityCheckJobs.update(checkId, { jobStatus: 'COMPLETED', endMs: atMs })
  tell(world, story, atMs, 'COMPLETED', `${story.subject} of "${story.sourceName}" completed`, { result: 'SUCCESS' })
}

export const backupEffects = { 'backup.check-end': end }
