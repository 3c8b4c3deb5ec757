/**
 * Trouble as data. A rule says which requests it meets and what goes wrong; nothing here is the vendor's
 * behaviour, it is what networks and servers do to anyone's.
 */
import { z } from 'zod'
import { Draw } from '../world/random.ts'

const Match = z.strictObject({
  /** Id of the catalogue, e.g. `devices.reboot`. */
  operation: z.string().min(1).optional(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  /** As `/v2/…` whichever prefix the client used; `*` stands for any text. */
  path: z.string().startsWith('/').optional(),
  device: z.int().positive().optional(),
})

const Effect = z.discriminatedUnion('kind', [
  /** Refused before anything happens. `retryAfterSeconds` becomes a Retry-After header. */
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    retryAfterSeconds: z.int().min(0).optional(),
  }),
  /** Everything as usual, later. Waits on the clock the sandbox was given. */
  z.strictObject({ kind: z.literal('delay'), delayMs: z.int().min(0).max(3_600_000) }),
  /** The connection breaks before anything happens. */
  z.strictObject({ kind: z.literal('reset') }),
  /** A page for people instead of JSON, before anything happens. */
  z.strictObject({ kind: z.literal('html'), status: z.int().min(200).max(599).default(429) }),
  /** Carried out, then reported as a server fault. */
  z.strictObject({ kind: z.literal('accepted-but-500') }),
  /** Carried out, and no answer ever comes; the connection stays open until the client gives up. */
  z.strictObject({ kind: z.literal('timeout-after-commit') }),
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
})

/** What a caller writes. */
export type FaultRuleInput = z.input<typeof FaultRuleInput>
export type FaultEffect = z.output<typeof Effect>

export interface FaultRule extends z.output<typeof FaultRuleInput> {
  readonly id: string
  /** Matching requests seen so far. */
  readonly seen: number
  /** How often it struck. */
  readonly struck: number
}

export interface FaultSubject {
  readonly operation: string | undefined
  readonly method: string
  readonly path: string
  readonly device: number | undefined
}

interface Counter {
  readonly rule: Omit<FaultRule, 'seen' | 'struck'>
  readonly path: RegExp | undefined
  seen: number
  struck: number
}

/** Effects that let the command happen and then lie about it. */
export const strikesAfterwards = (effect: FaultEffect): boolean =>
  effect.kind === 'accepted-but-500' || effect.kind === 'timeout-after-commit'

export class Faults {
  readonly #seed: number
  #counters: Counter[] = []
  #count = 0

  constructor(seed: number) {
    this.#seed = seed
  }

  get any(): boolean {
    return this.#counters.length > 0
  }

  add(input: FaultRuleInput): FaultRule {
    const parsed = FaultRuleInput.safeParse(input)
    if (!parsed.success) throw new Error(`This fault rule cannot be used. ${z.prettifyError(parsed.error)}`)
    this.#count++
    const { path } = parsed.data.match
    const counter: Counter = {
      rule: { id: `fault-${this.#count}`, ...parsed.data },
      path: path === undefined ? undefined : toPattern(path),
      seen: 0,
      struck: 0,
    }
    this.#counters.push(counter)
    return describe(counter)
  }

  list(): readonly FaultRule[] {
    return this.#counters.map(describe)
  }

  remove(id: string): boolean {
    const before = this.#counters.length
    this.#counters = this.#counters.filter(({ rule }) => rule.id !== id)
    return this.#counters.length < before
  }

  clear(): void {
    this.#counters = []
  }

  /** Rules that strike this request: every delay, and the first of the others. */
  select(subject: FaultSubject): { readonly id: string; readonly effect: FaultEffect; strike(): void }[] {
    const chosen: Counter[] = []
    for (const counter of this.#counters) {
      if (!meets(counter, subject)) continue
      counter.seen++
      const { rule, seen } = counter
      if (seen <= rule.after || (rule.count !== undefined && counter.struck >= rule.count)) continue
      const ruleNumber = Number(rule.id.slice('fault-'.length))
      if (!new Draw(this.#seed, 'fault', ruleNumber * 1_000_003 + seen).chance('strikes', rule.probability)) continue
      const isDelay = rule.effect.kind === 'delay'
      if (isDelay || chosen.every((other) => other.rule.effect.kind === 'delay')) chosen.push(counter)
    }
    return chosen.map((counter) => ({
      id: counter.rule.id,
      effect: counter.rule.effect,
      strike: () => {
        counter.struck++
      },
    }))
  }
}

const describe = ({ rule, seen, struck }: Counter): FaultRule => ({ ...rule, seen, struck })

function meets({ rule: { match }, path }: Counter, subject: FaultSubject): boolean {
  return (
    (match.operation === undefined || match.operation === subject.operation) &&
    (match.method === undefined || match.method === subject.method) &&
    (match.device === undefined || match.device === subject.device) &&
    (path === undefined || path.test(subject.path))
  )
}

const toPattern = (path: string) =>
  new RegExp(
    `^${path
      .split('*')
      .map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
      .join('.*')}$`,
  )
