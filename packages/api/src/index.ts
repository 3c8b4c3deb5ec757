/** Public names of `@kunai/api`. Adding one here is a promise to everybody who uses the package. */
export { catalogue, type OperationId, operations } from './catalogue.ts'
export * from './client/index.ts'
export { type Clock, manualClock, systemClock } from './clock.ts'
export {
  defineOperation,
  type Example,
  findInRegistry,
  type Http,
  type Identity,
  type Operation,
  type Paging,
  type Resource,
  type Risk,
  resources,
  risks,
  type Scope,
  wireForms,
} from './operation.ts'
export {
  type ExactRequest,
  type InputIssue,
  isRequestOf,
  matchesTemplate,
  type ParsedInput,
  parseInput,
  pathParameters,
  pathSegment,
  RequestError,
  requestTarget,
  toRequest,
} from './request/index.ts'
