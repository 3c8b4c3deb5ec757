/**
 * What an operation does in the sandbox. A behaviour gets input the operation's schema has accepted from a
 * caller its scope and identity allow, and returns the answer as it stands on the wire. Paths, methods, scopes
 * and shapes are the catalogue's; a behaviour never repeats them.
 */
import type { OperationId, operations } from '@kunai/api/catalogue'
import type { z } from 'zod'
import { type Refusal, refuseText } from '../server/answer.ts'
import type { Requester } from '../world/commands/story.ts'
import type { Device } from '../world/kinds/devices.ts'
import type { World } from '../world/world.ts'

type Operations = typeof operations

/** JSON that is already serialised, for answers made of cached rows. */
export class RawJson {
  readonly body: Buffer | string
  /** Until then it is right as long as nothing in the world changes; absent: nobody knows. */
  readonly goodUntilMs: number | undefined

  constructor(body: Buffer | string, goodUntilMs?: number) {
    this.body = body
    this.goodUntilMs = goodUntilMs
  }
}

/**
 * An answer that depends on nothing but the world's tables, although its behaviour has to look at the time: as it does
 * to notice that somebody looks.
 */
export const lasting = (value: object) => new RawJson(JSON.stringify(value), Number.POSITIVE_INFINITY)

/** An answer without a body whose status is another than 204. */
export class NoBody {
  readonly status: number

  constructor(status: number) {
    this.status = status
  }
}

/** What a behaviour may look at. */
export interface Scene {
  /** Id of the operation that is performed. */
  readonly operation: string
  readonly world: World
  /** The time of this request; everything due by then has happened. */
  readonly nowMs: number
  readonly requester: Requester
  /** An answer in the vendor's app family. */
  refuse(status: number, resultCode: string, errorMessage?: string): Refusal
}

export type Behaviour<Id extends OperationId> = (
  input: z.output<Operations[Id]['input']>,
  scene: Scene,
) => z.input<Operations[Id]['output']> | RawJson | NoBody

/** Keyed by operation id. An id that is missing answers 501: the sandbox never pretends. */
export type Behaviours = { readonly [Id in OperationId]?: Behaviour<Id> }

/** A missing device and a missing route are both 404; `resultCode` tells them apart (ninjaone-api §9). */
export function findDevice(id: number, { world, refuse }: Scene): Device {
  const device = world.devices.get(id)
  if (!device) throw refuse(404, 'device_not_found', `Device ${id} not found`)
  return device
}

/**
 * The device of a command. One that is staged, pending or decommissioned has no agent that would hear it. What NinjaOne
 * says then is not on record; bare text is how it refuses what a device cannot do (ninjaone-api §4, "validation"; assumed).
 */
export function findCommandable(id: number, what: string, scene: Scene): Device {
  const device = findDevice(id, scene)
  if (device.approvalStatus === 'APPROVED') return device
  throw refuseText(400, `Device is not applicable for ${what}. It is ${device.approvalStatus.toLowerCase()}.`)
}
