/** NinjaOne's webhooks: what to ask for, whether a request is a delivery, and what it says. No network. */
export { type ActivityFacts, eventsOf, type WebhookEvent, webhookActivities, webhookEvents } from './events.ts'
export { hasWebhookHeader, type WebhookHeader, type WebhookHeaders } from './header.ts'
export { type ParsedWebhook, type ParseWebhookOptions, parseWebhook, type WebhookDelivery } from './parse-webhook.ts'
export type { WebhookProblem, WebhookRefusal } from './read-body.ts'
export { rememberKeys, type SeenKeys } from './seen-keys.ts'
