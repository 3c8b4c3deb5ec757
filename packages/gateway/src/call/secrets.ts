/**
 * Secrets in what people are shown: hidden, with what tells them apart. Only views go through here; what is kept, bound
 * by the digest and sent is the value itself.
 */
import { secrets } from '@kunai/api/operation'
import { type ExactRequest, toRequest } from '@kunai/api/request'
import type { z } from 'zod'
import { planOperation } from './plan.ts'
import { findOperation } from './run-bash.ts'
import type { Proposal } from './types.ts'

interface Inner {
  readonly innerType?: z.ZodType
  readonly element?: z.ZodType
  readonly shape?: Readonly<Record<string, z.ZodType>>
}

export interface Shown {
  readonly input: Readonly<Record<string, unknown>>
  readonly request: ExactRequest
  /** How many values are hidden. */
  readonly hidden: number
}

/** Whether a value of this schema may have a secret in it, however deep. */
export function holdsSecret(schema: z.ZodType | undefined): boolean {
  if (schema === undefined) return false
  const { innerType, element, shape = {} } = schema.def as Inner
  return secrets.get(schema) !== undefined || [innerType, element, ...Object.values(shape)].some(holdsSecret)
}

/** @param fingerprint of a secret: eight characters that are the same for the same secret. */
export function showProposal(
  proposal: Pick<Proposal, 'operation' | 'input' | 'request'>,
  fingerprint: (secret: string) => string,
): Shown {
  // The secrets of its rows were hidden when it was made.
  if (proposal.operation === planOperation) return { input: proposal.input, request: proposal.request, hidden: 0 }
  const operation = findOperation(proposal.operation)
  let hidden = 0
  const walk = (schema: z.ZodType, value: unknown): unknown => {
    if (value === undefined || value === null) return value
    const secret = secrets.get(schema)
    if (secret) {
      const text = typeof value === 'string' ? value : JSON.stringify(value)
      const visible = secret.visiblePart?.(text) ?? ''
      const rest = text.slice(visible.length)
      // An address of a host alone hides nothing.
      if (visible !== '' && text.startsWith(visible) && /^\/?$/.test(rest)) return value
      hidden++
      return `${visible}[hidden: ${[...rest].length} characters, fingerprint ${fingerprint(text)}]`
    }
    const { innerType, element, shape } = schema.def as Inner
    if (innerType) return walk(innerType, value)
    if (element && Array.isArray(value)) return value.map((one) => walk(element, one))
    if (shape && typeof value === 'object') {
      return Object.fromEntries(
        Object.entries(value).map(([field, one]) => [field, shape[field] ? walk(shape[field], one) : one]),
      )
    }
    return value
  }
  // An operation that is gone cannot say what was secret: better nothing than everything.
  if (operation === undefined) return { input: {}, request: { ...proposal.request, body: undefined }, hidden: 1 }
  const input = walk(operation.input, proposal.input) as Record<string, unknown>
  return hidden === 0
    ? { input: proposal.input, request: proposal.request, hidden }
    : { input, request: toRequest(operation, input), hidden }
}
