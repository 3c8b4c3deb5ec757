/**
 * Trouble as data: which requests a rule meets and what goes wrong with them. Nothing here is the vendor's behaviour; it
 * is what networks and servers do to anyone's.
 */
import { z } from 'zod'

const Match = z.strictObject({
  /** Id of the catalogue, e.g. `devices.reboot`. */
  operation: z.string().min(1).optional(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  /** As `/v2/…` whichever prefix the client used; `*` stands for any text. */
  path: z.string().startsWith('/').optional(),
  /** The one in the path. */
  device: z.int().positive().optional(),
  /** The one in the path, or that of the device in the path. */
  organization: z.int().positive().optional(),
  /** Client id of the application, at the token endpoint too; of a delivery, the application whose webhook it is. */
  client: z.string().min(1).optional(),
  /** Of a delivery: the type of its activity, e.g. `CONDITION`. */
  activityType: z.string().min(1).optional(),
  /** Of a delivery: the status code of its activity, e.g. `TRIGGERED`. */
  statusCode: z.string().min(1).optional(),
})

export const delayMaxMs = 3_600_000
const DelayMs = z.int().min(0).max(delayMaxMs)

/** The vendor's three families of JSON errors, and the bare text that some refusals are. */
const BodyFamily = z.enum(['app', 'auth', 'billing', 'text'])

const Effect = z.discriminatedUnion('kind', [
  /** Refused before anything happens. `retryAfterSeconds` becomes a Retry-After header. */
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    /** `resultCode`, `error` or `errorCode`, whichever the family has; the text itself in `text`. */
    code: z.string().min(1).max(200).optional(),
    family: BodyFamily.default('app'),
    retryAfterSeconds: z.int().min(0).optional(),
  }),
  /** Everything as usual, later. Waits on the clock the sandbox was given. One of the two. */
  z
    .strictObject({
      kind: z.literal('delay'),
      delayMs: DelayMs.optional(),
      /** As answers of real servers are spread: many near the median, some far above. */
      lognormal: z.strictObject({ medianMs: DelayMs.min(1), sigma: z.number().min(0).max(4) }).optional(),
    })
    .refine(({ delayMs, lognormal }) => (delayMs === undefined) !== (lognormal === undefined), {
      path: ['delayMs'],
      message: 'give either delayMs or lognormal',
    }),
  /** The connection breaks before anything happens. */
  z.strictObject({ kind: z.literal('reset') }),
  /** A page for people instead of JSON, before anything happens. */
  z.strictObject({ kind: z.literal('html'), status: z.int().min(200).max(599).default(429) }),
  /**
   * The token of the request is good no more, before anything happens. `consent` ends what came from the same consent
   * as well, so that refreshing fails too.
   */
  z.strictObject({ kind: z.literal('token-revoked'), consent: z.boolean().default(false) }),
  /** Carried out; the connection breaks in the middle of the answer. */
  z.strictObject({ kind: z.literal('truncate') }),
  /** Carried out; the answer says that it is JSON, and is nothing of the kind. */
  z.strictObject({ kind: z.literal('garbage') }),
  /** Carried out, then reported as a server fault. */
  z.strictObject({ kind: z.literal('accepted-but-500') }),
  /** Carried out, and no answer ever comes; the connection stays open until the client gives up. */
  z.strictObject({ kind: z.literal('timeout-after-commit') }),
  /** A read is answered as it was when the rule first saw it. */
  z.strictObject({ kind: z.literal('stale-read') }),
  /** Whoever asks for more of a list gets its first page again, place to go on from included. */
  z.strictObject({ kind: z.literal('cursor-stuck') }),
  /** Whoever asks for more of a list gets the page before once more. */
  z.strictObject({ kind: z.literal('page-repeats') }),
  /** An activity never goes out, and nobody is told. */
  z.strictObject({ kind: z.literal('delivery-lost') }),
  /** An activity goes out again after it was delivered, so many times more. */
  z.strictObject({ kind: z.literal('delivery-repeated'), times: z.int().min(1).max(100).default(1) }),
  /** An activity goes out later, by the tenant's clock. */
  z.strictObject({ kind: z.literal('delivery-delayed'), delayMs: DelayMs.min(1) }),
  /** An activity goes out after the next one of the same webhook. */
  z.strictObject({ kind: z.literal('delivery-reordered') }),
  /**
   * An attempt fails as if the receiver had answered so, and NinjaOne tries again. `received`: it did get it, and only
   * its answer was lost on the way.
   */
  z.strictObject({
    kind: z.literal('delivery-refused'),
    status: z.int().min(400).max(599).default(503),
    received: z.boolean().default(false),
  }),
  /** Rows of an answer look as after an update of the vendor's: fields more, fewer, and by other names. */
  z.strictObject({
    kind: z.literal('drift'),
    add: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).default({}),
    rename: z.record(z.string(), z.string().min(1)).default({}),
    remove: z.array(z.string().min(1)).readonly().default([]),
  }),
])

/** What only requests have, and what only deliveries have: a rule that asks for both would never strike. */
const requestWords = ['operation', 'method', 'path'] as const
const deliveryWords = ['activityType', 'statusCode'] as const

export const FaultRuleInput = z
  .strictObject({
    match: Match.default({}),
    effect: Effect,
    /** Share of the matching requests that are met; drawn from the seed, so a run repeats. */
    probability: z.number().min(0).max(1).default(1),
    /** How many times it strikes before it is spent; without it, for ever. */
    count: z.int().min(1).optional(),
    /** How many matching requests pass untouched first. */
    after: z.int().min(0).default(0),
    /** When it ends, by the sandbox's clock: a moment, or milliseconds from its adding. */
    until: z.union([z.iso.datetime({ offset: true }), z.int().min(1)]).optional(),
  })
  .superRefine(({ match, effect }, context) => {
    const isDelivery = ['queued', 'attempt'].includes(strikes(effect))
    for (const word of isDelivery ? requestWords : deliveryWords) {
      if (match[word] === undefined) continue
      const what = isDelivery ? 'what NinjaOne sends has none' : 'only what NinjaOne sends has one'
      context.addIssue({ code: 'custom', path: ['match', word], message: `${effect.kind} with ${word}: ${what}` })
    }
  })

/** What a caller writes. */
export type FaultRuleInput = z.input<typeof FaultRuleInput>
export type ParsedFaultRule = z.output<typeof FaultRuleInput>
export type FaultEffect = z.output<typeof Effect>

export interface FaultRule extends ParsedFaultRule {
  readonly id: string
  /** Matching requests seen so far. */
  readonly seen: number
  /** How often it struck. */
  readonly struck: number
}

/** Throws with the name of the field that cannot be used. */
export function parseFaultRule(input: unknown): ParsedFaultRule {
  const parsed = FaultRuleInput.safeParse(input)
  if (!parsed.success) throw new Error(`This fault rule cannot be used. ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/**
 * When an effect strikes: instead of the command, or once it has been carried out; or what NinjaOne sends, when an
 * activity is queued for a webhook or at each attempt to send it.
 */
export function strikes(effect: FaultEffect): 'before' | 'after' | 'queued' | 'attempt' {
  switch (effect.kind) {
    case 'status':
    case 'delay':
    case 'reset':
    case 'html':
    case 'token-revoked':
      return 'before'
    case 'truncate':
    case 'garbage':
    case 'accepted-but-500':
    case 'timeout-after-commit':
    case 'stale-read':
    case 'cursor-stuck':
    case 'page-repeats':
    case 'drift':
      return 'after'
    case 'delivery-lost':
    case 'delivery-repeated':
    case 'delivery-delayed':
    case 'delivery-reordered':
      return 'queued'
    case 'delivery-refused':
      return 'attempt'
    default: {
      const impossible: never = effect
      throw new TypeError(`unknown effect: ${JSON.stringify(impossible)}`)
    }
  }
}
