/** Every behaviour there is. An operation of the catalogue that is not here answers 501. */
import { activities } from './activities.ts'
import { alerts } from './alerts.ts'
import { backups } from './backups.ts'
import type { Behaviours } from './behaviour.ts'
import { deviceInventory } from './device-inventory.ts'
import { devicePatches } from './device-patches.ts'
import { deviceSettings } from './device-settings.ts'
import { devices } from './devices.ts'
import { groups } from './groups.ts'
import { jobs } from './jobs.ts'
import { locations } from './locations.ts'
import { organizations } from './organizations.ts'
import { policies } from './policies.ts'
import { scripts } from './scripts.ts'
import { softwareProducts } from './software-products.ts'
import { tasks } from './tasks.ts'
import { vulnerabilityScanGroups } from './vulnerability-scan-groups.ts'

export const behaviours: Behaviours = {
  ...organizations,
  ...locations,
  ...devices,
  ...deviceInventory,
  ...devicePatches,
  ...deviceSettings,
  ...alerts,
  ...jobs,
  ...activities,
  ...groups,
  ...policies,
  ...tasks,
  ...backups,
  ...softwareProducts,
  ...vulnerabilityScanGroups,
  ...scripts,
}
