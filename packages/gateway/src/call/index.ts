/** The words: types every room speaks, and the pure functions that belong to them. */
export { canonicalJson, sha256 } from './canonical.ts'
export { digestOf, proposalText } from './digest.ts'
export { GatewayError } from './errors.ts'
export { newId } from './id.ts'
export { phraseOf } from './phrase.ts'
export { storableText } from './storable.ts'
export type * from './types.ts'
export { toolProfiles } from './types.ts'
