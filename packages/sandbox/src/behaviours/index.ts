/** Every behaviour there is. An operation of the catalogue that is not here answers 501. */
import { alerts } from './alerts.ts'
import type { Behaviours } from './behaviour.ts'
import { devices } from './devices.ts'
import { organizations } from './organizations.ts'
import { queries } from './queries.ts'
import { scripts } from './scripts.ts'

export const behaviours: Behaviours = { ...organizations, ...devices, ...alerts, ...scripts, ...queries }
