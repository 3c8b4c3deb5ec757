/** Every effect there is, by name. A name is written into snapshots and files: it stays. */

import { backupEffects } from './commands/check-backup.ts'
import { configureEffects } from './commands/configure-service.ts'
import { serviceEffects } from './commands/control-service.ts'
import type { Effects } from './commands/effect.ts'
import { patchEffects } from './commands/patch-device.ts'
import { scanEffects } from './commands/process-scan.ts'
import { rebootEffects } from './commands/reboot.ts'
import { jobEffects } from './commands/run-job.ts'
import { maintenanceEffects } from './commands/set-maintenance.ts'
import { lifeEffects } from './life/pulse.ts'

export const effects: Effects = {
  ...serviceEffects,
  ...configureEffects,
  ...patchEffects,
  ...backupEffects,
  ...rebootEffects,
  ...jobEffects,
  ...maintenanceEffects,
  ...scanEffects,
  ...lifeEffects,
}
