/** Asking for operations, and for what became of them. */
import { z } from 'zod'
import { GatewayError, newId } from '../call/index.ts'
import { actorOf, defineAction } from './action.ts'

export const createCall = defineAction({
  id: 'calls.create',
  summary: 'Ask for an operation',
  http: { method: 'POST', path: '/api/calls' },
  principals: ['person', 'cli'],
  decides: false,
  input: z.strictObject({
    operation: z.string(),
    input: z.record(z.string(), z.unknown()).default({}),
    connection: z.string().optional(),
    reason: z.string().max(2000).optional(),
  }),
  run(parts, principal, { operation, input, connection, reason }) {
    const name = connection ?? parts.connections.find(({ isDefault }) => isDefault)?.name
    if (name === undefined) throw new GatewayError('unknown_connection', 'No connection is set up.')
    return parts.corridor.invoke({
      id: newId('call'),
      operation,
      input,
      actor: actorOf(principal),
      connection: name,
      door: principal.kind === 'cli' ? 'cli' : 'http',
      ...(reason !== undefined && { reason }),
    })
  },
})

export const getCall = defineAction({
  id: 'calls.get',
  summary: 'Get what became of a call',
  http: { method: 'GET', path: '/api/calls/:id' },
  principals: ['person', 'cli'],
  decides: false,
  input: z.strictObject({ id: z.string().regex(/^call_[0-9a-f]{32}$/) }),
  async run(parts, _, { id }) {
    const outcome = await parts.corridor.outcomeOf(id)
    if (outcome === undefined) throw new GatewayError('not_found', `There is no call ${id} that left a trace.`)
    return outcome
  },
})
