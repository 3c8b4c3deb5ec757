/** Sends an operation's examples to a tenant as the client would, and judges what comes back. */
import { catalogue } from '@kunai/api/catalogue'
import type { Operation } from '@kunai/api/operation'
import { requestTarget, toRequest, writeBody } from '@kunai/api/request'
import { fetchToken, type Reply, read, type Tenant, userGrant } from '../../testing/tenant.ts'
import { differencesFromSpec, hasSpec } from './vendor-answers.ts'

/** Sends one call, whatever its body is. The user application may do all that the machine may. */
export async function callTenant(tenant: Tenant, operation: Operation, input: unknown): Promise<Reply> {
  const parsed = operation.input.safeParse(input)
  if (!parsed.success) throw new Error(`${operation.id}: ${parsed.error.message}`)
  const request = toRequest(operation, parsed.data)
  const body = writeBody(operation, request)
  tokens.set(tenant, tokens.get(tenant) ?? (await fetchToken(tenant.sandbox, userGrant(tenant.sandbox))))
  return read(
    await fetch(tenant.sandbox.url + requestTarget(request), {
      method: request.method,
      headers: {
        Authorization: `Bearer ${tokens.get(tenant)}`,
        ...(body && { 'Content-Type': body.contentType }),
      },
      ...(body && { body: new Uint8Array(body.bytes) }),
    }),
  )
}

const tokens = new WeakMap<Tenant, string>()

/** What is wrong with an answer: a status that no operation gives, fields that are not the vendor's. */
export function faultsOfAnswer(operation: Operation, { status, text }: Reply): string[] {
  if (status === 404 || status === 400) return []
  if (status !== 200 && status !== 204) return [`${operation.id}: answered ${status} ${text}`]
  const answer: unknown = text === '' ? undefined : JSON.parse(text)
  const parsed = operation.output.safeParse(answer)
  if (!parsed.success) return [`${operation.id}: ${parsed.error.message}`]
  return hasSpec && answer !== undefined ? [...new Set(differencesFromSpec(operation, answer))] : []
}

export const operationOf = (id: string): Operation => {
  const operation = catalogue.find((one) => one.id === id)
  if (!operation) throw new Error(`there is no operation ${id}`)
  return operation
}
