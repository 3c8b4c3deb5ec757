/** Sends calls of operations over HTTP: to a tenant, or to whatever stands in front of it. */
import { catalogue } from '@kunai/api/catalogue'
import type { Operation } from '@kunai/api/operation'
import { requestTarget, toRequest, writeBody } from '@kunai/api/request'
import { fetchToken, machineGrant, type Reply, read, type Tenant, userGrant } from '../../testing/tenant.ts'
import { writeProofs } from './index.ts'
import type { Call } from './proof.ts'
import { readInputs } from './reads.ts'

export const operations: readonly Operation[] = catalogue

export const operationOf = (id: string): Operation => {
  const operation = operations.find((one) => one.id === id)
  if (!operation) throw new Error(`there is no operation ${id}`)
  return operation
}

export const exampleOf = ({ examples }: Operation) => examples[0].input as object

/** Undefined for an answer without a body. */
export const parsed = ({ text }: Reply): unknown => (text === '' ? undefined : JSON.parse(text))

export interface Player {
  send(operation: Operation, input: object, token: string | undefined): Promise<Reply>
  /** With a new token of the application that may: a proof may let hours pass. */
  perform(operation: Operation, input: object): Promise<Reply>
  readonly call: Call
  /** An input that fits the tenant; for a write, what it needs is made first. */
  inputOf(operation: Operation): Promise<object>
}

/** @param url where calls go instead of the tenant itself; tokens are always the tenant's. */
export function createPlayer({ sandbox }: Tenant, url = sandbox.url): Player {
  const send: Player['send'] = async (operation, input, token) => {
    const request = toRequest(operation, operation.input.parse(input))
    const body = writeBody(operation, request)
    return read(
      await fetch(url + requestTarget(request), {
        method: request.method,
        headers: {
          ...(token && { Authorization: `Bearer ${token}` }),
          ...(body && { 'Content-Type': body.contentType }),
        },
        ...(body && { body: new Uint8Array(body.bytes) }),
      }),
    )
  }
  const perform: Player['perform'] = async (operation, input) => {
    const grant = operation.identity === 'user' ? userGrant : machineGrant
    return send(operation, input, await fetchToken(sandbox, grant(sandbox)))
  }
  const call: Call = async (id, input = {}) => {
    const reply = await perform(operationOf(id), input)
    if (reply.status >= 300) throw new Error(`${id}: ${reply.status} ${reply.text}`)
    return parsed(reply)
  }
  return {
    send,
    perform,
    call,
    inputOf: async (operation) => {
      const id = operation.id as keyof typeof readInputs
      const made = await (writeProofs[id]?.input(call) ?? readInputs[id]?.(call, sandbox.control.advance))
      return made ?? exampleOf(operation)
    },
  }
}
