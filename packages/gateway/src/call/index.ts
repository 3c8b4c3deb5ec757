/** The words: types every room speaks, and the pure functions that belong to them. */
export { nonceOf, readReceiptLines } from './bash-script.ts'
export { canonicalJson, sha256 } from './canonical.ts'
export { digestOf, proposalText } from './digest.ts'
export { GatewayError } from './errors.ts'
export { callOfRequest, operationNamed } from './generic.ts'
export { newId } from './id.ts'
export { phraseOf } from './phrase.ts'
export { planOperation } from './plan.ts'
export {
  asksAlways,
  bashRequest,
  carrierOf,
  checkBashTarget,
  findOperation,
  type Meant,
  meantBy,
  operations,
  runBash,
} from './run-bash.ts'
export { holdsSecret, showProposal } from './secrets.ts'
export { storableText } from './storable.ts'
export type * from './types.ts'
export { toolProfiles } from './types.ts'
