/** Every effect there is, by name. A name is written into snapshots and files: it stays. */

import { serviceEffects } from './commands/control-service.ts'
import type { Effects } from './commands/effect.ts'
import { rebootEffects } from './commands/reboot.ts'
import { jobEffects } from './commands/run-job.ts'
import { maintenanceEffects } from './commands/set-maintenance.ts'
import { lifeEffects } from './life/pulse.ts'

export const effects: Effects = {
  ...serviceEffects,
  ...rebootEffects,
  ...jobEffects,
  ...maintenanceEffects,
  ...lifeEffects,
}
