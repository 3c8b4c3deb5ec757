/** Every behaviour there is. An operation of the catalogue that is not here answers 501. */
import { alerts } from './alerts.ts'
import type { Behaviours } from './behaviour.ts'
import { deviceInventory } from './device-inventory.ts'
import { devicePatches } from './device-patches.ts'
import { deviceSettings } from './device-settings.ts'
import { devices } from './devices.ts'
import { jobs } from './jobs.ts'
import { locations } from './locations.ts'
import { organizations } from './organizations.ts'
import { scripts } from './scripts.ts'

export const behaviours: Behaviours = {
  ...organizations,
  ...locations,
  ...devices,
  ...deviceInventory,
  ...devicePatches,
  ...deviceSettings,
  ...alerts,
  ...jobs,
  ...scripts,
}
