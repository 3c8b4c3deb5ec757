import type { Behaviours } from './behaviour.ts'

export const softwareProducts: Behaviours = {
  // What a product is called in patches, a uuid, is its id here.
  'softwareProducts.list': (_input, { world }) =>
    world.softwareProducts.list().map(({ id: _id, uid, ...product }) => ({ ...product, id: uid })),
}
