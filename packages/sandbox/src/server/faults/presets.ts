/** Bad days by name. Each is nothing but rules that anybody could write. */
import type { FaultRuleInput } from './rule.ts'

const api = { path: '/v2/*' } as const

export const faultPresets = {
  /** A day on which everything is a little broken. */
  'bad-tuesday': [
    { match: api, effect: { kind: 'delay', lognormal: { medianMs: 250, sigma: 0.9 } }, probability: 0.5 },
    { match: api, effect: { kind: 'status', status: 429, retryAfterSeconds: 2 }, probability: 0.03 },
    { match: api, effect: { kind: 'status', status: 503 }, probability: 0.02 },
    { match: api, effect: { kind: 'html', status: 502 }, probability: 0.01 },
    { match: { ...api, method: 'GET' }, effect: { kind: 'reset' }, probability: 0.01 },
    { match: { ...api, method: 'GET' }, effect: { kind: 'truncate' }, probability: 0.01 },
    { match: { ...api, method: 'POST' }, effect: { kind: 'accepted-but-500' }, probability: 0.02 },
  ],
  /** Somebody rotates the token while a job is at work. */
  'token-rotated-mid-run': [{ match: api, effect: { kind: 'token-revoked' }, after: 10, count: 1 }],
  /** The whole region is away for ten minutes, the token endpoint too. */
  'region-outage': [
    { effect: { kind: 'reset' }, probability: 0.3, until: 600_000 },
    { effect: { kind: 'html', status: 503 }, until: 600_000 },
  ],
  /** Whoever follows the cursor goes in circles. */
  'cursor-never-advances': [{ match: api, effect: { kind: 'cursor-stuck' } }],
  /** One page of a list comes twice. */
  'page-repeats': [{ match: api, effect: { kind: 'page-repeats' }, count: 1 }],
  /** Webhooks as their critics know them: some are lost, some come twice, late, out of order, or after a retry. */
  'lossy-webhooks': [
    { effect: { kind: 'delivery-lost' }, probability: 0.1 },
    { effect: { kind: 'delivery-repeated' }, probability: 0.15 },
    { effect: { kind: 'delivery-delayed', delayMs: 90_000 }, probability: 0.1 },
    { effect: { kind: 'delivery-reordered' }, probability: 0.1 },
    { effect: { kind: 'delivery-refused', received: true }, probability: 0.1 },
  ],
  /** The tenant has no ticketing: its boards are not there (experience §1.4, quirk 9). */
  'no-ticket-boards': [
    { match: { operation: 'ticketBoards.list' }, effect: { kind: 'status', status: 404 } },
    { match: { operation: 'ticketBoards.run' }, effect: { kind: 'status', status: 404 } },
  ],
  /** An update of the vendor's went out overnight. */
  'schema-drift': [
    {
      match: { ...api, method: 'GET' },
      effect: {
        kind: 'drift',
        add: { lifecycleStage: 'STAGE_NOBODY_KNOWS', tenantShard: 7 },
        rename: { displayName: 'displayLabel' },
        remove: ['description'],
      },
    },
  ],
} as const satisfies Record<string, readonly FaultRuleInput[]>

export type FaultPresetName = keyof typeof faultPresets

export const isFaultPreset = (name: string): name is FaultPresetName => Object.hasOwn(faultPresets, name)
