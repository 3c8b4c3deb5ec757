/** Behaviours without a server: input that the catalogue's schema has accepted goes in, the wire's answer comes out. */
import { type OperationId, operations } from '@kunai/api/catalogue'
import type { z } from 'zod'
import { type Behaviour, RawJson, type Scene } from '../behaviours/behaviour.ts'
import { behaviours } from '../behaviours/index.ts'
import { Incidents, Refusal } from '../server/answer.ts'
import type { World } from '../world/world.ts'
import { fetchToken, machineGrant, type Send, sender, type Tenant } from './tenant.ts'
import { createWorld } from './world.ts'

type Input<Id extends OperationId> = z.input<(typeof operations)[Id]['input']>

export interface Stage {
  readonly world: World
  /** Throws a `Refusal` for a no; the answer is checked against the operation's output. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at answers as a client without types would
  perform<Id extends OperationId>(id: Id, input: Input<Id>): any
  /** Status and code of the no; the test fails when it was a yes. */
  refusal<Id extends OperationId>(id: Id, input: Input<Id>): string
}

export function createStage(userId?: number): Stage {
  const world = createWorld({ devices: 60, orgs: 6 })
  const incidents = new Incidents(() => world.nowMs())
  const perform: Stage['perform'] = (id, input) => {
    const behaviour = behaviours[id] as Behaviour<never> | undefined
    if (!behaviour) throw new Error(`${id} is not modelled`)
    const scene: Scene = {
      operation: id,
      world,
      nowMs: world.settle(),
      requester: { clientId: 'test', ...(userId !== undefined && { userId }) },
      refuse: (status, resultCode, errorMessage) => incidents.refuse(status, resultCode, errorMessage),
    }
    const operation = operations[id]
    const answer: unknown = behaviour(operation.input.parse(input) as never, scene)
    // What stands on the wire is JSON: what has no value is not there.
    const text = answer instanceof RawJson ? String(answer.body) : JSON.stringify(answer)
    const wire = text ? JSON.parse(text) : undefined
    operation.output.parse(wire)
    return wire
  }
  const refusal: Stage['refusal'] = (id, input) => {
    try {
      perform(id, input)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return `${error.answer.status} ${JSON.parse(String(error.answer.body)).resultCode}`
    }
    throw new Error(`${id} was not refused`)
  }
  return { world, perform, refusal }
}

/** With a token that may only read. */
export const readOnly = async ({ sandbox }: Tenant): Promise<Send> =>
  sender(sandbox.url, await fetchToken(sandbox, { ...machineGrant(sandbox), scope: 'monitoring' }))
