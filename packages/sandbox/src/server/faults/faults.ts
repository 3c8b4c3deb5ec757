/** Keeps the fault rules, and says which of them strike a request. */
import { Draw } from '../../world/random.ts'
import { delayMaxMs, type FaultEffect, type FaultRule, type FaultRuleInput, parseFaultRule, strikes } from './rule.ts'

export interface FaultSubject {
  readonly operation: string | undefined
  readonly method: string
  readonly path: string
  readonly device: number | undefined
  readonly organization?: number | undefined
  readonly client?: string | undefined
}

/** What NinjaOne sends, as rules see it. */
export interface DeliverySubject {
  readonly activityType: string
  readonly statusCode: string
  readonly device: number | undefined
  readonly organization: number | undefined
  /** The application whose webhook it is. */
  readonly client: string
}

interface Counter {
  readonly rule: Omit<FaultRule, 'seen' | 'struck'>
  readonly path: RegExp | undefined
  readonly endsAtMs: number
  seen: number
  struck: number
}

/** A rule that strikes. Whoever lets it strike says so, because some find nothing to strike at. */
export interface ChosenFault {
  readonly id: string
  readonly effect: FaultEffect
  /** The same on every run of the seed. */
  readonly draw: Draw
  strike(): void
}

/** Effects that give an answer from before need to have seen it. */
const remembering: ReadonlySet<FaultEffect['kind']> = new Set(['stale-read', 'cursor-stuck', 'page-repeats'])

export class Faults {
  readonly #seed: number
  readonly #nowMs: () => number
  #counters: Counter[] = []
  #count = 0

  constructor(seed: number, nowMs: () => number) {
    this.#seed = seed
    this.#nowMs = nowMs
  }

  get any(): boolean {
    return this.#counters.length > 0
  }

  add(input: FaultRuleInput): FaultRule {
    const parsed = parseFaultRule(input)
    this.#count++
    const { match, until } = parsed
    const counter: Counter = {
      rule: { id: `fault-${this.#count}`, ...parsed },
      path: match.path === undefined ? undefined : toPattern(match.path),
      endsAtMs: until === undefined ? Number.POSITIVE_INFINITY : this.#momentOf(until),
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
  select(subject: FaultSubject): ChosenFault[] {
    return this.#choose(
      (counter) => !speaksOfDeliveries(counter.rule.effect) && this.#meets(counter, subject),
      ({ kind }) => kind === 'delay',
    )
  }

  /** Rules that strike a delivery: all of them when it is queued, the first one at an attempt. */
  selectDelivery(when: 'queued' | 'attempt', subject: DeliverySubject): ChosenFault[] {
    return this.#choose(
      (counter) => strikes(counter.rule.effect) === when && this.#meetsDelivery(counter, subject),
      () => when === 'queued',
    )
  }

  #choose(meets: (counter: Counter) => boolean, goesWithOthers: (effect: FaultEffect) => boolean): ChosenFault[] {
    const chosen: ChosenFault[] = []
    for (const counter of this.#counters) {
      if (!meets(counter)) continue
      counter.seen++
      const { rule, seen } = counter
      if (seen <= rule.after || (rule.count !== undefined && counter.struck >= rule.count)) continue
      const ruleNumber = Number(rule.id.slice('fault-'.length))
      const draw = new Draw(this.#seed, 'fault', ruleNumber * 1_000_003 + seen)
      if (!draw.chance('strikes', rule.probability)) continue
      if (!goesWithOthers(rule.effect) && chosen.some((other) => !goesWithOthers(other.effect))) continue
      const strike = () => {
        counter.struck++
      }
      chosen.push({ id: rule.id, effect: rule.effect, draw, strike })
    }
    return chosen
  }

  /** Whether a rule that meets this request wants to know how it is answered. Counts nothing. */
  remembers(subject: FaultSubject): boolean {
    return this.#counters.some((counter) => remembering.has(counter.rule.effect.kind) && this.#meets(counter, subject))
  }

  #momentOf(until: string | number): number {
    return typeof until === 'number' ? this.#nowMs() + until : Date.parse(until)
  }

  #meetsDelivery({ rule: { match }, path, endsAtMs }: Counter, subject: DeliverySubject): boolean {
    return (
      path === undefined &&
      match.operation === undefined &&
      match.method === undefined &&
      (match.device === undefined || match.device === subject.device) &&
      (match.organization === undefined || match.organization === subject.organization) &&
      (match.client === undefined || match.client === subject.client) &&
      (match.activityType === undefined || match.activityType === subject.activityType) &&
      (match.statusCode === undefined || match.statusCode === subject.statusCode) &&
      this.#nowMs() < endsAtMs
    )
  }

  #meets({ rule: { match }, path, endsAtMs }: Counter, subject: FaultSubject): boolean {
    return (
      (match.operation === undefined || match.operation === subject.operation) &&
      (match.method === undefined || match.method === subject.method) &&
      (match.device === undefined || match.device === subject.device) &&
      (match.organization === undefined || match.organization === subject.organization) &&
      (match.client === undefined || match.client === subject.client) &&
      (path === undefined || path.test(subject.path)) &&
      this.#nowMs() < endsAtMs
    )
  }
}

const speaksOfDeliveries = (effect: FaultEffect) => ['queued', 'attempt'].includes(strikes(effect))

/** How long a delay takes, by its draw. */
export function delayOf({ delayMs, lognormal }: FaultEffect & { kind: 'delay' }, draw: Draw): number {
  if (!lognormal) return delayMs ?? 0
  // Box and Muller: two even draws make a normal one. Never the logarithm of nothing.
  const [one, other] = [1 - draw.fraction('delay-one'), draw.fraction('delay-other')]
  const normal = Math.sqrt(-2 * Math.log(one)) * Math.cos(2 * Math.PI * other)
  return Math.min(delayMaxMs, Math.round(lognormal.medianMs * Math.exp(lognormal.sigma * normal)))
}

const describe = ({ rule, seen, struck }: Counter): FaultRule => ({ ...rule, seen, struck })

const toPattern = (path: string) =>
  new RegExp(
    `^${path
      .split('*')
      .map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
      .join('.*')}$`,
  )
