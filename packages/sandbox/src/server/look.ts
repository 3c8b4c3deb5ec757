/** What a behaviour may look at, and what it has looked at: an answer that needed no time stays right as time goes by. */
import type { Scene } from '../behaviours/behaviour.ts'
import type { Requester } from '../world/commands/story.ts'
import type { World } from '../world/world.ts'
import type { Incidents, Refusal } from './answer.ts'

export class Look implements Scene {
  readonly operation: string
  readonly world: World
  /** A value of its own, because behaviours take it out of the scene. */
  readonly refuse: (status: number, resultCode: string, errorMessage?: string) => Refusal
  readonly #nowMs: number
  readonly #requester: Requester
  #sawTime = false
  #sawRequester = false

  constructor(operation: string, world: World, nowMs: number, requester: Requester, incidents: Incidents) {
    this.operation = operation
    this.world = world
    this.refuse = (status, resultCode, errorMessage) => incidents.refuse(status, resultCode, errorMessage)
    this.#nowMs = nowMs
    this.#requester = requester
  }

  get nowMs(): number {
    this.#sawTime = true
    return this.#nowMs
  }

  get requester(): Requester {
    this.#sawRequester = true
    return this.#requester
  }

  /** Until when the answer is right for everybody, if nothing in the world changes; `stated` by its behaviour. */
  goodUntilMs(stated: number | undefined): number | undefined {
    if (this.#sawRequester) return undefined
    return stated ?? (this.#sawTime ? undefined : Number.POSITIVE_INFINITY)
  }
}
