/** Public names of `@kunai/api`. Adding one here is a promise to everybody who uses the package. */
export { catalogue, type OperationId, operations } from './catalogue.ts'
export * from './client/index.ts'
export { type Clock, manualClock, systemClock } from './clock.ts'
export {
  type DeviceClass,
  type DeviceFilterBuilder,
  DeviceFilterError,
  type DeviceFilterIssue,
  type DeviceFilterTerm,
  type DeviceStatus,
  deviceFilter,
  type ParsedDeviceFilter,
  parseDeviceFilter,
  printDeviceFilter,
} from './device-filter/index.ts'
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
  type MatchedOperation,
  matchesTemplate,
  matchOperation,
  type ParsedInput,
  type PathRefusal,
  parseInput,
  pathParameters,
  pathSegment,
  type RawPathProblem,
  RequestError,
  requestTarget,
  toRequest,
} from './request/index.ts'
export {
  hasWebhookHeader,
  type ParsedWebhook,
  type ParseWebhookOptions,
  parseWebhook,
  rememberKeys,
  type SeenKeys,
  type WebhookDelivery,
  type WebhookEvent,
  type WebhookHeader,
  type WebhookHeaders,
  type WebhookProblem,
  type WebhookRefusal,
  webhookActivities,
  webhookEvents,
} from './webhooks/index.ts'
