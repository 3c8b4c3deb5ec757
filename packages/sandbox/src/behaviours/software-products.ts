import type { Behaviours } from './behaviour.ts'

export const softwareProducts: Behaviours = {
  // The id is a uuid here, the same that patches call `productIdentifier`.
  'softwareProducts.list': (_input, { world }) =>
    world.softwareProducts.list().map(({ uid, ...product }) => ({ ...product, id: uid })),
}
