/** Every write operation, and the read in which it shows. */
import { assetProofs } from './assets.ts'
import { deviceProofs } from './devices.ts'
import { documentProofs } from './documents.ts'
import { organizationProofs } from './organizations.ts'
import { peopleProofs } from './people.ts'
import type { WriteProofs } from './proof.ts'

export const writeProofs: WriteProofs = {
  ...assetProofs,
  ...deviceProofs,
  ...documentProofs,
  ...organizationProofs,
  ...peopleProofs,
}
