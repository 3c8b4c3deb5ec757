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
  /** Client id of the application, at the token endpoint too. */
  client: z.string().min(1).optional(),
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
  /** Rows of an answer look as after an update of the vendor's: fields more, fewer, and by other names. */
  z.strictObject({
    kind: z.literal('drift'),
    add: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).default({}),
    rename: z.record(z.string(), z.string().min(1)).default({}),
    remove: z.array(z.string().min(1)).readonly().default([]),
  }),
])

export const FaultRuleInput = z.strictObject({
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

/** When an effect strikes: instead of the command, or once it has been carried out. */
export function strikes(effect: FaultEffect): 'before' | 'after' {
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
    default: {
      const impossible: never = effect
      throw new TypeError(`unknown effect: ${JSON.stringify(impossible)}`)
    }
  }
}
